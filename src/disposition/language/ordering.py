"""The order in which definitions can be read, each after those that it uses, and circles in it."""

from __future__ import annotations

from collections.abc import Mapping, Set
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter

Uses = Mapping[str, Set[str]]
"""The names that each name uses."""


def in_order_of_use(uses: Uses) -> tuple[list[str], set[str]]:
    """Return names so that each comes after those it uses, and those that lie on a circle.

    Names that merely use one on a circle are in neither.

    >>> in_order_of_use({"a": {"b"}, "b": set(), "c": {"d"}, "d": {"c"}, "e": {"c"}})[0]
    ['b', 'a']
    """
    ordered = _peel(uses)
    left = uses.keys() - set(ordered)
    used_by: dict[str, set[str]] = {name: set() for name in left}
    for name in left:
        for used in uses[name] & left:
            used_by[used].add(name)
    return ordered, left - set(_peel(used_by))


def _peel(uses: Uses) -> list[str]:
    """Take away names that use none that is left, until none can be taken."""
    waiting: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(uses, ()))
    for name, used in uses.items():
        waiting.add(name, *used)
    with suppress(CycleError):  # what lies on none can be taken all the same
        waiting.prepare()
    ordered: list[str] = []
    while ready := waiting.get_ready():
        ordered += ready
        waiting.done(*ready)
    return ordered
