"""Entries of a case file, each tied to the one before by its hash; and whether a chain is whole.

The hash covers everything that an entry says, the hash of the entry before included, as canonical
JSON: sorted keys, no spaces, UTF-8. An entry that is changed, swapped, inserted or removed breaks
the chain. The case's head, which holds the number of entries and the last hash, shows whether one
is missing at the end. Whoever writes all of it anew, head included, is found by a head that is kept
elsewhere, and by nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from attrs import field, frozen

from disposition.casefile.canonical import (
    admitted_day,
    admitted_text,
    admitted_word,
    admitted_words,
    canonical,
    plain,
)


@frozen
class NewEntry:
    """What is to be written: a kind, the day on which it happened, plain data, and by whom.

    `settles` tells which open points it settles, `policies` which policies were in force: their
    digests by their ids. A write that is repeated with the same `key` is written once.
    """

    kind: str
    on: date
    data: Mapping[str, Any] = field(hash=False)
    by: str = ""
    settles: tuple[str, ...] = ()
    policies: Mapping[str, str] = field(factory=dict, hash=False)
    key: str = ""


@frozen
class Entry:
    """What was written: the entry of this number in its case, and the hash of the one before."""

    case: str
    number: int
    kind: str
    on: date
    by: str
    data: Mapping[str, Any] = field(hash=False)
    settles: tuple[str, ...]
    policies: Mapping[str, str] = field(hash=False)
    key: str
    previous: str
    hash: str

    def says_the_same(self, other: Entry) -> bool:
        """Return whether both tell the same thing, wherever and under whichever policies."""
        mine = (self.kind, self.on, self.by, self.settles, canonical(self.data))
        return mine == (other.kind, other.on, other.by, other.settles, canonical(other.data))


@frozen
class CaseHead:
    """What is known of a case without its entries: how many there are, and the last one's hash."""

    id: str
    opened_on: date
    entries: int
    hash: str
    is_closed: bool = False
    product: str = ""
    supplier: str = ""


@frozen
class Fault:
    """Something wrong with a case's chain; `number` 0 stands for the case as a whole."""

    case: str
    number: int
    message: str

    def __str__(self) -> str:
        place = f", entry {self.number}" if self.number else ""
        return f"case `{self.case}`{place}: {self.message}"


# --- writing -------------------------------------------------------------------------------------


@frozen
class Texts:
    """The canonical JSON of those parts of an entry that are kept as such."""

    data: str
    settles: str
    policies: str


def written(case: str, new: NewEntry, *, number: int = 1, previous: str = "") -> Entry:
    """Return the entry that `new` becomes in a case; `previous` is the hash of the one before.

    Raises:
        CaseError: something in it cannot be written.
    """
    return composed(case, new, number=number, previous=previous)[0]


def composed(
    case: str, new: NewEntry, *, number: int = 1, previous: str = ""
) -> tuple[Entry, Texts]:
    """Return the entry that `new` becomes, and its texts, which its hash needed already."""
    said = (
        admitted_word("case", case),
        number,
        admitted_word("kind", new.kind),
        admitted_day("on", new.on),
        admitted_text("by", new.by),
        plain(new.data),
        admitted_words("settles", new.settles),
        {
            admitted_word("policies", each): admitted_text("policies", digest)
            for each, digest in new.policies.items()
        },
        admitted_word("key", new.key) if new.key != "" else "",
        previous or first_link(case),
    )
    unsigned = Entry(*said, hash="")
    texts = texts_of(unsigned)
    return Entry(*said, hash=hash_of(unsigned, texts)), texts


def texts_of(entry: Entry) -> Texts:
    """Return the texts of an entry's parts."""
    return Texts(canonical(entry.data), canonical(entry.settles), canonical(entry.policies))


def first_link(case: str) -> str:
    """Return what a case's first entry has in place of the hash of the one before."""
    return _hashed(f"disposition case file 1\n{case}")


def hash_of(entry: Entry, texts: Texts | None = None) -> str:
    """Return the hash that an entry must have: that of all it says but the hash itself.

    What is hashed is the canonical JSON of an object with a key for each of the other fields. It is
    put together from `texts`, if they are known, since making them takes most of the time.
    """
    texts = texts or texts_of(entry)
    fields = {
        "by": canonical(entry.by),
        "case": canonical(entry.case),
        "data": texts.data,
        "key": canonical(entry.key),
        "kind": canonical(entry.kind),
        "number": canonical(entry.number),
        "on": canonical(entry.on.isoformat()),
        "policies": texts.policies,
        "previous": canonical(entry.previous),
        "settles": texts.settles,
    }
    parts = ",".join([f'"{name}":{text}' for name, text in fields.items()])
    return _hashed(f"{{{parts}}}")


def _hashed(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


# --- checking ------------------------------------------------------------------------------------


def faults(
    case: str,
    entries: Iterable[Entry],
    head: CaseHead | None,
    texts: Mapping[int, Texts] | None = None,
) -> Iterator[Fault]:
    """Yield all that is wrong with a case's entries, in their order, and with its head.

    `texts` are those that entries were read from, by their numbers: what is kept is looked at, and
    no other text for the same data passes.

    The place of a fault is the entry that does not fit. Where an entry and its hash were changed
    together, that is the next one, or the last one, which then does not fit the head.
    """
    last, link = 0, first_link(case)
    for entry in entries:
        if entry.number < 1:
            yield Fault(case, entry.number, f"an entry is numbered {entry.number}; 1 is the first")
            continue
        if entry.number <= last:
            yield Fault(case, entry.number, f"it stands after entry {last}")
        elif entry.number > last + 1:
            yield _missing(case, last + 1, entry.number - 1)
        elif entry.previous != link:
            yield Fault(case, entry.number, _unlinked(last))
        if entry.case != case or not _is_as_written(entry, (texts or {}).get(entry.number)):
            yield Fault(case, entry.number, "it is not as it was written")
        if last == 0 and head is not None and head.opened_on != entry.on:
            days = f"the case was opened on {head.opened_on}, and this is of {entry.on}"
            yield Fault(case, entry.number, f"by its head, {days}")
        last, link = max(last, entry.number), entry.hash
    if head is None:
        yield Fault(case, 0, "it has no head, which would tell how many entries there are")
    elif last < head.entries:
        yield _missing(case, last + 1, head.entries)
    elif last > head.entries:
        yield Fault(case, head.entries + 1, f"by its head, the case has {head.entries} entries")
    elif link != head.hash:
        yield Fault(case, last, "by its head, another entry was the last one")


def _is_as_written(entry: Entry, texts: Texts | None) -> bool:
    try:
        return hash_of(entry, texts) == entry.hash
    except (AttributeError, TypeError, ValueError, RecursionError):
        return False  # it holds what has no canonical text, so it was never written


def _missing(case: str, first: int, last: int) -> Fault:
    others = f", and so are all up to {last}" if last > first else ""
    return Fault(case, first, f"it is missing{others}")


def _unlinked(before: int) -> str:
    if before == 0:
        return "it does not begin this case"
    return f"it was not written after entry {before} as that is now"
