"""What cannot be true of units: of those sorted, and of those by their worst defect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from disposition.errors import Problem
from disposition.facts.consistency.supplier import exceeds
from disposition.facts.document.agreed_plans import SEVERITIES, AgreedPlan
from disposition.facts.document.lot_document import Defect, LotDocument
from disposition.facts.native.fact import View
from disposition.facts.native.samples.serious import at_least, largest
from disposition.facts.native.samples.tally import found
from disposition.words import counted

_WHERE = "$.inspection.nonconforming_units"
_ONCE = "each unit of the sample stands once, at its worst defect"


def units_contradictions(lot: LotDocument) -> Iterator[Problem]:
    """Yield what the units by their worst defect contradict: the sample, or the defect lines."""
    inspection = lot.inspection
    stated = {name: getattr(inspection.nonconforming_units, name) for name in SEVERITIES}
    known = [units for units in stated.values() if units is not None]
    if not known:
        return
    size = inspection.sample_size
    if size is not None and sum(known) > size:
        message = f"{counted(sum(known), 'nonconforming unit')} in a sample of {size:,}"
        yield Problem(_WHERE, message, _ONCE)
    view, lines = View(lot), [line for line in inspection.defects or () if line.plan is None]
    together: int | None = 0
    for place, severity in enumerate(SEVERITIES):
        units, (_, most) = stated[severity], found(view, severity)
        if units is not None and most is not None and units > most:
            message = (
                f"{counted(units, 'unit')} with {severity} defects, but the lines have {most:,}"
            )
            yield Problem(f"{_WHERE}.{severity}", message, _ONCE)
        together = None if units is None or together is None else together + units
        graver = SEVERITIES[: place + 1]
        least = _fewest([line for line in lines if line.severity in graver], inspection.plan)
        if together is not None and least is not None and together < least:
            words = " or ".join(graver)
            message = f"{counted(together, 'unit')} with {words} defects, but a line has {least:,}"
            yield Problem(f"{_WHERE}.{severity}", message, _ONCE)


def _fewest(lines: Sequence[Defect], plan: AgreedPlan) -> int | None:
    """Return the fewest units of some lines: of all together where each unit stands once."""
    if plan.counting == "nonconforming_units":
        return sum(map(at_least, lines))
    return largest(lines, plan)


_SORTING = "$.inspection.sorting"


def sorting_contradictions(lot: LotDocument) -> Iterator[Problem]:
    """Yield what the units and the day of sorting contradict."""
    sorting, quantity = lot.inspection.sorting, lot.lot.quantity
    parts = sorting.conforming, sorting.reworkable, sorting.not_reworkable
    found, looked_at = sum(part or 0 for part in parts), sorting.sorted
    most = quantity if looked_at is None else looked_at
    if exceeds(looked_at, quantity):
        message = f"{looked_at:,} units sorted of a lot of {quantity:,}"
        yield Problem(f"{_SORTING}.sorted", message, "count each unit once")
    if exceeds(found, most):
        message = f"{found:,} units good and bad together, of {most:,} that were looked at"
        yield Problem(_SORTING, message, "each unit stands once")
    elif looked_at is not None and found != looked_at and None not in parts:
        message = f"{found:,} units good and bad together, but {looked_at:,} were looked at"
        yield Problem(_SORTING, message, "each unit that was looked at is good or bad")
    yield from _day(lot)


def _day(lot: LotDocument) -> Iterator[Problem]:
    day, inspected, today = lot.inspection.sorting.date, lot.inspection.date, lot.as_of
    if day is None:
        return
    if inspected is not None and day < inspected:
        message = f"sorting that was finished on {day} is before the inspection of {inspected}"
        yield Problem(
            f"{_SORTING}.date", message, "what was sorted before belongs to the inspection"
        )
    if today is not None and day > today:
        message = f"sorting that was finished on {day} is after `$.as_of`, {today}"
        yield Problem(f"{_SORTING}.date", message, "tell what was found when it is finished")
