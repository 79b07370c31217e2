"""Rules that differ in their limits only: tables leave out those that tell nothing."""

from __future__ import annotations

from itertools import product

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from disposition import Facts, Policy, load_policy_text

FACTS = ("defects.major.found", "defects.minor.found", "lot.quantity")
FRAME = pl.DataFrame(
    [*product((None, 0, 1, 2), (None, 1, 2), (None, 1, 2))],
    schema=dict.fromkeys(FACTS, pl.Int64),
    orient="row",
)
OUTPUTS = ("outcome", "status", "considered", "missing", "true_rules")


def policy_of(permits: list[str], forbids: list[str]) -> Policy:
    lines = ["policy: ladders", "version: 1.0.0", "otherwise: hold"]
    lines += ["outcomes: {ship: {title: Ship, ships: all}}", "rules:"]
    for effect, conditions in (("permit", permits), ("forbid", forbids)):
        lines += [
            f'  {effect}-{at}: {{{effect}: [ship], when: "{when}", because: x}}'
            for at, when in enumerate(conditions)
        ]
    return load_policy_text("\n".join([*lines, ""]))


comparisons = st.builds(
    "{} {} {}".format,
    st.sampled_from([*FACTS, "2 * defects.major.found - defects.minor.found"]),
    st.sampled_from(["<", "<=", ">", ">=", "==", "!="]),
    st.integers(0, 2),
)
steps = st.lists(comparisons, min_size=1, max_size=3).map(" and ".join)
alternatives = st.one_of(
    steps, steps.map("not ({})".format), st.builds("{} or {}".format, steps, steps)
)


@given(
    st.lists(alternatives, min_size=1, max_size=6),
    st.lists(alternatives, max_size=4),
)
def test_alternatives_that_are_left_out_change_no_row(
    permits: list[str], forbids: list[str]
) -> None:
    policy = policy_of(permits, forbids)
    told = policy.decide_table(FRAME, outputs=OUTPUTS, prefix="")
    few = policy.decide_table(FRAME, outputs=OUTPUTS[:2], prefix="")
    assert few.rows() == told.select(few.columns).rows()
    for row in told.iter_rows(named=True):
        decision = policy.decide(Facts({path: row[path] for path in FACTS}), engine="compiled")
        assert (row["outcome"], row["status"]) == (decision.outcome, decision.status)
        assert row["missing"] == sorted(each.fact for each in decision.missing)


@pytest.mark.parametrize(
    ("conditions", "left", "gone"),
    [
        (["defects.minor.found > 81", "defects.minor.found > 92"], ["81"], ["92"]),
        (["defects.minor.found >= 81", "defects.minor.found > 81"], [">= 81"], ["> 81"]),
        (["defects.minor.found < 81", "defects.minor.found <= 81"], ["<= 81"], ["< 81"]),
        (["defects.minor.found < 81", "defects.minor.found > 92"], ["81", "92"], []),
        (
            [f"defects.minor.found < {n} and lot.quantity > {200 - n}" for n in (81, 92)],
            ["92", "108"],
            ["81", "119"],
        ),
        (
            [f"defects.minor.found < {n} and lot.quantity > {100 + n}" for n in (81, 92)],
            ["81", "92", "181", "192"],
            [],
        ),
        (
            ["defects.minor.found > 81", "defects.minor.found > 92 and lot.quantity > 7777"],
            ["81"],
            ["92", "7777"],
        ),
        (
            ["defects.minor.found > 92", "defects.minor.found > 81 and lot.quantity > 7777"],
            ["81", "92", "7777"],
            [],
        ),
        (
            ["defects.minor.found > 81 and defects.minor.found > 92", "defects.minor.found > 85"],
            ["85"],
            ["81", "92"],
        ),
        (
            [
                f"supplier.id == '{each}' and lot.quantity > {n}"
                for each, n in (("a", 81), ("b", 92))
            ],
            ["81", "92"],
            [],
        ),
    ],
)
def test_a_step_that_another_contains_is_not_in_a_statement(
    conditions: list[str], left: list[str], gone: list[str]
) -> None:
    types = {"minor": "BIGINT", "qty": "BIGINT", "who": "VARCHAR"}
    columns = {"minor": "defects.minor.found", "qty": "lot.quantity", "who": "supplier.id"}
    policy = policy_of(conditions, [])
    text = policy.to_sql("duckdb", columns, types=types, outputs=["outcome"])
    text = text.replace('"__disposition_0_value"', "x")
    assert all(each in text for each in left)
    assert not any(
        f" {each}\n" in text or f" {each})" in text or f"{each} " in text for each in gone
    )
