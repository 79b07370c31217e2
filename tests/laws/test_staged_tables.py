"""Laws of the double and multiple tables; a cell that breaks one must be a known doubtful cell."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

import pytest

from disposition.sampling import (
    AQLS,
    LETTERS,
    STATES,
    Characteristic,
    Plan,
    Stage,
    load_doubts,
    load_staged_tables,
    load_tables,
    quality_accepted,
)
from disposition.sampling.plan_numbers import one_stage
from disposition.sampling.plans.staged import plan_letter

STAGED = load_staged_tables()
DOUBTS = load_doubts()
TABLES = [
    (standard, plan_type, state)
    for standard, plan_type in (("iso2859-1", "double"), ("z1.4", "double"), ("z1.4", "multiple"))
    for state in STATES
]
each_table = pytest.mark.parametrize(("standard", "plan_type", "state"), TABLES)
# How far the curve of a staged plan may be from that of its single plan, as the ratio of the
# qualities that are accepted with a probability. The tables favour some plans of small numbers.
NOMINAL = {"single": 1000, "double": 631, "multiple": 251}
NEAR = {0.95: (0.88, 1.25), 0.5: (0.88, 1.10), 0.1: (0.83, 1.10)}

Name = tuple[str, str, str, str, Decimal]


def _cells(standard: str, plan_type: str, state: str) -> Iterator[tuple[Name, tuple[Stage, ...]]]:
    for letter in LETTERS:
        for aql in AQLS:
            name = (standard, plan_type, state, letter, aql)
            if name in STAGED.cells:
                yield name, STAGED.cells[name]


def _doubted(standard: str, plan_type: str, state: str) -> set[Name]:
    return {name for name in DOUBTS if name[:3] == (standard, plan_type, state)}


def _numbers(stages: tuple[Stage, ...]) -> list[tuple[int | None, int]]:
    return [(stage.accept, stage.reject) for stage in stages]


def _curve(stages: tuple[Stage, ...], state: str) -> Characteristic:
    plan = Plan(
        standard="custom",
        level="",
        state=state,
        aql=None,
        lot_size=None,
        code_letter="",
        plan_letter="",
        stages=stages,
        full_inspection=False,
        type="",
        counting="nonconformities",
    )
    return Characteristic(plan, "poisson")


@each_table
def test_every_cell_has_a_plan_or_says_which_to_use(
    standard: str, plan_type: str, state: str
) -> None:
    for letter in LETTERS:
        for aql in AQLS:
            name = (standard, plan_type, state, letter, aql)
            assert (name in STAGED.cells) != (name in STAGED.instead)
            assert STAGED.instead.get(name, "single") in {"single", "double"}
        assert STAGED.instead[standard, plan_type, state, letter, Decimal(0)] == "single"


@each_table
def test_samples_are_of_equal_size_and_add_up(standard: str, plan_type: str, state: str) -> None:
    samples = {"double": 2, "multiple": 7}[plan_type]
    for _, stages in _cells(standard, plan_type, state):
        assert len(stages) == samples
        assert len({stage.sample_size for stage in stages}) == 1
        for place, stage in enumerate(stages, start=1):
            assert stage.cumulative == place * stage.sample_size


@each_table
def test_numbers_never_fall_from_sample_to_sample(
    standard: str, plan_type: str, state: str
) -> None:
    for name, stages in _cells(standard, plan_type, state):
        for earlier, later in pairwise(stages):
            assert (-1 if earlier.accept is None else earlier.accept) <= (
                -1 if later.accept is None else later.accept
            ), name
            assert earlier.reject <= later.reject, name


@each_table
def test_a_sample_before_the_last_leaves_room_for_the_next(
    standard: str, plan_type: str, state: str
) -> None:
    for name, stages in _cells(standard, plan_type, state):
        for stage in stages[:-1]:
            assert stage.reject > (-1 if stage.accept is None else stage.accept) + 1, name


@each_table
def test_the_last_sample_decides(standard: str, plan_type: str, state: str) -> None:
    gapped = (standard, state) == ("z1.4", "reduced")
    for name, stages in _cells(standard, plan_type, state):
        last = stages[-1]
        assert last.accept is not None, name
        assert (last.reject == last.accept + 1) != gapped, name


@each_table
def test_numbers_depend_on_the_single_plan_alone(standard: str, plan_type: str, state: str) -> None:
    # The same Ac of the single plan has the same numbers in every row: the diagonals.
    of_single: dict[tuple[int, int], set[tuple[tuple[int | None, int], ...]]] = {}
    for name, stages in _cells(standard, plan_type, state):
        single = load_tables().cells[standard, state, name[3], name[4]]
        of_single.setdefault((single.accept, single.reject), set()).add(tuple(_numbers(stages)))
    assert {key: len(numbers) for key, numbers in of_single.items() if len(numbers) > 1} == {}


@each_table
def test_arrows_lead_where_those_of_the_single_table_lead(
    standard: str, plan_type: str, state: str
) -> None:
    elsewhere = {
        name
        for name, stages in _cells(standard, plan_type, state)
        if plan_letter(plan_type, state, stages)
        != load_tables().cells[standard, state, name[3], name[4]].letter
    }
    f_of_multiple = {
        (standard, plan_type, state, "F", Decimal(100)),
        (standard, plan_type, state, "F", Decimal(150)),
    }
    expected = f_of_multiple if (plan_type, state) == ("multiple", "normal") else set()
    assert elsewhere == expected
    assert elsewhere <= _doubted(standard, plan_type, state)


@each_table
def test_the_curve_is_close_to_that_of_the_single_plan(
    standard: str, plan_type: str, state: str
) -> None:
    numbers = {}
    for name, stages in _cells(standard, plan_type, state):
        single = load_tables().cells[standard, state, name[3], name[4]]
        of_plan = tuple(_numbers(stages))
        numbers.setdefault((single.accept, single.reject, of_plan), set()).add(name)
    far = [names for key, names in numbers.items() if not _is_near(plan_type, state, *key)]
    # Cells are doubted for other reasons too, but every cell that is far off is doubted.
    assert set().union(*far) <= _doubted(standard, plan_type, state)
    expected = {
        ("iso2859-1", "double", "reduced"): [13],
        ("z1.4", "multiple", "tightened"): [13],
    }
    assert [len(names) for names in far] == expected.get((standard, plan_type, state), [])


def _is_near(
    plan_type: str,
    state: str,
    accept: int,
    reject: int,
    numbers: tuple[tuple[int | None, int], ...],
) -> bool:
    """Return whether the qualities accepted with three probabilities are near the single plan's.

    Sizes are the ideal ones (a letter is a step of a fifth of ten), because the tables round them.
    """
    size = NOMINAL[plan_type]
    stages = tuple(Stage(size, place * size, *pair) for place, pair in enumerate(numbers, start=1))
    mine = _curve(stages, state)
    its = _curve(one_stage(NOMINAL["single"], accept, reject), state)
    return all(
        low <= quality_accepted(mine, chance) / quality_accepted(its, chance) <= high
        for chance, (low, high) in NEAR.items()
    )


def test_one_plan_of_the_tightened_multiple_table_differs_from_its_twin_of_the_normal_one() -> None:
    def by_single(state: str) -> dict[int, list[tuple[int | None, int]]]:
        return {
            load_tables().cells["z1.4", state, name[3], name[4]].accept: _numbers(stages)
            for name, stages in _cells("z1.4", "multiple", state)
        }

    normal, tightened = by_single("normal"), by_single("tightened")
    differing = {ac for ac in normal.keys() & tightened.keys() if normal[ac] != tightened[ac]}
    assert differing == {3}
    assert (normal[3][0], tightened[3][0]) == ((None, 3), (None, 2))


def test_where_the_multiple_table_says_double_there_is_a_double_plan_but_for_two_cells() -> None:
    missing = {
        (state, letter, aql)
        for (standard, plan_type, state, letter, aql), other in STAGED.instead.items()
        if (plan_type, other) == ("multiple", "double")
        and (standard, "double", state, letter, aql) not in STAGED.cells
    }
    assert missing == {("normal", "A", Decimal(10)), ("normal", "A", Decimal(15))}
    assert {("z1.4", "double", *cell) for cell in missing} <= set(DOUBTS)


def test_the_families_have_the_same_double_samples_where_both_have_a_plan() -> None:
    # Reduced single plans of the two families are different, so only the two others compare.
    for state in ("normal", "tightened"):
        for letter in LETTERS:
            for aql in AQLS:
                both = [
                    STAGED.cells.get((standard, "double", state, letter, aql))
                    for standard in ("iso2859-1", "z1.4")
                ]
                if None not in both:
                    assert len({stages[0].sample_size for stages in both if stages}) == 1


def test_the_doubtful_cells_are_these() -> None:
    count: dict[tuple[str, str, str], int] = {}
    for name in DOUBTS:
        count[name[:3]] = count.get(name[:3], 0) + 1
    assert count == {
        ("iso2859-1", "single", "tightened"): 1,
        ("z1.4", "single", "tightened"): 1,
        ("iso2859-1", "double", "tightened"): 1,
        ("z1.4", "double", "tightened"): 1,
        ("iso2859-1", "double", "reduced"): 13,
        ("z1.4", "double", "normal"): 2,
        ("z1.4", "multiple", "normal"): 2,
        ("z1.4", "multiple", "tightened"): 14,
    }


def test_known_misprints_of_the_sources_are_not_in_the_tables() -> None:
    for name, stages in STAGED.cells.items():
        if name[1] == "double" and stages[-1].accept == 26 and name[2] != "reduced":
            assert stages[-1].reject == 27, name
        if name[:3] == ("iso2859-1", "double", "tightened") and stages[-1].accept == 23:
            assert stages[-1].reject == 24, name
