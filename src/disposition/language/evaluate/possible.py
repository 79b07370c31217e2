"""What a value can still be: one value, or a set that stays open, and what keeps it open.

A number has bounds, a word a set of words, a condition a subset of true and false. Where one value
is left, that value itself stands for the set; else an `Open` does. Numbers are whole numbers,
`Decimal`s and, after a division, `Fraction`s, all exact; a date counts as the number of its day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from disposition.frozen import frozen
from disposition.frozen.classes import filling
from disposition.language.exact import EXACT, FIFTEEN_DIGITS

Number = int | Decimal | Fraction
Exact = bool | Number | str
"""One value: a condition's, a number, the number of a day, or a text."""

AbsentPlace = tuple[str, tuple[int, ...]]
"""An absent place: its kind, such as `$.inspection.defects[].units`, and its indices."""

Missing = tuple[Any, ...]
"""Absent places, and tuples of them again: what parts share is not copied."""

_MOST_PARTS = 8
"""Parts up to which their places stay where they are, and are not put together."""


@frozen(eq=False)
class Open:
    """More than one value is possible.

    A number lies between `low` and `high` (None: no limit). `words` are the texts that are left;
    None where any is. `missing` are the absent places that keep it open. Where `has_none` is set,
    there may be no value at all although nothing is absent, as for the last of no items; `why` then
    is the fact whose text says so.
    """

    low: Number | None = None
    high: Number | None = None
    words: frozenset[str] | None = None
    missing: Missing = ()
    has_none: bool = False
    why: str = ""


Possible = Exact | Open
"""What an expression can still be."""

NOTHING = Open(has_none=True)

_open = filling(Open)
"""Returns an open one of a value for each field; dozens are made of a lot that is not decided."""


def absent(place: str, indices: tuple[int, ...], low: Number | None, high: Number | None) -> Open:
    """Return what an absent value of a number's range can be; of other kinds, anything."""
    return _open(low, high, None, ((place, indices),), False, "")


def open_of(parts: Iterable[Possible]) -> Open:
    """Return that anything is possible, for the reasons for which some parts are open."""
    left = [part for part in parts if isinstance(part, Open)]
    if len(left) == 1:
        (part,) = left
        return _open(None, None, None, part.missing, part.has_none, part.why)
    missing = tuple([part.missing for part in left if part.missing])
    if len(missing) > _MOST_PARTS:
        missing = tuple(places_of(missing))
    has_none = any(part.has_none for part in left)
    why = next((part.why for part in left if part.why), "")
    return _open(None, None, None, missing, has_none, why)


def places_of(missing: Missing) -> list[AbsentPlace]:
    """Return each absent place once, in the order in which they were met.

    What several parts share is looked at once, or a list that each item is compared with would be
    gone through for each item.
    """
    places: dict[AbsentPlace, None] = {}
    seen: set[int] = set()
    pending: list[Any] = [missing]
    while pending:
        part = pending.pop()
        if part and isinstance(part[0], str):
            places[part] = None
        elif id(part) not in seen:
            seen.add(id(part))
            pending.extend(reversed(part))
    return list(places)


def bounded(low: Number | None, high: Number | None, reasons: Iterable[Possible]) -> Possible:
    """Return the number between two bounds, which stays open for the reasons of some parts."""
    reason = open_of(reasons)
    if low is not None and low == high and not reason.has_none:
        return low
    return _open(low, high, None, reason.missing, reason.has_none, reason.why)


def bounds(number: Possible) -> tuple[Number | None, Number | None]:
    """Return the bounds of a number."""
    if isinstance(number, Open):
        return number.low, number.high
    return number, number  # type: ignore[return-value] # the checker has seen that it is one


# --- conditions ----------------------------------------------------------------------------------


def opposite(condition: Possible) -> Possible:
    """Return the negation of a condition."""
    return condition if isinstance(condition, Open) else not condition


def all_of(conditions: Iterable[Possible]) -> Possible:
    """Return whether all hold: false as soon as one is, else open when one is (Kleene)."""
    return _joined(conditions, stop=False)


def any_of(conditions: Iterable[Possible]) -> Possible:
    """Return whether one holds: true as soon as one does, else open when one is (Kleene)."""
    return _joined(conditions, stop=True)


def _joined(conditions: Iterable[Possible], *, stop: bool) -> Possible:
    left: list[Possible] = []
    for condition in conditions:
        if isinstance(condition, Open):
            left.append(condition)
        elif condition is stop:
            return stop
    return open_of(left) if left else not stop


def either(condition: Possible, then: Possible, otherwise: Possible) -> Possible:
    """Return one of two values where the condition does not tell which."""
    return one_of((then, otherwise), (condition, then, otherwise))


