"""Transactions on the database of case files, and what can go wrong with it, in our words.

Who writes holds the case's row (PostgreSQL) or the file (SQLite) until it is committed, and what is
committed is on the disk. What goes wrong is a `StoreError`, in which no password stands.
"""

from __future__ import annotations

import os
import sqlite3
import time
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from disposition.casefile.errors import StoreError
from disposition.casefile.store.location import NO_SQLITE, prepare_file, shown_place, url_of
from disposition.casefile.store.tables import (
    CASES,
    FORMAT,
    FORMATS,
    NONE,
    POLICIES,
    POLICY_ROW,
    POLICY_ROW_1,
    bring_up_to_date,
    format_of,
    make_tables,
    stored_format,
)
from disposition.runtime.logs import log
from disposition.version import installing

BUSY_SECONDS = 30
CONNECT_SECONDS = 10
_MAY_WRITE = "its folder has to exist, and you have to be allowed to write to both"
_LOCK = 0x6469_7370  # PostgreSQL's advisory locks have numbers; who makes the tables holds this one


class TakenError(StoreError):
    """A row of that key is there already, where none should be."""


class Database:
    """Transactions on one database, each by itself, from threads and processes at once."""

    def __init__(self, url: sa.URL) -> None:
        self.name = shown_place(url)
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self._secrets = [str(each) for each in (url.password, url.query.get("password")) if each]
        self._is_closed = False
        self._format = NONE
        try:
            self._engine = _engine(url)
        except ImportError:
            message = "PostgreSQL is met with psycopg, and it is not installed"
            raise StoreError(
                message, installing("postgresql"), code="not-installed", where="PostgreSQL"
            ) from None
        if self.is_sqlite:
            self._to_read = self._engine
            self._to_write = self._engine.execution_options(begin="BEGIN IMMEDIATE")
        else:
            self._to_read = self._engine.execution_options(isolation_level="REPEATABLE READ")
            self._to_write = self._engine.execution_options(isolation_level="READ COMMITTED")
        insert = sqlite.insert if self.is_sqlite else postgresql.insert
        # Without the option, psycopg's count of rows is gone when it is asked for.
        self.add_case_if_new = (
            insert(CASES).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
        )
        self.add_policy_if_new = insert(POLICIES).on_conflict_do_nothing()
        _OPEN.add(self)

    @classmethod
    def open(cls, where: str | os.PathLike[str], *, create: bool = True) -> Self:
        """Return the database at a path or URL; its tables are made if they are not there.

        Raises:
            StoreError: it cannot be reached or used, or its tables are not of this format.
        """
        database = cls(url_of(where))
        try:
            database._prepare(create=create)
        except BaseException:
            database.close()
            raise
        return database

    @property
    def policy_row(self) -> sa.Select[Any]:
        """The query for all that is kept of a policy, in the format that the tables have."""
        return POLICY_ROW if self._format > 1 else POLICY_ROW_1

    @property
    def keeps_lots(self) -> bool:
        """Whether heads have the number of the lot, in the format that the tables have."""
        return self._format > 2

    def close(self) -> None:
        """Let go of all connections."""
        self._is_closed = True
        self._engine.dispose()

    def let_go_of_idle(self) -> None:
        """Close the connections that nobody uses just now; new ones are made when needed."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Run a transaction that sees the database as it is now, whoever writes meanwhile."""
        with self._complaining(), self._to_read.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Run a transaction that is on the disk once this is left, or else has not happened.

        Raises:
            TakenError: a row of that key is there already.
            StoreError: a newer version has changed the tables since they were opened.
        """
        if self._format != FORMAT:
            self._bring_up_to_date()
        with self._complaining(), self._to_write.begin() as connection:
            if stored_format(connection, self.name) != FORMAT:
                message = f"`{self.name}` was put back while it was open"
                raise StoreError(
                    message, "open it anew", code="store-put-back", where=f"`{self.name}`"
                )
            yield connection

    def _prepare(self, *, create: bool) -> None:
        """Make the tables, unless they are there; refuse those that nothing here can read."""
        if self.is_sqlite:
            prepare_file(self.name, create=create)
        with self.reading() as connection:
            self._format = format_of(connection, self.name)
        if self._format != NONE:
            return
        if not create:
            raise StoreError(
                f"there are no case files in `{self.name}`", code="no-store", where=f"`{self.name}`"
            )
        if self.is_sqlite:
            with self._complaining(), closing(self._engine.raw_connection()) as raw:
                _let_readers_through(raw.cursor())
        with self._changing_tables() as connection:
            if not self.is_sqlite:
                encoding = connection.execute(sa.text("SHOW server_encoding")).scalar_one()
                if encoding != "UTF8":
                    message = f"the encoding of `{self.name}` is {encoding}, which cannot hold all"
                    hint = "make the database with ENCODING 'UTF8'"
                    raise StoreError(message, hint, code="store-encoding", where=f"`{self.name}`")
            # Somebody else may have made them while this one waited.
            self._format = format_of(connection, self.name)
            if self._format == NONE:
                make_tables(connection)
                self._format = FORMAT
                log("casefile", "`%s` has tables for cases now, of format %s", self.name, FORMAT)

    def _bring_up_to_date(self) -> None:
        """Bring tables of an older format to the present one, all at once or not at all."""
        with self._changing_tables() as connection:
            if not self.is_sqlite:
                # Whoever writes has read the format in the same transaction, and is waited for.
                connection.execute(sa.text(f"LOCK TABLE {FORMATS.name} IN ACCESS EXCLUSIVE MODE"))
            before = format_of(connection, self.name)
            bring_up_to_date(connection, before)
        self._format = FORMAT
        log("casefile", "`%s` is brought from format %s to %s", self.name, before, FORMAT)

    @contextmanager
    def _changing_tables(self) -> Iterator[sa.Connection]:
        """Run a transaction in which nobody else makes tables or brings them up to date."""
        with self._complaining(), self._to_write.begin() as connection:
            if not self.is_sqlite:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            yield connection

    @contextmanager
    def _complaining(self) -> Iterator[None]:
        """Tell what goes wrong in our words: without statements, and what they hold, or secrets."""
        if self._is_closed:
            message = f"the store `{self.name}` is closed"
            raise StoreError(message, "open it anew", code="store-closed", where=f"`{self.name}`")
        try:
            yield
        except IntegrityError as error:
            raise TakenError(f"`{self.name}`: {self._reason(error)}") from None
        except (SQLAlchemyError, self._engine.dialect.loaded_dbapi.Error) as error:
            original = getattr(error, "orig", None) or error
            code = getattr(original, "sqlite_errorcode", 0) & 0xFF
            reason, hint = _SQLITE_REASONS.get(code, (self._reason(error), ""))
            raise StoreError(reason, hint, code="store-unusable", where=f"`{self.name}`") from None

    def _reason(self, error: Exception) -> str:
        """Return the first line of what a driver says."""
        reason, *_ = str(getattr(error, "orig", None) or error).strip().splitlines() or [
            "no reason"
        ]
        for secret in self._secrets:
            reason = reason.replace(secret, "***")
        return reason


_SQLITE_REASONS = {
    sqlite3.SQLITE_CORRUPT: ("it is damaged", "restore it from a backup"),
    sqlite3.SQLITE_READONLY: ("it cannot be written to", _MAY_WRITE),
    sqlite3.SQLITE_NOTADB: NO_SQLITE,
    sqlite3.SQLITE_BUSY: (f"another process has held it for {BUSY_SECONDS} seconds", ""),
    sqlite3.SQLITE_CANTOPEN: ("it cannot be opened", _MAY_WRITE),
}


# --- connections ---------------------------------------------------------------------------------


def _engine(url: sa.URL) -> sa.Engine:
    is_sqlite = url.get_backend_name() == "sqlite"
    limit = {"timeout": BUSY_SECONDS} if is_sqlite else {"connect_timeout": CONNECT_SECONDS}
    engine = sa.create_engine(
        url,
        connect_args={name: value for name, value in limit.items() if name not in url.query},
        max_overflow=-1,  # who reads page by page may write in between, from many threads
        pool_pre_ping=not is_sqlite,  # a server may have been restarted since it was asked last
    )
    sa.event.listen(engine, "connect", _prepare_sqlite if is_sqlite else _prepare_postgresql)
    if is_sqlite:
        sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # so that a transaction begins when `_begin_sqlite` says so
    connection.execute("PRAGMA synchronous = FULL")


def _begin_sqlite(connection: sa.Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _let_readers_through(cursor: Any) -> None:
    """Have the file say, for good, that who reads does not wait for who writes.

    Alone among the statements here, this one fails at once when another process says the same.
    """
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.005)
        else:
            return


def _prepare_postgresql(connection: Any, _record: object) -> None:
    # A server may be set up not to wait for the disk.
    connection.execute(
        "SELECT set_config('synchronous_commit', 'on', false)"
        " WHERE current_setting('synchronous_commit') = 'off'"
    )
    connection.commit()


_OPEN: weakref.WeakSet[Database] = weakref.WeakSet()


def _let_go_of_idle() -> None:
    for database in list(_OPEN):
        database.let_go_of_idle()


# SQLite's connections must not reach a child process: its locks would no longer hold.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_let_go_of_idle)
