"""What each value of one missing fact would decide, told in as few ranges of values as it takes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from attrs import frozen

from disposition.engines.exact import EXACT
from disposition.explain.limits import Limits
from disposition.explain.rationale import ANY_VALUE, Prospect
from disposition.facts.kinds import FactSpec, Kind, Value
from disposition.policy.template import show
from disposition.semantics import Conclusion

Try = Callable[[Value], Conclusion]
"""Answers what would follow if the missing fact had a value, everything else as it is."""

ANYTHING_ELSE = "anything else"


def prospects(spec: FactSpec, limits: Limits, conclude: Try) -> tuple[Prospect, ...]:
    """Return what the values of a fact would decide, neighbouring values with the same end as one.

    Empty for a number, a date or a text that the policy compares with other facts or reckons
    with, so that no value stands for itself; and for a decimal compared with, say, a third.
    """
    if spec.type.kind in (Kind.BOOLEAN, Kind.ENUM):
        values: list[Value] = list(spec.type.values) or [True, False]
        return tuple(_of_values([(show(each), each) for each in values], conclude))
    if limits is None:
        return ()
    if spec.type.kind is Kind.TEXT:
        texts = sorted(str(each) for each in limits)
        other = "".join(texts) + "?"  # longer than each of them, so none of them
        known: list[tuple[str, Value]] = [(f"`{each}`", each) for each in texts]
        return tuple(_of_values([*known, (ANYTHING_ELSE, other)], conclude))
    numbers = {Fraction(each) for each in limits}
    if spec.type.kind is Kind.DECIMAL and not all(map(_is_decimal, numbers)):
        return ()
    return tuple(_Scale.of(spec).prospects(numbers, conclude))


def _of_values(values: list[tuple[str, Value]], conclude: Try) -> Iterator[Prospect]:
    """Yield what single values would decide; those with the same end stand together."""
    ends: dict[tuple[str, str], list[str]] = {}
    for shown, each in values:
        end = conclude(each)
        ends.setdefault((end.outcome, end.status.value), []).append(shown)
    for (outcome, status), alike in ends.items():
        label = ANY_VALUE if len(alike) == len(values) else " or ".join(alike)
        yield Prospect(label, outcome, status)


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
                end = conclude(self._value(sample))
                ends.append(((end.outcome, end.status.value), each))
        for (outcome, status), group in groupby(ends, key=lambda end: end[0]):
            ranges = [each for _, each in group]
            yield Prospect(self._label(ranges[0], ranges[-1]), outcome, status)

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
        return self._between(start, end, above=above, below=below)

    def _between(self, start: str, end: str, *, above: bool, below: bool) -> str:
        """Return a range in words; an empty text stands for no end."""
        earlier, later = ("earlier", "later") if self.kind is Kind.DATE else ("less", "more")
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

    def _shown(self, number: Fraction) -> str:
        if self.kind is Kind.DECIMAL:
            text = f"{_decimal(number):,f}"  # all places: a label cut short would be untrue
            return text.rstrip("0").rstrip(".") if "." in text else text
        return show(self._value(number))


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
