"""What the answers at one open place of a lot document would decide, found by trying them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby, pairwise

from disposition.documents.scalars import FIRST_DAY, LAST_DAY, ScalarType
from disposition.explain.document.rationale import Prospect
from disposition.explain.what_if import prospects
from disposition.facts.missing_inputs import OpenPlace
from disposition.frozen import field, frozen
from disposition.language.exact import EXACT
from disposition.language.types import Kind, Value
from disposition.sampling import AQLS
from disposition.semantics import Truths

MOST_TRIES = 40
"""Answers that are tried at one place at most."""


@frozen
class Consequence:
    """What follows from an answer: which conditions hold, and the outcome with its status.

    Of a word, only what it ends in is asked for.
    """

    truths: Truths | None
    end: prospects.End


Try = Callable[[object], Consequence | None]
"""Tells what would follow from an answer; None if it contradicts what is known."""

_NAMED = re.compile("`([^`]+)`")


def answers(
    place: OpenPlace, near: Iterable[Fraction], conclude: Try, most: int = MOST_TRIES
) -> prospects.Prospects:
    """Return what the possible answers at a place would decide, everything else as it stands.

    Words, flags and AQLs are all tried. Of other numbers and of dates at most `MOST_TRIES` are:
    round ones, those beside the numbers of `near`, then some between two that differ in what
    follows; a range reaches from one that was tried to another. Of texts, those are tried that the
    description of the place names; of lists, the empty one. No more than `most` are tried.
    """
    words = words_of(place)
    if words is None and place.scalar is not None:
        scale = AnswerScale.of(place.scalar)
        first = spread_over(scale.first_tries(near), most)
        return tuple(_ranges(scale, tried_on(scale, first, conclude, min(most, MOST_TRIES))))
    kind = None if place.scalar is None else place.scalar.type.kind
    others = [each for each in words or () if each[1] != place.stands]
    found = [(label, conclude(word)) for label, word in others[:most]]
    ends = [(label, each.end) for label, each in found if each is not None]
    are_all = kind in (Kind.BOOLEAN, Kind.ENUM) and len(others) <= most
    told = tuple(prospects.of_words(ends, are_all=are_all))
    # A row of words of which none decides tells nothing of all other texts.
    is_idle = kind is Kind.TEXT and all(each.status == prospects.UNDECIDED for each in told)
    return () if is_idle else told


def words_of(place: OpenPlace) -> list[tuple[str, object]] | None:
    """Return the words that answer at a place, each with its label; None where numbers do.

    Of these and of days there are too many to try all.
    """
    if place.scalar is None:
        return [("an empty list", ())]
    match place.scalar.type.kind:
        case Kind.BOOLEAN:
            return [("yes", True), ("no", False)]
        case Kind.ENUM:
            return [(each, each) for each in place.scalar.type.values]
        case Kind.TEXT:
            return [(f"`{each}`", each) for each in _NAMED.findall(place.about)]
        case _:
            return None


# --- numbers and dates ---------------------------------------------------------------------------

_ROUND = (
    *(0, 1, 2, 5, 10, 20, 50, 100, 200, 500),
    *(1_000, 2_000, 5_000, 10_000, 100_000, 1_000_000),
)
_DAYS_BESIDE = (-30, -7, -1, 0, 1, 7, 30)
_HUNDREDTHS = 100
_MOST_MONEY = 10**12
_MOST_FIRST_TRIES = 30


@frozen
class AnswerScale:
    """The numbers or dates that can stand at a place, at whole positions from low to high.

    `listed` are the values if there are only these; a decimal's positions are hundredths.
    """

    kind: Kind
    low: int
    high: int
    listed: tuple[Value, ...] = field(default=())

    @classmethod
    def of(cls, scalar: ScalarType) -> AnswerScale:
        """Return the scale of what can be read at a place."""
        kind = scalar.type.kind
        if scalar.type.unit == "aql":
            return cls(kind, 0, len(AQLS), (Decimal(0), *AQLS))
        if kind is Kind.DATE:
            return cls(kind, FIRST_DAY.toordinal(), LAST_DAY.toordinal())
        return cls(kind, *_bounds(scalar))

    def value(self, position: int) -> Value:
        """Return the value at a position."""
        if self.listed:
            return self.listed[position]
        if self.kind is Kind.DATE:
            return date.fromordinal(position)
        if self.kind is Kind.DECIMAL:
            return Decimal(position).scaleb(-2, EXACT)
        return position

    def first_tries(self, near: Iterable[Fraction]) -> list[int]:
        """Return the positions to begin with, in order; they leave some tries for what differs."""
        if self.listed:
            return list(range(len(self.listed)))
        if self.kind is Kind.DATE:
            beside = {int(day) + days for day in near for days in _DAYS_BESIDE}
        else:
            size = _HUNDREDTHS if self.kind is Kind.DECIMAL else 1
            floors = {math.floor(number * size) for number in near}
            beside = {*floors, *(each + 1 for each in floors), *(each * size for each in _ROUND)}
        within = sorted(each for each in beside if self.low < each < self.high)
        return [self.low, *within[:_MOST_FIRST_TRIES], self.high]


def _bounds(scalar: ScalarType) -> tuple[int, int]:
    """Return the lowest and the highest position of a number."""
    if scalar.type.kind is Kind.INTEGER:
        return scalar.schema["minimum"], scalar.schema["maximum"]
    least, most = scalar.within.least, scalar.within.most
    low = math.ceil((-_MOST_MONEY if least is None else least) * _HUNDREDTHS)
    high = math.floor((_MOST_MONEY if most is None else most) * _HUNDREDTHS)
    return min(low, high), high  # between two hundredths there is only what is beside


TriedAnswer = tuple[int, Consequence | None]


def spread_over(positions: list[int], most: int) -> list[int]:
    """Return at most so many positions, spread evenly over those given."""
    if len(positions) <= most:
        return positions
    return [positions[(2 * at + 1) * len(positions) // (2 * most)] for at in range(most)]


def tried_on(
    scale: AnswerScale, positions: Iterable[int], conclude: Try, most: int
) -> list[TriedAnswer]:
    """Return the consequences of values, in order; tried are more where neighbours differ."""
    found = {each: conclude(scale.value(each)) for each in positions}
    while len(found) < most:
        tried = sorted(found.items())
        gaps = [
            (_alike(one, other), above - below, below)
            for (below, one), (above, other) in pairwise(tried)
            if above - below > 1 and one != other
        ]
        if not gaps:
            break
        # What changes the end comes first, and what takes the fewest tries to find.
        _, width, below = min(gaps)
        middle = below + width // 2
        found[middle] = conclude(scale.value(middle))
    return sorted(found.items())


def _alike(one: Consequence | None, other: Consequence | None) -> bool:
    """Tell whether two consequences have the same end."""
    return _end(one) == _end(other)


def _end(consequence: Consequence | None) -> prospects.End | None:
    return None if consequence is None else consequence.end


def _ranges(scale: AnswerScale, tried: list[TriedAnswer]) -> Iterator[Prospect]:
    """Yield the ranges with the same end; what stands between two ranges was not tried."""
    refused = {position for position, found in tried if found is None}
    for end, group in groupby(tried, key=lambda each: _end(each[1])):
        if end is None:
            continue
        positions = [position for position, _ in group]
        first, last = positions[0], positions[-1]
        is_lowest = first == scale.low or first - 1 in refused
        is_highest = last == scale.high or last + 1 in refused
        yield Prospect(_label(scale, first, last, is_lowest, is_highest), *end)


def _label(scale: AnswerScale, first: int, last: int, is_lowest: bool, is_highest: bool) -> str:
    if first == last and not (is_lowest and is_highest):
        return prospects.shown_number(scale.value(first))
    start = "" if is_lowest else prospects.shown_number(scale.value(first))
    end = "" if is_highest else prospects.shown_number(scale.value(last))
    return prospects.between(scale.kind, start, end)
