"""Numbers at and beside the boundaries that decide: sizes, limits, acceptance numbers."""

from __future__ import annotations

from decimal import Decimal

from disposition.sampling import AQLS
from disposition.testing.strategies import quick
from disposition.testing.strategies.quick import Recipe

_TABLE_1 = (8, 15, 25, 50, 90, 150, 280, 500, 1200, 3200, 10_000, 35_000, 150_000, 500_000)

LOT_SIZES = quick.one_of(
    quick.sampled_from([1, *(size + step for size in _TABLE_1 for step in (0, 1))]),
    quick.integers(1, 5000),
)
"""Lot sizes on both sides of each row of ISO 2859-1, Table 1, and any small one."""

FEW = quick.integers(0, 3)
DAYS = quick.integers(0, 20)
SLACK = quick.one_of(quick.integers(-1, 3), quick.integers(-20, 40))
"""Days to spare: most often none, one too few, or as few as make a shipment urgent."""


def aqls() -> Recipe[Decimal]:
    """Draw an acceptance quality limit: most often 0 or one in daily use."""
    return quick.one_of(
        quick.just(Decimal(0)), quick.sampled_from(AQLS[6:17]), quick.sampled_from(AQLS)
    )


def near(*numbers: int, most: int) -> Recipe[int]:
    """Draw the given numbers, those beside them, and now and then any from 0 to `most`."""
    exact = [number for number in numbers if 0 <= number <= most]
    beside = [number + step for number in exact for step in (-1, 1)]
    inside = [number for number in beside if 0 <= number <= most]
    anything = quick.integers(0, most)
    if not exact:
        return anything
    at = quick.sampled_from(exact)
    return quick.one_of(at, at, quick.sampled_from(inside or exact), anything)
