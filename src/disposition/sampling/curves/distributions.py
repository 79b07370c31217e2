"""How many nonconforming a sample finds: binomial, hypergeometric and Poisson probabilities.

Each is computed from the ratios of neighbouring probabilities, outward from the most likely count,
and then made to add up to 1. That needs no factorials, and keeps about 13 digits at any size.
"""

from __future__ import annotations

import math
from collections.abc import Callable

_NEGLIGIBLE = 1e-40


def binomial(sample_size: int, share: float, most: int) -> list[float]:
    """Return the probabilities of 0 to `most` nonconforming in a sample of endless production.

    `share` is the share nonconforming, 0 to 1.

    >>> binomial(2, 0.5, 2)
    [0.25, 0.5, 0.25]
    """
    if share <= 0 or share >= 1:
        return _certain(0 if share <= 0 else sample_size, most)
    odds = share / (1 - share)
    likely = min(sample_size, int((sample_size + 1) * share))
    return _spread(lambda k: (sample_size - k) / (k + 1) * odds, likely, 0, sample_size, most)


def hypergeometric(lot_size: int, nonconforming: int, sample_size: int, most: int) -> list[float]:
    """Return the probabilities of 0 to `most` nonconforming in a sample of a finite lot.

    >>> hypergeometric(4, 2, 1, 1)
    [0.5, 0.5]
    """
    good = lot_size - nonconforming
    least, limit = max(0, sample_size - good), min(sample_size, nonconforming)
    likely = (sample_size + 1) * (nonconforming + 1) // (lot_size + 2)

    def ratio(k: int) -> float:
        return (nonconforming - k) * (sample_size - k) / ((k + 1) * (good - sample_size + k + 1))

    return _spread(ratio, min(max(likely, least), limit), least, limit, most)


def poisson(mean: float, most: int) -> list[float]:
    """Return the probabilities of 0 to `most` nonconformities where `mean` are expected.

    >>> [round(chance, 4) for chance in poisson(1.0, 2)]
    [0.3679, 0.3679, 0.1839]
    """
    if mean <= 0:
        return _certain(0, most)
    return _spread(lambda k: mean / (k + 1), int(mean), 0, None, most)


def _certain(count: int, most: int) -> list[float]:
    return [1.0 if k == count else 0.0 for k in range(most + 1)]


def _spread(
    ratio: Callable[[int], float], likely: int, least: int, limit: int | None, most: int
) -> list[float]:
    """Return probabilities from `ratio(k)`, that of k + 1 over that of k."""
    weights = {likely: 1.0}
    k, weight = likely, 1.0
    while k != limit and weight > _NEGLIGIBLE:
        weight *= ratio(k)
        k += 1
        weights[k] = weight
    k, weight = likely, 1.0
    while k != least and weight > _NEGLIGIBLE:
        k -= 1
        weight /= ratio(k)
        weights[k] = weight
    total = math.fsum(weights.values())
    return [weights.get(k, 0.0) / total for k in range(most + 1)]
