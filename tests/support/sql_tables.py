"""Frames decided by SQL that is run: in DuckDB, and in the PostgreSQL of the tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import duckdb
import polars as pl
import psycopg
from psycopg.types.json import Jsonb

from disposition.policy.model import CheckedPolicy
from disposition.tables.deciding import decide_table, policy_sql
from support.postgres import Server

TABLE = "lots of the day"


@cache
def _duckdb() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def duckdb_connection() -> duckdb.DuckDBPyConnection:
    """Return a connection that sees nothing of what others register.

    All are to one database in memory: to start one takes several times what a statement does.
    """
    return _duckdb().cursor()


def in_duckdb(policy: CheckedPolicy, frame: pl.DataFrame, columns: Any, **more: Any) -> Any:
    """Return a frame with decisions by DuckDB."""
    relation = duckdb_connection().from_arrow(frame.to_arrow())
    return decide_table(policy, relation, columns, **more).pl()


def by_statement(
    policy: CheckedPolicy,
    frame: pl.DataFrame,
    columns: Mapping[str, Any],
    lines: Mapping[str, pl.DataFrame] | None = None,
    **more: Any,
) -> pl.DataFrame:
    """Return a frame with decisions by a statement for DuckDB; `lines` as for PostgreSQL."""
    connection = duckdb_connection()

    def held(name: str, table: pl.DataFrame) -> dict[str, str]:
        connection.register(name, table.to_arrow())
        made = connection.table(f'"{name}"')
        return {each: str(type_) for each, type_ in zip(made.columns, made.types, strict=True)}

    types: dict[str, Any] = held(TABLE, frame)
    types |= {path: held(path, each) for path, each in (lines or {}).items()}
    statement = policy_sql(policy, "duckdb", columns, source=f'"{TABLE}"', types=types, **more)
    return connection.sql(statement).pl()


@contextmanager
def postgres(server: Server) -> Iterator[psycopg.Connection[Any]]:
    """Yield a connection to a database of its own."""
    with server.database() as address, psycopg.connect(address, autocommit=True) as connection:
        yield connection


def in_postgres(
    connection: psycopg.Connection[Any],
    policy: CheckedPolicy,
    frame: pl.DataFrame,
    columns: Mapping[str, Any],
    lines: Mapping[str, pl.DataFrame] | None = None,
    **more: Any,
) -> pl.DataFrame:
    """Return a frame with decisions by PostgreSQL; `lines` are tables beside it, by their lists."""
    types: dict[str, Any] = _types(frame)
    types |= {path: _types(each) for path, each in (lines or {}).items()}
    statement = policy_sql(policy, "postgres", columns, source=f'"{TABLE}"', types=types, **more)
    with connection.transaction(force_rollback=True), connection.cursor() as cursor:
        for name, each in ((TABLE, frame), *(lines or {}).items()):
            _fill(cursor, name, each)
        cursor.execute(statement.encode())
        names = [each.name for each in cursor.description or ()]
        rows = cursor.fetchall()
    return pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None)


def _fill(cursor: Any, table: str, frame: pl.DataFrame) -> None:
    declared = ", ".join(f'"{name}" {type_}' for name, type_ in _types(frame).items())
    places = ", ".join(["%s"] * frame.width)
    rows = [
        [Jsonb(each) if isinstance(each, list) else each for each in row] for row in frame.rows()
    ]
    cursor.execute(f'CREATE TABLE "{table}" ({declared})'.encode())
    cursor.executemany(f'INSERT INTO "{table}" VALUES ({places})'.encode(), rows)  # noqa: S608 - ours


def _types(frame: pl.DataFrame) -> dict[str, str]:
    return {name: _type(dtype) for name, dtype in frame.schema.items()}


def _type(dtype: pl.DataType) -> str:
    match dtype:
        case pl.Decimal():
            return f"NUMERIC({dtype.precision}, {dtype.scale})"
        case pl.String() | pl.Categorical():
            return "TEXT"
        case pl.Boolean():
            return "BOOLEAN"
        case pl.Date():
            return "DATE"
        case pl.Datetime():
            return "TIMESTAMP"
        case pl.List():
            return "JSONB"
        case pl.Int8() | pl.Int16() | pl.Int32() | pl.Int64():
            return "BIGINT" if dtype == pl.Int64 else "INTEGER"
    assert dtype.is_float(), dtype
    return "DOUBLE PRECISION"
