"""Hypothesis strategies for lots, shared by every test that wants random ones.

- `lot_documents()`: plain documents in which nothing is absent and nothing contradicts itself;
- `lot_documents_with_cases()`: the same, some with what has happened since;
- `case_documents()`: what has happened since, and little else;
- `with_absences(doc)`: the same document with some values, items' values or lists left out;
- `partial_lot_documents()`: both in one;
- `lots()`, `complete_lots()`: the same as `Lot`;
- `junk()`: values that stand where another kind of value is expected.

Numbers are drawn at and beside the boundaries that decide: the lot sizes of ISO 2859-1's Table 1,
the plan's own sample size, acceptance and rejection numbers, the thresholds of the track record.
Documents stay small, so that failures shrink to something readable.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from disposition.errors import LotError
from disposition.facts import Lot
from disposition.facts.lot import CATEGORIES, SEVERITIES, TOPICS
from disposition.sampling import AQLS, LEVELS, STANDARDS, STATES, Plan, custom_plan, single_plan
from disposition.testing.strategies.happenings import happenings

Document = dict[str, Any]

ABOUT_CASES = frozenset(
    {
        *("case", "talks", "replies", "arguments", "assessments", "papers", "agreement"),
        *("progress", "findings", "reinspection"),
    }
)
"""The first words of the facts about what has happened to a lot."""

_TABLE_1 = (8, 15, 25, 50, 90, 150, 280, 500, 1200, 3200, 10_000, 35_000, 150_000, 500_000)
LOT_SIZES = st.one_of(
    st.sampled_from([1, *(size + step for size in _TABLE_1 for step in (0, 1))]),
    st.integers(1, 5000),
)
_WORDS = st.sampled_from(["a", "RED", "7.4", "Grüße", "line 1\nline 2"])
_FLAGS = st.booleans()
_DAYS = st.integers(0, 20)
_FEW = st.integers(0, 3)
_CATEGORY = st.sampled_from(CATEGORIES)
_FIRST_DAY = date(2026, 11, 1)
_RESULT = st.sampled_from(["pass", "fail", "pending", "not_applicable"])
_KINDS = (
    *("initial", "during_production", "final_random", "container_loading"),
    *("reinspection", "Re-Inspection (2nd)"),
)


def _day(days: int) -> str:
    return (_FIRST_DAY + timedelta(days)).isoformat()


@st.composite
def _plans(draw: st.DrawFn) -> Document:
    if draw(st.booleans()):
        limits = ["0", "2.5", "4.0"]
    else:
        limits = [str(limit) for limit in sorted(draw(st.tuples(*[_aqls()] * 3)))]
    plan: Document = {
        "standard": draw(st.sampled_from(sorted(STANDARDS))),
        "level": draw(st.one_of(st.just("II"), st.sampled_from(LEVELS))),
        "state": draw(st.sampled_from(STATES)),
        "type": draw(st.sampled_from(["single", "single", "single", "double", "multiple"])),
        "aql": dict(zip(SEVERITIES, limits, strict=True)),
    }
    for severity in draw(st.sampled_from([(), (), ("major",), ("critical", "minor")])):
        del plan["aql"][severity]
        plan.setdefault("custom", {})[severity] = draw(_own_plans())
    return plan


def _countings(plan: Document, units: int, sample_size: int) -> st.SearchStrategy[Document]:
    """Draw a counting rule that a plan and its findings allow, or none."""
    per_unit = units <= sample_size and all(Decimal(aql) <= 10 for aql in plan["aql"].values())
    rules = ["nonconformities", *(["nonconforming_units"] if per_unit else [])]
    return st.sampled_from([{}, {}, *({"counting": rule} for rule in rules)])


@st.composite
def _own_plans(draw: st.DrawFn) -> Document:
    accept = draw(_FEW)
    reject = accept + draw(st.sampled_from([1, 1, 2]))
    size = draw(st.sampled_from([reject, 5, 32, 125]))
    own: Document = {"sample_size": max(size, reject), "accept": accept}
    return own | ({"reject": reject} if reject > accept + 1 or draw(_FLAGS) else {})


def _aqls() -> st.SearchStrategy[Decimal]:
    return st.one_of(st.just(Decimal(0)), st.sampled_from(AQLS[6:17]), st.sampled_from(AQLS))


def _plan_of(plan: Document, severity: str, lot_size: int) -> Plan:
    if severity in plan.get("custom", {}):
        return custom_plan(**plan["custom"][severity], lot_size=lot_size)
    return single_plan(
        lot_size=lot_size,
        level=plan["level"],
        aql=plan["aql"][severity],
        state=plan["state"],
        standard=plan["standard"],
    )


def _near(*numbers: int, most: int) -> st.SearchStrategy[int]:
    """Draw numbers at and beside the given ones, from 0 to `most`."""
    beside = {number + step for number in numbers for step in (-1, 0, 1)}
    inside = sorted(number for number in beside if 0 <= number <= most)
    return st.one_of(st.sampled_from(inside), st.integers(0, most)) if inside else st.just(0)


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
                "sample_size": draw(_near(needed, size, most=size)),
            }
        )
    return found


@st.composite
def _defects(
    draw: st.DrawFn, plan: Document, quantity: int, sample_size: int, segments: list[Document]
) -> list[Document]:
    found = []
    for _ in range(draw(_FEW)):
        severity = draw(st.sampled_from(["critical", "major", "minor"]))
        home = draw(st.sampled_from(segments)) if segments else {"sku": "RED", "batch": "B7"}
        most = min(sample_size, home.get("sample_size", sample_size))
        numbers = _plan_of(plan, severity, quantity)
        found.append(
            {
                "code": draw(_WORDS),
                "severity": severity,
                "category": draw(_CATEGORY),
                "units": draw(_near(0, numbers.accept, numbers.reject, most=most)),
                "sku": home["sku"],
                "batch": home["batch"],
                "reworkable": draw(_FLAGS),
                "description": draw(st.one_of(_WORDS, st.just(""))),
            }
        )
    return found


@st.composite
def _named_plans(draw: st.DrawFn, quantity: int) -> list[Document]:
    """Draw plans beside the main one; of table plans or of the contract's own."""
    found = []
    for name in draw(st.sampled_from([(), (), ("packing",), ("packing", "tests")])):
        plan = draw(_plans())
        if draw(_FLAGS):
            plan = {"custom": {severity: draw(_own_plans()) for severity in SEVERITIES}}
        needed = _plan_of(plan, "critical", quantity).sample_size
        size = draw(_near(needed, most=quantity))
        found.append({**plan, "name": name, "sample_size": size})
    return found


