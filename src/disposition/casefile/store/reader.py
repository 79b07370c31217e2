"""Cases read out of a database, by one or by the page.

A page is read whole, in a transaction of its own. So who reads all cases holds up nobody, needs
memory for one page, and may write in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from disposition.casefile.errors import StoreError, no_case
from disposition.casefile.log.canonical import admitted_id, spellings
from disposition.casefile.log.entry import CaseHead, Entry
from disposition.casefile.store import tables
from disposition.casefile.store.database import Database
from disposition.casefile.store.rows import Row, UnreadableRowError, entry_of, head_of
from disposition.frozen import frozen

if TYPE_CHECKING:
    from sqlalchemy import Connection

PAGE = 500
"""Cases that are read, or imported, in one transaction."""

FEW = 50
"""Cases of one lot that are read in one transaction; most gates look at few."""

HEADS_PAGE = 5000
"""Heads that are read in one transaction."""

_NEIGHBOURS = 50  # cases on either side, among which a better id is looked for
_DAMAGED = "store-damaged"
HINT = "`verify` tells all that is wrong"
"""What to do about a case whose rows do not fit each other."""


# --- one case ------------------------------------------------------------------------------------


def the_head(connection: Connection, case: str, *, to_write: bool = False) -> CaseHead:
    """Return a case's head; nobody else may write in the case until the transaction ends."""
    head = find_head(connection, case, to_write=to_write)
    if head is None:
        raise no_case(case, similar(connection, case))
    return head


def find_head(connection: Connection, case: str, *, to_write: bool = False) -> CaseHead | None:
    """Return a case's head, however its id is spelled; None if there is none."""
    admitted_id("case", case)
    query = tables.HEAD_TO_WRITE if to_write else tables.HEAD
    for spelling in spellings(case):
        row = connection.execute(query, {"case": spelling}).first()
        if row is not None:
            return _readable_head(row)
    return None


def the_entries(connection: Connection, head: CaseHead) -> tuple[Entry, ...]:
    """Return the entries of a case."""
    return _whole(head, connection.execute(tables.ENTRIES_OF, {"case": head.id}).all())


def entries_of(database: Database, cases: Iterable[str]) -> Iterator[tuple[Entry, ...]]:
    """Yield the entries of cases, a page of them in a transaction."""
    ids = iter(cases)
    while page := list(islice(ids, FEW)):
        with database.reading() as connection:
            heads = connection.execute(tables.HEADS_AMONG, {"cases": page}).all()
            rows = connection.execute(tables.ENTRIES_AMONG, {"cases": page}).all()
        of_case: dict[str, list[Row]] = {row[0]: [] for row in heads}
        for row in rows:
            of_case.setdefault(row[0], []).append(row)
        known = {row[0]: _readable_head(row) for row in heads}
        for case in page:
            if case not in known:
                raise no_case(case, ())
            yield _whole(known[case], of_case[case])


def entry_of_key(connection: Connection, case: str, key: str) -> Entry | None:
    """Return the case's entry that was written with this key, if there is one."""
    for spelling in spellings(key):
        row = connection.execute(tables.ENTRY_OF_KEY, {"case": case, "used": spelling}).first()
        if row is not None:
            return _readable_entry(row)
    return None


def similar(connection: Connection, case: str) -> Iterator[str]:
    """Yield ids of cases, among which one may be meant."""
    for query in tables.IDS_LIKE:
        found = connection.execute(query, {"case": case, "limit": _NEIGHBOURS}).scalars()
        yield from (each for each in found if isinstance(each, str))


def kind_of_entry(connection: Connection, case: str, number: int) -> str | None:
    """Return the kind of an entry of a case; None if there is none of that number."""
    query = tables.KIND_AT
    kind: str | None = connection.execute(query, {"case": case, "at": number}).scalar()
    return kind


def _readable_head(row: Row) -> CaseHead:
    try:
        return head_of(row)
    except UnreadableRowError as error:
        raise StoreError(str(error), HINT, code=_DAMAGED, where=f"case `{row[0]}`") from None


def _readable_entry(row: Row) -> Entry:
    try:
        return entry_of(row)
    except UnreadableRowError as error:
        where = f"case `{row[0]}`, entry {row[1]}"
        raise StoreError(str(error), HINT, code=_DAMAGED, where=where) from None


def _whole(head: CaseHead, rows: Sequence[Row]) -> tuple[Entry, ...]:
    """Return the entries in a case's rows; refused when its head knows of others."""
    entries = tuple(map(_readable_entry, rows))
    if not entries or len(entries) != head.entries or entries[-1].hash != head.hash:
        message = f"the entries of case `{head.id}` are not those that its head tells of"
        raise StoreError(message, HINT, code=_DAMAGED, where=f"case `{head.id}`")
    return entries


# --- all cases -----------------------------------------------------------------------------------


@frozen
class Page:
    """Rows of heads, in the order of ids, and those of their entries by id."""

    heads: Sequence[Row]
    entries: dict[str, list[Row]]


def all_heads(database: Database, *, open_only: bool) -> Iterator[CaseHead]:
    """Yield heads in the order of ids."""
    after = ""
    while rows := heads_after(database, after, HEADS_PAGE, open_only=open_only):
        yield from map(_readable_head, rows)
        after = rows[-1][0]


def cases_of_lot(database: Database, number: str) -> tuple[str, ...]:
    """Return the ids of the cases of a lot, in their order; older formats are read through."""
    with database.reading() as connection:
        if database.keeps_lots:
            found = connection.execute(tables.CASES_OF_LOT, {"sought": number}).scalars().all()
        else:
            found = sorted(
                case for case, lot in tables.numbers_of_lots(connection) if lot == number
            )
    return tuple(found)


def all_cases(
    database: Database, *, open_only: bool, after: str
) -> Iterator[tuple[CaseHead, tuple[Entry, ...]]]:
    """Yield cases with their entries, in the order of ids, from the one after `after` on."""
    while (page := page_after(database, after, open_only=open_only)).heads:
        for row in page.heads:
            head = _readable_head(row)
            yield head, _whole(head, page.entries[head.id])
        after = page.heads[-1][0]


def heads_after(
    database: Database, after: str, limit: int, *, open_only: bool = False
) -> Sequence[Row]:
    """Return rows of the heads of cases that come after an id."""
    query = tables.OPEN_HEADS if open_only else tables.HEADS
    with database.reading() as connection:
        return connection.execute(query, {"after": after, "limit": limit}).all()


def page_after(database: Database, after: str, *, open_only: bool = False) -> Page:
    """Return the page of cases that come after an id; empty at the end."""
    heads_query = tables.OPEN_HEADS if open_only else tables.HEADS
    entries_query = tables.OPEN_ENTRIES_UP_TO if open_only else tables.ENTRIES_UP_TO
    with database.reading() as connection:
        heads = connection.execute(heads_query, {"after": after, "limit": PAGE}).all()
        if not heads:
            return Page((), {})
        reach = {"after": after, "last": heads[-1][0]}
        rows: Sequence[Row] = connection.execute(entries_query, reach).all()
    entries: dict[str, list[Row]] = {row[0]: [] for row in heads}
    for row in rows:
        # Entries without a head are found by whoever verifies.
        if row[0] in entries:
            entries[row[0]].append(row)
    return Page(heads, entries)
