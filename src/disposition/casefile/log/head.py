"""What the head of a case repeats of its entries, so that cases are listed without reading them.

All of it follows from the entries, so that whoever verifies a case finds a head that was changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from disposition.casefile.log.entry import CaseHead, Entry
from disposition.documents.shown import shown

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