def one_of(values: Sequence[Possible], reasons: Iterable[Possible]) -> Possible:
    """Return one of some values, where it stays open for some reasons which one it is."""
    first = values[0]
    if all(not isinstance(each, Open) and each == first for each in values):
        return first
    reason = open_of(reasons)
    low: Number | None = None
    high: Number | None = None
    if all(isinstance(each, Open) or _is_number(each) for each in values):
        low, high = widest([bounds(each) for each in values])
    words = [_words(each) for each in values]
    every = None if None in words else frozenset().union(*words)  # type: ignore[arg-type] # no None
    return _open(low, high, every, reason.missing, reason.has_none, reason.why)


def _is_number(value: Exact) -> bool:
    return isinstance(value, int | Decimal | Fraction) and not isinstance(value, bool)


def _words(text: Possible) -> frozenset[str] | None:
    if isinstance(text, Open):
        return text.words
    return frozenset({text}) if isinstance(text, str) else None


def widest(
    ranges: Iterable[tuple[Number | None, Number | None]],
) -> tuple[Number | None, Number | None]:
    """Return the least and the most of several ranges."""
    lows, highs = zip(*ranges, strict=True)
    low = None if None in lows else min(lows)
    return low, None if None in highs else max(highs)


# --- comparisons ---------------------------------------------------------------------------------


def equal(left: Possible, right: Possible) -> Possible:
    """Return whether two values are equal."""
    if not isinstance(left, Open) and not isinstance(right, Open):
        return left == right
    reason = open_of((left, right))
    if not reason.has_none and (_apart(left, right) or _no_word_in_common(left, right)):
        return False
    return reason


def _apart(left: Possible, right: Possible) -> bool:
    if isinstance(left, bool | str) or isinstance(right, bool | str):
        return False
    (low, high), (least, most) = bounds(left), bounds(right)
    return _comes_before(high, least, or_equal=False) or _comes_before(most, low, or_equal=False)


def _no_word_in_common(left: Possible, right: Possible) -> bool:
    one, other = _words(left), _words(right)
    return one is not None and other is not None and not one & other


def less(left: Possible, right: Possible, *, or_equal: bool) -> Possible:
    """Return whether one number or day comes before another, or with it."""
    (low, high), (least, most) = bounds(left), bounds(right)
    if not isinstance(left, Open) and not isinstance(right, Open):
        return _comes_before(low, least, or_equal=or_equal)
    reason = open_of((left, right))
    if reason.has_none:
        return reason
    if _comes_before(high, least, or_equal=or_equal):
        return True
    return False if _comes_before(most, low, or_equal=not or_equal) else reason


def _comes_before(one: Number | None, other: Number | None, *, or_equal: bool) -> bool:
    return one is not None and other is not None and (one <= other if or_equal else one < other)


def within(item: Possible, values: tuple[Exact, ...]) -> Possible:
    """Return whether a value is one of some."""
    if not isinstance(item, Open):
        return item in values
    is_anything = item.words is None and item.low is None and item.high is None
    if item.has_none or (is_anything and values):
        return open_of((item,))
    if item.words is not None and item.words <= frozenset(values):
        return True
    return any_of([equal(item, value) for value in values])


# --- numbers -------------------------------------------------------------------------------------


def _add(one: Number, other: Number) -> Number:
    if isinstance(one, int) and isinstance(other, int):
        return one + other
    if isinstance(one, Fraction) or isinstance(other, Fraction):
        return Fraction(one) + Fraction(other)
    return EXACT.add(one, other)


def _multiply(one: Number, other: Number) -> Number:
    if isinstance(one, int) and isinstance(other, int):
        return one * other
    if isinstance(one, Fraction) or isinstance(other, Fraction):
        return Fraction(one) * Fraction(other)
    return EXACT.multiply(one, other)


def _minus(number: Number) -> Number:
    return number.copy_negate() if isinstance(number, Decimal) else -number


def add(left: Possible, right: Possible) -> Possible:
    """Return the sum of two numbers, or of a day and days."""
    if not isinstance(left, Open) and not isinstance(right, Open):
        return _add(left, right)  # type: ignore[arg-type] # the checker has seen that they are
    (low, high), (least, most) = bounds(left), bounds(right)
    return bounded(added(low, least), added(high, most), (left, right))


def added(one: Number | None, other: Number | None) -> Number | None:
    """Return the sum of two bounds; none where one is missing."""
    return None if one is None or other is None else _add(one, other)


def negative(number: Possible) -> Possible:
    """Return a number with its sign turned."""
    if isinstance(number, Open):
        low, high = number.low, number.high
        low, high = (None if each is None else _minus(each) for each in (high, low))
        return Open(low, high, None, number.missing, number.has_none, number.why)
    return _minus(number)  # type: ignore[arg-type] # the checker has seen that it is a number


