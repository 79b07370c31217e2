"""The named points of a plan's curves: risks, risk qualities, and the outgoing quality limit."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

from disposition.frozen import frozen
from disposition.sampling.curves.operating import OperatingCurves
from disposition.sampling.errors import SamplingError, quoted

ALPHA = 0.05
"""The usual producer's risk: a good lot is rejected."""

BETA = 0.10
"""The usual consumer's risk: a bad lot is accepted."""

_POINTS = 32
_PERCENT = 100.0


@frozen
class Risks:
    """What a plan promises to both sides; qualities are in the unit of the AQL.

    `producer_quality` is accepted with a probability of 1 - alpha (0.95), `indifference_quality`
    with one half, `consumer_quality` with beta (0.10: the limiting quality, LQ). `producer_risk` is
    the probability that a lot of AQL quality is rejected, None without an AQL above 0.
    """

    producer_quality: float
    indifference_quality: float
    consumer_quality: float
    producer_risk: float | None


def risks(curve: OperatingCurves, *, alpha: float = ALPHA, beta: float = BETA) -> Risks:
    """Return the points at which both sides bear their usual risks.

    >>> from disposition.sampling import characteristic, single_plan
    >>> plan = single_plan(lot_size=1200, level="II", aql="2.5")
    >>> points = risks(characteristic(plan))
    >>> round(points.producer_quality, 2), round(points.consumer_quality, 1)
    (3.32, 11.3)
    """
    aql = curve.plan.aql
    finite = curve.model == "hypergeometric"
    return Risks(
        producer_quality=quality_accepted(curve, 1 - alpha),
        indifference_quality=quality_accepted(curve, 0.5),
        consumer_quality=quality_rejected(curve, beta),
        producer_risk=1 - curve.acceptance(aql) if aql and not finite else None,
    )


def quality_accepted(curve: OperatingCurves, probability: float) -> float:
    """Return the worst quality that is still accepted with at least this probability.

    Found by halving, to the last digit of a float; in a finite lot it is a whole number of units.
    Raises `SamplingError` unless the probability is between 0 and 1.
    """
    return _border(curve, probability)[0]


def quality_rejected(curve: OperatingCurves, probability: float) -> float:
    """Return the best quality that is accepted with at most this probability.

    The same point as `quality_accepted` except in a finite lot, where it is the next whole number
    of units.
    """
    return _border(curve, probability)[1]


def outgoing_limit(curve: OperatingCurves) -> tuple[float, float]:
    """Return the average outgoing quality limit (AOQL), and the incoming quality that has it.

    >>> from disposition.sampling import characteristic, single_plan
    >>> plan = single_plan(lot_size=1200, level="II", aql="2.5")
    >>> [round(number, 2) for number in outgoing_limit(characteristic(plan))]
    [3.71, 5.4]
    """
    if curve.model == "hypergeometric":
        lot_size = curve.plan.lot_size or 1
        units = _highest_unit(lambda count: curve.outgoing(_PERCENT * count / lot_size), lot_size)
        at = _PERCENT * units / lot_size
    else:
        worst = quality_rejected(curve, 1e-6)
        at = _highest(curve.outgoing, worst)
    return curve.outgoing(at), at


def _border(curve: OperatingCurves, probability: float) -> tuple[float, float]:
    """Return the neighbouring qualities above and below which the curve passes a probability."""
    if not 0 < probability < 1:
        message = f"{quoted(probability)} is not a probability between 0 and 1"
        hint = "write a number such as 0.95"
        raise SamplingError(message, about="probability", hint=hint)
    if curve.model == "hypergeometric":
        return _unit_border(curve, probability)
    low, high = 0.0, _PERCENT
    while curve.model == "poisson" and curve.acceptance(high) > probability:
        low, high = high, 2 * high
    while low < (middle := (low + high) / 2) < high:
        if curve.acceptance(middle) >= probability:
            low = middle
        else:
            high = middle
    return low, high


def _unit_border(curve: OperatingCurves, probability: float) -> tuple[float, float]:
    lot_size = curve.plan.lot_size or 1

    def is_rejected(units: int) -> bool:
        return curve.acceptance(_PERCENT * units / lot_size) < probability

    high = bisect_left(range(lot_size), True, lo=1, key=is_rejected)
    return _PERCENT * (high - 1) / lot_size, _PERCENT * high / lot_size


def _highest(curve: Callable[[float], float], end: float) -> float:
    """Return where a curve with one top between 0 and `end` is highest."""
    low, high = 0.0, end
    while high - low > 1e-9 * end:
        step = (high - low) / _POINTS
        best = max(range(_POINTS + 1), key=lambda place: curve(low + place * step))
        low, high = max(low + (best - 1) * step, 0.0), min(low + (best + 1) * step, end)
    return (low + high) / 2


def _highest_unit(curve: Callable[[int], float], end: int) -> int:
    """Return the whole number from 0 to `end` where a curve with one top is highest."""
    low, high = 0, end
    while high - low > _POINTS:
        step = -(-(high - low) // _POINTS)
        best = max(range(low, high + 1, step), key=curve)
        low, high = max(best - step, low), min(best + step, high)
    return max(range(low, high + 1), key=curve)