@st.composite
def _named_defects(draw: st.DrawFn, plans: list[Document], segment: Document) -> list[Document]:
    found = []
    for plan in plans:
        for _ in range(draw(st.integers(0, 2))):
            severity = draw(st.sampled_from(SEVERITIES))
            found.append(
                {
                    "plan": plan["name"],
                    "severity": severity,
                    "category": draw(_CATEGORY),
                    "units": draw(st.integers(0, min(3, plan["sample_size"]))),
                    "sku": segment["sku"],
                    "batch": segment["batch"],
                    "reworkable": draw(_FLAGS),
                }
            )
    return found


@st.composite
def _stages(draw: st.DrawFn, sample_size: int, defects: list[Document]) -> list[Document]:
    """Draw samples that together are the inspection's; none if what was found does not fit them."""
    sizes: list[int] = []
    left = sample_size
    while left and len(sizes) < 3:
        sizes.append(draw(st.one_of(st.just((left + 1) // 2), st.integers(1, left))))
        left -= sizes[-1]
    sizes += [left] if left else []
    found: list[dict[str, int]] = [{} for _ in sizes]
    for severity in SEVERITIES:
        units = sum(line["units"] for line in defects if line["severity"] == severity)
        for size, here in zip(sizes, found, strict=True):
            last = here is found[-1]
            here[severity] = units if last else draw(st.integers(0, min(units, size)))
            units -= here[severity]
            if here[severity] > size:
                return []
    return [{"sample_size": size, "found": here} for size, here in zip(sizes, found, strict=True)]


@st.composite
def _inspections(draw: st.DrawFn, quantity: int) -> Document:
    plan = draw(_plans())
    segments = draw(_segments(plan, quantity))
    least = sum(segment["sample_size"] for segment in segments)
    needed = _plan_of(plan, "major", quantity).sample_size
    sample_size = max(least, draw(_near(needed, most=quantity)))
    defects = draw(_defects(plan, quantity, sample_size, segments))
    plan |= draw(_countings(plan, sum(line["units"] for line in defects), sample_size))
    several = plan["type"] != "single" and draw(_FLAGS)
    stages = draw(_stages(sample_size, defects)) if several else []
    plans = draw(_named_plans(quantity))
    defects += draw(
        _named_defects(plans, segments[0] if segments else {"sku": "RED", "batch": "B7"})
    )
    check = st.fixed_dictionaries({"name": _WORDS, "category": _CATEGORY, "result": _RESULT})
    return {
        "id": draw(_WORDS),
        "date": _day(draw(_DAYS)),
        "type": draw(st.sampled_from(_KINDS)),
        "report_result": draw(st.sampled_from(["pass", "fail", "pending", "hold", "not_stated"])),
        "sample_size": sample_size,
        "plan": plan,
        **({"stages": stages} if stages else {}),
        **({"plans": plans} if plans or draw(_FLAGS) else {}),
        "defects": defects,
        "segments": segments,
        "checks": draw(st.lists(check, max_size=3)),
        "evidence": {"photos": draw(_FEW), "videos": draw(_FEW), "notes": draw(_WORDS)},
    }


@st.composite
def _histories(draw: st.DrawFn) -> list[Document]:
    """Draw past lots, so many of them rejected that the state of inspection changes."""
    lot = st.fixed_dictionaries(
        {"accepted": st.sampled_from([True, True, False])},
        optional={
            "resubmitted": _FLAGS,
            "accept": st.just(0),
            "found": _FEW,
            "between": _FLAGS,
            "steady": st.just(True),
            "reduced_agreed": st.just(True),
        },
    )
    good = {"accepted": True, "accept": 0, "steady": True, "reduced_agreed": True}
    directed = st.fixed_dictionaries({"direct": st.sampled_from(STATES), "because": _WORDS})
    drawn = [
        *([good] * draw(st.sampled_from([0, 0, 15]))),
        *draw(st.lists(directed, max_size=1)),
        *draw(st.lists(lot, max_size=12)),
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
    }


@st.composite
def _suppliers(draw: st.DrawFn) -> Document:
    supplier = draw(_supplier_counts())
    if draw(st.sampled_from([False, False, True])):
        history = draw(_histories())
        supplier |= {**_counted(history), "history": history}
    return supplier


@st.composite
def _supplier_counts(draw: st.DrawFn) -> Document:
    inspected = draw(st.sampled_from([0, 1, 4, 5, 9, 10, 11, 50]))
    rejected = draw(_near(0, inspected // 10, inspected // 5, most=inspected))
    return {
        "id": draw(_WORDS),
        "relationship_months": draw(st.sampled_from([0, 5, 6, 23, 24, 60])),
        "lots_inspected": inspected,
        "lots_rejected": rejected,
        "consecutive_rejected": draw(st.integers(0, min(3, rejected))),
        "repeat_defects": draw(_FEW),
        "iso9001": draw(_FLAGS),
    }


def _contracts() -> st.SearchStrategy[Document]:
    clause = {"clause": _WORDS, "allowed": _FLAGS}
    percent = st.sampled_from(["0", "2.5", "10", "33.333", "100"])
    topics = {topic: st.fixed_dictionaries(clause) for topic in TOPICS}
    topics["replacement"] = st.fixed_dictionaries({"clause": _WORDS})
    topics["price_reduction"] = st.fixed_dictionaries({**clause, "max_percent": percent})
    return st.fixed_dictionaries({**topics, "notice_days": _DAYS, "cure_days": _DAYS})


@st.composite
def lot_documents(draw: st.DrawFn) -> Document:
    """Draw a valid document in which every value is given."""
    quantity = draw(LOT_SIZES)
    inspection = draw(_inspections(quantity))
    as_of = date.fromisoformat(inspection["date"]) + timedelta(draw(_DAYS))
    return {
        "lot": {
            "id": draw(_WORDS),
            "product": draw(_WORDS),
            "category": draw(st.sampled_from(["toys", "textiles"])),
            "quantity": quantity,
            "unit_price": draw(st.sampled_from(["0", "0.01", "4.20", "19.99", "1250"])),
            "currency": draw(st.sampled_from(["USD", "EUR"])),
            "regulated": draw(_FLAGS),
        },
        "inspection": inspection,
        "shipment": {
            "ship_by": _day(draw(st.integers(0, 40))),
            "urgency": draw(st.sampled_from(["low", "normal", "high", "critical"])),
            "rework_days": draw(_DAYS),
            "reinspection_days": draw(_DAYS),
        },
        "supplier": draw(_suppliers()),
        "contract": draw(_contracts()),
        **(
            {"case": draw(happenings(as_of))} if draw(st.sampled_from([False, False, True])) else {}
        ),
        "as_of": as_of.isoformat(),
    }


@st.composite
def lot_documents_with_cases(draw: st.DrawFn) -> Document:
    """Draw the same; some tell what has happened since the report as well."""
    doc = draw(lot_documents())
    if draw(st.sampled_from([False, True])):
        doc["case"] = draw(happenings(date.fromisoformat(doc["as_of"])))
    return doc


@st.composite
def case_documents(draw: st.DrawFn) -> Document:
    """Draw what has happened to a lot, and little else."""
    as_of = _FIRST_DAY + timedelta(draw(_DAYS))
    quantity = draw(st.integers(1, 5))
    case = draw(happenings(as_of))
    return {"lot": {"quantity": quantity}, "case": case, "as_of": as_of.isoformat()}


# --- absences ------------------------------------------------------------------------------------

Place = tuple[str | int, ...]


def places(doc: Document) -> Iterator[Place]:
    """Yield the place of everything that may be left out of a document: single values and lists.

    What means something by its absence stays: the units of a line without any (absent means at
    least one), that nonconformities are counted (absent means as the AQL says), a rejection number
    (absent means the acceptance number plus one), the first number of an own plan (without any
    there is none), which plans there are and whose a defect is (absent means the main one), the
    list of samples (absent means all of them together), the state of a plan beside a history
    (absent means the one in force), and all of a past lot but whether it was accepted.
    """
    has_history = "history" in doc.get("supplier", {})
    for place, value in _everything(doc, ()):
        if "custom" in place and place[-1] == "sample_size":
            continue
        if place[-1] == "reject" or (place[-1], value) in _MEANT_OTHERWISE:
            continue
        if place == ("inspection", "plan", "state") and has_history:
            continue
        if place[-1] in ("stages", "plans", "name", "plan") and place[1:2] != ("checks",):
            continue
        if place[:2] == ("supplier", "history") and place[3:] not in ((), ("accepted",)):
            continue
        yield place


_MEANT_OTHERWISE = (("units", 0), ("counting", "nonconformities"))


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


def without(doc: Document, left_out: Iterator[Place] | list[Place]) -> Document:
    """Return a copy of a document without the values at some places."""
    copied = copy.deepcopy(doc)
    for *path, key in left_out:
        part: Any = copied
        for step in path:
            part = part.get(step) if isinstance(part, dict) else part[step]
            if part is None:
                break
        else:
            part.pop(key, None)
    return copied


def is_valid(doc: Document) -> bool:
    """Whether a document is taken; leaving values out may bring two segments under one name."""
    try:
        Lot.from_dict(doc)
    except LotError:
        return False
    return True


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


@st.composite
def with_absences(draw: st.DrawFn, doc: Document) -> Document:
    """Draw a document like the given one, with some of its values absent."""
    known = list(places(doc))
    theme = draw(st.sampled_from(_THEMES))
    left_out = [place for place in known if place[-1] in theme and draw(st.booleans())]
    left_out += draw(st.lists(st.sampled_from(known), max_size=3 if theme else 8, unique=True))
    partial = without(doc, left_out)
    return partial if is_valid(partial) else doc


def partial_lot_documents() -> st.SearchStrategy[Document]:
    """Draw a valid document in which some values may be absent."""
    return lot_documents().flatmap(with_absences)


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
