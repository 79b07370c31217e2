"""Double and multiple plans: published cells, what replaces a missing one, and bad questions."""

from __future__ import annotations

from typing import Any

import pytest

from disposition.sampling import (
    Plan,
    SamplingError,
    double_plan,
    multiple_plan,
    sampling_plan,
    single_plan,
)

J_25 = {"lot_size": 1200, "level": "II", "aql": "2.5"}


def _numbers(plan: Plan) -> str:
    return " ".join(
        f"{stage.sample_size}:{'#' if stage.accept is None else stage.accept}/{stage.reject}"
        for stage in plan.stages
    )


@pytest.mark.parametrize(
    ("lot_size", "aql", "state", "standard", "letter", "expected"),
    [
        (1200, "2.5", "normal", "iso2859-1", "J", "50:2/5 50:6/7"),
        (1200, "1.5", "normal", "iso2859-1", "J", "50:1/3 50:4/5"),
        (1200, "1.5", "normal", "z1.4", "J", "50:1/4 50:4/5"),
        (1200, "4.0", "normal", "iso2859-1", "J", "50:3/6 50:9/10"),
        (1200, "4.0", "normal", "z1.4", "J", "50:3/7 50:8/9"),
        (3200, "1.0", "normal", "iso2859-1", "K", "80:1/3 80:4/5"),
        (3200, "4.0", "tightened", "iso2859-1", "K", "80:4/7 80:10/11"),
        (3200, "4.0", "tightened", "z1.4", "K", "80:3/7 80:11/12"),
        (3200, "1.5", "reduced", "iso2859-1", "K", "32:1/3 32:4/5"),
        (3200, "2.5", "reduced", "z1.4", "K", "32:1/5 32:4/7"),
        (1200, "0.40", "normal", "iso2859-1", "K", "80:0/2 80:1/2"),
        (500_001, "1.0", "normal", "iso2859-1", "Q", "800:11/16 800:26/27"),
    ],
)
def test_double_plans(
    *, lot_size: int, aql: str, state: str, standard: str, letter: str, expected: str
) -> None:
    plan = double_plan(lot_size=lot_size, level="II", aql=aql, state=state, standard=standard)
    assert (plan.type, plan.plan_letter, _numbers(plan)) == ("double", letter, expected)
    assert plan.note == ""
    assert not plan.full_inspection


@pytest.mark.parametrize(
    ("lot_size", "aql", "state", "expected"),
    [
        (1200, "2.5", "normal", "20:#/4 20:1/5 20:2/6 20:3/7 20:5/8 20:7/9 20:9/10"),
        (1200, "1.0", "normal", "20:#/2 20:0/3 20:0/3 20:1/4 20:2/4 20:3/5 20:4/5"),
        (3200, "4.0", "tightened", "32:0/4 32:2/7 32:4/9 32:6/11 32:9/12 32:12/14 32:14/15"),
        (3200, "2.5", "reduced", "13:#/4 13:0/5 13:1/6 13:2/7 13:3/8 13:4/9 13:6/10"),
    ],
)
def test_multiple_plans(lot_size: int, aql: str, state: str, expected: str) -> None:
    plan = multiple_plan(lot_size=lot_size, level="II", aql=aql, state=state)
    assert (plan.type, _numbers(plan)) == ("multiple", expected)


def test_the_last_sample_stands_for_the_plan() -> None:
    plan = double_plan(**J_25)
    assert (plan.sample_size, plan.accept, plan.reject) == (100, 6, 7)


@pytest.mark.parametrize(
    ("plan_type", "aql", "used", "expected", "note"),
    [
        (
            "double",
            "0.15",
            "single",
            "80:0/1",
            "the table has no double plan here: the single plan is used",
        ),
        ("double", "0", "single", "80:0/1", "the table has no double plan here"),
        ("multiple", "0.15", "single", "80:0/1", "the table has no multiple plan here"),
        ("multiple", "1000", "double", "2:25/31 2:56/57", "the double plan is used"),
    ],
)
def test_where_the_table_has_no_plan_it_says_which_to_use(
    plan_type: str, aql: str, used: str, expected: str, note: str
) -> None:
    plan = sampling_plan(plan_type, lot_size=1200, level="II", aql=aql, standard="z1.4")
    assert (plan.type, _numbers(plan)) == (used, expected)
    assert note in plan.note


