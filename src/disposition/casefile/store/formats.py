"""Which format a store has: the number it says, the tables that go with it, and the way to ours.

A store of an older format is read as it is. Whoever writes to it first brings it to the present
one, in a transaction. One of a newer format is not touched.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from disposition.casefile.errors import StoreError
from disposition.casefile.log.entry import text_hash
from disposition.casefile.store.tables import FORMATS, METADATA, POLICIES
from disposition.documents.shown import shown

FORMAT = 2
"""The format that this version writes. Each that it reads is told of in `ADDED`, and in the
documentation (`docs/reference/case-store.md`)."""

NONE = 0
"""What is found where there are no tables of ours yet."""

ADDED: Mapping[int, tuple[sa.Column[Any], ...]] = {1: (), 2: (POLICIES.c.text_hash,)}
"""The columns that each format has and the one before it did not; format 1 has all others."""

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
            raise StoreError(message, RESTORE)
    number = said_format(connection, name)
    newer = {column for each in range(number + 1, FORMAT + 1) for column in ADDED[each]}
    for table in METADATA.sorted_tables:
        for column in table.columns:
            if (column.name in found[table.name]) is (column in newer):
                what = "has a" if column in newer else "has no"
                message = f"`{name}` is said to be of format {number}, and its table"
                message = f"{message} `{table.name}` {what} column `{column.name}`"
                raise StoreError(message, RESTORE)
    return number


def said_format(connection: Connection, name: str) -> int:
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
            raise StoreError(message, "upgrade disposition; nothing was changed")
        case _:
            held = " and ".join(map(shown, numbers)) or "nothing"
            message = f"`{name}` does not say of which format its case files are: its table"
            message = f"{message} `{FORMATS.name}` holds {held}"
            raise StoreError(message, RESTORE)


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
    column = sa.schema.CreateColumn(POLICIES.c.text_hash).compile(dialect=connection.dialect)
    connection.exec_driver_sql(f"ALTER TABLE {POLICIES.name} ADD COLUMN {column} DEFAULT ''")
    for digest in connection.execute(sa.select(POLICIES.c.digest)).scalars().all():
        this = POLICIES.c.digest == digest
        text = connection.execute(sa.select(POLICIES.c.text).where(this)).scalar_one()
        # What is no text stays without, and whoever verifies is told of it.
        values = {"text_hash": text_hash(text) if isinstance(text, str) else ""}
        connection.execute(sa.update(POLICIES).where(this), values)


_STEPS: Mapping[int, Callable[[Connection], None]] = {1: _keep_hashes_of_texts}
