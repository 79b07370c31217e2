"""What is told of lists in DuckDB is what it is of the lot: sums, ends, whether there are any."""

from __future__ import annotations

from random import Random
from typing import Any

import duckdb
import pytest

from disposition import Lot, load_policy_text
from disposition.facts import observe
from disposition.facts.catalogue import SHIPPED
from disposition.language.types import Origin
from disposition.tables import TableError
from support.nested_tables import CHECKS, DEFECTS, document, frame, row

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


@pytest.mark.parametrize(("seed", "absent"), [(1, 0.0), (2, 0.15), (3, 0.5)])
def test_a_fact_of_lists_is_what_it_is_of_the_lot(seed: int, absent: float) -> None:
    chance = Random(seed)  # noqa: S311 - lots, no secrets
    hidden = "inspection.nonconforming_units.major"  # it could contradict the lines
    rows = [{**row(chance, absent), hidden: None} for _ in range(25)]
    lots = [Lot.from_dict(document(each)) for each in rows]
    conditions = [
        condition
        for path in FACTS[seed::6]  # each statement is dear to plan
        for condition in _conditions(path, [observe(lot, [path])[path] for lot in lots])
    ]
    rules = "\n".join(
        f'  r{at:03}: {{permit: [a], when: "{each}", because: x}}'
        for at, each in enumerate(conditions)
    )
    policy = load_policy_text(HEAD + rules + "\n")
    table = frame(rows)
    columns = {name: name for name in table.columns}
    connection = duckdb.connect()
    connection.register("lots", table.to_arrow())
    held = connection.table("lots")
    types = {name: str(each) for name, each in zip(held.columns, held.types, strict=True)}
    statement = policy.to_sql("duckdb", columns, source="lots", types=types)
    decided = connection.sql(statement).pl()
    for lot, told in zip(lots, decided.iter_rows(named=True), strict=True):
        wanted = policy.decide(lot, engine="reference")
        assert told["decision_unreadable"] == []
        assert told["decision_rules"] == list(wanted.rule_ids)
        assert told["decision_missing"] == sorted(wanted.waits_for)


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
