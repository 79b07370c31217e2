"""What each value of one missing fact would decide, told in as few ranges of values as it takes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from operator import itemgetter

from attrs import frozen

from disposition.explain.limits import Limits
from disposition.explain.rationale import ANY_VALUE, Prospect
from disposition.language.exact import EXACT
from disposition.language.template import show
from disposition.language.types import FactSpec, Kind, Value
from disposition.semantics import Conclusion, Status

Try = Callable[[Value], Conclusion]
"""Answers what would follow if the missing fact had a value, everything else as it is."""

Prospects = tuple[Prospect, ...]

End = tuple[str, str]
"""An outcome and a status: how a decision would end."""

UNDECIDED = Status.NEEDS_INFORMATION.value
ANYTHING_ELSE = "anything else"


def end_of(conclusion: Conclusion) -> End:
    """Return how a decision with some conclusion ends."""
    return conclusion.outcome, conclusion.status.value


def prospects(spec: FactSpec, limits: Limits, conclude: Try) -> Prospects:
    """Return what the values of a fact would decide, neighbouring values with the same end as one.

    Empty for a number, a date or a text that the policy compares with other facts or reckons
    with, so that no value stands for itself; and for a decimal compared with, say, a third.
    """
    if spec.type.kind in (Kind.BOOLEAN, Kind.ENUM):
        values: list[Value] = list(spec.type.values) or [True, False]
        ends = [(show(each), end_of(conclude(each))) for each in values]
        return tuple(of_words(ends, are_all=True))
    if limits is None:
        return ()
    if spec.type.kind is Kind.TEXT:
        texts = sorted(str(each) for each in limits)
        other = "".join(texts) + "?"  # longer than each of them, so none of them
        ends = [(f"`{each}`", end_of(conclude(each))) for each in texts]
        return tuple(of_words([*ends, (ANYTHING_ELSE, end_of(conclude(other)))], are_all=True))
    numbers = {Fraction(each) for each in limits}
    if spec.type.kind is Kind.DECIMAL and not all(map(_is_decimal, numbers)):
        return ()
    return tuple(_Scale.of(spec).prospects(numbers, conclude))


def of_words(ends: Iterable[tuple[str, End]], *, are_all: bool) -> Iterator[Prospect]:
    """Yield what single values would decide; those with the same end stand together.

    `are_all` tells that the fact or place can have no other value.
    """
    labels: dict[End, list[str]] = {}
    for label, end in ends:
        labels.setdefault(end, []).append(label)
    for end, alike in labels.items():
        yield Prospect(ANY_VALUE if are_all and len(labels) == 1 else " or ".join(alike), *end)


def between(kind: Kind, start: str, end: str, *, above: bool = False, below: bool = False) -> str:
    """Return a range in words; an empty text stands for no end.

    `above` and `below` tell that the start, or the end, does not belong to the range.
    """
    earlier, later = ("earlier", "later") if kind is Kind.DATE else ("less", "more")
    match bool(start), bool(end):
        case False, False:
            return ANY_VALUE
        case False, True:
            return f"less than {end}" if below else f"{end} or {earlier}"
        case True, False:
            return f"more than {start}" if above else f"{start} or {later}"
        case _ if not above and not below:
            return f"{start} to {end}"
        case _:
            at_start = "more than" if above else "at least"
            return f"{at_start} {start} and {'less than' if below else 'at most'} {end}"


def shown_number(value: Value) -> str:
    """Return a number or a day as a label tells it: with all places, lest it be untrue."""
    if isinstance(value, Decimal):
        text = f"{value:,f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return show(value)


@frozen
class _Range:
    """The numbers between two limits (None: without end), or one limit by itself."""

    low: Fraction | None
    high: Fraction | None

    @property
    def is_point(self) -> bool:
        return self.low is not None and self.low == self.high


@frozen
class _Scale:
    """The numbers or days that a fact can be, from the lowest to the highest, if there are ends."""

    kind: Kind
    lowest: Fraction | None
    highest: Fraction | None

    @classmethod
    def of(cls, spec: FactSpec) -> _Scale:
        """Return the scale of a fact.

        Only derived days (days left, for one) can be below zero; counts, shares and money cannot.
        """
        if spec.type.kind is Kind.DATE:
            ends = Fraction(date.min.toordinal()), Fraction(date.max.toordinal())
            return cls(spec.type.kind, *ends)
        below_zero = spec.type.unit == "days" and not spec.given
        return cls(spec.type.kind, None if below_zero else Fraction(0), None)

    @property
    def _is_whole(self) -> bool:
        return self.kind is not Kind.DECIMAL

    def prospects(self, limits: set[Fraction], conclude: Try) -> Iterator[Prospect]:
        """Yield what ranges would decide, in order."""
        ends = []
        for each in self._ranges(limits):
            sample = self._sample(each)
            if sample is not None:
                ends.append((end_of(conclude(self._value(sample))), each))
        for end, group in groupby(ends, key=itemgetter(0)):
            ranges = [each for _, each in group]
            yield Prospect(self._label(ranges[0], ranges[-1]), *end)

    def _ranges(self, limits: set[Fraction]) -> Iterator[_Range]:
        ends = {end for end in (self.lowest, self.highest) if end is not None}
        low: Fraction | None = None
        for limit in sorted(filter(self._has, limits | ends)):
            if limit != self.lowest:
                yield _Range(low, limit)
            yield _Range(limit, limit)
            low = limit
        if low is None or low != self.highest:
            yield _Range(low, None)

    def _has(self, limit: Fraction) -> bool:
        return (self.lowest is None or self.lowest <= limit) and (
            self.highest is None or limit <= self.highest
        )

    def _sample(self, each: _Range) -> Fraction | None:
        """Return a number within a range; None if there is no whole number in it."""
        low, high = each.low, each.high
        if self._is_whole:
            if each.is_point:
                return low if low is not None and low.denominator == 1 else None
            if low is None:
                return Fraction(0 if high is None else math.ceil(high) - 1)
            first = Fraction(math.floor(low) + 1)
            return first if high is None or first < high else None
        if low is None:
            return Fraction(0) if high is None else high - 1
        return low + 1 if high is None else (low + high) / 2

    def _value(self, number: Fraction) -> Value:
        if self.kind is Kind.DECIMAL:
            return _decimal(number)
        return date.fromordinal(int(number)) if self.kind is Kind.DATE else int(number)

    def _label(self, first: _Range, last: _Range) -> str:
        low, high = first.low, last.high
        above, below = not first.is_point, not last.is_point
        if self._is_whole:
            low = None if low is None else Fraction(math.floor(low) + 1 if above else low)
            high = None if high is None else Fraction(math.ceil(high) - 1 if below else high)
            above = below = False
        if low is not None and low == high:
            return self._shown(low)
        start = "" if low is None or (low == self.lowest and not above) else self._shown(low)
        end = "" if high is None or (high == self.highest and not below) else self._shown(high)
        return between(self.kind, start, end, above=above, below=below)

    def _shown(self, number: Fraction) -> str:
        return shown_number(self._value(number))


def _is_decimal(number: Fraction) -> bool:
    """Tell whether a fraction's denominator is a product of twos and fives."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def _decimal(number: Fraction) -> Decimal:
    places = 0
    while number.denominator != 1:
        number *= 10
        places += 1
    return Decimal(int(number)).scaleb(-places, EXACT)
