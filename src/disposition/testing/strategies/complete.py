"""Complete lot documents: every value is given, and nothing contradicts itself.

What a caller fixes stays so; everything else is random.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, TypedDict

from hypothesis import assume, reject
from hypothesis import strategies as st

from disposition.documents.places.data import Step, changed, steps_of
from disposition.errors import DispositionError, LotError, suggest
from disposition.facts import Lot
from disposition.facts.document.lot_document import TOPICS
from disposition.frozen import field, frozen
from disposition.testing.strategies import inspections as drawing
from disposition.testing.strategies import quick
from disposition.testing.strategies.absences import Document
from disposition.testing.strategies.quick import Draw, Recipe, drawn

Whole = int | st.SearchStrategy[int]
"""A number, or a strategy for one."""

MOST_UNITS = 10**9
MOST_DAYS = 36_500

_STEERED_BY = {
    "quantity": ("lot.quantity",),
    "sample_size": ("inspection.sample_size",),
    "slack_days": (
        "shipment.ship_by",
        "shipment.rework_days",
        "shipment.reinspection_days",
        "as_of",
    ),
}
"""The document values that each keyword settles; they are never left out."""


class Steer(TypedDict, total=False):
    """The keywords that steer what is drawn."""

    critical: Whole | None
    major: Whole | None
    minor: Whole | None
    quantity: Whole | None
    sample_size: Whole | None
    slack_days: Whole | None
    given: Mapping[str, Any] | None


@frozen
class Steering:
    """Strategies for what is steered.

    `units` are the units found by severity. `numbers` holds the other steered numbers by keyword.
    `given` are document values by their paths.
    """

    units: Mapping[str, st.SearchStrategy[int]] = field(factory=dict)
    numbers: Mapping[str, st.SearchStrategy[int]] = field(factory=dict)
    given: Mapping[str, st.SearchStrategy[Any]] = field(factory=dict)

    def keeps(self, place: tuple[Step, ...]) -> bool:
        """Whether the value at a place of the document must be known for the steering to hold."""
        if self.units and place[:2] == ("inspection", "defects"):
            return place[-1] in ("defects", "severity", "units")
        kept = [*self.given, *(path for name in self.numbers for path in _STEERED_BY[name])]
        return any(_is_on_the_way(place, steps_of(path)) for path in kept)


def _is_on_the_way(place: tuple[Step, ...], steps: tuple[Step, ...]) -> bool:
    shared = min(len(place), len(steps))
    return place[:shared] == steps[:shared]


def steering(steer: Steer) -> Steering:
    """Return what the keywords ask for.

    Raises:
        DispositionError: there is no such keyword, or a path of `given` leads into a list.
        PathError: a path of `given` is not written as one.
    """
    for keyword in steer.keys() - Steer.__annotations__.keys():
        hint = suggest(keyword, Steer.__annotations__) or "`given` takes any path of the document"
        raise DispositionError(f"lots are not steered by `{keyword}` ({hint})")
    wanted: dict[str, Any] = {key: value for key, value in steer.items() if value is not None}
    given: Mapping[str, Any] = wanted.pop("given", {})
    for path in given:
        if any(isinstance(step, int) for step in steps_of(path)):
            raise DispositionError(f"`{path}` leads into a list: give the whole list")
    severities = ("critical", "major", "minor")
    return Steering(
        {name: _strategy(wanted.pop(name)) for name in severities if name in wanted},
        {name: _strategy(value) for name, value in wanted.items()},
        {path: _strategy(value) for path, value in given.items()},
    )


def _strategy(value: Any) -> st.SearchStrategy[Any]:
    return value if isinstance(value, st.SearchStrategy) else st.just(value)


@st.composite
def complete_documents(draw: st.DrawFn, steering: Steering) -> Document:
    """Draw a valid document in which every value is given, as far as `steering` gives them."""
    units = {
        severity: draw(wanted.filter(lambda number: 0 <= number <= MOST_UNITS))
        for severity, wanted in steering.units.items()
    }
    quantity, sample_size = draw(_sizes(steering, max([0, *units.values()])))
    slack = draw(steering.numbers["slack_days"]) if "slack_days" in steering.numbers else None
    assume(slack is None or abs(slack) <= MOST_DAYS)
    document = draw(drawn(_documents(quantity, sample_size, slack, units)))
    return _with(document, {path: draw(value) for path, value in steering.given.items()})


@quick.composite
def _documents(
    draw: Draw,
    quantity: int | None,
    sample_size: int | None,
    slack: int | None,
    units: Mapping[str, int],
) -> Document:
    """Draw a document with some numbers given; what is None is drawn."""
    if quantity is None:
        quantity = max(sample_size or 0, *units.values(), 0, draw(drawing.LOT_SIZES))
    inspection = draw(drawing.inspections(quantity, sample_size, units))
    return draw(around(inspection, quantity, slack))


@quick.composite
def around(draw: Draw, inspection: Document, quantity: int, slack: int | None = None) -> Document:
    """Draw the rest of a document with an inspection of `quantity` units."""
    as_of = date.fromisoformat(inspection["date"]) + timedelta(draw(drawing.DAYS))
    return {
        "lot": {
            "id": draw(drawing.WORDS),
            "product": draw(drawing.WORDS),
            "category": draw(quick.sampled_from(["toys", "textiles"])),
            "quantity": quantity,
            "unit_price": draw(quick.sampled_from(["0", "0.01", "4.20", "19.99", "1250"])),
            "currency": draw(quick.sampled_from(["USD", "EUR"])),
            "regulated": draw(drawing.FLAGS),
            "ordered_quantity": draw(drawing.near(quantity, most=2 * quantity)) or 1,
            "brand_at_risk": draw(drawing.FLAGS),
        },
        "inspection": inspection,
        "shipment": draw(_shipments(as_of, slack)),
        "supplier": draw(suppliers()),
        "contract": draw(contracts()),
        "as_of": as_of.isoformat(),
    }


@st.composite
def _sizes(draw: st.DrawFn, steering: Steering, least: int) -> tuple[int | None, int | None]:
    """Draw the sizes of the lot and the sample that are steered; both hold `least` units."""
    numbers = steering.numbers
    sample_size = None
    if "sample_size" in numbers:
        sample_size = draw(numbers["sample_size"].filter(lambda size: least <= size <= MOST_UNITS))
        least = sample_size
    if "quantity" in numbers:
        return draw(
            numbers["quantity"].filter(lambda size: max(1, least) <= size <= MOST_UNITS)
        ), sample_size
    return None, sample_size


def _with(document: Document, given: dict[str, Any]) -> Document:
    """Return a document with given values in it.

    Raises:
        LotError: the given values are wrong by themselves.
    """
    if not given:
        return document
    steered = changed(document, list(given.items()))
    try:
        Lot.from_dict(steered)
    except LotError:
        Lot.from_dict(changed({}, list(given.items())))
        reject()
    return steered


# --- the parts beside the inspection -------------------------------------------------------------


@quick.composite
def _shipments(draw: Draw, as_of: date, slack: int | None) -> Document:
    rework, reinspection = draw(drawing.DAYS), draw(drawing.DAYS)
    if slack is None:
        slack = draw(drawing.SLACK)
    return {
        "ship_by": (as_of + timedelta(rework + reinspection + slack)).isoformat(),
        "urgency": draw(quick.sampled_from(["low", "normal", "high", "critical"])),
        "rework_days": rework,
        "reinspection_days": reinspection,
        "sorting_days": draw(drawing.DAYS),
        "replacement_days": draw(drawing.DAYS),
        "part_wanted": draw(drawing.FLAGS),
    }


@quick.composite
def suppliers(draw: Draw) -> Document:
    """Draw a supplier's record at the thresholds that are in daily use."""
    inspected = draw(quick.sampled_from([0, 1, 4, 5, 9, 10, 11, 50]))
    rejected = draw(drawing.near(0, inspected // 10, inspected // 5, most=inspected))
    return {
        "id": draw(drawing.WORDS),
        "relationship_months": draw(quick.sampled_from([0, 5, 6, 23, 24, 60])),
        "lots_inspected": inspected,
        "lots_rejected": rejected,
        "consecutive_rejected": draw(quick.integers(0, min(3, rejected))),
        "repeat_defects": draw(drawing.FEW),
        "lots_unsafe": draw(quick.integers(0, min(2, rejected))),
        "shipped_same_danger": draw(drawing.FLAGS),
        "rework_capable": draw(drawing.FLAGS),
        "iso9001": draw(drawing.FLAGS),
        "export_experience": draw(drawing.FLAGS),
    }


def contracts() -> Recipe[Document]:
    """Draw what a contract allows."""
    clause: dict[str, Recipe[Any]] = {"clause": drawing.WORDS, "allowed": drawing.FLAGS}
    percent = quick.sampled_from(["0", "2.5", "10", "33.333", "100"])
    topics = {topic: quick.fixed_dictionaries(clause) for topic in TOPICS}
    topics["replacement"] = quick.fixed_dictionaries({"clause": drawing.WORDS})
    topics["price_reduction"] = quick.fixed_dictionaries({**clause, "max_percent": percent})
    topics["sorting"] = quick.fixed_dictionaries(clause)
    law = quick.sampled_from(["cisg", "ucc", "prc", "other"])
    return quick.fixed_dictionaries(
        {**topics, "notice_days": drawing.DAYS, "cure_days": drawing.DAYS, "governing_law": law}
    )
