"""Complete lot documents: every value is given, and nothing contradicts itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import assume, reject
from hypothesis import strategies as st

from disposition.errors import LotError
from disposition.facts import Lot
from disposition.facts.lot import TOPICS
from disposition.testing.documents import changed
from disposition.testing.strategies.absences import Document
from disposition.testing.strategies.inspections import FLAGS, WORDS, inspections
from disposition.testing.strategies.numbers import DAYS, FEW, LOT_SIZES, SLACK, near
from disposition.testing.strategies.steering import MOST_DAYS, MOST_UNITS, Steering


@st.composite
def complete_documents(draw: st.DrawFn, steering: Steering) -> Document:
    """Draw a valid document in which every value is given, as far as `steering` gives them."""
    units = {
        severity: draw(wanted.filter(lambda number: 0 <= number <= MOST_UNITS))
        for severity, wanted in steering.units.items()
    }
    quantity, sample_size = draw(_sizes(steering, max([0, *units.values()])))
    inspection = draw(inspections(quantity, sample_size, units))
    as_of = date.fromisoformat(inspection["date"]) + timedelta(draw(DAYS))
    document = {
        "lot": {
            "id": draw(WORDS),
            "product": draw(WORDS),
            "category": draw(st.sampled_from(["toys", "textiles"])),
            "quantity": quantity,
            "unit_price": draw(st.sampled_from(["0", "0.01", "4.20", "19.99", "1250"])),
            "currency": draw(st.sampled_from(["USD", "EUR"])),
            "regulated": draw(FLAGS),
        },
        "inspection": inspection,
        "shipment": draw(_shipments(as_of, steering)),
        "supplier": draw(_suppliers()),
        "contract": draw(_contracts()),
        "as_of": as_of.isoformat(),
    }
    return _with(document, {path: draw(value) for path, value in steering.given.items()})


@st.composite
def _sizes(draw: st.DrawFn, steering: Steering, least: int) -> tuple[int, int | None]:
    """Draw the lot's size, and the sample's if it is steered; both hold `least` units."""
    numbers = steering.numbers
    sample_size = None
    if "sample_size" in numbers:
        sample_size = draw(numbers["sample_size"].filter(lambda size: least <= size <= MOST_UNITS))
        least = sample_size
    if "quantity" in numbers:
        return draw(
            numbers["quantity"].filter(lambda size: max(1, least) <= size <= MOST_UNITS)
        ), sample_size
    return max(least, draw(LOT_SIZES)), sample_size


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


@st.composite
def _shipments(draw: st.DrawFn, as_of: date, steering: Steering) -> Document:
    rework, reinspection = draw(DAYS), draw(DAYS)
    slack = draw(steering.numbers.get("slack_days", SLACK))
    assume(abs(slack) <= MOST_DAYS)
    return {
        "ship_by": (as_of + timedelta(rework + reinspection + slack)).isoformat(),
        "urgency": draw(st.sampled_from(["low", "normal", "high", "critical"])),
        "rework_days": rework,
        "reinspection_days": reinspection,
    }


@st.composite
def _suppliers(draw: st.DrawFn) -> Document:
    inspected = draw(st.sampled_from([0, 1, 4, 5, 9, 10, 11, 50]))
    rejected = draw(near(0, inspected // 10, inspected // 5, most=inspected))
    return {
        "id": draw(WORDS),
        "relationship_months": draw(st.sampled_from([0, 5, 6, 23, 24, 60])),
        "lots_inspected": inspected,
        "lots_rejected": rejected,
        "consecutive_rejected": draw(st.integers(0, min(3, rejected))),
        "repeat_defects": draw(FEW),
        "iso9001": draw(FLAGS),
    }


def _contracts() -> st.SearchStrategy[Document]:
    clause = {"clause": WORDS, "allowed": FLAGS}
    percent = st.sampled_from(["0", "2.5", "10", "33.333", "100"])
    topics = {topic: st.fixed_dictionaries(clause) for topic in TOPICS}
    topics["replacement"] = st.fixed_dictionaries({"clause": WORDS})
    topics["price_reduction"] = st.fixed_dictionaries({**clause, "max_percent": percent})
    return st.fixed_dictionaries({**topics, "notice_days": DAYS, "cure_days": DAYS})
