"""Samples that a process of some quality gives: how probable each is, or some of them drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, product
from math import prod
from operator import getitem
from random import Random

from disposition.sampling.curves.operating import binomial

RARE = 1e-7
"""Samples whose probability together is at most this, for each severity, are not looked at."""

Sample = tuple[int, ...]
"""Bad units of each severity."""


def probabilities(size: int, percent: float) -> list[float]:
    """Return how probable each number of bad units is in a sample of a process.

    >>> [round(each, 4) for each in probabilities(2, 50)]
    [0.25, 0.5, 0.25]
    """
    return binomial(size, percent / 100, size)


def ranges(size: int, rates: Mapping[str, Sequence[float]]) -> list[range]:
    """Return the numbers of bad units of each severity that are not rare at any of its rates."""
    return [_range(size, each) for each in rates.values()]


def _range(size: int, rates: Sequence[float]) -> range:
    least, most = size, 0
    for rate in rates:
        held = probabilities(size, rate)
        below = above = 0.0
        low, high = 0, size
        while below + held[low] < RARE / 2:
            below += held[low]
            low += 1
        while above + held[high] < RARE / 2:
            above += held[high]
            high -= 1
        least, most = min(least, low), max(most, high)
    return range(least, most + 1)


def weighed(
    size: int, rates: Mapping[str, Sequence[float]], within: Sequence[range]
) -> tuple[list[Sample], list[list[float]]]:
    """Return all samples within ranges, and how probable each is at each point."""
    samples = list(product(*within))
    points = len(next(iter(rates.values())))
    weights = []
    for point in range(points):
        held = [probabilities(size, each[point]) for each in rates.values()]
        weights.append([prod(map(getitem, held, sample)) for sample in samples])
    return samples, weights


def drawn(
    size: int, rates: Mapping[str, Sequence[float]], number: int, seed: int
) -> Iterator[list[Sample]]:
    """Yield for each point some samples at random; the same seed draws the same."""
    points = len(next(iter(rates.values())))
    for point in range(points):
        chance = Random(seed)  # noqa: S311 - nothing is kept secret by it
        sums = [_sums(probabilities(size, each[point])) for each in rates.values()]
        yield [tuple(_drawn(each, chance.random()) for each in sums) for _ in range(number)]


def _sums(held: list[float]) -> list[float]:
    return list(accumulate(held))


def _drawn(sums: list[float], chance: float) -> int:
    from bisect import bisect_left

    return min(bisect_left(sums, chance), len(sums) - 1)
