"""A contract's own plans, acceptance on zero, and the counting rule that a plan states."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import comb
from typing import Any

import pytest

from disposition.sampling import (
    SamplingError,
    characteristic,
    check_counting,
    custom_plan,
    judge,
    judge_stages,
    past_lot,
    single_plan,
    zero_acceptance_plan,
)


def test_a_contracts_own_plan_is_a_plan_like_others() -> None:
    plan = custom_plan(sample_size=32, accept=2, lot_size=5000)
    assert (plan.standard, plan.type, plan.aql, plan.code_letter) == ("custom", "single", None, "")
    assert (plan.sample_size, plan.accept, plan.reject) == (32, 2, 3)
    assert judge(plan, found=2, inspected=32).accepted
    assert judge(plan, found=3, inspected=32).rejected
    assert not plan.arrow


def test_it_needs_no_lot_size() -> None:
    plan = custom_plan(sample_size=32, accept=2)
    assert judge(plan, found=2, inspected=10_000).accepted


@pytest.mark.parametrize(
    ("lot_size", "size", "whole"), [(33, 32, False), (32, 32, True), (9, 9, True)]
)
def test_it_asks_for_no_more_than_the_lot(lot_size: int, size: int, whole: bool) -> None:
    plan = custom_plan(sample_size=32, accept=2, lot_size=lot_size)
    assert (plan.sample_size, plan.full_inspection) == (size, whole)


@pytest.mark.parametrize(
    ("state", "accepted"), [("normal", None), ("tightened", None), ("reduced", True)]
)
def test_between_its_numbers_it_accepts_in_reduced_inspection_only(
    state: str, accepted: bool | None
) -> None:
    plan = custom_plan(sample_size=32, accept=1, reject=4, state=state)
    for found in (2, 3):
        judgement = judge(plan, found=found, inspected=32)
        assert judgement.accepted is accepted
        assert judgement.back_to_normal is bool(accepted)
    assert judge(plan, found=1, inspected=32).accepted
    assert judge(plan, found=4, inspected=32).rejected


def test_a_count_between_its_numbers_has_no_next_sample() -> None:
    plan = custom_plan(sample_size=32, accept=1, reject=4)
    progress = judge_stages(plan, found=[3])
    assert (progress.accepted, progress.next_sample) == (None, None)
    with pytest.raises(SamplingError, match="sample 1 is the plan's last"):
        judge_stages(plan, found=[3, 0])
    with pytest.raises(SamplingError, match="do not decide"):
        past_lot(plan, lot="1", found=[3])


def test_its_curve_counts_a_gap_as_not_accepted() -> None:
    quality, gap = Decimal("5"), {"sample_size": 32, "accept": 1, "reject": 4}
    strict = characteristic(custom_plan(sample_size=32, accept=1, lot_size=500))
    normal = characteristic(custom_plan(**gap, lot_size=500))
    reduced = characteristic(custom_plan(**gap, lot_size=500, state="reduced"))
    for plan in (normal, reduced):
        assert plan.sample_number(quality) == pytest.approx(32)
    assert normal.acceptance(quality) == pytest.approx(strict.acceptance(quality))
    assert normal.total_inspection(quality) == pytest.approx(strict.total_inspection(quality))
    assert reduced.acceptance(quality) > normal.acceptance(quality)


@pytest.mark.parametrize(
    ("numbers", "about", "message"),
    [
        ({"sample_size": 0, "accept": 0}, "sample_size", "`0` is not a number for `sample_size`"),
        ({"sample_size": 2.0, "accept": 0}, "sample_size", "`2.0` is not a number"),
        ({"sample_size": 5, "accept": -1}, "accept", "`-1` is not a number for `accept`"),
        ({"sample_size": 5, "accept": True}, "accept", "`True` is not a number for `accept`"),
        (
            {"sample_size": 5, "accept": 2, "reject": 2},
            "reject",
            "rejection number `2` is not above the acceptance number 2",
        ),
        (
            {"sample_size": 5, "accept": 5},
            "accept",
            "5 units can never reach the rejection number `6`",
        ),
        ({"sample_size": 5, "accept": 1, "lot_size": 0}, "lot_size", "`0` is not a lot size"),
        (
            {"sample_size": 5, "accept": 1, "counting": "units"},
            "counting",
            "`units` is not a counting rule",
        ),
    ],
)
def test_numbers_that_are_no_plan_are_refused(
    numbers: dict[str, Any], about: str, message: str
) -> None:
    with pytest.raises(SamplingError) as caught:
        custom_plan(**numbers)
    assert caught.value.about == about
    assert caught.value.message.startswith(message)
    assert caught.value.hint


def test_more_nonconformities_than_units_can_be_asked_for() -> None:
    assert custom_plan(sample_size=5, accept=7, counting="nonconformities").reject == 8


class TestAcceptanceOnZero:
    """c = 0, by a named sample or by what it has to protect from."""

    def test_a_named_sample(self) -> None:
        plan = zero_acceptance_plan(sample_size=29, lot_size=500)
        assert (plan.sample_size, plan.accept, plan.reject, plan.note) == (29, 0, 1, "c = 0")

    @pytest.mark.parametrize(
        ("ltpd", "beta", "size"), [("5", "0.10", 45), ("1", "0.05", 299), ("10", "0.10", 22)]
    )
    def test_endless_production(self, ltpd: str, beta: str, size: int) -> None:
        assert zero_acceptance_plan(ltpd=ltpd, beta=beta).sample_size == size
        good = 1 - Fraction(ltpd) / 100
        assert good**size <= Fraction(beta) < good ** (size - 1)

    @pytest.mark.parametrize("lot_size", [20, 200, 5000])
    @pytest.mark.parametrize("ltpd", ["0.4", "5", "20"])
    def test_a_finite_lot(self, lot_size: int, ltpd: str) -> None:
        size = zero_acceptance_plan(ltpd=ltpd, lot_size=lot_size).sample_size
        bad = -(-Fraction(ltpd) * lot_size // 100)

        def accepted(inspected: int) -> Fraction:
            return Fraction(comb(lot_size - int(bad), inspected), comb(lot_size, inspected))

        assert accepted(size) <= Fraction(1, 10) < accepted(size - 1)

    @pytest.mark.parametrize(
        "numbers",
        [
            {},
            {"sample_size": 5, "ltpd": "5"},
            {"ltpd": "0"},
            {"ltpd": "100"},
            {"ltpd": 0.5},
            {"ltpd": "much"},
            {"ltpd": Decimal("NaN")},
            {"ltpd": "1", "beta": "1"},
            {"ltpd": "1", "lot_size": 0},
        ],
    )
    def test_what_names_no_plan_is_refused(self, numbers: dict[str, Any]) -> None:
        with pytest.raises(SamplingError) as caught:
            zero_acceptance_plan(**numbers)
        assert caught.value.hint


class TestCountingRule:
    """A plan states what it counts, and above AQL 10 there is only one rule."""

    @pytest.mark.parametrize(
        ("given", "aql", "stated"),
        [
            (None, "2.5", None),
            (None, "10", None),
            (None, "15", "nonconformities"),
            ("nonconformities", "2.5", "nonconformities"),
            ("nonconforming_units", "10", "nonconforming_units"),
            ("nonconformities", "15", "nonconformities"),
        ],
    )
    def test_it_is_stated_in_the_plan(
        self, given: str | None, aql: str, stated: str | None
    ) -> None:
        plan = single_plan(lot_size=1200, level="II", aql=aql, counting=given)
        assert plan.counting == stated

    def test_above_10_units_cannot_be_counted(self) -> None:
        with pytest.raises(SamplingError) as caught:
            single_plan(lot_size=1200, level="II", aql="15", counting="nonconforming_units")
        assert caught.value.message == "AQL 15 cannot count nonconforming units"
        assert caught.value.hint == (
            "above 10 an AQL is nonconformities per 100 units: count `nonconformities`"
        )

    def test_another_rule_is_refused_with_the_one_meant(self) -> None:
        with pytest.raises(SamplingError) as caught:
            check_counting("non-conformities", None)
        assert caught.value.hint == "did you mean `nonconformities`?"
