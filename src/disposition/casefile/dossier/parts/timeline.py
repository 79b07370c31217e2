"""What a dossier tells of each entry: when it happened, what it says, whether it still counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from disposition.casefile.copying import copied
from disposition.casefile.dossier.sentences import sentence
from disposition.casefile.log.effective import Event
from disposition.casefile.log.entry import Entry
from disposition.casefile.log.entry_data import stored_data
from disposition.casefile.log.kinds import KINDS
from disposition.documents.declaring import told as key
from disposition.frozen import frozen


@frozen
class Withdrawal:
    """The entry that says that another one does not count."""

    entry: int = key("Number of the entry that says so")
    on: date = key("Day of that entry")
    because: str = key("Why it does not count")


@frozen
class Happening:
    """An entry of the case."""

    entry: int = key("Number of the entry, in the order in which they were written")
    on: date = key("Day on which it happened")
    kind: str = key("Kind of the entry")
    about: str = key("The kind in words")
    by: str = key("Who wrote it; may be empty")
    says: str = key("In a sentence what it says; long texts are cut short")
    settles: tuple[str, ...] = key("Codes of the steps that it settled")
    hash: str = key("Hash of the entry")
    withdrawn: Withdrawal | None = key("Why it does not count any more; null if it does")


def timeline_of(
    entries: Sequence[Entry], as_of: date, currency: str | None
) -> tuple[Happening, ...]:
    """Return every entry up to a day in the order in which things happened, withdrawn ones too."""
    until = sorted(
        (each for each in entries if each.on <= as_of), key=lambda entry: (entry.on, entry.number)
    )
    withdrawn = {
        each.data["entry"]: Withdrawal(each.number, each.on, each.data["because"])
        for each in until
        if each.kind == "withdrawn"
    }
    return tuple(_happening(each, withdrawn.get(each.number), currency) for each in until)


def _happening(entry: Entry, withdrawn: Withdrawal | None, currency: str | None) -> Happening:
    read = Event(entry, stored_data(entry.kind, entry.data))
    return copied(
        Happening,
        entry,
        entry=entry.number,
        about=KINDS[entry.kind].about,
        says=sentence(read, currency),
        withdrawn=withdrawn,
    )
