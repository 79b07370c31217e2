"""One declared class made from another that says much the same under the same names."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from attrs import AttrsInstance

from disposition.casefile.log.effective import Event
from disposition.documents.declaring import output
from disposition.frozen import NOTHING, fields, frozen

T = TypeVar("T", bound=AttrsInstance)


def copied(kind: type[T], source: object, /, **own: Any) -> T:
    """Return an instance of a class: with what is its own, the rest as a source has it.

    What the source does not have either is as the class has it by default.
    """
    values = {
        each.name: getattr(source, each.name)
        for each in fields(kind)
        if each.name not in own and (each.default is NOTHING or hasattr(source, each.name))
    }
    return kind(**values, **own)


@frozen
class OfEntry:
    """What is told of one entry of a case."""

    entry: int = output("Number of the entry")
    on: date = output("Day of the entry")


def entry_as(kind: type[T], event: Event, source: object | None = None, /, **own: Any) -> T:
    """Return the same of an entry: its number and day, the rest as its data or a source has it."""
    held = event.data if source is None else source
    return copied(kind, held, entry=event.entry.number, on=event.on, **own)
