"""Hypothesis strategies for lots, shared by every test that wants random ones.

- `lot_documents()`: plain documents in which nothing is absent and nothing contradicts itself;
- `lot_documents_with_cases()`: the same, some with what has happened since;
- `eventful_documents()`: the same, all with it;
- `case_documents()`: what has happened since, and little else;
- `with_absences(doc)`: the same document with some values, items' values or lists left out;
- `partial_lot_documents()`: both in one;
- `lots()`, `complete_lots()`: the same as `Lot`;
- `junk()`: values that stand where another kind of value is expected.

They are made of the parts of the public ones, and of what those do not draw: own plans, several
plans and samples, rules of counting, past lots, what happened. Numbers are drawn at and beside
the boundaries that decide: the lot sizes of ISO 2859-1's Table 1, the plan's own sample size,
acceptance and rejection numbers, the thresholds of the track record. Documents stay small, so
that failures shrink to something readable.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from disposition.facts import Lot
from disposition.facts.document.agreed_plans import SEVERITIES
from disposition.sampling import STATES, Plan, custom_plan
from disposition.testing.strategies import quick
from disposition.testing.strategies.absences import (
    absences,
    is_valid,
    means_by_absence,
    without,
)
from disposition.testing.strategies.complete import around
from disposition.testing.strategies.inspections import (
    CATEGORY,
    DAYS,
    EVIDENCE,
    FEW,
    FIRST_DAY,
    FLAGS,
    KIND,
    LOT_SIZES,
    REPORT,
    WORDS,
    checks_of,
    near,
    plan_of,
    plans,
    segments_of,
    sorting_of,
)
from disposition.testing.strategies.quick import Draw, Recipe, drawn
from support.happenings import happenings

__all__ = ["is_valid", "without"]  # and what is defined here

Document = dict[str, Any]

ABOUT_CASES = frozenset(
    {
        *("case", "talks", "replies", "arguments", "assessments", "papers", "agreement"),
        *("progress", "findings", "reinspection"),
    }
)
"""The first words of the facts about what has happened to a lot."""


def _day(days: int) -> str:
    return (FIRST_DAY + timedelta(days)).isoformat()


@quick.composite
def _plans(draw: Draw) -> Document:
    plan = draw(plans())
    for severity in draw(quick.sampled_from([(), (), ("major",), ("critical", "minor")])):
        del plan["aql"][severity]
        plan.setdefault("custom", {})[severity] = draw(_own_plans())
    return plan


def _countings(plan: Document, units: int, sample_size: int) -> Recipe[Document]:
    """Draw a counting rule that a plan and its findings allow, or none."""
    per_unit = units <= sample_size and all(Decimal(aql) <= 10 for aql in plan["aql"].values())
    rules = ["nonconformities", *(["nonconforming_units"] if per_unit else [])]
    return quick.sampled_from([{}, {}, *({"counting": rule} for rule in rules)])


@quick.composite
def _own_plans(draw: Draw) -> Document:
    accept = draw(FEW)
    reject = accept + draw(quick.sampled_from([1, 1, 2]))
    size = draw(quick.sampled_from([reject, 5, 32, 125]))
    own: Document = {"sample_size": max(size, reject), "accept": accept}
    return own | ({"reject": reject} if reject > accept + 1 or draw(FLAGS) else {})


def _plan_of(plan: Document, severity: str, lot_size: int) -> Plan:
    if severity in plan.get("custom", {}):
        return custom_plan(**plan["custom"][severity], lot_size=lot_size)
    return plan_of(plan, severity, lot_size)


@quick.composite
def _defects(
    draw: Draw, plan: Document, quantity: int, sample_size: int, segments: list[Document]
) -> list[Document]:
    found = []
    for _ in range(draw(FEW)):
        severity = draw(quick.sampled_from(["critical", "major", "minor"]))
        home = draw(quick.sampled_from(segments)) if segments else {"sku": "RED", "batch": "B7"}
        most = min(sample_size, home.get("sample_size", sample_size))
        numbers = _plan_of(plan, severity, quantity)
        found.append(
            {
                "code": draw(WORDS),
                "severity": severity,
                "category": draw(CATEGORY),
                "units": draw(near(0, numbers.accept, numbers.reject, most=most)),
                "sku": home["sku"],
                "batch": home["batch"],
                "reworkable": draw(FLAGS),
                "sortable": draw(FLAGS),
                "confined": draw(FLAGS),
                "description": draw(quick.one_of(WORDS, quick.just(""))),
            }
        )
    return found


@quick.composite
def _named_plans(draw: Draw, quantity: int) -> list[Document]:
    """Draw plans beside the main one; of table plans or of the contract's own."""
    found = []
    for name in draw(quick.sampled_from([(), (), ("packing",), ("packing", "tests")])):
        plan = draw(_plans())
        if draw(FLAGS):
            plan = {"custom": {severity: draw(_own_plans()) for severity in SEVERITIES}}
        needed = _plan_of(plan, "critical", quantity).sample_size
        size = draw(near(needed, most=quantity))
        found.append({**plan, "name": name, "sample_size": size})
    return found


