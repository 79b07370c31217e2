"""Between which numbers a node surely lies, and how many places behind the point it can have."""

from __future__ import annotations

from fractions import Fraction
from typing import Any
from weakref import WeakKeyDictionary

from disposition.frozen import frozen
from disposition.language.lower import total
from disposition.language.lower.total import Folding, Node
from disposition.language.types import Kind

Number = int | Fraction

LAST_DAY = 3_652_059
"""The number of the last day that there is: 31 December 9999."""
_MOST = 10**15
"""What a number of a document does not go beyond."""
_PLACES = 30
"""Places of a decimal that is read: of a derived fact that is given by itself."""


@frozen
class Extent:
    """The least and the most that a number can be; None: no limit. `places` None: a quotient."""

    low: Number | None
    high: Number | None
    places: int | None = 0


_ANYTHING = Extent(None, None, None)
_EXTENTS: WeakKeyDictionary[Any, Extent] = WeakKeyDictionary()


def extent(node: Node) -> Extent:
    """Return between which numbers a node surely lies."""
    found = _EXTENTS.get(node)
    if found is None:
        for each in (*total.choices_within(node, _EXTENTS), node):
            _EXTENTS[each] = _extent(each)
        found = _EXTENTS[node]
    return found


def _extent(node: Node) -> Extent:  # noqa: C901 - one case for each node
    match node:
        case total.Fixed(value=bool()):
            return _ANYTHING
        case total.Fixed(value=int() | Fraction() as value):
            return Extent(value, value, 0 if value == int(value) else _places(Fraction(value)))
        case (
            total.LeafColumn(type=type_, within=within) | total.LeafItem(type=type_, within=within)
        ):
            is_day = type_.kind is Kind.DATE
            # The range is that of an absent value: known units of a defect line can also be 0.
            return Extent(
                min(_exact(within.least, 1 if is_day else -_MOST), 1 if is_day else 0),
                _exact(within.most, LAST_DAY if is_day else _MOST),
                _PLACES if type_.kind is Kind.DECIMAL else 0,
            )
        case total.Position(variable=variable):
            return Extent(1, max(variable.most, 1))
        case total.ValueWhere(value=value):
            return extent(value)
        case total.Choose(then=then, otherwise=otherwise):
            return _hull(extent(then), extent(otherwise))
        case total.Add(left=left, right=right):
            one, other = extent(left), extent(right)
            return Extent(
                _plus(one.low, other.low), _plus(one.high, other.high), _longer(one, other)
            )
        case total.Negative(part=part):
            found = extent(part)
            return Extent(_minus(found.high), _minus(found.low), found.places)
        case total.Multiply(left=left, right=right):
            return _product(extent(left), extent(right))
        case total.Smaller(left=left, right=right):
            one, other = extent(left), extent(right)
            highs = [each for each in (one.high, other.high) if each is not None]
            return Extent(_hull(one, other).low, min(highs, default=None), _longer(one, other))
        case total.Larger(left=left, right=right):
            one, other = extent(left), extent(right)
            lows = [each for each in (one.low, other.low) if each is not None]
            return Extent(max(lows, default=None), _hull(one, other).high, _longer(one, other))
        case total.Percent(part=part, whole=whole):
            return _share(extent(part), extent(whole))
        case total.Rounded(part=part):
            found = extent(part)  # no number is rounded to more than twice as much
            return Extent(
                None if found.low is None else min(2 * found.low, 0),
                None if found.high is None else max(2 * found.high, 0),
                _PLACES,
            )
        case total.Fold(kind=Folding.SUM, variable=variable, value=value):
            found, most = extent(value), max(variable.most, 1)
            return Extent(
                None if found.low is None else min(0, found.low * most),
                None if found.high is None else max(0, found.high * most),
                found.places,
            )
        case total.Fold(kind=kind, value=value, otherwise=otherwise) if kind is not Folding.ANY:
            return _hull(extent(value), extent(otherwise))
        case _:
            return _ANYTHING


def _exact(number: Any, usual: int) -> Number:
    """Return a limit as it is reckoned with, or the usual one where there is none."""
    if number is None:
        return usual
    exact = Fraction(number)
    return exact.numerator if exact.denominator == 1 else exact


def _places(number: Fraction) -> int | None:
    """Return how many places behind the point a number has; None if no decimal holds it."""
    left, twos, fives = number.denominator, 0, 0
    while left % 2 == 0:
        left, twos = left // 2, twos + 1
    while left % 5 == 0:
        left, fives = left // 5, fives + 1
    return max(twos, fives) if left == 1 else None


def _longer(one: Extent, other: Extent) -> int | None:
    return None if one.places is None or other.places is None else max(one.places, other.places)


def _hull(one: Extent, other: Extent) -> Extent:
    low = None if one.low is None or other.low is None else min(one.low, other.low)
    high = None if one.high is None or other.high is None else max(one.high, other.high)
    return Extent(low, high, _longer(one, other))


def _plus(one: Number | None, other: Number | None) -> Number | None:
    return None if one is None or other is None else one + other


def _minus(one: Number | None) -> Number | None:
    return None if one is None else -one


def _product(one: Extent, other: Extent) -> Extent:
    places = None if one.places is None or other.places is None else one.places + other.places
    if None in (one.low, one.high, other.low, other.high):
        is_positive = (one.low or 0) >= 0 <= (other.low or 0) and None not in (one.low, other.low)
        return Extent(0 if is_positive else None, None, places)
    corners = [
        first * second
        for first in (one.low, one.high)
        for second in (other.low, other.high)
        if first is not None and second is not None
    ]
    return Extent(min(corners), max(corners), places)


def _share(part: Extent, whole: Extent) -> Extent:
    """Return how large a percentage can be: of whole numbers, from the part."""
    is_positive = None not in (part.low, whole.low) and min(part.low or 0, whole.low or 0) >= 0
    high = None
    if is_positive and whole.places == 0 and part.high is not None:
        high = part.high * 200
    return Extent(0 if is_positive else None, high, None)
