"""The law of derived facts in tables: in every row they are what the lot document of it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disposition import Lot, load_policy_text
from disposition.facts import CATALOGUE, Kind, observe
from disposition.facts.catalogue import SHIPPED
from disposition.facts.flat import scalar_of
from disposition.language.lower.build import FALSE
from disposition.language.types import FactSpec, Origin, Value
from disposition.tables.column_reading import ColumnReading, Load
from disposition.tables.columns import CellMeaning, TableColumns
from disposition.tables.row_nodes import RowNodes
from disposition.tables.scaled import NotInTablesError
from disposition.tables.sql.loading import usual_type
from disposition.tables.whole_nodes import FactColumn
from strategies import partial_lot_documents
from support.sql_tables import duckdb_connection

ROWS = 10
PLACES, DIGITS = 4, 14
HEAD = """
policy: derived
version: 1.0.0
outcomes: {a: {title: A, ships: none}}
otherwise: hold
rules:
"""

GIVEN = {path: spec for path, spec in CATALOGUE.items() if spec.given}
TYPES: Mapping[Kind, Any] = {
    Kind.BOOLEAN: pl.Boolean,
    Kind.INTEGER: pl.Int64,
    Kind.DECIMAL: pl.Decimal(DIGITS, PLACES),
    Kind.ENUM: pl.String,
    Kind.TEXT: pl.String,
    Kind.DATE: pl.Date,
}


@cache
def derivable() -> tuple[str, ...]:
    """Return the facts that tables derive from single values, and that can be known there."""
    known = SHIPPED.known
    assert known is not None
    rows = RowNodes(SHIPPED, {path: _column(spec) for path, spec in GIVEN.items()}, {})
    found = []
    for path in CATALOGUE:
        if known.origin(path) is Origin.DEFINED:
            try:
                is_known = rows.truth(rows.fact(path).known)
            except NotInTablesError:
                continue
            if is_known is not FALSE:
                found.append(path)
    return tuple(found)


def _column(spec: FactSpec) -> FactColumn:
    held = usual_type(spec.type.kind, PLACES)
    scalar = scalar_of(spec.path, SHIPPED)
    load = ColumnReading(SHIPPED, ()).column(spec.path, held, CellMeaning(spec.path), scalar, "x")
    assert isinstance(load, Load)
    return FactColumn.of(load)


def flat(document: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Value]]:
    """Yield the single values of a document that a table has columns for."""
    for key, value in document.items():
        path = prefix + key
        if isinstance(value, dict):
            yield from flat(value, f"{path}.")
        elif path in GIVEN and not isinstance(value, list):
            yield path, value


def nested(values: Mapping[str, Value]) -> dict[str, Any]:
    """Return the document of some single values."""
    document: dict[str, Any] = {}
    for path, value in values.items():
        *above, key = path.split(".")
        part = document
        for step in above:
            part = part.setdefault(step, {})
        part[key] = value
    return document


def row_of(lot: Lot) -> dict[str, Value | None]:
    """Return the row of a lot."""
    return {path: _held(lot, path) for path in GIVEN}


def _left_out(chance: Random) -> list[str]:
    return chance.sample(sorted(GIVEN), chance.choice([0, 5, 40, len(GIVEN) // 2]))


def _held(lot: Lot, path: str) -> Value | None:
    value = observe(lot, [path])[path]
    if isinstance(value, Decimal):
        small = value < 10 ** (DIGITS - PLACES) and value == round(value, PLACES)
        return value if small else Decimal("2.5")
    return value


def rules_about(path: str, value: Value) -> Iterator[str]:
    """Yield conditions that tell a value from those beside it."""
    if isinstance(value, bool):
        yield path
    elif isinstance(value, str):
        yield f"{path} == {value!r}"
    else:
        limit = f"'{value}'" if isinstance(value, date) else f"{value:f}"
        yield from (f"{path} {sign} {limit}" for sign in ("==", "<", ">="))
    yield f"{path} is known"


def expect_agreement(document: dict[str, Any], seed: int, hold: Any) -> None:
    """Check rows like a document against the reference; `hold` puts a frame where it is decided."""
    lot, chance = Lot.from_dict(nested(dict(flat(document)))), Random(seed)  # noqa: S311
    rows = [dict(row_of(lot), **dict.fromkeys(_left_out(chance))) for _ in range(ROWS)]
    lots = [Lot.from_dict(nested({k: v for k, v in row.items() if v is not None})) for row in rows]
    rules: list[str] = []
    for path in derivable():
        values = [observe(lot, [path])[path] for lot in lots]
        told = next((each for each in values if each is not None), None)
        for condition in () if told is None else rules_about(path, told):
            rules.append(f'  r{len(rules):04}: {{permit: [a], when: "{condition}", because: x}}')
    policy = load_policy_text(HEAD + "\n".join(rules) + "\n")
    wanted = [policy.decide(lot, engine="reference") for lot in lots]
    frame = pl.DataFrame(rows, schema={path: TYPES[spec.type.kind] for path, spec in GIVEN.items()})
    table = policy.decide_table(hold(frame), TableColumns.by_path(frame.columns, CATALOGUE))
    decided = table if isinstance(table, pl.DataFrame) else table.pl()
    assert decided["decision_status"].to_list() == [each.status for each in wanted]
    assert decided["decision_missing"].to_list() == [sorted(each.waits_for) for each in wanted]
    assert decided["decision_rules"].to_list() == [list(each.rule_ids) for each in wanted]


@settings(max_examples=max(8, settings().max_examples // 25))
@given(partial_lot_documents(), st.integers(0, 10**6))
def test_a_derived_fact_is_what_it_is_of_the_lot(document: dict[str, Any], seed: int) -> None:
    expect_agreement(document, seed, lambda frame: frame)


@pytest.mark.slow
def test_so_it_is_in_a_database() -> None:
    document = {
        "lot": {"quantity": 3200, "ordered_quantity": 3300, "unit_price": "4.2"},
        "shipment": {"ship_by": "2026-12-01", "rework_days": 3, "reinspection_days": 2},
        "supplier": {"lots_inspected": 9, "lots_rejected": 2, "consecutive_rejected": 1},
        "as_of": "2026-11-20",
    }
    expect_agreement(document, 7, lambda frame: duckdb_connection().from_arrow(frame.to_arrow()))


def test_many_facts_are_derived() -> None:
    assert len(derivable()) > 40
    assert {"lot.value", "shipment.slack_days", "supplier.rejection_rate"} <= set(derivable())