@quick.composite
def _named_defects(draw: Draw, plans: list[Document], segment: Document) -> list[Document]:
    found = []
    for plan in plans:
        for _ in range(draw(quick.integers(0, 2))):
            severity = draw(quick.sampled_from(SEVERITIES))
            found.append(
                {
                    "plan": plan["name"],
                    "severity": severity,
                    "category": draw(CATEGORY),
                    "units": draw(quick.integers(0, min(3, plan["sample_size"]))),
                    "sku": segment["sku"],
                    "batch": segment["batch"],
                    "reworkable": draw(FLAGS),
                    "sortable": draw(FLAGS),
                    "confined": draw(FLAGS),
                }
            )
    return found


@quick.composite
def _stages(draw: Draw, sample_size: int, defects: list[Document]) -> list[Document]:
    """Draw samples that together are the inspection's; none if what was found does not fit them."""
    sizes: list[int] = []
    left = sample_size
    while left and len(sizes) < 3:
        sizes.append(draw(quick.one_of(quick.just((left + 1) // 2), quick.integers(1, left))))
        left -= sizes[-1]
    sizes += [left] if left else []
    found: list[dict[str, int]] = [{} for _ in sizes]
    for severity in SEVERITIES:
        units = sum(line["units"] for line in defects if line["severity"] == severity)
        for size, here in zip(sizes, found, strict=True):
            last = here is found[-1]
            here[severity] = units if last else draw(quick.integers(0, min(units, size)))
            units -= here[severity]
            if here[severity] > size:
                return []
    return [{"sample_size": size, "found": here} for size, here in zip(sizes, found, strict=True)]


def _by_worst(defects: list[Document]) -> Document:
    """Return the units of each severity where no two lines are on the same unit."""
    return {
        severity: sum(line["units"] for line in defects if line["severity"] == severity)
        for severity in SEVERITIES
    }


@quick.composite
def _inspections(draw: Draw, quantity: int) -> Document:
    plan = draw(_plans())
    segments = draw(segments_of(quantity, lambda size: _plan_of(plan, "major", size).sample_size))
    least = sum(segment["sample_size"] for segment in segments)
    needed = _plan_of(plan, "major", quantity).sample_size
    sample_size = max(least, draw(near(needed, most=quantity)))
    defects = draw(_defects(plan, quantity, sample_size, segments))
    plan |= draw(_countings(plan, sum(line["units"] for line in defects), sample_size))
    several = plan["type"] != "single" and draw(FLAGS)
    stages = draw(_stages(sample_size, defects)) if several else []
    worst = _by_worst(defects)
    told_by_unit = sum(worst.values()) <= sample_size and draw(FLAGS)
    plans = draw(_named_plans(quantity))
    defects += draw(
        _named_defects(plans, segments[0] if segments else {"sku": "RED", "batch": "B7"})
    )
    return {
        "id": draw(WORDS),
        "date": _day(draw(DAYS)),
        **draw(KIND),
        "report_result": draw(REPORT),
        "sample_size": sample_size,
        "plan": plan,
        **({"stages": stages} if stages else {}),
        **({"plans": plans} if plans or draw(FLAGS) else {}),
        "defects": defects,
        **({"nonconforming_units": worst} if told_by_unit else {}),
        "segments": segments,
        "checks": draw(checks_of(segments)),
        **draw(sorting_of(quantity)),
        "evidence": draw(EVIDENCE),
    }


@quick.composite
def _histories(draw: Draw) -> list[Document]:
    """Draw past lots, so many of them rejected that the state of inspection changes."""
    lot = quick.fixed_dictionaries(
        {"accepted": quick.sampled_from([True, True, False])},
        optional={
            "resubmitted": FLAGS,
            "accept": quick.just(0),
            "found": FEW,
            "between": FLAGS,
            "steady": quick.just(True),
            "reduced_agreed": quick.just(True),
        },
    )
    good = {"accepted": True, "accept": 0, "steady": True, "reduced_agreed": True}
    directed = quick.fixed_dictionaries({"direct": quick.sampled_from(STATES), "because": WORDS})
    drawn = [
        *([good] * draw(quick.sampled_from([0, 0, 15]))),
        *draw(quick.lists(directed, max_size=1)),
        *draw(quick.lists(lot, max_size=12)),
    ]
    return [entry | {"date": _day(-30 + place)} for place, entry in enumerate(drawn)]


def _counted(history: list[Document]) -> Document:
    """Return the counts of a history in which every answer is given."""
    accepted = [
        entry["accepted"]
        for entry in history
        if "accepted" in entry and not entry.get("resubmitted")
    ]
    last = next((place for place, answer in enumerate(reversed(accepted)) if answer), None)
    return {
        "lots_inspected": len(accepted),
        "lots_rejected": accepted.count(False),
        "consecutive_rejected": len(accepted) if last is None else last,
        "lots_unsafe": 0,
    }


@quick.composite
def _suppliers(draw: Draw, supplier: Document) -> Document:
    if draw(quick.sampled_from([False, False, True])):
        history = draw(_histories())
        counted = _counted(history)
        unsafe = min(supplier["lots_unsafe"], counted["lots_rejected"])
        supplier |= {**counted, "lots_unsafe": unsafe, "history": history}
    return supplier


@quick.composite
def _lot_documents(draw: Draw) -> Document:
    quantity = draw(LOT_SIZES)
    doc = draw(around(draw(_inspections(quantity)), quantity))
    doc["supplier"] = draw(_suppliers(doc["supplier"]))
    return draw(_with_case(doc)) if draw(quick.sampled_from([False, False, True])) else doc


@quick.composite
def _with_case(draw: Draw, doc: Document) -> Document:
    """Draw a document with what has happened until the day of the decision."""
    doc["case"] = draw(happenings(date.fromisoformat(doc["as_of"])))
    return doc


@quick.composite
def _case_documents(draw: Draw) -> Document:
    as_of = FIRST_DAY + timedelta(draw(DAYS))
    quantity = draw(quick.integers(1, 5))
    case = draw(happenings(as_of))
    return {"lot": {"quantity": quantity}, "case": case, "as_of": as_of.isoformat()}


def lot_documents() -> st.SearchStrategy[Document]:
    """Draw a valid document in which every value is given."""
    return drawn(_lot_documents())


def lot_documents_with_cases() -> st.SearchStrategy[Document]:
    """Draw the same; some tell what has happened since the report as well."""
    return drawn(quick.one_of(_lot_documents(), _lot_documents().flatmap(_with_case)))


def eventful_documents() -> st.SearchStrategy[Document]:
    """Draw the same; all tell what has happened since the report."""
    return drawn(_lot_documents().flatmap(_with_case))


def case_documents() -> st.SearchStrategy[Document]:
    """Draw what has happened to a lot, and little else."""
    return drawn(_case_documents())


# --- absences ------------------------------------------------------------------------------------

Place = tuple[str | int, ...]


def places(doc: Document) -> Iterator[Place]:
    """Yield the place of everything that may be left out of a document: single values and lists.

    What means something by its absence stays: the units of a line without any (absent means at
    least one), what is counted (absent means as the AQL says), the units by their worst defect
    (absent means as far as the lines tell), a rejection number (absent means the acceptance number
    plus one), the first number of an own plan (without any there is none), which plans there are
    and whose a defect is (absent means the main one), the list of samples (absent means all of them
    together), what sorting found (absent means that nothing was sorted), what a check is about (the
    whole lot), whether a cause is confined (not proved), the state of a plan beside a history
    (absent means the one in force), the role of whom we speak with (another than those rules know),
    how arguments read (no demand rests), and all of a past lot but whether it was accepted.
    """
    has_history = "history" in doc.get("supplier", {})
    for place, value in _everything(doc, ()):
        if "custom" in place and place[-1] == "sample_size":
            continue
        if place[-1] == "reject" or (place[-1], value) == ("units", 0):
            continue
        if place == ("inspection", "plan", "state") and has_history:
            continue
        if place[-1] == "counting" or "nonconforming_units" in place or means_by_absence(place):
            continue
        if place[-1] in ("stages", "plans", "name", "plan") and place[1:2] != ("checks",):
            continue
        if "sorting" in place[:2]:
            continue
        if place[:2] == ("supplier", "history") and place[3:] not in ((), ("accepted",)):
            continue
        yield place


def _everything(part: object, above: Place) -> Iterator[tuple[Place, object]]:
    if isinstance(part, list):
        yield above, part
        for index, item in enumerate(part):
            yield from _everything(item, (*above, index))
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from _everything(value, (*above, key))
    else:
        yield above, part


# Values that matter together; the empty theme stands for any.
_THEMES: tuple[tuple[str, ...], ...] = (
    (),
    ("sku", "batch"),
    ("severity", "category", "units"),
    ("quantity", "sample_size"),
    ("standard", "state", "level", "critical", "major", "minor"),
    ("sample_size", "accept", "counting", "units"),
    ("result", "category", "reworkable"),
    ("lots_inspected", "lots_rejected", "consecutive_rejected", "relationship_months"),
    ("accepted", "standard", "lots_rejected", "consecutive_rejected"),
    ("current", "consent", "again", "decided", "end", "inspector"),
    ("severity", "resolved", "proof", "part", "evidence", "topic", "channel", "about"),
)


def _absences(doc: Document) -> Recipe[Document]:
    return absences(doc, list(places(doc)), _THEMES)


def with_absences(doc: Document) -> st.SearchStrategy[Document]:
    """Draw a document like the given one, with some of its values absent."""
    return drawn(_absences(doc), strips=2)


def partial_lot_documents() -> st.SearchStrategy[Document]:
    """Draw a valid document in which some values may be absent."""
    return drawn(_lot_documents().flatmap(_absences))


def complete_lots() -> st.SearchStrategy[Lot]:
    """Draw a lot of which everything is known."""
    return lot_documents().map(Lot.from_dict)


def lots() -> st.SearchStrategy[Lot]:
    """Draw a lot of which something may be unknown."""
    return partial_lot_documents().map(Lot.from_dict)


def junk() -> st.SearchStrategy[object]:
    """Draw a value that fits few places of a document, or none."""
    return st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-2, 2),
        st.integers(),
        st.floats(),
        st.decimals(),
        st.text(max_size=5),
        st.sampled_from(["1.5", "1e3", "-1", "2026-11-22", "20261122", "major", "Major", "٣"]),
        st.lists(st.integers(), max_size=2),
        st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
        st.dates(),
        st.binary(max_size=2),
    )
