"""Operating characteristics against exact fractions, computed path by path."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import comb, isclose

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disposition.sampling import (
    AQLS,
    LEVELS,
    STATES,
    Plan,
    characteristic,
    custom_plan,
    outgoing_limit,
    quality_accepted,
    quality_rejected,
    sampling_plan,
)
from disposition.sampling.curves.operating import binomial, hypergeometric, poisson

TOLERANCE = 1e-9
Chance = Callable[[int, int, int, int], Fraction]
"""The probability of `more` in the next `size` units, after `drawn` with `found` in them."""

staged = st.builds(
    sampling_plan,
    st.sampled_from(["single", "double", "multiple"]),
    lot_size=st.integers(2, 3000),
    level=st.sampled_from(LEVELS),
    aql=st.sampled_from([aql for aql in AQLS if Decimal("0.1") <= aql <= 10]),
    state=st.sampled_from(STATES),
    standard=st.just("z1.4"),
)


def _endless(quality: Fraction) -> Chance:
    def chance(_drawn: int, _found: int, size: int, more: int) -> Fraction:
        return comb(size, more) * quality**more * (1 - quality) ** (size - more)

    return chance


def _finite(lot_size: int, bad: int) -> Chance:
    def chance(drawn: int, found: int, size: int, more: int) -> Fraction:
        left, left_bad = lot_size - drawn, bad - found
        ways = comb(left_bad, more) * comb(left - left_bad, size - more)
        return Fraction(ways, comb(left, size))

    return chance


def _exact(
    plan: Plan, chance: Chance
) -> tuple[Fraction, Fraction, list[tuple[int, int, Fraction]]]:
    """Return acceptance, average sample number, and (drawn, found, probability) where accepted."""
    accepted: list[tuple[int, int, Fraction]] = []
    number = Fraction(0)

    def follow(place: int, drawn: int, found: int, so_far: Fraction) -> None:
        nonlocal number
        stage = plan.stages[place]
        reached = drawn + stage.sample_size
        decided = so_far
        for more in range(min(stage.sample_size, stage.reject - 1 - found) + 1):
            probability = so_far * chance(drawn, found, stage.sample_size, more)
            in_all = found + more
            last = place == len(plan.stages) - 1
            if last or (stage.accept is not None and in_all <= stage.accept):
                accepted.append((reached, in_all, probability))
            elif probability:
                decided -= probability
                follow(place + 1, reached, in_all, probability)
        number += decided * reached

    follow(0, 0, 0, Fraction(1))
    return sum((chance for *_, chance in accepted), Fraction(0)), number, accepted


@settings(max_examples=40, deadline=None)
@given(staged, st.integers(0, 300))
def test_binomial_curves_are_exact(plan: Plan, per_mille: int) -> None:
    quality = Fraction(per_mille, 1000)
    acceptance, number, accepted = _exact(plan, _endless(quality))
    curve = characteristic(plan)
    percent = 100 * quality
    lot_size = plan.lot_size or 1
    left = sum((p * quality * (lot_size - drawn) for drawn, _, p in accepted), Fraction(0))
    inspected = sum((p * drawn for drawn, _, p in accepted), Fraction(0))
    assert isclose(curve.acceptance(percent), acceptance, abs_tol=TOLERANCE)
    assert isclose(curve.sample_number(percent), number, rel_tol=TOLERANCE)
    assert isclose(curve.outgoing(percent), 100 * left / lot_size, abs_tol=TOLERANCE)
    total = inspected + (1 - acceptance) * lot_size
    assert isclose(curve.total_inspection(percent), total, rel_tol=TOLERANCE)


@settings(max_examples=40, deadline=None)
@given(staged, st.floats(0, 0.4))
def test_finite_lots_are_exact(plan: Plan, share: float) -> None:
    lot_size = plan.lot_size or 1
    bad = round(share * lot_size)
    acceptance, number, accepted = _exact(plan, _finite(lot_size, bad))
    curve = characteristic(plan, "hypergeometric")
    percent = Fraction(100 * bad, lot_size)
    left = sum((p * (bad - found) for _, found, p in accepted), Fraction(0))
    assert isclose(curve.acceptance(percent), acceptance, abs_tol=TOLERANCE)
    assert isclose(curve.sample_number(percent), number, rel_tol=TOLERANCE)
    assert isclose(curve.outgoing(percent), 100 * left / lot_size, abs_tol=TOLERANCE)


@given(st.integers(1, 400), st.fractions(0, 1, max_denominator=1000))
def test_binomial_probabilities_are_exact(size: int, share: Fraction) -> None:
    exact = [comb(size, k) * share**k * (1 - share) ** (size - k) for k in range(size + 1)]
    for mine, true in zip(binomial(size, float(share), size), exact, strict=True):
        assert isclose(mine, true, rel_tol=1e-10, abs_tol=1e-14)


@given(st.integers(1, 300), st.data())
def test_hypergeometric_probabilities_are_exact(lot_size: int, data: st.DataObject) -> None:
    bad = data.draw(st.integers(0, lot_size))
    size = data.draw(st.integers(0, lot_size))
    chance = _finite(lot_size, bad)
    for k, mine in enumerate(hypergeometric(lot_size, bad, size, size)):
        assert isclose(mine, chance(0, 0, size, k), rel_tol=1e-10, abs_tol=1e-14)


@given(st.fractions(0, 60, max_denominator=100))
def test_poisson_probabilities_are_exact(mean: Fraction) -> None:
    # The series of e^mean to 400 terms is exact far beyond a float, and needs no exponential.
    terms = [Fraction(1)]
    for k in range(1, 400):
        terms.append(terms[-1] * mean / k)
    total = sum(terms)
    for mine, term in zip(poisson(float(mean), 120), terms, strict=False):
        assert isclose(mine, term / total, rel_tol=1e-10, abs_tol=1e-14)


@given(staged, st.floats(0, 100), st.floats(0, 100))
def test_worse_quality_is_never_accepted_more_often(plan: Plan, one: float, other: float) -> None:
    curve = characteristic(plan)
    good, bad = sorted((one, other))
    assert curve.acceptance(good) >= curve.acceptance(bad) - 1e-12
    assert 0 <= curve.acceptance(bad) <= 1 + 1e-12


@given(staged, st.floats(0, 40))
def test_what_goes_out_is_no_worse_than_what_comes_in(plan: Plan, quality: float) -> None:
    curve = characteristic(plan)
    assert 0 <= curve.outgoing(quality) <= quality + 1e-12
    number = curve.sample_number(quality)
    first = plan.stages[0].sample_size
    assert first - 1e-9 <= number <= plan.sample_size + 1e-9
    total = curve.total_inspection(quality)
    assert first - 1e-9 <= total <= max(plan.lot_size or 0, plan.sample_size) + 1e-9


@settings(max_examples=25, deadline=None)
@given(staged, st.sampled_from([0.95, 0.5, 0.1, 0.01]))
def test_a_risk_quality_is_where_the_curve_passes_its_probability(
    plan: Plan, probability: float
) -> None:
    curve = characteristic(plan)
    quality = quality_accepted(curve, probability)
    assert isclose(curve.acceptance(quality), probability, abs_tol=1e-9)
    finite = characteristic(plan, "hypergeometric")
    good, bad = quality_accepted(finite, probability), quality_rejected(finite, probability)
    assert finite.acceptance(good) >= probability >= finite.acceptance(bad)
    assert round((bad - good) * (plan.lot_size or 1) / 100) == 1


@settings(max_examples=25, deadline=None)
@given(staged)
def test_no_outgoing_quality_is_above_its_limit(plan: Plan) -> None:
    for model in ("binomial", "hypergeometric"):
        curve = characteristic(plan, model)
        limit, _ = outgoing_limit(curve)
        lot_size = plan.lot_size or 1
        step = 1 if model == "hypergeometric" else 0.37
        for place in range(min(lot_size, 120)):
            quality = 100 * place * step / lot_size
            assert curve.outgoing(quality) <= limit + 1e-9


@pytest.mark.parametrize("sample_size", [1, 13, 80])
@pytest.mark.parametrize("quality", [Decimal("0.1"), Decimal("2.5"), Decimal(50)])
def test_acceptance_on_zero_is_a_power(sample_size: int, quality: Decimal) -> None:
    curve = characteristic(custom_plan(sample_size=sample_size, accept=0))
    exact = (1 - Fraction(quality) / 100) ** sample_size
    assert isclose(curve.acceptance(quality), exact, rel_tol=1e-12)
