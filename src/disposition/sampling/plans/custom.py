"""Plans from no standard's table: a contract's own numbers, and acceptance on zero."""

from __future__ import annotations

import math
from bisect import bisect_left
from decimal import Decimal
from fractions import Fraction

from disposition.sampling.errors import SamplingError, quoted
from disposition.sampling.names import NONCONFORMITIES, check_counting, check_state
from disposition.sampling.plan_numbers import CUSTOM, one_stage
from disposition.sampling.plans.plan import Plan
from disposition.sampling.plans.single import SINGLE, check_lot_size

_MOST_UNITS = 10**15


def custom_plan(
    *,
    sample_size: int,
    accept: int,
    reject: int | None = None,
    lot_size: int | None = None,
    counting: str | None = None,
    note: str = "",
    state: str = "normal",
) -> Plan:
    """Return a contract's own single plan.

    `reject` is `accept + 1` unless given. Numbers in between accept the lot and end reduced
    inspection where `state` is `reduced`, as in Z1.4; anywhere else they decide nothing. With a
    `lot_size` no larger than the sample every unit is inspected. Raises `SamplingError` for numbers
    that are no plan, such as one that can never reject, and for a state that has no plans.

    >>> plan = custom_plan(sample_size=32, accept=2, lot_size=5000)
    >>> plan.standard, plan.sample_size, plan.accept, plan.reject
    ('custom', 32, 2, 3)
    """
    _check_number("sample_size", sample_size, least=1)
    _check_number("accept", accept, least=0)
    rejection = accept + 1 if reject is None else reject
    _check_number("reject", rejection, least=0)
    if rejection <= accept:
        raise SamplingError(
            f"rejection number {quoted(rejection)} is not above the acceptance number {accept}",
            about="reject",
            hint="usually it is the acceptance number + 1",
        )
    if rejection > sample_size and counting != NONCONFORMITIES:
        message = f"{sample_size} units can never reach the rejection number {quoted(rejection)}"
        hint = f"only when counting `{NONCONFORMITIES}` can more be found than units inspected"
        raise SamplingError(message, about="accept", hint=hint)
    if lot_size is not None:
        check_lot_size(lot_size)
    whole = lot_size is not None and sample_size >= lot_size
    return Plan(
        standard=CUSTOM,
        level="",
        state=check_state(state),
        aql=None,
        lot_size=lot_size,
        code_letter="",
        plan_letter="",
        stages=one_stage(lot_size if whole and lot_size else sample_size, accept, rejection),
        full_inspection=whole,
        type=SINGLE,
        counting=check_counting(counting, None),
        note=note,
    )


def zero_acceptance_plan(
    *,
    sample_size: int | None = None,
    ltpd: Decimal | str | int | None = None,
    beta: Decimal | str = "0.10",
    lot_size: int | None = None,
    counting: str | None = None,
) -> Plan:
    """Return a plan that accepts on 0: of a named sample size, or of the smallest that protects.

    Without `sample_size`, `ltpd` is percent nonconforming that a lot may have with no more than the
    probability `beta` of being accepted; the sample is the smallest that keeps this, counted
    exactly in a lot of `lot_size` units (hypergeometric) or in endless production (binomial). These
    are not the numbers of Squeglia's book, whose tables are not in the package. Raises
    `SamplingError` for both or neither, and for numbers out of range.

    >>> zero_acceptance_plan(ltpd="5", beta="0.10").sample_size
    45
    >>> zero_acceptance_plan(ltpd="5", beta="0.10", lot_size=200).sample_size
    41
    """
    if (sample_size is None) == (ltpd is None):
        message = "a plan that accepts on 0 is named by its sample size or by its LTPD"
        hint = "give one of `sample_size` and `ltpd`"
        raise SamplingError(message, about="sample_size", hint=hint)
    if sample_size is not None:
        return custom_plan(
            sample_size=sample_size, accept=0, lot_size=lot_size, counting=counting, note="c = 0"
        )
    quality = _share("ltpd", ltpd, most=100) / 100
    risk = _share("beta", beta, most=1)
    if lot_size is None:
        size = _endless(quality, risk)
    else:
        size = _from_a_lot(check_lot_size(lot_size), quality, risk)
    return custom_plan(
        sample_size=size,
        accept=0,
        lot_size=lot_size,
        counting=counting,
        note=f"c = 0; at most {beta} to accept {ltpd} % nonconforming",
    )


def _endless(quality: Fraction, risk: Fraction) -> int:
    """Return the smallest sample of endless production: (1 - quality)^n <= risk."""
    good = 1 - quality
    most = 1
    while good**most > risk:
        most *= 2
    return bisect_left(range(most), True, key=lambda size: good**size <= risk)


def _from_a_lot(lot_size: int, quality: Fraction, risk: Fraction) -> int:
    """Return the smallest sample that finds none with a probability of at most the risk.

    A lot has whole units: one as bad as the LTPD has at least that many nonconforming, rounded up.
    """
    good = lot_size - math.ceil(quality * lot_size)
    return bisect_left(
        range(lot_size),
        True,
        key=lambda size: math.comb(good, size) <= risk * math.comb(lot_size, size),
    )


def _share(about: str, given: object, *, most: int) -> Fraction:
    try:
        number = Fraction(given) if isinstance(given, str | int | Decimal) else Fraction(-1)
    except (ValueError, OverflowError, ZeroDivisionError):
        number = Fraction(-1)
    if 0 < number < most:
        return number
    hint = f"write a number between 0 and {most}, as text or a Decimal"
    raise SamplingError(f"{quoted(given)} is not a possible {about}", about=about, hint=hint)


def _check_number(about: str, given: object, *, least: int) -> None:
    whole = isinstance(given, int) and not isinstance(given, bool)
    if whole and least <= given <= _MOST_UNITS:  # type: ignore[operator] # `whole` is the check
        return
    hint = f"write a whole number, {least} or more"
    raise SamplingError(f"{quoted(given)} is not a number for `{about}`", about=about, hint=hint)
