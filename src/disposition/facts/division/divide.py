"""A lot divided into parts, by the first way that there is something of."""

from __future__ import annotations

from collections.abc import Iterable

from disposition.facts.division.by_segments import by_segments
from disposition.facts.division.by_sorting import by_sorting
from disposition.facts.division.portion import Portion
from disposition.facts.source import LotSource

SORTING = "sorting"


def divide(source: LotSource, ways: Iterable[str]) -> tuple[Portion, ...]:
    """Return the parts of a lot, which add up to it; nothing where no way divides it.

    Danger that is not proved to lie in some parts, or to be found by sorting, may lie in any unit:
    it leaves the lot whole.
    """
    if not source.value("danger.contained"):
        return ()
    for way in ways:
        portions = by_sorting(source) if way == SORTING else by_segments(source)
        if portions:
            return portions
    return ()
