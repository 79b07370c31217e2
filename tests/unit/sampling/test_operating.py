"""Operating characteristics: published points, scipy's numbers, and what is refused."""

from __future__ import annotations

from decimal import Decimal
from math import isclose
from typing import Any

import pytest

from disposition.sampling import (
    Plan,
    SamplingError,
    characteristic,
    custom_plan,
    outgoing_limit,
    quality_accepted,
    quality_rejected,
    risks,
    sampling_plan,
    single_plan,
)

J_25 = single_plan(lot_size=1200, level="II", aql="2.5")
UNITS = custom_plan(sample_size=80, accept=5, counting="nonconforming_units")
DEFECTS = custom_plan(sample_size=80, accept=5, lot_size=1200, counting="nonconformities")


@pytest.mark.parametrize(
    ("aql", "good", "bad"),
    [
        ("0.15", 0.0641, 2.84),
        ("0.65", 0.446, 4.78),
        ("1.0", 1.03, 6.52),
        ("1.5", 1.73, 8.16),
        ("2.5", 3.32, 11.3),
        ("4.0", 5.06, 14.2),
        ("6.5", 7.91, 18.6),
    ],
)
def test_published_points_of_letter_j(aql: str, good: float, bad: float) -> None:
    # Percent nonconforming accepted with 0.95 and 0.10: MIL-STD-105E table X-J, three digits.
    points = risks(characteristic(single_plan(lot_size=1200, level="II", aql=aql)))
    assert points.producer_quality == pytest.approx(good, rel=0.006)
    assert points.consumer_quality == pytest.approx(bad, rel=0.006)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [(0, 2.303), (1, 3.890), (2, 5.322), (3, 6.681), (5, 9.275), (10, 15.407)],
)
def test_published_poisson_factors(accept: int, expected: float) -> None:
    # n times the quality accepted with 0.10, in the usual tables for designing single plans.
    plan = custom_plan(sample_size=100, accept=accept, counting="nonconformities")
    assert quality_rejected(characteristic(plan), 0.10) == pytest.approx(expected, abs=5e-4)


class TestAgainstScipy:
    """The same numbers from an independent library, to nine decimal places."""

    stats: Any

    @pytest.fixture(autouse=True)
    def _scipy(self) -> None:
        self.stats = pytest.importorskip("scipy.stats")

    @pytest.mark.parametrize("aql", ["0.065", "0.65", "2.5", "10"])
    @pytest.mark.parametrize("quality", [0.01, 0.5, 2.5, 7.0, 33.3])
    @pytest.mark.parametrize("lot_size", [8, 150, 1200, 500_001])
    def test_single_plans(self, lot_size: int, quality: float, aql: str) -> None:
        plan = single_plan(lot_size=lot_size, level="II", aql=aql)
        size, share = plan.sample_size, quality / 100
        binomial = self.stats.binom.cdf(plan.accept, size, share)
        poisson = self.stats.poisson.cdf(plan.accept, size * share)
        assert isclose(characteristic(plan).acceptance(quality), binomial, abs_tol=1e-9)
        assert isclose(characteristic(plan, "poisson").acceptance(quality), poisson, abs_tol=1e-9)
        bad = round(share * lot_size)
        finite = self.stats.hypergeom.cdf(plan.accept, lot_size, bad, size)
        mine = characteristic(plan, "hypergeometric").acceptance(100 * bad / lot_size)
        assert isclose(mine, finite, abs_tol=1e-9)

    @pytest.mark.parametrize("quality", [0.1, 1.0, 2.5, 6.0, 12.0])
    @pytest.mark.parametrize("standard", ["iso2859-1", "z1.4"])
    @pytest.mark.parametrize("state", ["normal", "tightened", "reduced"])
    def test_double_plans(self, state: str, standard: str, quality: float) -> None:
        plan = sampling_plan(
            "double", lot_size=3200, level="II", aql="2.5", state=state, standard=standard
        )
        first, second = plan.stages
        assert first.accept is not None
        share = quality / 100
        pmf = self.stats.binom.pmf(range(first.reject), first.sample_size, share)
        accepted = sum(pmf[: first.accept + 1])
        accepted += sum(
            pmf[found] * self.stats.binom.cdf(second.reject - 1 - found, second.sample_size, share)
            for found in range(first.accept + 1, first.reject)
        )
        assert isclose(characteristic(plan).acceptance(quality), accepted, abs_tol=1e-9)


