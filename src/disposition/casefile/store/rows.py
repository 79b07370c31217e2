"""Rows of a store: from entries and heads, back to them, and what is wrong with a case's rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from disposition.casefile.log.canonical import parse
from disposition.casefile.log.chain import Fault, faults, lot_number
from disposition.casefile.log.entry import CaseHead, Entry, EntryTexts
from disposition.documents.quoting import shown

Row = Sequence[Any]

_parse_policies = lru_cache(maxsize=1024)(parse)  # few policies are in force for many entries


class UnreadableRowError(Exception):
    """A row that holds what was never written there; the message says where."""


# --- to rows -------------------------------------------------------------------------------------


def entry_row(entry: Entry, texts: EntryTexts) -> dict[str, Any]:
    """Return the row of an entry, in the order of its columns."""
    row = (
        *(entry.case, entry.number, entry.kind, entry.on.isoformat(), entry.by),
        *(texts.data, texts.settles, texts.policies, entry.key, entry.previous, entry.hash),
    )
    return dict(zip(_ENTRY_COLUMNS, row, strict=True))


def head_row(head: CaseHead, first: Entry) -> dict[str, Any]:
    """Return the row of a head, in the order of its columns, with the lot of the first entry."""
    day, closed = head.opened_on.isoformat(), int(head.is_closed)
    row = (head.id, day, head.entries, head.hash, closed, head.product, head.supplier)
    return {**dict(zip(_HEAD_COLUMNS, row, strict=True)), "lot": lot_number(first.data)}


# --- from rows -----------------------------------------------------------------------------------


def entry_of(row: Row) -> Entry:
    """Return the entry that a row holds; whether it is as it was written is not looked at.

    Raises:
        UnreadableRowError: a column holds what no entry has there.
    """
    case, number, kind, on, by, data, settles, policies, key, previous, hash_ = row
    try:
        # SQLite keeps whatever somebody puts into a column.
        _texts(case, kind, by, key, previous, hash_)
        return Entry(
            case,
            _number(number),
            kind,
            _day(on),
            by,
            _object(parse(data)),
            _words(settles),
            _texts_by_word(_parse_policies(policies)).copy(),
            key,
            previous,
            hash_,
        )
    except (TypeError, ValueError, RecursionError):
        raise UnreadableRowError(_complaint(row, _ENTRY_COLUMNS)) from None


def head_of(row: Row) -> CaseHead:
    """Return the head that a row holds.

    Raises:
        UnreadableRowError: a column holds what no head has there.
    """
    case, opened_on, entries, hash_, closed, product, supplier = row
    try:
        _texts(case, hash_, product, supplier)
        day = _day(opened_on)
        return CaseHead(case, day, _number(entries), hash_, _flag(closed), product, supplier)
    except (TypeError, ValueError):
        raise UnreadableRowError(_complaint(row, _HEAD_COLUMNS)) from None


def _texts(*values: str) -> str:
    """Refuse whatever is no text, in one step."""
    return "".join(values)


def _number(value: int) -> int:
    if type(value) is not int:
        raise TypeError
    return value


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if day.isoformat() != text:  # there are other ways to write a day, which nothing here uses
        raise ValueError
    return day


def _flag(value: int) -> bool:
    if value not in (0, 1):
        raise ValueError
    return value == 1


def _object(value: Any) -> dict[str, Any]:
    if type(value) is not dict:
        raise TypeError
    return value


def _texts_by_word(value: Any) -> dict[str, str]:
    _texts(*_object(value).values())
    return value  # type: ignore[no-any-return]


def _words(text: str) -> tuple[str, ...]:
    if text == "[]":
        return ()
    words = parse(text)
    if type(words) is not list:
        raise TypeError
    return tuple(map(_texts, words))


_ENTRY_COLUMNS: Mapping[str, Callable[[Any], object]] = {
    "case_id": _texts,
    "number": _number,
    "kind": _texts,
    "happened_on": _day,
    "written_by": _texts,
    "data": lambda text: _object(parse(text)),
    "settles": _words,
    "policies": lambda text: _texts_by_word(parse(text)),
    "key": _texts,
    "previous": _texts,
    "hash": _texts,
}
_HEAD_COLUMNS: Mapping[str, Callable[[Any], object]] = {
    "id": _texts,
    "opened_on": _day,
    "entries": _number,
    "hash": _texts,
    "closed": _flag,
    "product": _texts,
    "supplier": _texts,
}


def _complaint(row: Row, columns: Mapping[str, Callable[[Any], object]]) -> str:
    """Return which column of a row cannot be read; told only when one cannot."""
    for value, (name, reader) in zip(row, columns.items(), strict=True):
        try:
            reader(value)
        except (TypeError, ValueError, RecursionError):
            return f"its column `{name}` holds {shown(value)}, which cannot be read"
    return "it cannot be read"


# --- what is wrong -------------------------------------------------------------------------------


def row_faults(
    case: str, head: Row | None, rows: Iterable[Row], told: Iterable[Fault] = ()
) -> Iterator[Fault]:
    """Yield all that is wrong with the rows of one case, in their order, and with its head.

    `told` are faults that were found before; of their numbers nothing more is told.
    """
    entries: list[Entry] = []
    texts: dict[int, EntryTexts] = {}
    unreadable = {fault.number for fault in told}
    yield from told
    for row in rows:
        try:
            entry = entry_of(row)
        except UnreadableRowError as error:
            number = row[1] if type(row[1]) is int else 0
            unreadable.add(number)
            yield Fault(case, number, str(error))
        else:
            entries.append(entry)
            texts[entry.number] = EntryTexts(data=row[5], settles=row[6], policies=row[7])
    known = None
    if head is not None:
        try:
            known = head_of(head)
        except UnreadableRowError as error:
            unreadable.add(0)
            yield Fault(case, 0, str(error))
    for fault in faults(case, entries, known, texts):
        if fault.number not in unreadable:
            yield fault
