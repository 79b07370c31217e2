"""What is told of lists in databases is what it is of the lot: sums, ends, whether there are any.

DuckDB and PostgreSQL are run here; Spark is in `tests/unit/tables/test_spark.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal
from functools import partial
from itertools import product
from random import Random
from typing import Any

import duckdb
import polars as pl
import psycopg
import pytest
from psycopg.types.json import Jsonb

from disposition import Lot, LotError, Policy, load_policy_text
from disposition.facts import observe
from disposition.facts.catalogue import SHIPPED
from disposition.language.types import Origin
from disposition.tables import TableError
from support.nested_tables import CHECKS, DEFECTS, document, frame, row
from support.postgres import Server
from support.shipped import POLICY
from support.sql_tables import by_statement, in_postgres, postgres

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
    policy = _policy(FACTS[seed % 6 :: 6], lots)  # each statement is dear to plan
    table = frame(rows).with_columns(pl.col(hidden).cast(pl.Int64))
    decided = request.getfixturevalue(database)(policy.checked, table, by_path(table))
    _expect(policy, lots, decided)


def _policy(facts: list[str], lots: list[Lot]) -> Policy:
    """Return a policy with a rule for each value that facts have of some lots."""
    conditions = [
        condition
        for path in facts
        for condition in _conditions(path, [observe(lot, [path])[path] for lot in lots])
    ]
    rules = [
        f'  r{at:03}: {{permit: [a], when: "{each}", because: x}}'
        for at, each in enumerate(conditions)
    ]
    return load_policy_text(HEAD + "\n".join(rules) + "\n")


def _expect(policy: Policy, lots: list[Lot], decided: pl.DataFrame) -> None:
    for lot, told in zip(lots, decided.iter_rows(named=True), strict=True):
        wanted = policy.decide(lot, engine="reference")
        assert told["decision_unreadable"] == []
        assert told["decision_rules"] == list(wanted.rule_ids)
        assert told["decision_missing"] == sorted(wanted.waits_for)


@pytest.mark.parametrize("database", ["duck", pytest.param("postgresql", marks=SLOW)])
def test_lines_of_a_table_of_their_own_are_those_of_the_lot(
    database: str, request: pytest.FixtureRequest
) -> None:
    chance = Random(7)  # noqa: S311 - lots, no secrets
    rows = [row(chance, 0.1) for _ in range(25)]
    for each in rows:  # what is not there is an empty list: no lot says that it has no lines
        each |= {path: each[path] or [] for path in (DEFECTS, CHECKS)}
        each["inspection.nonconforming_units.major"] = None
    lots = [Lot.from_dict(document(each)) for each in rows]
    policy = _policy(FACTS[::9], lots)
    table = (
        frame(rows)
        .with_columns(no=pl.int_range(25))
        .with_columns(pl.selectors.by_dtype(pl.Null).cast(pl.Int64))
    )
    lines = {
        path: table.select("no", path)
        .filter(pl.col(path).list.len() > 0)
        .explode(path)
        .unnest(path)
        for path in (DEFECTS, CHECKS)
    }
    flat = table.drop(DEFECTS, CHECKS)
    columns = {
        "columns": {name: name for name in flat.columns if name != "no"},
        "lines": {
            path: {**LINES, "from": f'"{path}"', "columns": by_path(each.drop("no"))}
            for path, each in lines.items()
        },
    }
    decide = request.getfixturevalue(database)
    _expect(policy, lots, decide(policy.checked, flat, columns, lines).sort("no"))


LINES = {"key": "no", "no_lines": "none", "no_lot": "leave_out"}
SOME = load_policy_text(
    f"{HEAD}  many: {{permit: [a], when: defects.major.found > 1, because: x}}\n"
    "  few: {forbid: [a], when: defects.found < 1, because: x}\n"
)


@pytest.mark.parametrize("database", ["duck", pytest.param("postgresql", marks=SLOW)])
@pytest.mark.parametrize("no_lines", ["none", "unknown"])
def test_lines_find_their_lot_or_mark_it(
    database: str, no_lines: str, request: pytest.FixtureRequest
) -> None:
    """Keys are compared without blanks around them; two lots with one key do not share lines."""
    keys = ["a", " b", "c", None, "d", "d", "e", "", "f"]
    lots = pl.DataFrame({"no": keys, "row": range(9)})
    found = pl.DataFrame(
        {
            "lot": ["a", "a ", "b", "stray", "d", "e", None, ""],
            "sev": ["major", "major", "minor", "major", "major", "huge", "major", "major"],
            "n": [1, 2, 1, 9, 3, 3, 9, 9],
        }
    )
    lines = {
        DEFECTS: {
            **LINES,
            "no_lines": no_lines,
            "from": f'"{DEFECTS}"',
            "key": {"no": "lot"},
            "columns": {"sev": "severity", "n": "units"},
        }
    }
    decide = request.getfixturevalue(database)
    decided = decide(SOME.checked, lots, {"lines": lines}, {DEFECTS: found}).sort("row")
    told = decided.select(
        pl.col("decision_outcome").fill_null("bad"), pl.col("decision_missing").list.len() > 0
    ).rows()
    nothing, unknown, bad = ("hold", no_lines == "unknown"), ("hold", True), ("bad", False)
    few = ("hold", False)
    assert told == [("a", False), few, nothing, unknown, bad, bad, bad, unknown, nothing]
    assert decided["decision_unreadable"].list.join(",")[6] == f'"{DEFECTS}"'


@pytest.mark.parametrize("database", ["duck", pytest.param("postgresql", marks=SLOW)])
def test_counts_are_lines_of_the_lot(database: str, request: pytest.FixtureRequest) -> None:
    kinds = {
        "crit": {"severity": "critical", "category": "safety"},
        "maj": {"severity": "major", "reworkable": True, "photos": 2},
        "min": {"severity": "minor", "blank": 0},
    }
    choices = ((0, 1, None), (0, 3, None), (0, 2, None))
    rows = [dict(zip(kinds, values, strict=True)) for values in product(*choices)]
    lots = []
    for each in rows:
        held = [
            {key: value for key, value in line.items() if key != "blank"} | {"units": each[name]}
            for name, line in kinds.items()
            if each[name]
        ]
        is_known = each["crit"] is not None and each["maj"] is not None
        lots.append(Lot.from_dict({"inspection": {"defects": held}} if is_known else {}))
    policy = _policy(FACTS[::7], lots)
    table = pl.DataFrame(rows).with_columns(row=pl.int_range(len(rows)))
    decided = request.getfixturevalue(database)(policy.checked, table, {"counts": kinds})
    _expect(policy, lots, decided.sort("row"))


def by_path(table: pl.DataFrame) -> dict[str, str]:
    return {name: name for name in table.columns}


Deciding = Callable[..., pl.DataFrame]


@pytest.fixture
def duck() -> Deciding:
    return by_statement


@pytest.fixture(scope="module")
def server(postgres_server: Server) -> Iterator[psycopg.Connection[Any]]:
    with postgres(postgres_server) as connection:
        yield connection


@pytest.fixture
def postgresql(server: psycopg.Connection[Any]) -> Deciding:
    return partial(in_postgres, server)


JUDGED = [
    *(
        f"defects.{severity}.{name}"
        for severity in ("critical", "major", "minor")
        for name in ("accept", "rejected", "accepted", "counts_units", "excess_rate")
    ),
    *(f"defects.serious.{name}" for name in ("at_least", "at_most", "found")),
    *("inspection.next_sample", "contract.price_reduction.proposed_percent"),
]
"""Facts that samples tell by sampling plans."""


@pytest.mark.parametrize(
    ("database", "seed", "absent"),
    [
        ("duck", 1, 0.0),
        pytest.param("postgresql", 3, 0.05, marks=SLOW),
    ],
)
def test_samples_are_judged_by_joined_plans(
    database: str, seed: int, absent: float, request: pytest.FixtureRequest
) -> None:
    """Of a row that only Python could judge nothing is told."""
    chance = Random(seed)  # noqa: S311 - lots, no secrets
    rows: list[Any] = []
    lots: list[Lot] = []
    while len(rows) < 40:
        drawn = row(chance, absent)
        with suppress(LotError):  # values that contradict one another
            lots.append(Lot.from_dict(document(drawn)))
            rows.append(drawn)
    policy = _policy(JUDGED[seed % 3 :: 3], lots)
    table = frame(rows).with_columns(no=pl.int_range(len(rows)))
    columns = by_path(table.drop("no"))
    decided = request.getfixturevalue(database)(policy.checked, table, columns).sort("no")
    told = [not each for each in decided["decision_unreadable"].to_list()]
    assert all(told) if not absent else sum(told) > 20
    assert {"(by Python)"}.issuperset(decided["decision_unreadable"].explode().drop_nulls())
    read = [lot for lot, is_told in zip(lots, told, strict=True) if is_told]
    _expect(policy, read, decided.filter(told))


@pytest.mark.slow
def test_the_shipped_policy_is_a_statement() -> None:
    """What never varies is fixed, so that there are few plans to join."""
    chance = Random(5)  # noqa: S311 - lots, no secrets
    fixed = {
        "inspection.plan.standard": "iso2859-1",
        "inspection.plan.level": "II",
        "inspection.plan.type": "single",
        "inspection.plan.aql.critical": Decimal(0),
        "inspection.plan.aql.major": Decimal("2.5"),
        "inspection.plan.aql.minor": Decimal(4),
    }
    rows: list[Any] = []
    lots: list[Lot] = []
    while len(rows) < 40:
        drawn = {**row(chance, 0.04), **fixed}
        with suppress(LotError):  # values that contradict one another
            lots.append(Lot.from_dict(document(drawn)))
            rows.append(drawn)
    table = frame(rows).drop(*fixed).with_columns(no=pl.int_range(len(rows)))
    columns = {"columns": by_path(table.drop("no")), "fixed": fixed}
    decided = by_statement(POLICY.checked, table, columns).sort("no")
    told = [not each for each in decided["decision_unreadable"].to_list()]
    assert sum(told) > 25
    read = [lot for lot, is_told in zip(lots, told, strict=True) if is_told]
    _expect(POLICY, read, decided.filter(told))


@pytest.mark.parametrize("database", ["duck", pytest.param("postgresql", marks=SLOW)])
def test_kinds_of_inspection_are_told_by_their_usual_words(
    database: str, request: pytest.FixtureRequest
) -> None:
    kinds = (None, "final", "pre_shipment", "in_line", "initial", "reinspection", "Re-Inspection")
    rows = [
        {"inspection.type": kind, "inspection.round": number}
        for kind, number in product((*kinds, "visit"), (None, 1, 2))
        if number != 1 or kind not in {"reinspection", "Re-Inspection"}  # contradicts itself
    ]
    lots = [Lot.from_dict(document(each)) for each in rows]
    rules = "".join(
        f"  {sign}{number}: {{permit: [a], when: {test} inspection.{path}, because: x}}\n"
        for number, path in enumerate(("is_final", "is_reinspection"))
        for sign, test in (("yes", ""), ("no", "not"))
    )
    policy = load_policy_text(f"{HEAD}{rules}")
    table = pl.DataFrame(rows).with_columns(no=pl.int_range(len(rows)))
    columns = by_path(table.drop("no"))
    decided = request.getfixturevalue(database)(policy.checked, table, columns).sort("no")
    usual = [each["inspection.type"] not in {"Re-Inspection", "visit"} for each in rows]
    assert [not each for each in decided["decision_unreadable"].to_list()] == usual
    read = [lot for lot, is_usual in zip(lots, usual, strict=True) if is_usual]
    _expect(policy, read, decided.filter(usual))
    in_frame = policy.decide_table(table, columns, bad="mark")
    _expect(policy, lots, in_frame)


def test_plans_are_found_by_sizes_states_and_aqls() -> None:
    """What is absent stands for all that it could be; what no table has is no plan."""
    choices = {
        "inspection.plan.standard": (None, "iso2859-1", "z1.4"),
        "inspection.plan.state": (None, "normal", "reduced"),
        "inspection.plan.level": (None, "S-1", "III"),
        "inspection.plan.aql.major": (None, Decimal("0.065"), Decimal("6.5"), Decimal(1000)),
    }
    fixed = {"inspection.plan.type": "single", "inspection.sample_size": 1}
    sizes = (1, 2, 8, 9, 150, 151, 500000, 500001, 10**12)
    chance = Random(1)  # noqa: S311 - lots, no secrets
    rows = [
        dict(zip(choices, values, strict=True)) | {"lot.quantity": chance.choice(sizes)}
        for values in product(*choices.values())
    ]
    lots = [
        Lot.from_dict(document({**fixed, **each, DEFECTS: [{"severity": "major", "units": 1}]}))
        for each in rows
    ]
    policy = load_policy_text(
        f"{HEAD}  yes: {{permit: [a], when: defects.major.rejected, because: x}}\n"
        "  no: {permit: [a], when: not defects.major.rejected, because: x}\n"
        "  some: {permit: [a], when: defects.major.accept is known, because: x}\n"
    )
    dtype = pl.List(pl.Struct({"severity": pl.String, "units": pl.Int64}))
    table = pl.DataFrame(rows, schema_overrides={"inspection.plan.aql.major": pl.Decimal(9, 3)})
    lines = pl.Series(DEFECTS, [[{"severity": "major", "units": 1}]] * len(rows), dtype=dtype)
    table = table.with_columns(lines, no=pl.int_range(len(rows)))
    columns = {"columns": by_path(table.drop("no")), "fixed": fixed}
    _expect(policy, lots, by_statement(policy.checked, table, columns).sort("no"))


LINE = "STRUCT(severity VARCHAR, units INTEGER)[]"


def _told(
    lines: str, rule: str, type_: str = LINE, more: dict[str, str] | None = None
) -> list[Any]:
    policy = load_policy_text(f'{HEAD}  r: {{permit: [a], when: "{rule}", because: x}}\n')
    statement = policy.to_sql(
        "duckdb",
        {"lines": DEFECTS, **(more or {})},
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


@pytest.mark.slow
def test_a_number_in_json_has_no_groups_of_thousands(server: psycopg.Connection[Any]) -> None:
    policy = load_policy_text(
        f"{HEAD}  r: {{permit: [a], when: custom.weight == 2.234, because: x}}\n"
        "facts:\n"
        "  custom.parts: {list: {weight: {type: decimal}}}\n"
        "  custom.weight: {is: sum(p.weight for p in custom.parts)}\n"
    )
    table = pl.DataFrame({"parts": [[{"weight": 1.234}, {"weight": 1.0}]]})
    decided = in_postgres(server, policy.checked, table, {"parts": "custom.parts"})
    assert decided["decision_outcome"].to_list() == ["a"]


def test_what_is_not_told_of_lists_in_a_database_is_refused() -> None:
    amount = "contract.price_reduction.proposed_amount"
    needs = ("lot.quantity", "lot.unit_price", "lot.currency", f"{amount[:-15]}agreed_percent")
    more = dict(zip("abcd", needs, strict=True))
    with pytest.raises(TableError, match=f"`{amount}` is computed by Python, from `lot.quantity`"):
        _told("[]", f"{amount} > 1", more=more)
    with pytest.raises(TableError, match="its items have no such value `gravity`"):
        _told("[]", "defects.major.present", "STRUCT(gravity VARCHAR)[]")
    with pytest.raises(TableError, match="is a list, and the column holds INTEGER"):
        _told("[]", "defects.major.present", "INTEGER[]")
    policy = load_policy_text(f"{HEAD}  r: {{permit: [a], when: defects.found > 1, because: x}}\n")
    with pytest.raises(TableError, match="nobody says what its items hold"):
        policy.to_sql("duckdb", {"lines": DEFECTS})
