"""Which items of a list of the case are meant, by a test of one: true, false or unknown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from disposition.facts.native.bounds import every
from disposition.facts.native.fact import View

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
