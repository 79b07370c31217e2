"""Tables of case files, and what is asked of them; the same in both databases, texts included.

Data is canonical JSON, a date is as ISO 8601 has it, a flag is 0 or 1. Statements are made once:
making one takes longer than running it.

A store of an older format is read as it is. Whoever writes to it first brings it to the present
one, in a transaction. One of a newer format is not touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from disposition.casefile.errors import StoreError
from disposition.casefile.log.canonical import parse
from disposition.casefile.log.chain import lot_number
from disposition.casefile.log.entry import text_hash
from disposition.documents.quoting import shown

# In the order of code points, as Python and SQLite sort, whatever language a server is set up for.
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

METADATA = sa.MetaData()


def _column(name: str, type_: Any = _TEXT, *, primary_key: bool = False) -> sa.Column[Any]:
    return sa.Column(name, type_, primary_key=primary_key, nullable=False, autoincrement=False)


FORMATS = sa.Table("disposition_format", METADATA, _column("number", sa.Integer))
CASES = sa.Table(
    "disposition_cases",
    METADATA,
    _column("id", primary_key=True),
    _column("opened_on"),
    _column("entries", sa.Integer),
    _column("hash"),
    _column("closed", sa.Integer),
    _column("product"),
    _column("supplier"),
    _column("lot"),
)
ENTRIES = sa.Table(
    "disposition_entries",
    METADATA,
    _column("case_id", primary_key=True),
    _column("number", sa.Integer, primary_key=True),
    _column("kind"),
    _column("happened_on"),
    _column("written_by"),
    _column("data"),
    _column("settles"),
    _column("policies"),
    _column("key"),
    _column("previous"),
    _column("hash"),
)
POLICIES = sa.Table(
    "disposition_policies",
    METADATA,
    _column("digest", primary_key=True),
    _column("id"),
    _column("version"),
    _column("text"),
    _column("text_hash"),
)
IS_OPEN = CASES.c.closed == sa.literal_column("0")
_HAS_KEY = ENTRIES.c.key != sa.literal_column("''")
sa.Index(
    "disposition_entries_key",
    ENTRIES.c.case_id,
    ENTRIES.c.key,
    unique=True,
    sqlite_where=_HAS_KEY,
    postgresql_where=_HAS_KEY,
)
_LOT_INDEX = sa.Index("disposition_cases_lot", CASES.c.lot)
sa.Index("disposition_cases_open", CASES.c.id, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN)

# --- statements, made once -----------------------------------------------------------------------

_CASE: sa.BindParameter[str] = sa.bindparam("case")
_AFTER: sa.BindParameter[str] = sa.bindparam("after")
_LIMIT: sa.BindParameter[int] = sa.bindparam("limit")
_IN_ORDER = sa.select(ENTRIES).order_by(ENTRIES.c.case_id, ENTRIES.c.number)
_IDS = sa.select(CASES.c.id)

_HEADS = sa.select(*(each for each in CASES.c if each.name != "lot"))
"""What a head says in every format."""
HEAD = _HEADS.where(CASES.c.id == _CASE)
IS_HEAD = _IDS.where(CASES.c.id == _CASE)
HEAD_TO_WRITE = HEAD.with_for_update()
HEADS = _HEADS.where(CASES.c.id > _AFTER).order_by(CASES.c.id).limit(_LIMIT)
OPEN_HEADS = HEADS.where(IS_OPEN)
MOVE_HEAD = (
    sa.update(CASES)
    .where(CASES.c.id == _CASE)
    .values({name: sa.bindparam(f"new_{name}") for name in ("entries", "hash", "closed")})
)
ADD_CASE = sa.insert(CASES)
LOTS = sa.select(CASES.c.id, CASES.c.lot)
LOT_OF = LOTS.where(CASES.c.id == _CASE)
CASES_OF_LOT = _IDS.where(CASES.c.lot == sa.bindparam("sought")).order_by(CASES.c.id)
_FIRST_ENTRIES = sa.select(ENTRIES.c.case_id, ENTRIES.c.data).where(
    ENTRIES.c.number == sa.literal_column("1")
)

ENTRIES_OF = _IN_ORDER.where(ENTRIES.c.case_id == _CASE)
HEADS_AMONG = _HEADS.where(CASES.c.id.in_(sa.bindparam("cases", expanding=True)))
ENTRIES_AMONG = _IN_ORDER.where(ENTRIES.c.case_id.in_(sa.bindparam("cases", expanding=True)))
ENTRY_AT = ENTRIES_OF.where(ENTRIES.c.number == sa.bindparam("at"))
ENTRY_OF_KEY = ENTRIES_OF.where(ENTRIES.c.key == sa.bindparam("used"), _HAS_KEY)
ENTRIES_UP_TO = _IN_ORDER.where(
    ENTRIES.c.case_id > _AFTER, ENTRIES.c.case_id <= sa.bindparam("last")
)
OPEN_ENTRIES_UP_TO = ENTRIES_UP_TO.join(CASES, CASES.c.id == ENTRIES.c.case_id).where(IS_OPEN)
NUMBERS_OF = sa.select(ENTRIES.c.number).where(ENTRIES.c.case_id == _CASE).order_by("number")
KIND_AT = sa.select(ENTRIES.c.kind).where(
    ENTRIES.c.case_id == _CASE, ENTRIES.c.number == sa.bindparam("at")
)
ADD_ENTRY = sa.insert(ENTRIES)

WITHOUT_HEAD = (
    sa.select(ENTRIES.c.case_id)
    .distinct()
    .where(~sa.exists().where(CASES.c.id == ENTRIES.c.case_id))
    .order_by(ENTRIES.c.case_id)
)
IDS_AMONG = _IDS.where(CASES.c.id.in_(sa.bindparam("cases", expanding=True))).order_by(CASES.c.id)
IDS_LIKE = (
    _IDS.where(sa.func.lower(CASES.c.id) == sa.func.lower(_CASE)).limit(_LIMIT),
    _IDS.where(CASES.c.id > _CASE).order_by(CASES.c.id).limit(_LIMIT),
    _IDS.where(CASES.c.id < _CASE).order_by(CASES.c.id.desc()).limit(_LIMIT),
)
POLICY = sa.select(POLICIES.c.text).where(POLICIES.c.digest == sa.bindparam("sought"))
POLICY_ROW = sa.select(POLICIES).where(POLICIES.c.digest == sa.bindparam("sought"))
POLICY_ROW_1 = sa.select(*(each for each in POLICIES.c if each.name != "text_hash")).where(
    POLICIES.c.digest == sa.bindparam("sought")
)
"""The same, of a store of format 1."""
DIGESTS = sa.select(POLICIES.c.digest).order_by(POLICIES.c.digest)


# --- which format a store has --------------------------------------------------------------------


FORMAT = 3
"""The format that this version writes. Each that it reads is told of in `ADDED`, and in the
documentation (`docs/reference/case-store.md`)."""

NONE = 0
"""What is found where there are no tables of ours yet."""

ADDED: Mapping[int, tuple[sa.Column[Any], ...]] = {
    1: (),
    2: (POLICIES.c.text_hash,),
    3: (CASES.c.lot,),
}
"""The columns that each format has and the one before it did not; format 1 has all others."""

UPGRADE = "upgrade disposition; nothing was changed"
RESTORE = "restore it from a backup; nothing was changed"


def format_of(connection: Connection, name: str) -> int:
    """Return the format of the tables in a database; `NONE` if there are none of ours.

    Raises:
        StoreError: it is a newer one, or its number and its tables do not fit each other.
    """
    found = _columns(connection)
    if not found:
        return NONE
    for table in METADATA.sorted_tables:
        if table.name not in found:
            message = f"`{name}` holds case files, and its table `{table.name}` is missing"
            raise StoreError(message, RESTORE, code="store-damaged", where=f"`{name}`")
    number = stored_format(connection, name)
    newer = {column for each in range(number + 1, FORMAT + 1) for column in ADDED[each]}
    for table in METADATA.sorted_tables:
        for column in table.columns:
            if (column.name in found[table.name]) is (column in newer):
                what = "has a" if column in newer else "has no"
                message = f"`{name}` is said to be of format {number}, and its table"
                message = f"{message} `{table.name}` {what} column `{column.name}`"
                raise StoreError(message, RESTORE, code="store-damaged", where=f"`{name}`")
    return number


def stored_format(connection: Connection, name: str) -> int:
    """Return the number that the table of formats holds.

    Raises:
        StoreError: it is that of a newer format, or of none.
    """
    numbers = connection.execute(sa.select(FORMATS.c.number).limit(2)).scalars().all()
    match numbers:
        case [int(number)] if number in ADDED:
            return number
        case [int(number)] if number > FORMAT:
            message = f"`{name}` holds case files of format {number}, and this version of"
            message = f"{message} disposition reads those up to {FORMAT}"
            raise StoreError(message, UPGRADE, code="store-too-new", where=f"`{name}`")
        case _:
            held = " and ".join(map(shown, numbers)) or "nothing"
            message = f"`{name}` does not say of which format its case files are: its table"
            message = f"{message} `{FORMATS.name}` holds {held}"
            raise StoreError(message, RESTORE, code="store-damaged", where=f"`{name}`")


def make_tables(connection: Connection) -> None:
    """Make the tables of the present format."""
    METADATA.create_all(connection)
    connection.execute(sa.insert(FORMATS), {"number": FORMAT})


def bring_up_to_date(connection: Connection, number: int) -> None:
    """Bring tables of an older format to the present one, step by step."""
    for each in range(number, FORMAT):
        _STEPS[each](connection)
    connection.execute(sa.update(FORMATS), {"number": FORMAT})


def _columns(connection: Connection) -> dict[str, set[str]]:
    """Return the names of the columns of those of our tables that are there."""
    ours = [table.name for table in METADATA.sorted_tables]
    found = sa.inspect(connection).get_multi_columns(filter_names=ours)
    return {table: {each["name"] for each in columns} for (_, table), columns in found.items()}


# --- from one format to the next -----------------------------------------------------------------


def _keep_hashes_of_texts(connection: Connection) -> None:
    """Format 2: a policy's digest says what it means; the hash covers its comments, too."""
    _add_column(connection, POLICIES.c.text_hash)
    for digest in connection.execute(sa.select(POLICIES.c.digest)).scalars().all():
        this = POLICIES.c.digest == digest
        text = connection.execute(sa.select(POLICIES.c.text).where(this)).scalar_one()
        # What is no text stays without, and whoever verifies is told of it.
        values = {"text_hash": text_hash(text) if isinstance(text, str) else ""}
        connection.execute(sa.update(POLICIES).where(this), values)


