"""The law of tables: in every row the decision is the one that the definition gives its facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disposition.language.types import Kind, Value
from disposition.policy.model import CheckedPolicy
from disposition.tables.columns import TableError
from disposition.tables.deciding import decide_table
from support.policies import CATALOGUE, facts_for, policies
from support.postgres import Server
from support.sql_tables import duckdb_connection, in_postgres, postgres
from support.tables import DIGITS, PLACES, columns_of, expected, obliging, row_of

ROWS = 12

few = settings(max_examples=max(10, settings().max_examples // 16))

Row = Mapping[str, Value | None]


def frame_of(policy: CheckedPolicy, rows: Sequence[Row], narrow: bool) -> pl.DataFrame:
    """Return rows as a frame with types."""
    types: dict[Kind, Any] = {
        Kind.BOOLEAN: pl.Boolean,
        Kind.INTEGER: pl.Int32 if narrow else pl.Int64,
        Kind.DECIMAL: pl.Decimal(DIGITS, PLACES),
        Kind.ENUM: pl.String,
        Kind.TEXT: pl.String,
        Kind.DATE: pl.Date,
    }
    return pl.DataFrame(
        {name: [row.get(path) for row in rows] for name, path in columns_of(policy).items()}
        | {"row": range(len(rows))},
        schema={
            **{name: types[CATALOGUE[path].type.kind] for name, path in columns_of(policy).items()},
            "row": pl.Int64,
        },
    )


class TooWide(Exception):  # noqa: N818 - a way out
    """A condition could need numbers beyond 38 digits, and is refused before any row is decided."""


def decided(policy: CheckedPolicy, frame: Any) -> Any:
    """Return a frame with decisions."""
    with refused():
        return decide_table(policy, frame, columns_of(policy))


@contextmanager
def refused() -> Iterator[None]:
    """Leave by another way where a policy is refused for what no engine can do."""
    try:
        yield
    except TableError as error:
        if {each.code for each in error.problems} <= {"too-large", "not-in-tables"}:
            raise TooWide from None
        raise


def eager(policy: CheckedPolicy, frame: pl.DataFrame) -> pl.DataFrame:
    return decided(policy, frame)


def streaming(policy: CheckedPolicy, frame: pl.DataFrame) -> pl.DataFrame:
    return decided(policy, frame.lazy()).collect(engine="streaming")


def duck(policy: CheckedPolicy, frame: pl.DataFrame) -> pl.DataFrame:
    relation = duckdb_connection().from_arrow(frame.to_arrow())
    return decided(policy, relation).pl()


ENGINES = {"polars": eager, "streaming": streaming, "duckdb": duck}


@pytest.fixture(scope="module")
def database(postgres_server: Server) -> Iterator[Any]:
    with postgres(postgres_server) as connection:
        yield connection


def answers(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the decision of each row; codes of obligations are sorted, as the law has them."""
    found = []
    for row in frame.sort("row").select(pl.col("^decision_.*$")).iter_rows(named=True):
        told = {name.removeprefix("decision_"): each for name, each in row.items()}
        assert told.pop("unreadable", []) == []
        for codes in ("obligations", "possible_obligations"):
            told[codes] = sorted(told[codes])
        found.append(told)
    return found


@pytest.mark.parametrize("engine", ENGINES)
@few
@given(policies().map(obliging), st.booleans(), st.data())
def test_a_row_is_decided_as_its_facts_are(
    engine: str, policy: CheckedPolicy, narrow: bool, data: st.DataObject
) -> None:
    rows = [row_of(data.draw(facts_for(policy)), narrow) for _ in range(ROWS)]
    frame = frame_of(policy, rows, narrow)
    with suppress(TooWide):
        assert answers(ENGINES[engine](policy, frame)) == expected(policy, rows)


@pytest.mark.slow
@few
@given(policies().map(obliging), st.data())
def test_so_is_a_row_in_a_database(
    database: Any, policy: CheckedPolicy, data: st.DataObject
) -> None:
    rows = [row_of(data.draw(facts_for(policy)), narrow=True) for _ in range(ROWS)]
    rows = [{k: _without_zero(v) for k, v in row.items()} for row in rows]
    frame = frame_of(policy, rows, narrow=True)
    with suppress(TooWide), refused():
        found = in_postgres(database, policy, frame, columns_of(policy))
        assert answers(found) == expected(policy, rows)


def _without_zero(value: Value | None) -> Value | None:
    """Return a value that PostgreSQL can hold: it has no texts with the character 0."""
    return value.replace("\x00", "0") if isinstance(value, str) else value
