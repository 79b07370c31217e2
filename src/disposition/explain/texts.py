"""The texts, last days and values of a policy, made ready once and told of many lots."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from operator import itemgetter
from typing import Any

from disposition.language import expression as tree
from disposition.language.exact import EXACT, FIFTEEN_DIGITS
from disposition.language.rewrite.limits import Exact
from disposition.language.template import Hole, Template, show
from disposition.language.types import FactType, Kind, Value
from disposition.policy.model import CheckedPolicy
from disposition.semantics import value

Values = Mapping[str, Value | None]

Wording = Callable[[Values], str]
"""Returns a text with the values of its facts in it, which stand under the facts' paths."""


class Beside(dict[str, Value | None]):
    """A few values, and beside them those of facts."""

    __slots__ = ("_facts",)

    def __init__(self, facts: Values, few: Values) -> None:
        super().__init__(few)
        self._facts = facts

    def __missing__(self, path: str) -> Value | None:
        return self._facts[path]


def wording_of(template: Template, parameters: Mapping[str, Value]) -> Wording:
    """Return a text of a policy with its parameters in it, which only waits for its facts.

    >>> from disposition.language.template import parse_template
    >>> found = parse_template("{n} of {limit} %", lambda name: name == "n")
    >>> wording_of(found, {"limit": 5})({"n": 3})
    '3 of 5 %'
    """
    text, paths = "", []
    for piece in template.pieces:
        if isinstance(piece, Hole) and piece.name not in parameters:
            text += "%s"
            paths.append(piece.name)
        else:
            said = show(parameters[piece.name]) if isinstance(piece, Hole) else piece
            text += said.replace("%", "%%")
    if not paths:
        constant = text % ()
        return lambda _: constant
    if len(paths) == 1:
        (path,) = paths
        return lambda values: text % show(values[path])
    of_lot = itemgetter(*paths)
    return lambda values: text % tuple(map(show, of_lot(values)))


# --- last days and values ------------------------------------------------------------------------


Reckoning = Callable[[Values], Any]
"""Returns a value of the kind of its expression; None if that is unknown, or cannot be told."""

MOST_DIGITS = 30
"""Digits of a number before the point, and after it, that are told: those that a fact can have."""

_BEYOND = 10**MOST_DIGITS


def reckoning_of(expression: tree.Expression, kind: Kind, policy: CheckedPolicy) -> Reckoning:
    """Return what reckons an expression of some kind from the facts of a lot."""
    match expression:
        case tree.Fact(path=path):
            return lambda values: values[path]
        case tree.Literal() | tree.Parameter():
            constant = value(expression, {}, policy)
            held = None if constant is None else value_of_kind(constant, kind)
            return lambda _: held
        case tree.Arithmetic(
            operator=tree.Operator.ADD,
            left=tree.Fact(path=path),
            right=tree.Literal() | tree.Parameter() as added,
        ) if kind is Kind.DATE and isinstance(days := _constant(added, policy), int):
            return lambda values: _later(values[path], days)
        case tree.Arithmetic(
            operator=tree.Operator.ADD,
            left=tree.Fact(path=path),
            right=tree.Fact(path=more, type=FactType(kind=Kind.INTEGER)),
        ) if kind is Kind.DATE:
            return lambda values: _later(values[path], values[more])
        case _:
            paths = sorted(policy.facts_of(expression))

            def reckon(values: Values) -> Value | None:
                held = value(expression, {path: values[path] for path in paths}, policy)
                return None if held is None else value_of_kind(held, kind)

            return reckon


def _constant(added: tree.Literal | tree.Parameter, policy: CheckedPolicy) -> Value:
    return policy.parameters[added.name].value if isinstance(added, tree.Parameter) else added.value


def _later(day: Value | None, days: Value | None) -> date | None:
    """Return the day so many days later: by far the commonest way to set a last day."""
    if not isinstance(day, date) or not isinstance(days, int):
        return None
    later = day.toordinal() + days
    return date.fromordinal(later) if 1 <= later <= _LAST else None


def value_of_kind(held: Exact, kind: Kind) -> Value | None:
    """Return what was reckoned as a value of its kind; None for one that nothing can have.

    That is a day that no calendar has, or a number of more than 30 digits before the point. A
    decimal is exact where it ends within 30 places; else it is rounded half-even to 15 significant
    digits, and at most 30 places.

    >>> value_of_kind(Fraction(2, 3), Kind.DECIMAL), value_of_kind(Fraction(1, 8), Kind.DECIMAL)
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
