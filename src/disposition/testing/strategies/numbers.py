"""Numbers at and beside the boundaries that decide: sizes, limits, acceptance numbers."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from disposition.sampling import AQLS

_TABLE_1 = (8, 15, 25, 50, 90, 150, 280, 500, 1200, 3200, 10_000, 35_000, 150_000, 500_000)

LOT_SIZES = st.one_of(
    st.sampled_from([1, *(size + step for size in _TABLE_1 for step in (0, 1))]),
    st.integers(1, 5000),
)
"""Lot sizes on both sides of each row of ISO 2859-1, Table 1, and any small one."""

FEW = st.integers(0, 3)
DAYS = st.integers(0, 20)
SLACK = st.one_of(st.integers(-1, 3), st.integers(-20, 40))
"""Days to spare: most often none, one too few, or as few as make a shipment urgent."""


def aqls() -> st.SearchStrategy[Decimal]:
    """Draw an acceptance quality limit: most often 0 or one in daily use."""
    return st.one_of(st.just(Decimal(0)), st.sampled_from(AQLS[6:17]), st.sampled_from(AQLS))


def near(*numbers: int, most: int) -> st.SearchStrategy[int]:
    """Draw the given numbers, those beside them, and now and then any from 0 to `most`."""
    exact = [number for number in numbers if 0 <= number <= most]
    beside = [number + step for number in exact for step in (-1, 1)]
    inside = [number for number in beside if 0 <= number <= most]
    anything = st.integers(0, most)
    if not exact:
        return anything
    at = st.sampled_from(exact)
    return st.one_of(at, at, st.sampled_from(inside or exact), anything)
