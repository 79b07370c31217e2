"""Whether a case's chain of entries is whole, and its head fits it.

An entry that is changed, swapped, inserted or removed breaks the chain. The head, which holds the
number of entries and the last hash, shows whether one is missing at the end. Whoever writes all of
it anew, head included, is found by a head that is kept elsewhere, and by nothing else. What else a
head repeats of the entries, so that cases are listed without reading them, follows from these.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from unicodedata import category

from disposition.casefile.log.entry import CaseHead, Entry, EntryTexts, first_link, hash_of
from disposition.documents.quoting import shown
from disposition.frozen import frozen
from disposition.sampling.switching.history import same_number
from disposition.visible import visible

_PARTS = re.compile(r"[^\W_]+")
"""What a number consists of, whatever stands in between."""

KindAt = Callable[[int], str | None]
"""The kind of the entry of a number in a case; None if there is none."""


def is_closed_after(entry: Entry, kind_at: KindAt, *, was: bool) -> bool:
    """Return whether a case is closed after an entry: until the entry that closed it is withdrawn.

    `kind_at` is asked for entries before this one.
    """
    if entry.kind == "closed":
        return True
    number = entry.data.get("entry")
    if entry.kind == "withdrawn" and type(number) is int and kind_at(number) == "closed":
        return False
    return was


def is_closed(entries: Iterable[Entry]) -> bool:
    """Return whether a case of these entries is closed."""
    closed, kinds = False, dict[int, str]()
    for entry in entries:
        closed = is_closed_after(entry, kinds.get, was=closed)
        kinds[entry.number] = entry.kind
    return closed


def head_of(entries: Sequence[Entry]) -> CaseHead:
    """Return the head of a case that has these entries, one at least."""
    first, last = entries[0], entries[-1]
    return CaseHead(
        first.case,
        first.on,
        last.number,
        last.hash,
        is_closed(entries),
        _text(first.data, "lot", "lot", "product"),
        _text(first.data, "lot", "supplier", "id"),
    )


def lot_number(first: Mapping[str, object]) -> str:
    """Return the number of the lot that the data of a first entry is about, however it is spelled.

    Case, width, what is not shown, and how its parts are set off do not matter.

    >>> lot_number({"lot": {"lot": {"id": " PO-7/a"}}}), lot_number({})
    ('po 7 a', '')
    """
    told = same_number(_text(first, "lot", "lot", "id"))
    shown_ones = "".join(each for each in told if category(each) != "Cf")
    return " ".join(_PARTS.findall(shown_ones)) or shown_ones


def head_faults(head: CaseHead, told: CaseHead, *, is_whole: bool) -> Iterator[str]:
    """Yield what a head says otherwise than that of the entries, which may lack some at the end.

    Their numbers and hashes, and the day on which the case was opened, are looked at with them.
    """
    for what, mine, theirs in (
        ("product", head.product, told.product),
        ("supplier", head.supplier, told.supplier),
    ):
        if mine != theirs:
            yield f"the {what} is {shown(mine)}, and by its first entry it is {shown(theirs)}"
    if is_whole and head.is_closed is not told.is_closed:
        words = {True: "closed", False: "open"}
        told_by = f"by its entries it is {words[told.is_closed]}"
        yield f"the case is {words[head.is_closed]}, and {told_by}"


def _text(value: object, *path: str) -> str:
    """Return the text at a path in plain data; none is empty."""
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value if isinstance(value, str) else ""


@frozen
class Fault:
    """Something wrong with a case's chain; `number` 0 stands for the case as a whole.

    Of a policy whose text is kept, `policy` is the digest, and `case` is empty.
    """

    case: str
    number: int
    message: str
    policy: str = ""

    def __str__(self) -> str:
        if self.policy:
            return visible(f"policy `{self.policy}`: {self.message}")
        place = f", entry {self.number}" if self.number else ""
        return visible(f"case `{self.case}`{place}: {self.message}")


def faults(
    case: str,
    entries: Iterable[Entry],
    head: CaseHead | None,
    texts: Mapping[int, EntryTexts] | None = None,
) -> Iterator[Fault]:
    """Yield all that is wrong with a case's entries, in their order, and with its head.

    `texts` are those that entries were read from, by their numbers: what is kept is looked at, and
    no other text for the same data passes.

    The place of a fault is the entry that does not fit. Where an entry and its hash were changed
    together, that is the next one, or the last one, which then does not fit the head.
    """
    last, link = 0, first_link(case)
    known: list[Entry] = []
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
        known.append(entry)
    if head is None:
        yield Fault(case, 0, "it has no head, which would tell how many entries there are")
    elif last < head.entries:
        yield _missing(case, last + 1, head.entries)
    elif last > head.entries:
        yield Fault(case, head.entries + 1, f"by its head, the case has {head.entries} entries")
    elif link != head.hash:
        yield Fault(case, last, "by its head, another entry was the last one")
    if head is not None and known and known[0].number == 1:
        is_whole = last == len(known) == head.entries
        for told in head_faults(head, head_of(known), is_whole=is_whole):
            yield Fault(case, 0, f"by its head, {told}")


def _is_as_written(entry: Entry, texts: EntryTexts | None) -> bool:
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
