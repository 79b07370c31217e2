"""The last days and the values of obligations, made ready to be reckoned for a lot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from disposition.language.exact import EXACT, FIFTEEN_DIGITS
from disposition.language.expression import (
    Arithmetic,
    Expression,
    Fact,
    Literal,
    Operator,
    Parameter,
)
from disposition.language.rewrite.limits import Exact
from disposition.language.types import FactType, Kind, Value
from disposition.policy.model import CheckedPolicy
from disposition.semantics import value

Values = Mapping[str, Value | None]

Reckoning = Callable[[Values], Any]
"""Returns a value of the kind of its expression; None if that is unknown, or cannot be told."""

MOST_DIGITS = 30
"""Digits of a number before the point, and after it, that are told: those that a fact can have."""

_BEYOND = 10**MOST_DIGITS


def reckoning_of(expression: Expression, kind: Kind, policy: CheckedPolicy) -> Reckoning:
    """Return what reckons an expression of some kind from the facts of a lot."""
    match expression:
        case Fact(path=path):
            return lambda values: values[path]
        case Literal() | Parameter():
            constant = value(expression, {}, policy)
            held = None if constant is None else told(constant, kind)
            return lambda _: held
        case Arithmetic(
            operator=Operator.ADD, left=Fact(path=path), right=Literal() | Parameter() as added
        ) if kind is Kind.DATE and isinstance(days := _constant(added, policy), int):
            return lambda values: _later(values[path], days)
        case Arithmetic(
            operator=Operator.ADD,
            left=Fact(path=path),
            right=Fact(path=more, type=FactType(kind=Kind.INTEGER)),
        ) if kind is Kind.DATE:
            return lambda values: _later(values[path], values[more])
        case _:
            paths = sorted(policy.facts_of(expression))

            def reckon(values: Values) -> Value | None:
                held = value(expression, {path: values[path] for path in paths}, policy)
                return None if held is None else told(held, kind)

            return reckon


def _constant(added: Literal | Parameter, policy: CheckedPolicy) -> Value:
    return policy.parameters[added.name].value if isinstance(added, Parameter) else added.value


def _later(day: Value | None, days: Value | None) -> date | None:
    """Return the day so many days later: by far the commonest way to set a last day."""
    if not isinstance(day, date) or not isinstance(days, int):
        return None
    later = day.toordinal() + days
    return date.fromordinal(later) if 1 <= later <= _LAST else None


def told(held: Exact, kind: Kind) -> Value | None:
    """Return what was reckoned as a value of its kind; None for one that nothing can have.

    That is a day that no calendar has, or a number of more than 30 digits before the point. A
    decimal is exact where it ends within 30 places; else it is rounded half-even to 15 significant
    digits, and at most 30 places.

    >>> told(Fraction(2, 3), Kind.DECIMAL), told(Fraction(1, 8), Kind.DECIMAL)
    (Decimal('0.666666666666667'), Decimal('0.125'))
    """
    if isinstance(held, bool | str):
        return held
    match kind:
        case Kind.DATE:
            is_a_day = date.min.toordinal() <= held <= date.max.toordinal()
            return date.fromordinal(int(held)) if is_a_day else None
        case _ if abs(held) >= _BEYOND:
            return None
        case Kind.INTEGER:
            return int(held)
        case _:
            return _decimal(held)


def _decimal(number: Fraction) -> Decimal:
    scaled = number * _BEYOND
    if scaled.denominator != 1:
        rough = FIFTEEN_DIGITS.divide(Decimal(number.numerator), Decimal(number.denominator))
        places = min(FIFTEEN_DIGITS.prec - 1 - rough.adjusted(), MOST_DIGITS)
        scaled = round(number, places) * _BEYOND
    shortest = Decimal(int(scaled)).scaleb(-MOST_DIGITS, EXACT).normalize(EXACT)
    return shortest.quantize(_ONE, context=EXACT) if shortest == int(shortest) else shortest


_ONE = Decimal(1)
_LAST = date.max.toordinal()