def test_a_large_custom_plan_is_accurate() -> None:
    # 1,000,000 units: the mean is 10,000 and the median is very near to it.
    curve = characteristic(custom_plan(sample_size=1_000_000, accept=10_000))
    assert curve.acceptance(1) == pytest.approx(0.5026595, abs=1e-6)
    assert curve.acceptance(0) == 1
    assert curve.acceptance(100) == 0


def test_a_count_in_the_gap_of_z14_reduced_accepts_the_lot() -> None:
    plan = single_plan(lot_size=3200, level="II", aql="2.5", state="reduced", standard="z1.4")
    as_if = custom_plan(sample_size=50, accept=plan.reject - 1)
    assert characteristic(plan).acceptance(5) == characteristic(as_if).acceptance(5)


def test_the_distribution_follows_from_what_is_counted() -> None:
    assert characteristic(J_25).model == "binomial"
    assert characteristic(DEFECTS).model == "poisson"
    above = single_plan(lot_size=1200, level="S-1", aql="65")
    assert characteristic(above).model == "poisson"


def test_full_inspection_lets_nothing_through_in_a_finite_lot() -> None:
    plan = single_plan(lot_size=8, level="II", aql="1.0")
    curve = characteristic(plan, "hypergeometric")
    assert [curve.acceptance(100 * bad / 8) for bad in range(3)] == [1, 0, 0]
    assert curve.outgoing(0) == 0


def test_the_outgoing_limit_of_a_finite_lot_is_at_a_whole_number_of_units() -> None:
    curve = characteristic(
        sampling_plan("double", lot_size=500, level="II", aql="4.0"), "hypergeometric"
    )
    limit, at = outgoing_limit(curve)
    assert limit == max(curve.outgoing(100 * bad / 500) for bad in range(501))
    assert round(at * 5, 9) == round(at * 5)


@pytest.mark.parametrize(
    ("plan", "model", "message"),
    [
        (J_25, "normal", "`normal` is not a distribution"),
        (J_25, "binomal", "`binomal` is not a distribution"),
        (
            DEFECTS,
            "binomial",
            "a binomial number counts nonconforming units, and the plan nonconformities",
        ),
        (UNITS, "hypergeometric", "a finite lot needs a size"),
    ],
)
def test_a_distribution_that_does_not_fit_is_refused(plan: Plan, model: str, message: str) -> None:
    with pytest.raises(SamplingError) as caught:
        characteristic(plan, model)
    assert caught.value.message == message
    assert caught.value.hint


@pytest.mark.parametrize(
    "quality", [-1, 101, float("nan"), float("inf"), True, "2.5", Decimal("NaN")]
)
def test_no_lot_has_such_a_quality(quality: Any) -> None:
    with pytest.raises(SamplingError, match="is no quality of a lot"):
        characteristic(J_25).acceptance(quality)


def test_a_finite_lot_has_whole_units() -> None:
    curve = characteristic(J_25, "hypergeometric")
    with pytest.raises(SamplingError, match="has 1 or 2 nonconforming units, nothing in between"):
        curve.acceptance(Decimal("0.1"))


def test_outgoing_quality_needs_a_lot() -> None:
    with pytest.raises(SamplingError, match="this needs the size of the lot"):
        characteristic(UNITS).outgoing(1)


@pytest.mark.parametrize("probability", [0, 1, -0.1, 2])
def test_a_risk_is_between_0_and_1(probability: float) -> None:
    with pytest.raises(SamplingError, match="is not a probability between 0 and 1"):
        quality_accepted(characteristic(J_25), probability)


def test_the_risk_at_the_aql_needs_an_aql() -> None:
    assert risks(characteristic(UNITS)).producer_risk is None
    assert risks(characteristic(J_25)).producer_risk == pytest.approx(0.0152146, abs=1e-7)
