"""A store for each test, in a file and on a real PostgreSQL server, and plain SQL beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from disposition.casefile.store import CaseStore

SQL = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database for one test: the path of a file, or an address on the server."""
    if request.param == "sqlite":
        yield str(tmp_path / "cases.db")
    else:
        with request.getfixturevalue("postgres_server").database() as address:
            yield address


@pytest.fixture
def store(where: str) -> Iterator[CaseStore]:
    with CaseStore.open(where) as opened:
        yield opened


@pytest.fixture
def sql(where: str) -> SQL:
    """Run statements on the database as somebody else would, and return the rows of the last."""

    def run(*statements: str) -> list[tuple[Any, ...]]:
        connect: Any = psycopg.connect if "://" in where else sqlite3.connect
        with closing(connect(where)) as connection, closing(connection.cursor()) as cursor:
            for statement in statements:
                cursor.execute(statement)
            connection.commit()
            return cursor.fetchall() if cursor.description else []

    return run
