"""What is told of lists in databases is what it is of the lot: sums, ends, whether there are any.

DuckDB and PostgreSQL are run here; Spark is in `tests/unit/tables/test_spark.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import duckdb
import polars as pl
import psycopg
import pytest
from psycopg.types.json import Jsonb

from disposition import Lot, Policy, load_policy_text
from disposition.facts import observe
from disposition.facts.catalogue import SHIPPED
from disposition.language.types import Origin
from disposition.tables import TableError
from support.nested_tables import CHECKS, DEFECTS, document, frame, row
from support.postgres import running_server
from support.sql_tables import in_postgres, postgres

HEAD = """
policy: lists
version: 1.0.0
outcomes: {a: {title: A, ships: none}}
otherwise: hold
rules:
"""
FACTS = [
    path
    for path, spec in SHIPPED.items()
    if path.startswith(("defects.", "checks."))
    and not path.endswith("correctable")  # rests on samples, which Python judges
    and SHIPPED.known is not None
    and SHIPPED.known.origin(path) is Origin.DEFINED
    and any(each.startswith((f"{DEFECTS}[]", f"{CHECKS}[]")) for each in spec.reads)
]
"""Facts that definitions tell of the lines of defects and of checks."""


def test_there_are_many_such_facts() -> None:
    assert len(FACTS) > 100


def _conditions(path: str, values: list[Any]) -> list[str]:
    known = [each for each in values if each is not None]
    if not known:
        return [f"{path} is known"]
    if isinstance(known[0], bool):
        return [path, f"{path} is known"]
    if isinstance(known[0], str):
        return [f"{path} == {each!r}" for each in sorted(set(known))]
    return [f"{path} {sign} {max(known)}" for sign in ("==", "<")] + [f"{path} is known"]


SLOW = pytest.mark.slow


@pytest.mark.parametrize(
    ("database", "seed", "absent"),
    [
        *(("duck", seed, absent) for seed, absent in ((1, 0.0), (2, 0.15), (3, 0.5))),
        *(
            pytest.param("postgresql", seed, absent, marks=SLOW)
            for seed, absent in ((4, 0.0), (5, 0.15), (6, 0.5))
        ),
    ],
)
def test_a_fact_of_lists_is_what_it_is_of_the_lot(
    database: str, seed: int, absent: float, request: pytest.FixtureRequest
) -> None:
    chance = Random(seed)  # noqa: S311 - lots, no secrets
    hidden = "inspection.nonconforming_units.major"  # it could contradict the lines
    rows = [{**row(chance, absent), hidden: None} for _ in range(25)]
    lots = [Lot.from_dict(document(each)) for each in rows]
    conditions = [
        condition
        for path in FACTS[seed % 6 :: 6]  # each statement is dear to plan
        for condition in _conditions(path, [observe(lot, [path])[path] for lot in lots])
    ]
    rules = "\n".join(
        f'  r{at:03}: {{permit: [a], when: "{each}", because: x}}'
        for at, each in enumerate(conditions)
    )
    policy = load_policy_text(HEAD + rules + "\n")
    table = frame(rows).with_columns(pl.col(hidden).cast(pl.Int64))
    decided = request.getfixturevalue(database)(policy, table)
    for lot, told in zip(lots, decided.iter_rows(named=True), strict=True):
        wanted = policy.decide(lot, engine="reference")
        assert told["decision_unreadable"] == []
        assert told["decision_rules"] == list(wanted.rule_ids)
        assert told["decision_missing"] == sorted(wanted.waits_for)


Deciding = Callable[[Policy, pl.DataFrame], pl.DataFrame]


@pytest.fixture
def duck() -> Deciding:
    def decide(policy: Policy, table: pl.DataFrame) -> pl.DataFrame:
        connection = duckdb.connect()
        connection.register("lots", table.to_arrow())
        held = connection.table("lots")
        types = {name: str(each) for name, each in zip(held.columns, held.types, strict=True)}
        columns = {name: name for name in table.columns}
        statement = policy.to_sql("duckdb", columns, source="lots", types=types)
        return connection.sql(statement).pl()

    return decide


@pytest.fixture(scope="module")
def server() -> Iterator[psycopg.Connection[Any]]:
    with running_server() as running, postgres(running) as connection:
        yield connection


@pytest.fixture
def postgresql(server: psycopg.Connection[Any]) -> Deciding:
    def decide(policy: Policy, table: pl.DataFrame) -> pl.DataFrame:
        return in_postgres(server, policy.checked, table, {name: name for name in table.columns})

    return decide


LINE = "STRUCT(severity VARCHAR, units INTEGER)[]"


def _told(lines: str, rule: str, type_: str = LINE) -> list[Any]:
    policy = load_policy_text(f'{HEAD}  r: {{permit: [a], when: "{rule}", because: x}}\n')
    statement = policy.to_sql(
        "duckdb",
        {"lines": DEFECTS},
        source="lots",
        types={"lines": type_},
        outputs=["outcome", "missing"],
    )
    connection = duckdb.connect()
    connection.execute(f'CREATE TABLE lots AS SELECT {lines}::{type_} AS "lines"')
    [found] = connection.execute(statement).fetchall()
    return list(found[1:])


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("[{'severity': 'major', 'units': 3}]", ["a", [], []]),
        ("[]", ["hold", [], []]),
        ("NULL", ["hold", ["defects.major.found"], []]),
        ("[{'severity': 'major', 'units': NULL}]", ["hold", ["defects.major.found"], []]),
        ("[{'severity': 'gross', 'units': 3}]", [None, [], ["lines"]]),
        ("[{'severity': 'major', 'units': -3}]", [None, [], ["lines"]]),
        ("[{'severity': 'major', 'units': 3}, NULL]", [None, [], ["lines"]]),
    ],
)
def test_a_list_is_read_item_for_item(lines: str, told: list[Any]) -> None:
    assert _told(lines, "defects.major.found > 1") == told


@pytest.mark.slow
def test_a_list_in_json_is_read_item_for_item(server: psycopg.Connection[Any]) -> None:
    """JSON can be anything: what is no list of lines with these keys cannot be read."""
    policy = load_policy_text(
        f"{HEAD}  r: {{permit: [a], when: defects.major.found > 1, because: x}}\n"
    )
    line = {"severity": "major", "units": 3}
    told = {
        "a": [[line], [{**line, "units": "3"}], [{**line, "sku": None}, {**line, "units": 3.0}]],
        "hold": [[], None, [{"severity": "major"}], [{**line, "units": None}]],
        "unreadable": [
            *([{**line, "unit": 3}], [line, None], [[line]], [3], {"lines": [line]}, "[]", 3, True),
            *([{**line, "units": 1.5}], [{**line, "units": "few"}], [{**line, "units": [3]}]),
            *([{**line, "severity": "gross"}], [{**line, "reworkable": "perhaps"}]),
        ],
    }
    rows = [(word, held) for word, several in told.items() for held in several]
    types = {"word": "text", "lines": "jsonb"}
    statement = policy.to_sql("postgres", {"lines": DEFECTS}, types=types, outputs=["outcome"])
    with server.transaction(force_rollback=True), server.cursor() as cursor:
        cursor.execute("CREATE TABLE lots (word text, lines jsonb)")
        cursor.executemany(
            "INSERT INTO lots VALUES (%s, %s)", [(word, Jsonb(held)) for word, held in rows]
        )
        cursor.execute(statement.encode())
        for word, held, outcome, unreadable in cursor.fetchall():
            assert (outcome or "unreadable") == word, held
            assert unreadable == (["lines"] if word == "unreadable" else []), held


def test_what_is_not_told_of_lists_in_a_database_is_refused() -> None:
    with pytest.raises(TableError, match=r"`defects\.major\.rejected` is computed by Python"):
        _told("[]", "defects.major.rejected")
    with pytest.raises(TableError, match="its items have no such value `gravity`"):
        _told("[]", "defects.major.present", "STRUCT(gravity VARCHAR)[]")
    with pytest.raises(TableError, match="is a list, and the column holds INTEGER"):
        _told("[]", "defects.major.present", "INTEGER[]")
    policy = load_policy_text(f"{HEAD}  r: {{permit: [a], when: defects.found > 1, because: x}}\n")
    with pytest.raises(TableError, match="nobody says what its items hold"):
        policy.to_sql("duckdb", {"lines": DEFECTS})
