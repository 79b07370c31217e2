"""Sets of values that one comparison leaves to a fact: intervals of numbers, choices of words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from attrs import frozen

from disposition.language.expression import Comparison
from disposition.language.rewrite.limits import Interval
from disposition.language.types import FactType, Kind, Value

Number = int | Decimal | date


@frozen
class Choice:
    """The given words, or with `is_rest` all others."""

    words: frozenset[Value]
    is_rest: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether no word is in it."""
        return not self.words and not self.is_rest

    def both(self, other: Choice) -> Choice:
        """Return the words that are in both."""
        if self.is_rest and other.is_rest:
            return Choice(self.words | other.words, is_rest=True)
        if self.is_rest:
            return Choice(other.words - self.words)
        return Choice(self.words - other.words if other.is_rest else self.words & other.words)

    def holds(self, other: Choice) -> bool:
        """Whether all words of another one are in this one."""
        return self.both(other) == other


Domain = Interval | Choice
YES, NO = Choice(frozenset({True})), Choice(frozenset({False}))


def both(one: Domain, other: Domain) -> Domain | None:
    """Return what is in both; None if they are of different kinds."""
    if isinstance(one, Interval) and isinstance(other, Interval):
        return one.both(other)
    if isinstance(one, Choice) and isinstance(other, Choice):
        return one.both(other)
    return None


def holds(one: Domain, other: Domain) -> bool:
    """Whether all of the second is in the first."""
    if isinstance(one, Interval) and isinstance(other, Interval):
        return one.holds(other)
    return isinstance(one, Choice) and isinstance(other, Choice) and one.holds(other)


def choice(words: Iterable[Value], type_: FactType, *, is_rest: bool) -> Choice:
    """Return a choice among the values of a type; of a known few, the rest is written out."""
    named: frozenset[Value] = frozenset(words)
    every: frozenset[Value] = frozenset(type_.values)
    if type_.kind is Kind.BOOLEAN:
        every = frozenset({True, False})
    return Choice(every - named) if is_rest and every else Choice(named, is_rest)


def interval(comparison: Comparison, value: Number, type_: FactType) -> Interval | None:
    """Return the numbers that compare so with a value; None for those that differ from it.

    Of whole numbers, bounds are in it: `> 2` is `>= 3`.
    """
    step = 1 if type_.kind is Kind.INTEGER and isinstance(value, int) else None
    match comparison:
        case Comparison.EQUAL:
            return Interval(value, value)
        case Comparison.AT_LEAST:
            return Interval(low=value)
        case Comparison.AT_MOST:
            return Interval(high=value)
        case Comparison.MORE if step and isinstance(value, int):
            return Interval(low=value + step)
        case Comparison.LESS if step and isinstance(value, int):
            return Interval(high=value - step)
        case Comparison.MORE:
            return Interval(low=value, is_low_open=True)
        case Comparison.LESS:
            return Interval(high=value, is_high_open=True)
        case Comparison.DIFFERENT:
            return None
