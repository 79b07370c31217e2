"""The tables as rows: joined by hand they give every plan that the functions give."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from disposition.sampling import (
    LEVELS,
    PlanRow,
    Stage,
    letter_rows,
    plan_rows,
    sampling_plan,
)

ROWS = list(plan_rows())


def test_table_1_has_fifteen_rows_for_each_of_seven_levels() -> None:
    rows = list(letter_rows())
    assert len(rows) == 15 * len(LEVELS)
    assert {type(row.lot_max) for row in rows} == {int, type(None)}


def test_a_row_is_a_plain_tuple() -> None:
    assert isinstance(ROWS[0], tuple)
    assert {type(value) for row in ROWS for value in row} == {str, int, Decimal, type(None)}


def test_every_question_has_one_plan() -> None:
    asked = [(*row[:5], row.stage) for row in ROWS]
    assert len(set(asked)) == len(asked)
    questions = {row[:5] for row in ROWS}
    # Single and double tables of both families and one multiple: 3 states, 16 letters, 27 AQLs.
    assert len(questions) == 5 * 3 * 16 * 27


def _joined(plan_type: str, lot_size: int, standard: str, level: str) -> Iterator[PlanRow]:
    (letter,) = [
        row.code_letter
        for row in letter_rows()
        if row.level == level
        and row.lot_min <= lot_size
        and (row.lot_max is None or lot_size <= row.lot_max)
    ]
    for row in ROWS:
        if (row.standard, row.plan_type, row.code_letter) == (standard, plan_type, letter):
            yield row


@pytest.mark.parametrize("level", ["S-2", "II", "III"])
@pytest.mark.parametrize("lot_size", [2, 8, 9, 150, 1200, 500_001])
@pytest.mark.parametrize(
    ("plan_type", "standard"),
    [("single", "iso2859-1"), ("double", "iso2859-1"), ("double", "z1.4"), ("multiple", "z1.4")],
)
def test_rows_give_the_same_plans(plan_type: str, standard: str, lot_size: int, level: str) -> None:
    stages: dict[tuple[str, Decimal], list[PlanRow]] = {}
    for row in _joined(plan_type, lot_size, standard, level):
        stages.setdefault((row.state, row.aql), []).append(row)
    for (state, aql), rows in stages.items():
        plan = sampling_plan(
            plan_type, lot_size=lot_size, level=level, aql=aql, state=state, standard=standard
        )
        if len(rows) == 1:
            row = rows[0]
            assert plan.sample_size == min(row.sample_size, lot_size)
            assert (plan.accept, plan.reject) == (row.accept, row.reject)
        elif rows[-1].cumulative > lot_size:
            assert plan.type == "single"
        else:
            assert plan.type == rows[0].used_type
            assert plan.plan_letter == rows[0].plan_letter
            assert plan.stages == tuple(
                Stage(row.sample_size, row.cumulative, row.accept, row.reject) for row in rows
            )