def multiply(left: Possible, right: Possible) -> Possible:
    """Return the product of two numbers."""
    one, other = bounds(left), bounds(right)
    if one == (0, 0) or other == (0, 0):
        return bounded(0, 0, (left, right))
    corners = [
        None if first is None or second is None else _multiply(first, second)
        for first in one
        for second in other
    ]
    for constant, ends in ((one, other), (other, one)):
        factor = constant[0]
        if factor is not None and factor == constant[1]:
            scaled = [None if end is None else _multiply(factor, end) for end in ends]
            low, high = scaled if factor > 0 else scaled[::-1]
            return bounded(low, high, (left, right))
    known = [corner for corner in corners if corner is not None]
    if len(known) == len(corners):
        return bounded(min(known), max(known), (left, right))
    is_never_negative = all(low is not None and low >= 0 for low, _ in (one, other))
    return bounded(corners[0] if is_never_negative else None, None, (left, right))


def divide(left: Possible, by: Number) -> Possible:
    """Return a number divided by one that is written out and not zero."""
    exact = 1 / Fraction(by)
    if isinstance(left, Open):
        return multiply(left, exact)
    return Fraction(left) * exact


def least(numbers: list[Possible]) -> Possible:
    """Return the smallest of some numbers or days."""
    return negative(most([negative(number) for number in numbers]))


def most(numbers: list[Possible]) -> Possible:
    """Return the largest of some numbers or days."""
    ranges = [bounds(number) for number in numbers]
    lows = [low for low, _ in ranges if low is not None]
    highs = [high for _, high in ranges]
    low = max(lows, default=None)
    high = None if None in highs else max(each for each in highs if each is not None)
    can_matter = [
        number
        for number, (_, top) in zip(numbers, ranges, strict=True)
        if low is None or top is None or top > low or _has_none(number)
    ]
    return bounded(low, high, can_matter)


def _has_none(number: Possible) -> bool:
    return isinstance(number, Open) and number.has_none


def percent(part: Possible, whole: Possible) -> Possible:
    """Return what percentage one number is of another, neither below 0; no value of nothing.

    Half-even to 15 significant digits.
    """
    (low, high), (smallest, largest) = bounds(part), bounds(whole)
    if smallest is not None and smallest == largest == 0:
        return Open(missing=(), has_none=True)
    if not isinstance(part, Open) and not isinstance(whole, Open):
        return share(part, whole)  # type: ignore[arg-type] # the checker has seen that they are
    reason = open_of((part, whole))
    is_positive = low is not None and low >= 0
    if smallest is None or smallest <= 0:
        least = 0 if is_positive and smallest == 0 else None
        return Open(least, None, None, reason.missing, has_none=True, why=reason.why)
    lower: Number | None = None
    if low is not None and is_positive:
        lower = 0 if largest is None else share(low, largest)
    upper = None if high is None or high < 0 else share(high, smallest)
    return bounded(lower, upper, (part, whole))


def share(part: Number, whole: Number) -> Decimal:
    """Return what percentage one number is of another, half-even to 15 significant digits.

    >>> share(9, 125), share(1, 3)
    (Decimal('7.2'), Decimal('33.3333333333333'))
    """
    return rounded(Fraction(part) * 100 / Fraction(whole))


_MOST_PLACES = 30
LARGEST: int = 10**_MOST_PLACES
"""What no fact's number reaches; a larger one is no value, so that none grows without end."""

MOST_DIGITS = 100


def limited(found: Possible) -> Possible:
    """Return what a fact can be: a quotient rounded, and no number that is far too large.

    Bounds that are too large are no bounds.
    """
    if isinstance(found, (bool, str)):
        return found
    if isinstance(found, Open):
        if _is_small(found.low) and _is_small(found.high):
            return found
        low = found.low if _is_small(found.low) else None
        high = found.high if _is_small(found.high) else None
        return Open(low, high, found.words, found.missing, found.has_none, found.why)
    # Asked last: whether a number is a fraction is asked in Python.
    number = found if isinstance(found, (int, Decimal)) else rounded(found)
    if not number:
        return 0  # whatever its sign and its places
    return number if _is_small(number) else NOTHING


def _is_small(number: Number | None) -> bool:
    if not number:
        return True
    if not isinstance(number, Decimal):
        return -LARGEST < number < LARGEST
    # Its digits are at most as many as it takes to write it, which is told sooner.
    is_long = len(str(number)) > MOST_DIGITS and len(number.as_tuple().digits) > MOST_DIGITS
    return number.adjusted() < _MOST_PLACES and not is_long


def rounded(number: Fraction) -> Decimal:
    """Return a fraction as a decimal, half-even to 15 significant digits."""
    return FIFTEEN_DIGITS.divide(Decimal(number.numerator), Decimal(number.denominator))
