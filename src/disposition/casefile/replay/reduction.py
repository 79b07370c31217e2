"""The smallest part of many things that does what all of them do, as far as trying can tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import combinations
from math import comb
from typing import TypeVar

T = TypeVar("T")

MOST_TRIED = 300
"""So many parts of more than one thing are tried before things are taken away instead."""


def smallest(things: Iterable[T], does: Callable[[tuple[T, ...]], bool]) -> tuple[T, ...]:
    """Return a part of many things that does what all of them do, in their order.

    Single things are tried first, then pairs and threes if those are few: what is found so is the
    smallest. Otherwise things are taken away until none can be (delta debugging, after Zeller and
    Hildebrandt): without any one of those left, the others would not do.

    >>> smallest("abcdefgh", lambda part: {"b", "g"} <= set(part))
    ('b', 'g')
    """
    whole = tuple(things)
    for size in (1, 2, 3):
        if size > 1 and comb(len(whole), size) > MOST_TRIED:
            break
        for part in combinations(whole, size):
            if does(part):
                return part
    return _reduced(whole, does)


def _reduced(whole: tuple[T, ...], does: Callable[[tuple[T, ...]], bool]) -> tuple[T, ...]:
    """Take away halves, then ever smaller pieces, as long as the rest does."""
    left, pieces = whole, 2
    while len(left) > 1:
        length = -(-len(left) // pieces)
        for start in range(0, len(left), length):
            rest = left[:start] + left[start + length :]
            if does(rest):
                left, pieces = rest, max(2, pieces - 1)
                break
        else:
            if length == 1:
                break
            pieces *= 2
    return left
