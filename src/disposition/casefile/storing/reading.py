"""Cases read out of a database, by one or by the page; and whether all in it is as it was written.

A page is read whole, in a transaction of its own. So who reads all cases holds up nobody, needs
memory for one page, and may write in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from disposition.casefile.canonical import admitted_word
from disposition.casefile.entry import CaseHead, Entry, Fault
from disposition.casefile.errors import StoreError, no_case
from disposition.casefile.storing import tables
from disposition.casefile.storing.database import Database
from disposition.casefile.storing.rows import Row, UnreadableRowError, entry_of, head_of, row_faults

if TYPE_CHECKING:
    from sqlalchemy import Connection

PAGE = 500
"""Cases that are read, or imported, in one transaction."""

HEADS_PAGE = 5000
"""Heads that are read in one transaction."""

_NEIGHBOURS = 50  # cases on either side, among which a better id is looked for
HINT = "`verify` tells all that is wrong"
"""What to do about a case whose rows do not fit each other."""


# --- one case ------------------------------------------------------------------------------------


def the_head(connection: Connection, case: str, *, to_write: bool = False) -> CaseHead:
    """Return a case's head; nobody else may write in the case until the transaction ends."""
    query = tables.HEAD_TO_WRITE if to_write else tables.HEAD
    row = connection.execute(query, {"case": admitted_word("case", case)}).first()
    if row is None:
        raise no_case(case, _similar(connection, case))
    return _readable_head(row)


def the_entries(connection: Connection, head: CaseHead) -> tuple[Entry, ...]:
    """Return the entries of a case."""
    return _whole(head, connection.execute(tables.ENTRIES_OF, {"case": head.id}).all())


def entry_of_key(connection: Connection, case: str, key: str) -> Entry | None:
    """Return the case's entry that was written with this key, if there is one."""
    row = connection.execute(tables.ENTRY_OF_KEY, {"case": case, "used": key}).first()
    return _readable_entry(row) if row is not None else None


def _similar(connection: Connection, case: str) -> Iterator[str]:
    for query in tables.IDS_LIKE:
        yield from connection.execute(query, {"case": case, "limit": _NEIGHBOURS}).scalars()


def _readable_head(row: Row) -> CaseHead:
    try:
        return head_of(row)
    except UnreadableRowError as error:
        raise StoreError(f"case `{row[0]}`: {error}", HINT) from None


def _readable_entry(row: Row) -> Entry:
    try:
        return entry_of(row)
    except UnreadableRowError as error:
        raise StoreError(f"case `{row[0]}`, entry {row[1]}: {error}", HINT) from None


def _whole(head: CaseHead, rows: Sequence[Row]) -> tuple[Entry, ...]:
    """Return the entries in a case's rows; refused when its head knows of others."""
    entries = tuple(map(_readable_entry, rows))
    if not entries or len(entries) != head.entries or entries[-1].hash != head.hash:
        message = f"the entries of case `{head.id}` are not those that its head tells of"
        raise StoreError(message, HINT)
    return entries


# --- all cases -----------------------------------------------------------------------------------


@frozen
class _Page:
    """Rows of heads, in the order of ids, and those of their entries by id."""

    heads: Sequence[Row]
    entries: dict[str, list[Row]]


def all_heads(database: Database, *, open_only: bool) -> Iterator[CaseHead]:
    """Yield heads in the order of ids."""
    after = ""
    while rows := _heads_after(database, after, HEADS_PAGE, open_only=open_only):
        yield from map(_readable_head, rows)
        after = rows[-1][0]


def all_cases(
    database: Database, *, open_only: bool, after: str
) -> Iterator[tuple[CaseHead, tuple[Entry, ...]]]:
    """Yield cases with their entries, in the order of ids, from the one after `after` on."""
    while (page := _page(database, after, open_only=open_only)).heads:
        for row in page.heads:
            head = _readable_head(row)
            yield head, _whole(head, page.entries[head.id])
        after = page.heads[-1][0]


def _heads_after(
    database: Database, after: str, limit: int, *, open_only: bool = False
) -> Sequence[Row]:
    query = tables.OPEN_HEADS if open_only else tables.HEADS
    with database.reading() as connection:
        return connection.execute(query, {"after": after, "limit": limit}).all()


def _page(database: Database, after: str, *, open_only: bool) -> _Page:
    heads_query = tables.OPEN_HEADS if open_only else tables.HEADS
    entries_query = tables.OPEN_ENTRIES_UP_TO if open_only else tables.ENTRIES_UP_TO
    with database.reading() as connection:
        heads = connection.execute(heads_query, {"after": after, "limit": PAGE}).all()
        if not heads:
            return _Page((), {})
        reach = {"after": after, "last": heads[-1][0]}
        rows: Sequence[Row] = connection.execute(entries_query, reach).all()
    entries: dict[str, list[Row]] = {row[0]: [] for row in heads}
    for row in rows:
        # Entries without a head are found by whoever verifies.
        if row[0] in entries:
            entries[row[0]].append(row)
    return _Page(heads, entries)


# --- verifying -----------------------------------------------------------------------------------


def all_faults(database: Database) -> Iterator[Fault]:
    """Yield all that is wrong with any case; those that have no head come last."""
    after = ""
    while True:
        try:
            page = _page(database, after, open_only=False)
        except StoreError:
            # Something in it cannot even be fetched. What, shows when each case is looked at.
            heads = _heads_after(database, after, PAGE)
            for row in heads:
                yield from case_faults(database, row[0])
        else:
            heads = page.heads
            for row in heads:
                yield from row_faults(str(row[0]), row, page.entries[row[0]])
        if not heads:
            break
        after = heads[-1][0]
    with database.reading() as connection:
        without_head = connection.execute(tables.WITHOUT_HEAD).scalars().all()
    for case in without_head:
        yield from case_faults(database, case)


def case_faults(database: Database, case: str) -> Iterator[Fault]:
    """Yield all that is wrong with one case."""
    try:
        with database.reading() as connection:
            head = connection.execute(tables.HEAD, {"case": case}).first()
            rows = connection.execute(tables.ENTRIES_OF, {"case": case}).all()
            if head is None and not rows:
                raise no_case(case, _similar(connection, case))
    except StoreError:
        yield from _faults_one_by_one(database, case)
    else:
        yield from row_faults(str(case), head, rows)


def _faults_one_by_one(database: Database, case: str) -> Iterator[Fault]:
    """Yield which rows of a case the database cannot give, and what is wrong with the others."""
    with database.reading() as connection:
        numbers = connection.execute(tables.NUMBERS_OF, {"case": case}).scalars().all()
    rows: dict[int, Row] = {}
    lost: set[int] = set()
    for number in (0, *numbers):
        query = tables.ENTRY_AT if number else tables.HEAD
        values = {"case": case, "at": number} if number else {"case": case}
        try:
            with database.reading() as connection:
                row = connection.execute(query, values).first()
        except StoreError as error:
            lost.add(number)
            yield Fault(case, number, f"it cannot be fetched: {error.message}")
        else:
            if row is not None:
                rows[number] = row
    head = rows.pop(0, None)
    yield from row_faults(case, head, rows.values(), told=lost)
