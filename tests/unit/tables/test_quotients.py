"""Percentages are never divided in tables, and compare as the rounded ones of documents do."""

from __future__ import annotations

import polars as pl
import pytest

from disposition import Lot, load_policy_text
from disposition.tables import TableError

RATE = "supplier.rejection_rate"
CONDITIONS = [
    *(f"{RATE} {sign} 33.3333333333333" for sign in ("==", "!=", "<", "<=", ">", ">=")),
    *(f"{RATE} {sign} 0" for sign in ("==", "!=", "<", "<=", ">", ">=")),
    *(f"{RATE} > 33.3333333333332", f"{RATE} == 66.6666666666667", f"{RATE} < 66.6666666666667"),
    *(f"{RATE} * -2 < -60", f"{RATE} / -4 >= -10", f"50 - {RATE} > 0", f"{RATE} + 10 == 20"),
    *(f"10 < {RATE}", f"{RATE} - 1 <= 9", f"{RATE} in [0, 10, 100]", f"not {RATE} == 100"),
]
PAIRS = [
    (3, 1),
    (3, 2),
    (10, 1),
    (7, 0),
    (0, 0),
    (5, 5),
    (None, 1),
    (10**12, 1),
    (10**12, 333333333333),
]
HEAD = """
policy: p
version: 1.0.0
outcomes: {a: {title: A, ships: none}}
otherwise: hold
rules:
"""
COLUMNS = {"seen": "supplier.lots_inspected", "rejected": "supplier.lots_rejected"}


def test_conditions_on_percentages_hold_as_in_documents() -> None:
    rules = [
        f'  r{at:02}: {{permit: [a], when: "{each}", because: x}}'
        for at, each in enumerate(CONDITIONS)
    ]
    policy = load_policy_text(HEAD + "\n".join(rules) + "\n")
    lots = [
        Lot.from_dict(
            {
                "supplier": {"lots_rejected": few}
                | ({} if seen is None else {"lots_inspected": seen})
            }
        )
        for seen, few in PAIRS
    ]
    frame = pl.DataFrame(PAIRS, schema=["seen", "rejected"], orient="row")
    decided = policy.decide_table(frame, COLUMNS, outputs=["rules", "missing"])
    wanted = [policy.decide(lot, engine="reference") for lot in lots]
    assert decided["decision_rules"].to_list() == [list(each.rule_ids) for each in wanted]
    assert decided["decision_missing"].to_list() == [sorted(each.waits_for) for each in wanted]


def test_percentages_beside_numbers_that_vary_are_decided_in_frames_only() -> None:
    rule = f'  r: {{permit: [a], when: "{RATE} > inspection.finished_percent", because: x}}\n'
    policy = load_policy_text(HEAD + rule)
    frame = pl.DataFrame({"seen": [3, 3], "rejected": [1, 1], "done": [33, 34]})
    columns = {**COLUMNS, "done": "inspection.finished_percent"}
    decided = policy.decide_table(frame, columns, outputs=["outcome"])
    assert decided["decision_outcome"].to_list() == ["a", "hold"]
    with pytest.raises(TableError, match="a quotient is compared with a number that varies"):
        policy.to_sql("duckdb", columns)
