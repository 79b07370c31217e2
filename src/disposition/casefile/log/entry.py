"""Entries of a case file, each tied to the one before by its hash.

The hash covers everything that an entry says, the hash of the entry before included, as canonical
JSON: sorted keys, no spaces, UTF-8. The documentation tells a stranger how to compute it
(`docs/reference/case-store.md`); `chain` finds what was changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from disposition.casefile.log.canonical import (
    admitted_day,
    admitted_id,
    admitted_text,
    admitted_word,
    admitted_words,
    canonical,
    plain,
    spellings,
)
from disposition.frozen import field, frozen


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

    def has_key(self, key: str) -> bool:
        """Return whether it was written with this key, in either form of Unicode."""
        return key != "" and self.key in spellings(key)

    def is_same_statement(self, other: Entry) -> bool:
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


# --- writing -------------------------------------------------------------------------------------


@frozen
class EntryTexts:
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
) -> tuple[Entry, EntryTexts]:
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
        admitted_id("key", new.key) if new.key != "" else "",
        previous or first_link(case),
    )
    unsigned = Entry(*said, hash="")
    texts = texts_of(unsigned)
    return Entry(*said, hash=hash_of(unsigned, texts)), texts


def texts_of(entry: Entry) -> EntryTexts:
    """Return the texts of an entry's parts."""
    return EntryTexts(canonical(entry.data), canonical(entry.settles), canonical(entry.policies))


def first_link(case: str) -> str:
    """Return what a case's first entry has in place of the hash of the one before."""
    return text_hash(f"disposition case file 1\n{case}")


def hash_of(entry: Entry, texts: EntryTexts | None = None) -> str:
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
    return text_hash(f"{{{parts}}}")


def text_hash(text: str) -> str:
    """Return the hash of a text as it is kept, to the last byte.

    >>> text_hash("policy: house")[:14]
    'sha256:e8bc4ce'
    """
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


_ANSWERED = ("decision", "missing", "parts")
"""What the entries of decisions and releases hold that nobody asked for; policies tell it."""


def with_key(entries: tuple[Entry, ...], key: str) -> Entry | None:
    """Return the entry that was written with a key, if there is one."""
    return next((each for each in entries if each.has_key(key)), None)


def before_key(entries: tuple[Entry, ...], key: str) -> tuple[Entry, ...]:
    """Return the entries before the one that was written with a key; all of them if none was."""
    used = with_key(entries, key)
    return entries if used is None else entries[: entries.index(used)]


def asks_the_same(entry: Entry, new: NewEntry) -> bool:
    """Whether a decision or a release is asked for again, which policies may see otherwise now."""
    is_release = {entry.kind, new.kind} <= {"released", "refused"}
    if not is_release and not entry.kind == new.kind == "decision":
        return False
    # How many units ship is told by a release alone.
    left_out = _ANSWERED if entry.kind == new.kind else (*_ANSWERED, "units")
    mine, theirs = (
        {key: value for key, value in each.data.items() if key not in left_out}
        for each in (entry, new)
    )
    return (entry.on, entry.by, mine) == (new.on, new.by, theirs)
