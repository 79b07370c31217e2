"""Inspections: a plan, a sample, segments, defects about the plan's numbers, checks, evidence.

Documents stay small, so that failures shrink to something readable.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from disposition.facts.document.agreed_plans import SEVERITIES
from disposition.facts.document.lot_document import CATEGORIES
from disposition.sampling import AQLS, LEVELS, STANDARDS, STATES, Plan, single_plan
from disposition.testing.strategies import quick
from disposition.testing.strategies.absences import Document
from disposition.testing.strategies.quick import Draw, Recipe

_TABLE_1 = (8, 15, 25, 50, 90, 150, 280, 500, 1200, 3200, 10_000, 35_000, 150_000, 500_000)

LOT_SIZES = quick.one_of(
    quick.sampled_from([1, *(size + step for size in _TABLE_1 for step in (0, 1))]),
    quick.integers(1, 5000),
)
"""Lot sizes on both sides of each row of ISO 2859-1, Table 1, and any small one."""

FEW = quick.integers(0, 3)
DAYS = quick.integers(0, 20)
SLACK = quick.one_of(quick.integers(-1, 3), quick.integers(-20, 40))
"""Days to spare: most often none, one too few, or as few as make a shipment urgent."""


def aqls() -> Recipe[Decimal]:
    """Draw an acceptance quality limit: most often 0 or one in daily use."""
    return quick.one_of(
        quick.just(Decimal(0)), quick.sampled_from(AQLS[6:17]), quick.sampled_from(AQLS)
    )


def near(*numbers: int, most: int) -> Recipe[int]:
    """Draw the given numbers, those beside them, and now and then any from 0 to `most`."""
    exact = [number for number in numbers if 0 <= number <= most]
    beside = [number + step for number in exact for step in (-1, 1)]
    inside = [number for number in beside if 0 <= number <= most]
    anything = quick.integers(0, most)
    if not exact:
        return anything
    at = quick.sampled_from(exact)
    return quick.one_of(at, at, quick.sampled_from(inside or exact), anything)


WORDS = quick.sampled_from(["a", "RED", "7.4", "Grüße", "line 1\nline 2"])
FLAGS = quick.booleans()
CATEGORY = quick.sampled_from(CATEGORIES)
_RESULT = quick.sampled_from(["pass", "fail", "pending", "not_applicable"])
_CHECK = quick.fixed_dictionaries(
    {
        "name": WORDS,
        "category": CATEGORY,
        "result": _RESULT,
        "reworkable": FLAGS,
        "sortable": FLAGS,
        "confined": FLAGS,
    }
)
EVIDENCE = quick.fixed_dictionaries({"photos": FEW, "videos": FEW, "notes": WORDS})
REPORT = quick.sampled_from([*["pass"] * 3, "fail", "pending", "hold", "conditional", "not_stated"])
_SHARE = quick.sampled_from([*["100"] * 4, "80", "79.9"])
_KINDS: list[Document] = [
    *({"type": kind} for kind in ("initial", "final_random", "reinspection", "Re-Inspection")),
    {"type": "during_production", "round": 1},
    {"type": "container_loading", "round": 2},
    {"type": "reinspection", "round": 3},
    {"type": "2nd visit", "round": 2},
]
KIND = quick.sampled_from(_KINDS)
"""The kind of an inspection and which one of the lot it is; without a round the kind tells."""

_NAMES = [(sku, batch) for sku in ("RED", "BLUE") for batch in ("B7", "B8")]
FIRST_DAY = date(2026, 11, 1)


@quick.composite
def inspections(
    draw: Draw, quantity: int, sample_size: int | None, units: Mapping[str, int]
) -> Document:
    """Draw an inspection of a lot.

    `sample_size` is the size wanted, if any; `units` the units to be found of some severities. A
    sample that is not wanted is large enough for them.
    """
    plan = draw(plans())
    segments = draw(segments_of(quantity, lambda size: plan_of(plan, "major", size).sample_size))
    least = sum(segment["sample_size"] for segment in segments)
    if sample_size is None:
        needed = plan_of(plan, "major", quantity).sample_size
        sample_size = max(least, draw(near(needed, most=quantity)), *units.values())
    home_for_all = all(_homes(segments, most) for most in units.values())
    if least > sample_size or not home_for_all:
        segments = []
    defects = _defects(plan, quantity, sample_size=sample_size, segments=segments, units=units)
    return {
        "id": draw(WORDS),
        "date": (FIRST_DAY + timedelta(draw(DAYS))).isoformat(),
        **draw(KIND),
        "report_result": draw(REPORT),
        "report_complete": draw(FLAGS),
        "sample_size": sample_size,
        "plan": plan,
        "plans": [],
        "defects": draw(defects),
        "segments": segments,
        "checks": draw(checks_of(segments)),
        **draw(sorting_of(quantity)),
        "evidence": draw(EVIDENCE),
        "finished_percent": draw(_SHARE),
        "packed_percent": draw(_SHARE),
    }


# --- plans ---------------------------------------------------------------------------------------


@quick.composite
def plans(draw: Draw) -> Document:
    """Draw a plan of the tables."""
    if draw(quick.booleans()):
        limits = ["0", "2.5", "4.0"]
    else:
        limits = [str(limit) for limit in sorted(draw(quick.tuples(*[aqls()] * 3)))]
    return {
        "standard": draw(quick.sampled_from(sorted(STANDARDS))),
        "level": draw(quick.one_of(quick.just("II"), quick.sampled_from(LEVELS))),
        "state": draw(quick.sampled_from(STATES)),
        "type": draw(quick.sampled_from(["single", "single", "single", "double", "multiple"])),
        "aql": dict(zip(SEVERITIES, limits, strict=True)),
    }


def plan_of(plan: Document, severity: str, lot_size: int) -> Plan:
    """Return the numbers of a plan of the tables for a severity."""
    return single_plan(
        lot_size=lot_size,
        level=plan["level"],
        aql=plan["aql"][severity],
        state=plan["state"],
        standard=plan["standard"],
    )


# --- segments ------------------------------------------------------------------------------------


@quick.composite
def segments_of(draw: Draw, quantity: int, needed: Callable[[int], int]) -> list[Document]:
    """Draw up to three segments that add up to the lot, or to less.

    `needed` tells the sample that a segment of some size needs.
    """
    count = draw(quick.integers(0, min(3, quantity)))
    names = draw(quick.some_of(_NAMES, min_size=count, max_size=count))
    found, left = [], quantity
    for index, (sku, batch) in enumerate(names):
        rest = count - index - 1
        size = left if not rest and draw(quick.booleans()) else draw(quick.integers(1, left - rest))
        left -= size
        found.append(
            {
                "sku": sku,
                "batch": batch,
                "quantity": size,
                "sample_size": draw(near(needed(size), size, most=size)),
            }
        )
    return found


@quick.composite
def checks_of(draw: Draw, segments: list[Document]) -> list[Document]:
    """Draw up to three checks, each of the whole lot or of a segment."""
    homes: list[Document] = [{}, *({"sku": s["sku"], "batch": s["batch"]} for s in segments)]
    number = draw(quick.integers(0, 3))
    return [{**draw(_CHECK), **draw(quick.sampled_from(homes))} for _ in range(number)]


@quick.composite
def sorting_of(draw: Draw, quantity: int) -> Document:
    """Draw what sorting found of a lot, or nothing: most lots are not sorted."""
    if draw(quick.integers(0, 4)):
        return {}
    units = draw(quick.sampled_from([quantity, quantity, max(1, quantity - 1)]))
    bad = draw(near(0, 1, units, most=units))
    lost = draw(near(0, bad, most=bad))
    found = {"conforming": units - bad, "reworkable": bad - lost, "not_reworkable": lost}
    return {"sorting": {"sorted": units, **found}}


def _homes(segments: list[Document], units: int) -> list[Document]:
    """Return where units with a defect can have been found; anywhere in a lot without segments."""
    if not segments:
        return [{"sku": "RED", "batch": "B7"}]
    return [segment for segment in segments if segment["sample_size"] >= units]


# --- defects -------------------------------------------------------------------------------------


@quick.composite
def _defects(
    draw: Draw,
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
            home = draw(quick.sampled_from(_homes(segments, part)))
            found.append(draw(_lines(severity, part, home)))
    others = [severity for severity in SEVERITIES if severity not in units]
    for severity in draw(_some_of(others)):
        home = draw(quick.sampled_from(_homes(segments, 0)))
        most = min(sample_size, home.get("sample_size", sample_size))
        numbers = plan_of(plan, severity, quantity)
        number = draw(near(numbers.accept, numbers.reject, most=most))
        found.append(draw(_lines(severity, number, home)))
    return found


def _some_of(severities: list[str]) -> Recipe[list[str]]:
    """Draw the severities of a few lines: most often one line for each."""
    if not severities:
        return quick.just([])
    severity = quick.sampled_from(severities)
    return quick.one_of(
        quick.just(severities),
        quick.some_of(severities, max_size=3),
        quick.lists(severity, max_size=3),
    )


@quick.composite
def _parts(draw: Draw, wanted: int) -> list[int]:
    """Draw the units of one or two lines that make up a number of units."""
    if wanted == 0:
        return draw(quick.sampled_from([[], [0]]))
    first = draw(quick.one_of(quick.just(wanted), quick.integers(1, wanted)))
    return [first] if first == wanted else [first, wanted - first]


def _lines(severity: str, units: int, home: Document) -> Recipe[Document]:
    return quick.fixed_dictionaries(
        {
            "code": WORDS,
            "severity": quick.just(severity),
            "category": CATEGORY,
            "units": quick.just(units),
            "sku": quick.just(home["sku"]),
            "batch": quick.just(home["batch"]),
            "reworkable": FLAGS,
            "sortable": FLAGS,
            "confined": FLAGS,
            "description": quick.one_of(WORDS, quick.just("")),
        }
    )
