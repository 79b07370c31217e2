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
from disposition.explain.rationale import Prospect
from disposition.facts.kinds import FactType, Kind, Value
from disposition.policy.expression import (
    Compare,
    Definition,
    Expression,
    Fact,
    Literal,
    Parameter,
    Within,
    walk,
)
from disposition.policy.model import CheckedPolicy
from disposition.policy.template import show
from disposition.semantics import Conclusion, exact

Try = Callable[[Value], Conclusion]
"""Answers what would follow if the missing fact had a value."""

ANYTHING_ELSE = "anything else"


def prospects(fact: Fact, policy: CheckedPolicy, conclude: Try) -> tuple[Prospect, ...]:
    """Return what the values of a fact would decide, neighbouring values with the same end as one.

    Empty where the policy compares the fact with other facts, so that no value stands for itself.
    """
    limits = _limits(fact.path, policy)
    if limits is None:
        return ()
    if fact.type.kind.is_number or fact.type.kind is Kind.DATE:
        return tuple(_of_ranges(fact.type, limits, conclude))
    return tuple(_of_values(fact.type, limits, conclude))


def _of_values(
    type_: FactType, limits: list[Value], conclude: Try
) -> Iterator[Prospect]:
    """Yield what each single value would decide; values with the same end stand together."""
    values: list[Value] = [True, False]
    if type_.kind is Kind.ENUM:
        values = list(type_.values)
    elif type_.kind is Kind.TEXT:
        values = [*sorted({str(each) for each in limits}), ANYTHING_ELSE]
    ends: dict[tuple[str, str], list[str]] = {}
    for value in values:
        end = conclude(value)
        ends.setdefault((end.outcome, end.status.value), []).append(show(value))
    for (outcome, status), shown in ends.items():
        yield Prospect(" or ".join(shown), outcome, status)


def _limits(path: str, policy: CheckedPolicy) -> list[Value] | None:
    """Return the values that conditions compare a fact with; None if one compares it with facts."""
    limits: list[Value] = []
    for expression in _all_expressions(policy):
        for node in walk(expression):
            if isinstance(node, Within) and _reads(node.item, path):
                if not isinstance(node.item, Fact):
                    return None
                limits.extend(each.value for each in node.values)
            elif isinstance(node, Compare) and (_reads(node.left, path) or _reads(node.right, path)):
                other = node.right if isinstance(node.left, Fact) else node.left
                own = node.left if isinstance(node.left, Fact) else node.right
                if not isinstance(own, Fact) or own.path != path:
                    return None
                if isinstance(other, Parameter):
                    limits.append(policy.parameters[other.name].value)
                elif isinstance(other, Literal):
                    limits.append(other.value)
                else:
                    return None
    return limits


def _all_expressions(policy: CheckedPolicy) -> Iterator[Expression]:
    yield from policy.conditions
    yield from (each.expression for each in policy.definitions.values())


def _reads(expression: Expression, path: str) -> bool:
    return any(
        isinstance(node, Fact) and node.path == path
        for node in walk(expression)
        if not isinstance(node, Definition)
    )


@frozen
class _Range:
    """The numbers between two limits (None: without end), or one limit by itself."""

    low: Fraction | None
    high: Fraction | None

    @property
    def is_point(self) -> bool:
        return self.low is not None and self.low == self.high


def _of_ranges(type_: FactType, limits: list[Value], conclude: Try) -> Iterator[Prospect]:
    """Yield what ranges of a number or a date would decide, in order."""
    whole = type_.kind is not Kind.DECIMAL
    ends = []
    for each in _ranges(sorted({Fraction(exact(limit)) for limit in limits})):
        sample = _sample(each, whole)
        if sample is not None:
            conclusion = conclude(_as_value(sample, type_))
            ends.append(((conclusion.outcome, conclusion.status.value), each))
    for (outcome, status), group in groupby(ends, key=lambda end: end[0]):
        ranges = [each for _, each in group]
        yield Prospect(_label(ranges[0], ranges[-1], type_), outcome, status)


def _ranges(limits: list[Fraction]) -> Iterator[_Range]:
    low: Fraction | None = None
    for limit in limits:
        yield _Range(low, limit)
        yield _Range(limit, limit)
        low = limit
    yield _Range(low, None)


def _sample(each: _Range, whole: bool) -> Fraction | None:
    """Return a number within a range; None if there is no whole number in it."""
    low, high = each.low, each.high
    if whole:
        if each.is_point:
            return low if low is not None and low.denominator == 1 else None
        if low is None:
            return Fraction(0 if high is None else math.ceil(high) - 1)
        first = Fraction(math.floor(low) + 1)
        return first if high is None or first < high else None
    if low is None:
        return Fraction(0) if high is None else high - 1
    return low + 1 if high is None else (low + high) / 2


def _as_value(number: Fraction, type_: FactType) -> Value:
    if type_.kind is Kind.DECIMAL:
        return _decimal(number)
    return date.fromordinal(int(number)) if type_.kind is Kind.DATE else int(number)


def _decimal(number: Fraction) -> Decimal:
    """Return a fraction whose denominator is a product of twos and fives as the decimal it is."""
    places = 0
    while number.denominator != 1:
        number *= 10
        places += 1
    return Decimal(int(number)).scaleb(-places, EXACT)


def _label(first: _Range, last: _Range, type_: FactType) -> str:
    whole = type_.kind is not Kind.DECIMAL
    low, high = first.low, last.high
    above = not first.is_point
    below = not last.is_point
    if whole:
        low = None if low is None else Fraction(math.floor(low) + 1 if above else low)
        high = None if high is None else Fraction(math.ceil(high) - 1 if below else high)
        above = below = False
    if low is None and high is None:
        return "any value"
    if low is not None and low == high:
        return _shown(low, type_)
    from_ = "" if low is None else _shown(low, type_)
    to = "" if high is None else _shown(high, type_)
    if high is None:
        return f"more than {from_}" if above else f"{from_} or {_later(type_)}"
    if low is None:
        return f"less than {to}" if below else f"{to} or {_earlier(type_)}"
    if above or below:
        return f"{'more than' if above else 'from'} {from_} {'to less than' if below else 'to'} {to}"
    return f"{from_} to {to}"


def _shown(number: Fraction, type_: FactType) -> str:
    return show(_as_value(number, type_))


def _later(type_: FactType) -> str:
    return "later" if type_.kind is Kind.DATE else "more"


def _earlier(type_: FactType) -> str:
    return "earlier" if type_.kind is Kind.DATE else "less"
