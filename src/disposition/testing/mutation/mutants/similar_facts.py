"""Facts that are easily taken for one another: of one type, their paths differing in one word."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from disposition.language.types import FactSpec

MOST = 2


@cache
def siblings(path: str, catalogue: Mapping[str, FactSpec]) -> tuple[str, ...]:
    """Return the facts most like one, nearest in the catalogue first; two at most.

    >>> from disposition.facts import CATALOGUE
    >>> siblings("defects.major.accepted", CATALOGUE)
    ('defects.minor.accepted', 'defects.critical.accepted')
    """
    spec = catalogue.get(path)
    if spec is None:
        return ()
    order = list(catalogue)
    at = order.index(path)
    alike = [
        other
        for other in order
        if catalogue[other].type == spec.type and _words_apart(path, other) == 1
    ]
    return tuple(sorted(alike, key=lambda each: _distance(path, at, each, order))[:MOST])


def _words_apart(first: str, second: str) -> int:
    """Count the words in which two paths differ; paths of other lengths differ in all."""
    ours, theirs = first.split("."), second.split(".")
    if len(ours) != len(theirs):
        return max(len(ours), len(theirs))
    return sum(1 for one, other in zip(ours, theirs, strict=True) if one != other)


def _distance(path: str, at: int, other: str, order: list[str]) -> tuple[bool, int, bool]:
    """Return how far another fact is: the same last word is nearer, then what stands nearby."""
    ends_alike = path.rpartition(".")[2] == other.rpartition(".")[2]
    gap = order.index(other) - at
    return (not ends_alike, abs(gap), gap < 0)