def _keep_numbers_of_lots(connection: Connection) -> None:
    """Format 3: the cases of one lot are found by its number."""
    _add_column(connection, CASES.c.lot)
    numbers = [{"case": case, "number": lot} for case, lot in numbers_of_lots(connection) if lot]
    if numbers:
        this = sa.update(CASES).where(CASES.c.id == sa.bindparam("case"))
        connection.execute(this.values(lot=sa.bindparam("number")), numbers)
    _LOT_INDEX.create(connection)


def numbers_of_lots(connection: Connection) -> Iterator[tuple[str, str]]:
    """Yield each case with the number of the lot that its first entry tells; empty is none."""
    for case, data in connection.execute(_FIRST_ENTRIES).all():
        yield case, number_of_lot(data)


def number_of_lot(data: object) -> str:
    """Return the number of the lot that the text of a first entry's data tells; empty is none."""
    try:
        return lot_number(parse(data))  # type: ignore[arg-type]  # somebody may have put in anything
    except (AttributeError, TypeError, ValueError, RecursionError):
        return ""


def _add_column(connection: Connection, column: sa.Column[Any]) -> None:
    new = sa.schema.CreateColumn(column).compile(dialect=connection.dialect)
    connection.exec_driver_sql(f"ALTER TABLE {column.table.name} ADD COLUMN {new} DEFAULT ''")


_STEPS: Mapping[int, Callable[[Connection], None]] = {
    1: _keep_hashes_of_texts,
    2: _keep_numbers_of_lots,
}
