"""What cannot be true of sorting: other units than were looked at, or on another day."""

from __future__ import annotations

from collections.abc import Iterator

from disposition.errors import Problem
from disposition.facts.consistency.supplier import exceeds
from disposition.facts.document.lot_document import LotDocument

_WHERE = "$.inspection.sorting"


def sorting_contradictions(lot: LotDocument) -> Iterator[Problem]:
    """Yield what the units and the day of sorting contradict."""
    sorting, quantity = lot.inspection.sorting, lot.lot.quantity
    parts = sorting.conforming, sorting.reworkable, sorting.not_reworkable
    found, looked_at = sum(part or 0 for part in parts), sorting.sorted
    most = quantity if looked_at is None else looked_at
    if exceeds(looked_at, quantity):
        message = f"{looked_at:,} units sorted of a lot of {quantity:,}"
        yield Problem(f"{_WHERE}.sorted", message, "count each unit once")
    if exceeds(found, most):
        message = f"{found:,} units good and bad together, of {most:,} that were looked at"
        yield Problem(_WHERE, message, "each unit stands once")
    elif looked_at is not None and found != looked_at and None not in parts:
        message = f"{found:,} units good and bad together, but {looked_at:,} were looked at"
        yield Problem(_WHERE, message, "each unit that was looked at is good or bad")
    yield from _day(lot)


def _day(lot: LotDocument) -> Iterator[Problem]:
    day, inspected, today = lot.inspection.sorting.date, lot.inspection.date, lot.as_of
    if day is None:
        return
    if inspected is not None and day < inspected:
        message = f"sorting that was finished on {day} is before the inspection of {inspected}"
        yield Problem(f"{_WHERE}.date", message, "what was sorted before belongs to the inspection")
    if today is not None and day > today:
        message = f"sorting that was finished on {day} is after `$.as_of`, {today}"
        yield Problem(f"{_WHERE}.date", message, "tell what was found when it is finished")