def test_two_tables_without_a_plan_lead_to_the_single_plan() -> None:
    plan = multiple_plan(lot_size=8, level="II", aql="10")
    assert (plan.type, _numbers(plan)) == ("single", "5:1/2")
    assert "the table has no multiple plan here: the double plan is used" in plan.note
    assert "the table has no double plan here: the single plan is used" in plan.note
    assert "doubtful cell" in plan.note


def test_samples_larger_than_the_lot_lead_to_the_single_plan() -> None:
    assert double_plan(lot_size=6, level="II", aql="10").type == "double"
    plan = double_plan(lot_size=5, level="II", aql="10")
    assert (plan.type, _numbers(plan), plan.full_inspection) == ("single", "5:1/2", True)
    assert (
        plan.note == "the 6 units of the double plan are more than the lot: the single plan is used"
    )


@pytest.mark.parametrize("plan_type", ["double", "multiple"])
def test_a_single_unit_is_inspected_as_ever(plan_type: str) -> None:
    plan = sampling_plan(plan_type, lot_size=1, level="II", aql="10", standard="z1.4")
    assert (plan.type, _numbers(plan)) == ("single", "1:0/1")


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (
            {"plan_type": "double", "state": "reduced", "aql": "4.0"},
            "2/4, 5/6 protects like a single plan of 4/5",
        ),
        (
            {"plan_type": "multiple", "standard": "z1.4", "state": "tightened", "aql": "2.5"},
            "Re 2 at the first sample; the same plan of the normal table has Re 3",
        ),
        (
            {"plan_type": "single", "state": "tightened", "aql": "10", "lot_size": 8},
            "the arrow leads to D",
        ),
    ],
)
def test_a_plan_from_a_doubtful_cell_says_so(question: dict[str, Any], words: str) -> None:
    plan = sampling_plan(**{"lot_size": 1200, "level": "II", **question})
    assert plan.note.startswith("doubtful cell: ")
    assert words in plan.note


def test_a_single_plan_of_the_general_function_is_the_single_plan() -> None:
    assert sampling_plan("single", **J_25) is single_plan(**J_25)


def test_the_same_question_gives_the_same_object() -> None:
    assert double_plan(**J_25) is double_plan(**J_25)
    assert double_plan(**J_25) is not double_plan(**J_25, counting="nonconformities")


@pytest.mark.parametrize(
    ("question", "about", "message", "hint"),
    [
        (
            {"plan_type": "dubble"},
            "type",
            "`dubble` is not a type of plan",
            "did you mean `double`?",
        ),
        (
            {"plan_type": "sequential"},
            "type",
            "`sequential` is not a type of plan",
            "it is `single`, `double` or `multiple`",
        ),
        (
            {"plan_type": "multiple", "standard": "iso2859-1"},
            "type",
            "ISO 2859-1 has no multiple plans here",
            "the multiple plans of ISO 2859-1 are not in the package: use `double`, or `z1.4`",
        ),
        ({"plan_type": "double", "lot_size": True}, "lot_size", "`True` is not a lot size", None),
        ({"plan_type": "double", "aql": 2.5}, "aql", "`2.5` is not an AQL", None),
    ],
)
def test_a_bad_question_is_refused(
    question: dict[str, Any], about: str, message: str, hint: str | None
) -> None:
    double_plan(lot_size=1, level="II", aql="2.5")  # `True` must not find this one
    with pytest.raises(SamplingError) as caught:
        sampling_plan(**{**J_25, **question})
    assert (caught.value.about, caught.value.message) == (about, message)
    assert hint is None or caught.value.hint == hint
