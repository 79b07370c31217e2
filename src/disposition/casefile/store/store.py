"""Case files in a database: written once, never changed, and read back by one or by the thousand.

A case is a row that holds its head, and a row for each of its entries. Needs the `casefile` extra,
and the `postgresql` extra for a server: importing this module imports SQLAlchemy.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Self

from disposition.casefile.errors import (
    CaseConflictError,
    CaseError,
    CaseExistsError,
    StoreError,
    key_reused,
)
from disposition.casefile.log.canonical import (
    admitted_id,
    admitted_lines,
    admitted_text,
    admitted_word,
    spellings,
)
from disposition.casefile.log.chain import Fault, head_of, is_closed_after
from disposition.casefile.log.entry import CaseHead, Entry, NewEntry, composed, text_hash
from disposition.casefile.store import reader, tables, verification
from disposition.casefile.store.database import Database, TakenError
from disposition.casefile.store.rows import entry_row, head_row
from disposition.documents.quoting import shown
from disposition.visible import visible
from disposition.words import counted

if TYPE_CHECKING:
    from sqlalchemy import Connection


class CaseStore(AbstractContextManager["CaseStore"]):
    """The case files in one database. Threads may share it, and processes the database.

    Make one with `CaseStore.open`, and close it, or use it in a `with` statement. Whatever goes
    wrong with the database is a `StoreError`.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def open(cls, where: str | os.PathLike[str], *, create: bool = True) -> Self:
        """Open the store at a path, `sqlite:///path` or `postgresql://user@host/database`.

        Its tables are made on first use, unless not to `create` anything is asked for.

        Raises:
            StoreError: the database cannot be reached or used, or is of another format.
        """
        return cls(Database.open(where, create=create))

    def close(self) -> None:
        """Let go of the database; what was written is on the disk since it was written."""
        self._database.close()

    def __exit__(self, *_raised: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return visible(f"<CaseStore {self._database.name}>")

    # --- writing ---------------------------------------------------------------------------------

    def create(self, case: str, first: NewEntry) -> Entry:
        """Begin a case with its first entry, and return that.

        A call that is repeated with the same key returns the entry that is there.

        Raises:
            CaseExistsError: there is a case of that id.
            KeyReusedError: the case has an entry of that key, which says something else.
        """
        entry, texts = composed(admitted_id("case", case), first)
        head = _admitted(head_of((entry,)))
        with self._writing(case) as connection:
            there = reader.find_head(connection, case)
            if there is None:
                added = connection.execute(self._database.add_case_if_new, head_row(head, entry))
                if added.rowcount == 1:
                    connection.execute(tables.ADD_ENTRY, entry_row(entry, texts))
                    return entry
                # Somebody else began it while this one waited.
                there = reader.the_head(connection, case)
            stored = _of_same_key(connection, there.id, entry, first.key)
            if stored is None:
                entries = counted(there.entries, "entry", "entries")
                message = f"there is a case `{there.id}` already, with {entries}"
                hint = "add to it, or give the new one another id"
                raise CaseExistsError(message, hint, where=f"case `{there.id}`")
            if stored.number != 1:
                raise key_reused(stored.key, stored.number, stored.case)
            return stored

    def append(self, case: str, new: NewEntry, *, expect: int | None = None) -> Entry:
        """Write a case's next entry, and return it.

        `expect` is how many entries the case had when it was read. A call that is repeated with the
        same key returns the entry that is there, and changes nothing.

        Raises:
            NoCaseError: there is no case of that id.
            CaseConflictError: the case has another number of entries than was expected.
            KeyReusedError: the case has an entry of that key, which says something else.
        """
        with self._writing(case) as connection:
            head = reader.the_head(connection, case, to_write=True)
            entry, texts = composed(head.id, new, number=head.entries + 1, previous=head.hash)
            stored = _of_same_key(connection, head.id, entry, new.key)
            if stored is not None:
                return stored
            if expect is not None and head.entries != expect:
                entries = counted(head.entries, "entry", "entries")
                message = f"case `{case}` has {entries}, and {expect} were expected"
                hint = "somebody wrote in between: read it again, then decide what to write"
                raise CaseConflictError(message, hint, where=f"case `{case}`")
            connection.execute(tables.ADD_ENTRY, entry_row(entry, texts))
            kind_at = partial(reader.kind_of_entry, connection, head.id)
            moved = {
                "case": head.id,
                "new_entries": entry.number,
                "new_hash": entry.hash,
                "new_closed": int(is_closed_after(entry, kind_at, was=head.is_closed)),
            }
            connection.execute(tables.MOVE_HEAD, moved)
            return entry

    def add_many(self, cases: Iterable[tuple[str, Sequence[NewEntry]]]) -> int:
        """Write whole new cases, each an id and its entries; return how many.

        They are written 500 at a time: when something is wrong with one, those before its 500 are
        written, and no others. The policies that the entries name are to be kept as well.

        Raises:
            CaseExistsError: there is a case of one of the ids.
            KeyReusedError: two entries of a case have the same key.
        """
        added, rest = 0, iter(cases)
        while page := list(islice(rest, reader.PAGE)):
            heads, rows = _imported(page)
            ids = [head["id"] for head in heads]
            sought = {"cases": [each for case, _ in page for each in spellings(case)]}
            try:
                with self._database.writing() as connection:
                    taken = connection.execute(tables.IDS_AMONG, sought).scalars().first()
                    if taken is not None:
                        message = f"there is a case `{taken}` already"
                        raise CaseExistsError(message, where=f"case `{taken}`")
                    connection.execute(tables.ADD_CASE, heads)
                    connection.execute(tables.ADD_ENTRY, rows)
            except TakenError:
                message = f"there are entries already of one of the cases `{ids[0]}` to `{ids[-1]}`"
                raise StoreError(
                    message, reader.HINT, code="store-damaged", where="one of the cases"
                ) from None
            added += len(page)
        return added

    def keep_policy(self, digest: str, policy: str, version: str, text: str) -> None:
        """Keep the text of a policy; of several texts with the same digest, the first is kept."""
        row = {
            "digest": admitted_word("digest", digest),
            "id": admitted_word("policy", policy),
            "version": admitted_word("version", version),
            "text": admitted_lines("text", text),
            "text_hash": text_hash(text),
        }
        with self._database.writing() as connection:
            connection.execute(self._database.add_policy_if_new, row)

    @contextmanager
    def _writing(self, case: str) -> Iterator[Connection]:
        try:
            with self._database.writing() as connection:
                yield connection
        except TakenError:
            message = f"case `{case}` has entries that its head does not tell of"
            raise StoreError(
                message, reader.HINT, code="store-damaged", where=f"case `{case}`"
            ) from None

    # --- reading ---------------------------------------------------------------------------------

    def policy(self, digest: str) -> str | None:
        """Return the text of the policy of this digest; None if it is not kept here."""
        sought = {"sought": admitted_word("digest", digest)}
        with self._database.reading() as connection:
            row = connection.execute(tables.POLICY, sought).first()
        if row is None:
            return None
        (text,) = row
        if not isinstance(text, str):
            message = f"policy `{digest}`: its column `text` holds {shown(text)}"
            message = f"{message}, which cannot be read"
            raise StoreError(message, reader.HINT, code="store-damaged", where=f"policy `{digest}`")
        return text

    def number_of_policies(self) -> int:
        """Return of how many policies the texts are kept."""
        with self._database.reading() as connection:
            return len(connection.execute(tables.DIGESTS).all())

    def head(self, case: str) -> CaseHead:
        """Return how many entries a case has, and what else is known without them.

        Raises:
            NoCaseError: there is no case of that id.
        """
        with self._database.reading() as connection:
            return reader.the_head(connection, case)

    def entries(self, case: str) -> tuple[Entry, ...]:
        """Return the entries of a case, from the first on.

        Raises:
            NoCaseError: there is no case of that id.
        """
        with self._database.reading() as connection:
            return reader.the_entries(connection, reader.the_head(connection, case))

    def entries_of(self, cases: Iterable[str]) -> Iterator[tuple[Entry, ...]]:
        """Yield all entries of each of several cases, by their ids as they are kept."""
        return reader.entries_of(self._database, cases)

    def cases_of_lot(self, number: str) -> tuple[str, ...]:
        """Return the ids of the cases whose first report is about the lot of a number."""
        return reader.cases_of_lot(self._database, number)

    def heads(self, *, open_only: bool = False) -> Iterator[CaseHead]:
        """Yield the heads of all cases, or of those that are not closed, in the order of ids."""
        return reader.all_heads(self._database, open_only=open_only)

    def read(
        self, *, open_only: bool = False, after: str = ""
    ) -> Iterator[tuple[CaseHead, tuple[Entry, ...]]]:
        """Yield cases with their entries, in the order of ids, from the one after `after` on.

        Each is as it was at one moment. One that cannot be read is a `StoreError`, which names it;
        the others can be read with `after`.
        """
        return reader.all_cases(self._database, open_only=open_only, after=after)

    def verify(self, case: str | None = None) -> Iterator[Fault]:
        """Yield all that is wrong with a case and the policies that it names, or with the store.

        Nothing that was changed by itself passes: entries, heads, texts of policies. What cannot be
        seen from within is a case that was deleted whole, and one that was written anew with its
        head; against that, keep its last hash elsewhere.

        Raises:
            NoCaseError: there is no case of that id, and no entry of it.
        """
        if case is None:
            return verification.all_faults(self._database)
        admitted_id("case", case)
        return verification.case_faults(self._database, case)


def _admitted(head: CaseHead) -> CaseHead:
    """Return a head, if a list can show it on a line."""
    admitted_text("product", head.product)
    admitted_text("supplier", head.supplier)
    return head


def _of_same_key(connection: Connection, case: str, entry: Entry, key: str) -> Entry | None:
    """Return what was written with a key before, if anything: the same as the entry, then."""
    stored = reader.entry_of_key(connection, case, key) if key else None
    if stored is not None and not stored.is_same_statement(entry):
        raise key_reused(stored.key, stored.number, stored.case)
    return stored


def _imported(
    page: Iterable[tuple[str, Sequence[NewEntry]]],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the rows of whole new cases: of heads, and of entries."""
    heads: dict[str, dict[str, Any]] = {}
    rows: list[dict[str, Any]] = []
    for given, news in page:
        case = admitted_id("case", given)
        if case in heads:
            raise CaseExistsError(f"the case `{case}` is given twice", where=f"case `{case}`")
        if not news:
            message = f"case `{case}` has no entries"
            raise CaseError(
                message,
                "a case begins with its first one",
                code="no-entries",
                where=f"case `{case}`",
            )
        entries: list[Entry] = []
        keys: dict[str, Entry] = {}
        for new in news:
            previous = entries[-1].hash if entries else ""
            entry, texts = composed(case, new, number=len(entries) + 1, previous=previous)
            if entry.key and keys.setdefault(entry.key, entry) is not entry:
                first = keys[entry.key]
                raise key_reused(first.key, first.number, first.case)
            entries.append(entry)
            rows.append(entry_row(entry, texts))
        heads[case] = head_row(_admitted(head_of(entries)), entries[0])
    return list(heads.values()), rows
