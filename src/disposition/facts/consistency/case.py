"""What cannot all be true of a case: days that run backwards, quantities beyond the lot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from disposition.documents.quoting import at_index
from disposition.errors import Problem
from disposition.facts.document.case_events import Happened
from disposition.facts.document.lot_document import LotDocument
from disposition.frozen import fields

_LISTS = tuple(
    attribute.name
    for attribute in fields(Happened)
    if any(value.name == "on" for value in fields(attribute.metadata["items"]))
)
_NOTHING = LotDocument().case


def case_contradictions(lot: LotDocument) -> Iterator[Problem]:
    """Yield what contradicts itself in what has happened to a lot."""
    if lot.case == _NOTHING:
        return
    for name in _LISTS:
        yield from _days(getattr(lot.case, name) or (), f"$.case.{name}", lot.as_of)
    yield from _quantities(lot)


def _days(listed: tuple[Any, ...], where: str, today: date | None) -> Iterator[Problem]:
    """Refuse days after the day of the decision, and lists that are not in order."""
    before: date | None = None
    for index, item in enumerate(listed):
        day: date | None = item.on
        if day is None:
            continue
        place = f"{at_index(where, index)}.on"
        if today is not None and day > today:
            message = f"what happened on {day} is after `$.as_of`, {today}"
            yield Problem(place, message, "leave out what has not happened yet")
        if before is not None and day < before:
            message = f"{day} stands after {before}"
            yield Problem(place, message, "list what happened in the order in which it happened")
        before = day


def _quantities(lot: LotDocument) -> Iterator[Problem]:
    """Refuse agreements on more units than there are.

    A report that followed one may tell of fewer, as those that are not taken are gone then.
    """
    quantity = lot.lot.quantity
    for index, agreed in enumerate(lot.case.agreements or ()):
        if agreed.current is False:
            continue
        parts = (agreed.units, agreed.units_accepted, agreed.units_rejected)
        total = sum(part for part in parts if part is not None)
        if quantity is not None and total > quantity:
            yield Problem(
                at_index("$.case.agreements", index),
                f"the agreed quantities add up to {total:,}, the lot has {quantity:,}",
                "each unit is reworked, accepted or rejected",
            )
