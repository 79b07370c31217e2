"""Whether all that a store holds is as it was written: cases, entries, and texts of policies.

Cases are looked at by the page, policies one by one: nobody is held up, and memory is needed for
one page. A row that the database cannot give is told of, and costs no other one its look.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import define, field

from disposition.casefile.errors import StoreError, no_case
from disposition.casefile.lifecycle.policies import AlteredError, policy_of
from disposition.casefile.log.canonical import parse, spellings
from disposition.casefile.log.chain import Fault
from disposition.casefile.log.entry import text_hash
from disposition.casefile.store import reader, tables
from disposition.casefile.store.database import Database
from disposition.casefile.store.rows import Row, row_faults
from disposition.documents.quoting import shown

_DATA_COLUMN = 5
"""Where the row of an entry has its data."""

_POLICIES_COLUMN = 7
"""Where the row of an entry has the digests of the policies in force."""


def all_faults(database: Database) -> Iterator[Fault]:
    """Yield all that is wrong: with each case, those without a head last, and with each policy."""
    named = _Named()
    lots = _kept_lots(database)
    for case, head, rows, told in _all_cases(database):
        named.add(rows)
        yield from row_faults(case, head, rows, told)
        yield from _lot_faults(case, lots.get(case), rows)
    yield from _policy_faults(database, _kept_digests(database), named)


def case_faults(database: Database, case: str) -> Iterator[Fault]:
    """Yield all that is wrong with one case, and with the policies that its entries name.

    Raises:
        NoCaseError: there is no case of that id, and no entry of it.
    """
    named = _Named()
    for stored, head, rows, told in _one_case(database, _stored_id(database, case)):
        named.add(rows)
        yield from row_faults(stored, head, rows, told)
        yield from _lot_faults(stored, _kept_lots(database, stored).get(stored), rows)
    yield from _policy_faults(database, (), named)


def _stored_id(database: Database, case: str) -> str:
    """Return how the id of a case is spelled where it is stored."""
    with database.reading() as connection:
        for spelling in spellings(case):
            found = {"case": spelling}
            if connection.execute(tables.IS_HEAD, found).first():
                return spelling
            if connection.execute(tables.NUMBERS_OF, found).first():
                return spelling
        raise no_case(case, reader.similar(connection, case))


# --- cases ---------------------------------------------------------------------------------------


_Rows = tuple[str, Row | None, Sequence[Row], Sequence[Fault]]
"""The id of a case, its head, its entries, and which of these cannot be fetched."""


def _all_cases(database: Database) -> Iterator[_Rows]:
    after = ""
    yield from _one_case(database, after)  # nobody gives this id, but SQL does
    while True:
        try:
            page = reader.page_after(database, after)
        except StoreError:
            # Something in it cannot even be fetched. What, shows when each case is looked at.
            heads = reader.heads_after(database, after, reader.PAGE)
            for row in heads:
                yield from _one_case(database, row[0])
        else:
            heads = page.heads
            for row in heads:
                yield str(row[0]), row, page.entries[row[0]], ()
        if not heads:
            break
        after = heads[-1][0]
    with database.reading() as connection:
        without_head = connection.execute(tables.WITHOUT_HEAD).scalars().all()
    for case in without_head:
        if case != "":
            yield from _one_case(database, case)


def _one_case(database: Database, case: str) -> Iterator[_Rows]:
    """Yield the rows of one case, if there are any."""
    try:
        with database.reading() as connection:
            head = connection.execute(tables.HEAD, {"case": case}).first()
            rows = connection.execute(tables.ENTRIES_OF, {"case": case}).all()
    except StoreError:
        yield _fetched_one_by_one(database, case)
    else:
        if head is not None or rows:
            yield str(case), head, rows, ()


def _fetched_one_by_one(database: Database, case: str) -> _Rows:
    with database.reading() as connection:
        numbers = connection.execute(tables.NUMBERS_OF, {"case": case}).scalars().all()
    rows: dict[int, Row] = {}
    lost: list[Fault] = []
    for number in (0, *numbers):
        query = tables.ENTRY_AT if number else tables.HEAD
        values = {"case": case, "at": number} if number else {"case": case}
        try:
            with database.reading() as connection:
                row = connection.execute(query, values).first()
        except StoreError as error:
            lost.append(Fault(case, number, _cannot_be_fetched(error)))
        else:
            if row is not None:
                rows[number] = row
    head = rows.pop(0, None)
    return case, head, tuple(rows.values()), lost


def _cannot_be_fetched(error: StoreError) -> str:
    return f"it cannot be fetched: {error.placed()}"


def _kept_lots(database: Database, case: str | None = None) -> dict[str, object]:
    """Return the numbers of lots that heads have, in the formats in which they have them."""
    if not database.keeps_lots:
        return {}
    query, values = (tables.LOTS, {}) if case is None else (tables.LOT_OF, {"case": case})
    with database.reading() as connection:
        return {row[0]: row[1] for row in connection.execute(query, values)}


def _lot_faults(case: str, kept: object, rows: Sequence[Row]) -> Iterator[Fault]:
    """Yield whether a head has another number of the lot than the first entry."""
    first = next((row for row in rows if row[1] == 1), None)
    if kept is None or first is None:
        return
    told = tables.number_of_lot(first[_DATA_COLUMN])
    if kept != told:
        its_first = f"by its first entry it is {shown(told)}"
        yield Fault(case, 0, f"by its head, the lot is {shown(kept)}, and {its_first}")


# --- policies ------------------------------------------------------------------------------------


@define
class _Named:
    """The entries that named policies first, by what they named."""

    _texts: dict[str, str] = field(factory=dict)

    def add(self, rows: Iterable[Row]) -> None:
        """Note what the entries in these rows name."""
        for row in rows:
            text = row[_POLICIES_COLUMN]
            if isinstance(text, str) and text not in self._texts:
                self._texts[text] = f"entry {row[1]} of case `{row[0]}`"

    def digests(self) -> dict[str, str]:
        """Return the digests that are named, with an entry that names each."""
        found: dict[str, str] = {}
        for text, place in self._texts.items():
            try:
                policies = parse(text)
            except (ValueError, RecursionError):
                continue  # which is told with the entry
            for digest in policies.values() if isinstance(policies, dict) else ():
                found.setdefault(str(digest), place)
        return found


def _kept_digests(database: Database) -> Sequence[str]:
    with database.reading() as connection:
        return connection.execute(tables.DIGESTS).scalars().all()


def _policy_faults(database: Database, kept: Iterable[str], named: _Named) -> Iterator[Fault]:
    """Yield what is wrong with policies that are kept, or named by an entry and not kept."""
    digests = named.digests()
    for digest in dict.fromkeys((*kept, *sorted(digests))):
        try:
            with database.reading() as connection:
                row = connection.execute(database.policy_row, {"sought": digest}).first()
        except StoreError as error:
            yield _of_policy(digest, _cannot_be_fetched(error))
        else:
            if row is None:
                message = f"it is not kept, and {digests[digest]} was written while it was in force"
                yield _of_policy(digest, message)
            else:
                for message in _row_faults(row):
                    yield _of_policy(digest, message)


def _of_policy(digest: object, message: str) -> Fault:
    return Fault("", 0, message, policy=str(digest))


def _row_faults(row: Row) -> Iterator[str]:
    columns = row._asdict()  # type: ignore[attr-defined]
    for column, value in columns.items():
        if not isinstance(value, str):
            yield f"its column `{column}` holds {shown(value)}, which cannot be read"
            return
    text = columns["text"]
    if columns.get("text_hash", "") != "" and columns["text_hash"] != text_hash(text):
        yield "its text is not as it was written"
    elif columns.get("text_hash") == "":
        yield "its column `text_hash` is empty, so nobody knows whether its text is as written"
    try:
        policy = policy_of(text, columns["digest"])
    except AlteredError as error:
        yield str(error)
    else:
        for column, told in (("id", policy.id), ("version", policy.version)):
            if columns[column] != told:
                what = f"its column `{column}` holds {shown(columns[column])}"
                yield f"{what}, and its text tells of {shown(told)}"
