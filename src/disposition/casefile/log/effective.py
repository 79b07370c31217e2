"""Which entries of a case count on a day, with their data read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from attrs import frozen

from disposition.casefile.log.canonical import admitted_day
from disposition.casefile.log.entry import Entry
from disposition.casefile.log.entry_data import stored_data


@frozen
class Event:
    """An entry with its data read."""

    entry: Entry
    data: Any

    @property
    def kind(self) -> str:
        """The kind of the entry."""
        return self.entry.kind

    @property
    def on(self) -> date:
        """The day on which it happened."""
        return self.entry.on


def told(entries: Iterable[Entry], as_of: date | None = None) -> tuple[Event, ...]:
    """Return the entries that count on a day, in the order in which things happened.

    Raises:
        CaseError: the data of one cannot be read, or no document could hold the day.
    """
    if as_of is not None:
        admitted_day("as_of", as_of)
    until = [each for each in entries if as_of is None or each.on <= as_of]
    withdrawn = {each.data["entry"] for each in until if each.kind == "withdrawn"}
    counting = [each for each in until if each.number not in withdrawn]
    counting.sort(key=lambda entry: (entry.on, entry.number))
    return tuple(Event(each, stored_data(each.kind, each.data)) for each in counting)
