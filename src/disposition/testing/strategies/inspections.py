"""Inspections: a plan, a sample, segments, defects about the plan's numbers, checks, evidence.

Documents stay small, so that failures shrink to something readable.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from hypothesis import strategies as st

from disposition.facts.lot import CATEGORIES, SEVERITIES
from disposition.sampling import LEVELS, STANDARDS, STATES, Plan, single_plan
from disposition.testing.strategies.absences import Document
from disposition.testing.strategies.numbers import DAYS, FEW, aqls, near

WORDS = st.sampled_from(["a", "RED", "7.4", "Grüße", "line 1\nline 2"])
FLAGS = st.booleans()
_CATEGORY = st.sampled_from(CATEGORIES)
_RESULT = st.sampled_from(["pass", "fail", "pending", "not_applicable"])
_REPORT = st.sampled_from(["pass", "fail", "pending", "hold", "not_stated"])
_KIND = st.sampled_from(
    [
        *("initial", "during_production", "final_random", "container_loading"),
        *("reinspection", "Re-Inspection (2nd)"),
    ]
)
_FIRST_DAY = date(2026, 11, 1)


@st.composite
def inspections(
    draw: st.DrawFn, quantity: int, sample_size: int | None, units: Mapping[str, int]
) -> Document:
    """Draw an inspection of a lot.

    `sample_size` is the size wanted, if any; `units` the units to be found of some severities. A
    sample that is not wanted is large enough for them.
    """
    plan = draw(_plans())
    segments = draw(_segments(plan, quantity))
    least = sum(segment["sample_size"] for segment in segments)
    if sample_size is None:
        needed = _plan_of(plan, "major", quantity).sample_size
        sample_size = max(least, draw(near(needed, most=quantity)), *units.values())
    home_for_all = all(_homes(segments, most) for most in units.values())
    if least > sample_size or not home_for_all:
        segments = []
    check = st.fixed_dictionaries({"name": WORDS, "category": _CATEGORY, "result": _RESULT})
    defects = _defects(plan, quantity, sample_size=sample_size, segments=segments, units=units)
    return {
        "id": draw(WORDS),
        "date": (_FIRST_DAY + timedelta(draw(DAYS))).isoformat(),
        "type": draw(_KIND),
        "report_result": draw(_REPORT),
        "sample_size": sample_size,
        "plan": plan,
        "plans": [],
        "defects": draw(defects),
        "segments": segments,
        "checks": draw(st.lists(check, max_size=3)),
        "evidence": {"photos": draw(FEW), "videos": draw(FEW), "notes": draw(WORDS)},
    }


# --- plans ---------------------------------------------------------------------------------------


@st.composite
def _plans(draw: st.DrawFn) -> Document:
    if draw(st.booleans()):
        limits = ["0", "2.5", "4.0"]
    else:
        limits = [str(limit) for limit in sorted(draw(st.tuples(*[aqls()] * 3)))]
    return {
        "standard": draw(st.sampled_from(sorted(STANDARDS))),
        "level": draw(st.one_of(st.just("II"), st.sampled_from(LEVELS))),
        "state": draw(st.sampled_from(STATES)),
        "type": draw(st.sampled_from(["single", "single", "single", "double", "multiple"])),
        "aql": dict(zip(SEVERITIES, limits, strict=True)),
    }


def _plan_of(plan: Document, severity: str, lot_size: int) -> Plan:
    return single_plan(
        lot_size=lot_size,
        level=plan["level"],
        aql=plan["aql"][severity],
        state=plan["state"],
        standard=plan["standard"],
    )


# --- segments ------------------------------------------------------------------------------------


@st.composite
def _segments(draw: st.DrawFn, plan: Document, quantity: int) -> list[Document]:
    """Draw up to three segments that add up to the lot, or to less."""
    count = draw(st.integers(0, min(3, quantity)))
    names = draw(
        st.lists(
            st.sampled_from([(sku, batch) for sku in ("RED", "BLUE") for batch in ("B7", "B8")]),
            min_size=count,
            max_size=count,
            unique=True,
        )
    )
    found, left = [], quantity
    for index, (sku, batch) in enumerate(names):
        rest = count - index - 1
        size = left if not rest and draw(st.booleans()) else draw(st.integers(1, left - rest))
        left -= size
        needed = _plan_of(plan, "major", size).sample_size
        found.append(
            {
                "sku": sku,
                "batch": batch,
                "quantity": size,
                "sample_size": draw(near(needed, size, most=size)),
            }
        )
    return found


def _homes(segments: list[Document], units: int) -> list[Document]:
    """Return where units with a defect can have been found; anywhere in a lot without segments."""
    if not segments:
        return [{"sku": "RED", "batch": "B7"}]
    return [segment for segment in segments if segment["sample_size"] >= units]


# --- defects -------------------------------------------------------------------------------------


@st.composite
def _defects(
    draw: st.DrawFn,
    plan: Document,
    quantity: int,
    *,
    sample_size: int,
    segments: list[Document],
    units: Mapping[str, int],
) -> list[Document]:
    """Draw defect lines: those that are wanted, and a few of the other severities."""
    found = []
    for severity, wanted in units.items():
        for part in draw(_parts(wanted)):
            home = draw(st.sampled_from(_homes(segments, part)))
            found.append(draw(_lines(severity, part, home)))
    others = [severity for severity in SEVERITIES if severity not in units]
    for severity in draw(_some_of(others)):
        home = draw(st.sampled_from(_homes(segments, 0)))
        most = min(sample_size, home.get("sample_size", sample_size))
        numbers = _plan_of(plan, severity, quantity)
        number = draw(near(numbers.accept, numbers.reject, most=most))
        found.append(draw(_lines(severity, number, home)))
    return found


def _some_of(severities: list[str]) -> st.SearchStrategy[list[str]]:
    """Draw the severities of a few lines: most often one line for each."""
    if not severities:
        return st.just([])
    severity = st.sampled_from(severities)
    return st.one_of(
        st.just(severities),
        st.lists(severity, max_size=3, unique=True),
        st.lists(severity, max_size=3),
    )


@st.composite
def _parts(draw: st.DrawFn, wanted: int) -> list[int]:
    """Draw the units of one or two lines that make up a number of units."""
    if wanted == 0:
        return draw(st.sampled_from([[], [0]]))
    first = draw(st.one_of(st.just(wanted), st.integers(1, wanted)))
    return [first] if first == wanted else [first, wanted - first]


def _lines(severity: str, units: int, home: Document) -> st.SearchStrategy[Document]:
    return st.fixed_dictionaries(
        {
            "code": WORDS,
            "severity": st.just(severity),
            "category": _CATEGORY,
            "units": st.just(units),
            "sku": st.just(home["sku"]),
            "batch": st.just(home["batch"]),
            "reworkable": FLAGS,
            "description": st.one_of(WORDS, st.just("")),
        }
    )
