"""Counting and reasoning with what is not fully known: bounds, and Kleene's logic."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from disposition.facts.native.fact import View
from disposition.language.exact import FIFTEEN_DIGITS

Bounds = tuple[int, int | None]
"""The least and the most that a count can be; no most when nothing limits it."""

ANY: Bounds = (0, None)
"""Nothing is known of the count."""


def exactly(bounds: Bounds) -> int | None:
    """Return the count when only one is possible."""
    least, most = bounds
    return least if least == most else None


def more_than_none(bounds: Bounds) -> bool | None:
    """Whether the count is above zero.

    >>> more_than_none((1, None)), more_than_none((0, 0)), more_than_none((0, 3))
    (True, False, None)
    """
    least, most = bounds
    if least > 0:
        return True
    return False if most == 0 else None


def total(counts: Iterable[Bounds]) -> Bounds:
    """Return the bounds of a sum.

    >>> total([(1, 2), (3, 3)]), total([(1, None), (3, 3)])
    ((4, 5), (4, None))
    """
    least, most = 0, 0
    unlimited = False
    for low, high in counts:
        least += low
        if high is None:
            unlimited = True
        else:
            most += high
    return least, None if unlimited else most


def smaller(one: int | None, other: int | None) -> int | None:
    """Return the smaller of two upper bounds, of which either may be missing."""
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)


def every(conditions: Iterable[bool | None]) -> bool | None:
    """Kleene's "and": false as soon as one is false, else unknown when one is.

    >>> every([True, None, False]), every([True, None]), every([])
    (False, None, True)
    """
    answer: bool | None = True
    for condition in conditions:
        if condition is False:
            return False
        if condition is None:
            answer = None
    return answer


def some(conditions: Iterable[bool | None]) -> bool | None:
    """Kleene's "or": true as soon as one is true, else unknown when one is.

    >>> some([False, None, True]), some([False, None]), some([])
    (True, None, False)
    """
    answer: bool | None = False
    for condition in conditions:
        if condition is True:
            return True
        if condition is None:
            answer = None
    return answer


def opposite(condition: bool | None) -> bool | None:
    """Kleene's "not"."""
    return None if condition is None else not condition


@lru_cache(4096)  # the same few units are found in the same few samples
def percentage(part: int, whole: int) -> Decimal:
    """Return what percentage `part` is of `whole`, half-even to 15 significant digits.

    >>> percentage(9, 125), percentage(1, 3)
    (Decimal('7.2'), Decimal('33.3333333333333'))
    """
    return FIFTEEN_DIGITS.divide(Decimal(100 * part), Decimal(whole))


# --- items of a list -----------------------------------------------------------------------------


Test = Callable[[Any], bool | None]
"""Whether an item is one of those meant; None while that is not known."""

Items = tuple[Any, ...]


def items(view: View, name: str) -> Items | None:
    """Return a list of the case; None while it is not known."""
    found: Items | None = getattr(view.lot.case, name)
    return found


def is_in(key: str, *values: object) -> Test:
    """Mean the items that have one of some values at a key."""

    def test(item: Any) -> bool | None:
        held = getattr(item, key)
        return None if held is None else held in values

    return test


def both(*tests: Test) -> Test:
    """Mean the items that every one of some tests means."""
    return lambda item: every(test(item) for test in tests)


def trailing(listed: Sequence[Any], test: Test) -> tuple[Items, Any]:
    """Return the items that may be the last one meant, and the one that surely is, if one is.

    Items are looked at from the end, until one is surely meant.
    """
    looked_at: list[Any] = []
    for item in reversed(listed):
        held = test(item)
        if held is not False:
            looked_at.append(item)
        if held:
            break
    sure = looked_at[0] if len(looked_at) == 1 and test(looked_at[0]) else None
    return tuple(looked_at), sure
