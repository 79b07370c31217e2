"""Complete lot documents: every value is given, and nothing contradicts itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from hypothesis import assume, reject
from hypothesis import strategies as st

from disposition.documents.places.data import changed
from disposition.errors import LotError
from disposition.facts import Lot
from disposition.facts.document.lot_document import TOPICS
from disposition.testing.strategies import quick
from disposition.testing.strategies.absences import Document
from disposition.testing.strategies.inspections import FLAGS, WORDS, inspections
from disposition.testing.strategies.numbers import DAYS, FEW, LOT_SIZES, SLACK, near
from disposition.testing.strategies.quick import Draw, Recipe, drawn
from disposition.testing.strategies.steering import MOST_DAYS, MOST_UNITS, Steering


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
        quantity = max(sample_size or 0, *units.values(), 0, draw(LOT_SIZES))
    inspection = draw(inspections(quantity, sample_size, units))
    return draw(around(inspection, quantity, slack))


@quick.composite
def around(draw: Draw, inspection: Document, quantity: int, slack: int | None = None) -> Document:
    """Draw the rest of a document with an inspection of `quantity` units."""
    as_of = date.fromisoformat(inspection["date"]) + timedelta(draw(DAYS))
    return {
        "lot": {
            "id": draw(WORDS),
            "product": draw(WORDS),
            "category": draw(quick.sampled_from(["toys", "textiles"])),
            "quantity": quantity,
            "unit_price": draw(quick.sampled_from(["0", "0.01", "4.20", "19.99", "1250"])),
            "currency": draw(quick.sampled_from(["USD", "EUR"])),
            "regulated": draw(FLAGS),
            "ordered_quantity": draw(near(quantity, most=2 * quantity)) or 1,
            "brand_at_risk": draw(FLAGS),
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
    rework, reinspection = draw(DAYS), draw(DAYS)
    if slack is None:
        slack = draw(SLACK)
    return {
        "ship_by": (as_of + timedelta(rework + reinspection + slack)).isoformat(),
        "urgency": draw(quick.sampled_from(["low", "normal", "high", "critical"])),
        "rework_days": rework,
        "reinspection_days": reinspection,
        "sorting_days": draw(DAYS),
        "replacement_days": draw(DAYS),
        "part_wanted": draw(FLAGS),
    }


@quick.composite
def suppliers(draw: Draw) -> Document:
    """Draw a supplier's record at the thresholds that are in daily use."""
    inspected = draw(quick.sampled_from([0, 1, 4, 5, 9, 10, 11, 50]))
    rejected = draw(near(0, inspected // 10, inspected // 5, most=inspected))
    return {
        "id": draw(WORDS),
        "relationship_months": draw(quick.sampled_from([0, 5, 6, 23, 24, 60])),
        "lots_inspected": inspected,
        "lots_rejected": rejected,
        "consecutive_rejected": draw(quick.integers(0, min(3, rejected))),
        "repeat_defects": draw(FEW),
        "lots_unsafe": draw(quick.integers(0, min(2, rejected))),
        "shipped_same_danger": draw(FLAGS),
        "rework_capable": draw(FLAGS),
        "iso9001": draw(FLAGS),
        "export_experience": draw(FLAGS),
    }


def contracts() -> Recipe[Document]:
    """Draw what a contract allows."""
    clause: dict[str, Recipe[Any]] = {"clause": WORDS, "allowed": FLAGS}
    percent = quick.sampled_from(["0", "2.5", "10", "33.333", "100"])
    topics = {topic: quick.fixed_dictionaries(clause) for topic in TOPICS}
    topics["replacement"] = quick.fixed_dictionaries({"clause": WORDS})
    topics["price_reduction"] = quick.fixed_dictionaries({**clause, "max_percent": percent})
    topics["sorting"] = quick.fixed_dictionaries(clause)
    law = quick.sampled_from(["cisg", "ucc", "prc", "other"])
    return quick.fixed_dictionaries(
        {**topics, "notice_days": DAYS, "cure_days": DAYS, "governing_law": law}
    )
