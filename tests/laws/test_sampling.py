"""Laws of single sampling that hold for every lot, plan and sample."""

from __future__ import annotations

import decimal
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from disposition.sampling import (
    AQLS,
    LEVELS,
    STANDARDS,
    STATES,
    Plan,
    custom_plan,
    judge,
    load_tables,
    single_plan,
)

lot_sizes = st.one_of(st.integers(1, 300), st.integers(1, 2_000_000))
levels = st.sampled_from(LEVELS)
states = st.sampled_from(STATES)
standards = st.sampled_from(list(STANDARDS))
aqls = st.sampled_from([Decimal(0), *AQLS])
plans = st.builds(
    single_plan, lot_size=lot_sizes, level=levels, aql=aqls, state=states, standard=standards
)
gapped = st.builds(
    single_plan,
    lot_size=st.integers(2, 2_000_000),
    level=levels,
    aql=st.sampled_from(AQLS),
    state=st.just("reduced"),
    standard=st.just("z1.4"),
)


own = st.builds(
    lambda size, accept, more, state: custom_plan(
        sample_size=size + accept + more,
        accept=accept,
        reject=accept + more,
        lot_size=1000,
        state=state,
    ),
    st.integers(0, 80),
    st.integers(0, 5),
    st.integers(1, 4),
    states,
)


@st.composite
def judged(draw: st.DrawFn) -> tuple[Plan, int, int]:
    """Return a plan, units inspected (often about the plan's size) and a count found."""
    plan = draw(st.one_of(plans, gapped, own))
    near = st.integers(max(plan.sample_size - 2, 0), min(plan.sample_size + 2, plan.lot_size))
    inspected = draw(st.one_of(near, st.integers(0, plan.lot_size)))
    return plan, inspected, draw(st.integers(0, plan.reject + 3))


@given(plans)
def test_a_plan_asks_for_no_more_than_the_lot(plan: Plan) -> None:
    assert 1 <= plan.sample_size <= plan.lot_size
    assert plan.full_inspection == (plan.sample_size == plan.lot_size)
    assert 0 <= plan.accept < plan.reject


@given(plans)
def test_only_z14_reduced_leaves_a_gap(plan: Plan) -> None:
    if (plan.standard, plan.state) != ("z1.4", "reduced"):
        assert plan.reject == plan.accept + 1


@given(st.integers(2, 2_000_000), levels, aqls, states, standards)
def test_every_number_is_from_the_cell_of_the_letter_that_the_arrows_lead_to(
    lot_size: int, level: str, aql: Decimal, state: str, standard: str
) -> None:
    plan = single_plan(lot_size=lot_size, level=level, aql=aql, state=state, standard=standard)
    cell = load_tables().cells[standard, state, plan.code_letter, plan.aql]
    assert (plan.plan_letter, plan.accept, plan.reject) == (cell.letter, cell.accept, cell.reject)
    assert plan.sample_size == min(cell.sample_size, lot_size)


@given(lot_sizes, levels, st.sampled_from(range(len(AQLS) - 1)), states, standards)
def test_a_higher_aql_never_lowers_the_acceptance_number(
    lot_size: int, level: str, place: int, state: str, standard: str
) -> None:
    lower, higher = (
        single_plan(lot_size=lot_size, level=level, aql=aql, state=state, standard=standard)
        for aql in (AQLS[place], AQLS[place + 1])
    )
    assert lower.accept <= higher.accept
    assert lower.reject <= higher.reject


@given(lot_sizes, levels, aqls, standards)
def test_tightened_is_never_more_lenient_and_reduced_never_more_work(
    lot_size: int, level: str, aql: Decimal, standard: str
) -> None:
    normal, tightened, reduced = (
        single_plan(lot_size=lot_size, level=level, aql=aql, state=state, standard=standard)
        for state in STATES
    )
    assert tightened.accept <= normal.accept
    assert tightened.sample_size >= normal.sample_size
    assert reduced.sample_size <= normal.sample_size
    assert reduced.accept <= normal.accept


@given(lot_sizes, lot_sizes, levels)
def test_a_larger_lot_never_has_an_earlier_code_letter(one: int, other: int, level: str) -> None:
    small, large = (
        single_plan(lot_size=size, level=level, aql="1.0") for size in sorted((one, other))
    )
    assert small.code_letter <= large.code_letter


@given(plans, st.integers(0, 4))
def test_an_aql_means_the_same_with_more_zeros_and_in_any_decimal_context(
    plan: Plan, zeros: int
) -> None:
    text = str(plan.aql) if "." in str(plan.aql) else f"{plan.aql}."
    narrow = decimal.Context(prec=1)
    usual = decimal.getcontext()  # noqa: TID251 - swapped to show that it has no effect
    decimal.setcontext(narrow)
    try:
        again = single_plan(
            lot_size=plan.lot_size,
            level=plan.level,
            aql=f"{text}0{'0' * zeros}",
            state=plan.state,
            standard=plan.standard,
        )
    finally:
        decimal.setcontext(usual)
    assert again == plan


@given(judged())
def test_a_sample_is_accepted_rejected_or_unknown_by_the_definition(
    case: tuple[Plan, int, int],
) -> None:
    plan, inspected, found = case
    judgement = judge(plan, found=found, inspected=inspected)
    expected: bool | None = None
    if found >= plan.reject:
        expected = False
    elif inspected >= plan.sample_size and (found <= plan.accept or plan.state == "reduced"):
        expected = True
    assert judgement.accepted is expected
    assert judgement.back_to_normal == (expected is True and found > plan.accept)


@given(judged(), st.integers(1, 5))
def test_finding_more_never_turns_out_better(case: tuple[Plan, int, int], more: int) -> None:
    plan, inspected, found = case
    better = {False: 0, None: 1, True: 2}
    before = judge(plan, found=found, inspected=inspected)
    after = judge(plan, found=found + more, inspected=inspected)
    assert better[after.accepted] <= better[before.accepted]


@given(judged(), st.data())
def test_inspecting_more_without_finding_more_never_undoes_a_judgement(
    case: tuple[Plan, int, int], data: st.DataObject
) -> None:
    plan, inspected, found = case
    before = judge(plan, found=found, inspected=inspected)
    further = data.draw(st.integers(inspected, plan.lot_size))
    after = judge(plan, found=found, inspected=further)
    if before.accepted is not None:
        assert after.accepted is before.accepted


@given(judged(), st.data())
def test_a_rejected_part_of_a_sample_rejects_the_whole_of_it(
    case: tuple[Plan, int, int], data: st.DataObject
) -> None:
    plan, inspected, found = case
    further = data.draw(st.integers(inspected, plan.lot_size))
    in_all = data.draw(st.integers(found, found + 5))
    if judge(plan, found=found, inspected=inspected).rejected:
        assert judge(plan, found=in_all, inspected=further).rejected
