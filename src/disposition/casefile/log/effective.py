"""Which entries of a case count on a day, with their data read, and reports as they were corrected.

A corrected report takes the place of the one before, and is no other inspection. It says again what
was mistaken; what it leaves out is as it was reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from disposition.casefile.log.canonical import admitted_day
from disposition.casefile.log.entry import Entry
from disposition.casefile.log.entry_data import stored_data
from disposition.casefile.log.kinds import Corrected, InspectionReported, Reinspected, Withdrawn
from disposition.facts.document.lot_document import Inspection
from disposition.frozen import evolve, fields, frozen


@frozen
class Event:
    """An entry with its data read.

    Of an inspection that was corrected, `data` is what counts, `reported` what was reported first,
    and `corrected_by` the number of the entry that corrects it. Of a withdrawal, `withdrew` is the
    entry that does not count any more, also where that is of a later day.
    """

    entry: Entry
    data: Any
    reported: Any = None
    corrected_by: int | None = None
    withdrew: Event | None = None

    @property
    def number(self) -> int:
        """The number of the entry whose lines count: of its correction, if it has one."""
        return self.entry.number if self.corrected_by is None else self.corrected_by

    @property
    def kind(self) -> str:
        """The kind of the entry."""
        return self.entry.kind

    @property
    def on(self) -> date:
        """The day on which it happened."""
        return self.entry.on


def effective_events(entries: Iterable[Entry], as_of: date | None = None) -> tuple[Event, ...]:
    """Return the entries that count on a day, in the order in which things happened.

    Raises:
        CaseError: the data of one cannot be read, or no document could hold the day.
    """
    if as_of is not None:
        admitted_day("as_of", as_of)
    written = tuple(entries)
    until = [each for each in written if as_of is None or each.on <= as_of]
    withdrawn = {each.data["entry"] for each in until if each.kind == "withdrawn"}
    counting = [each for each in until if each.number not in withdrawn]
    counting.sort(key=lambda entry: (entry.on, entry.number))
    numbered = {each.number: each for each in written}
    return _with_corrections(_event(each, numbered) for each in counting)


def _event(entry: Entry, numbered: Mapping[int, Entry]) -> Event:
    data, gone = stored_data(entry.kind, entry.data), None
    if isinstance(data, Withdrawn):
        target = numbered.get(data.entry or 0)
        if target is not None:
            gone = Event(target, stored_data(target.kind, target.data))
    return Event(entry, data, withdrew=gone)


def _with_corrections(happened: Iterable[Event]) -> tuple[Event, ...]:
    """Return what happened, each inspection as its last correction tells it."""
    effective: list[Event] = []
    last: int | None = None
    for each in happened:
        if isinstance(each.data, InspectionReported | Reinspected):
            last = len(effective)
        elif isinstance(each.data, Corrected) and last is not None:
            effective[last] = _corrected(effective[last], each)
        effective.append(each)
    return tuple(effective)


def _corrected(report: Event, by: Event) -> Event:
    right: Corrected = by.data
    reported = report.data if report.reported is None else report.reported
    match report.data:
        case InspectionReported(lot=lot):
            made = put_right(lot.inspection, right.inspection)
            data: object = evolve(report.data, lot=evolve(lot, inspection=made))
        case _:
            made = put_right(report.data.inspection, right.inspection)
            data = evolve(report.data, inspection=made)
    return Event(report.entry, data, reported, by.entry.number)


def put_right(made: Inspection, right: Inspection) -> Inspection:
    """Return an inspection with all that a correction says of it."""
    blank = Inspection()
    said = {each.name: getattr(right, each.name) for each in fields(Inspection)}
    return evolve(
        made, **{name: value for name, value in said.items() if value != getattr(blank, name)}
    )
