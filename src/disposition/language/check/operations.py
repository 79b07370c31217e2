"""Which values can be compared, added and multiplied, and how a type reads in a sentence."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from decimal import Decimal

from disposition.errors import suggest
from disposition.language.expression import (
    Arithmetic,
    Compare,
    Expression,
    Literal,
    Operator,
    Span,
    Within,
)
from disposition.language.faults import ExpressionError
from disposition.language.literals import yes_or_no
from disposition.language.text import expression_text, value_text
from disposition.language.types import FactType, Kind, Value
from disposition.words import listed

BOOLEAN = FactType(Kind.BOOLEAN)
COUNT = FactType(Kind.INTEGER)
TEXT = FactType(Kind.TEXT)
DATE = FactType(Kind.DATE)
PERCENT = FactType(Kind.DECIMAL, "percent")
DAYS = FactType(Kind.INTEGER, "days")


def type_of_literal(literal: Literal) -> FactType:
    """Return the type that a written-out value has on its own."""
    return literal.type or type_of_value(literal.value)


def type_of_value(value: Value) -> FactType:
    """Return the type that a value has on its own."""
    match value:
        case bool():
            return BOOLEAN
        case int():
            return FactType(Kind.INTEGER)
        case Decimal():
            return FactType(Kind.DECIMAL)
        case date():
            return DATE
        case _:
            return FactType(Kind.TEXT)


_DATE = "a date is written as `'2026-12-01'`"


def expect_comparable(compare: Compare, left: FactType, right: FactType) -> None:
    """Check that two values can be compared as they are.

    Raises:
        ExpressionError: they are of different kinds (T204) or units (T208), or have no
            order (T207).
    """
    if not is_same_family(left, right):
        message = f"{a_type(left)} is compared with {a_type(right)}"
        hint = hint_for(compare.left, right) or hint_for(compare.right, left)
        raise ExpressionError("T204", compare.span, message, hint)
    if compare.comparison.is_ordering and not (left.kind.is_number or left.kind is Kind.DATE):
        hint = "only numbers and dates have an order"
        if left.kind is Kind.ENUM:
            hint += "; list the values: `x in ['a', 'b']`"
        message = f"`{compare.comparison.value}` between values without an order"
        raise ExpressionError("T207", compare.span, message, hint)
    if not units_fit(left, right):
        message = f"{left.unit} are compared with {right.unit}"
        hint = "compare values of one unit; a parameter takes its unit from `unit:`"
        raise ExpressionError("T208", compare.span, message, hint)


def is_same_family(left: FactType, right: FactType) -> bool:
    """Whether values of two types can be equal at all, units aside."""
    if left.kind.is_number:
        return right.kind.is_number
    if left.kind is Kind.ENUM and right.kind is Kind.ENUM:
        return bool(set(left.values) & set(right.values))
    return left.kind is right.kind


def units_fit(left: FactType, right: FactType) -> bool:
    """Whether two numbers are of one unit; a plain number is of any."""
    return not left.unit or not right.unit or left.unit == right.unit


def word_hint(word: str, other: FactType) -> str:
    """Say what a name that is not known may be beside a value of a type: a word, yes or no."""
    if other.kind is Kind.BOOLEAN and (meant := yes_or_no(word)):
        return f"write `{meant}`"
    if "." in word or other.kind not in (Kind.ENUM, Kind.TEXT):
        return ""
    if other.kind is Kind.TEXT or word in other.values:
        return f"a text needs quotes: `'{word}'`"
    if near := suggest(word, other.values):
        return f"{near} A text needs quotes"
    return f"a text needs quotes, and this is {a_type(other)}"


def hint_for(side: Expression, other: FactType) -> str:
    """Say how a written-out value would fit what it is compared with."""
    if isinstance(side, Arithmetic) and other.kind is Kind.DATE:
        return _DATE
    if not isinstance(side, Literal):
        return ""
    value = side.value
    if isinstance(value, str):
        if other.kind.is_number and value.replace(".", "", 1).isdigit():
            return f"a number has no quotes: `{value}`"
        if other.kind is Kind.BOOLEAN and (meant := yes_or_no(value)):
            return f"`{meant}` has no quotes" if value == meant else f"write `{meant}`, unquoted"
        return "it is `true` or `false`" if other.kind is Kind.BOOLEAN else ""
    if other.kind in (Kind.TEXT, Kind.ENUM):
        shown = str(value).lower() if isinstance(value, bool) else value
        return f"a text needs quotes: `'{shown}'`; within those of YAML in a cell: `\"'{shown}'\"`"
    if other.kind is Kind.BOOLEAN:
        return "it is a condition by itself: write it alone, or after `not`"
    if other.kind is Kind.DATE:
        return _DATE
    return ""


def arithmetic_type(expression: Arithmetic, left: FactType, right: FactType) -> FactType:
    """Return the type of two values put together.

    Raises:
        ExpressionError: they are no numbers (T209), of different units (T208), or dates put
            together in a way that means nothing (T210).
    """
    operator = expression.operator
    if Kind.DATE in (left.kind, right.kind):
        return _date_type(expression, left, right)
    for side, type_ in ((expression.left, left), (expression.right, right)):
        if not type_.kind.is_number:
            message = f"`{operator.value}` needs numbers, this is {a_type(type_)}"
            raise ExpressionError("T209", side.span, message)
    kind = Kind.DECIMAL
    if left.kind is right.kind is Kind.INTEGER and operator is not Operator.DIVIDE:
        kind = Kind.INTEGER
    if operator in (Operator.MULTIPLY, Operator.DIVIDE):
        return FactType(kind, "·".join(sorted(filter(None, (left.unit, right.unit)))))
    if not units_fit(left, right):
        word = "added to" if operator is Operator.ADD else "subtracted from"
        first, second = (left, right) if operator is Operator.ADD else (right, left)
        message = f"{first.unit} are {word} {second.unit}"
        raise ExpressionError("T208", expression.span, message)
    return FactType(kind, left.unit or right.unit)


def common_type(types: Sequence[FactType], span: Span, what: str) -> FactType:
    """Return the type that all of several values are of: a number is whole where all are.

    Words are those that any of them can be.

    Raises:
        ExpressionError: they are of different kinds (T204) or units (T208); `what` says what the
            values are of.
    """
    common = types[0]
    for type_ in types[1:]:
        if common.kind is not type_.kind and not is_same_family(common, type_):
            message = f"{what} is {a_type(common)} or {a_type(type_)}"
            raise ExpressionError("T204", span, message, "all of its values must be of one kind")
        if not units_fit(common, type_):
            message = f"{what} is in {common.unit} or in {type_.unit}"
            raise ExpressionError("T208", span, message, "all of its values must be of one unit")
        kind = common.kind if common.kind is type_.kind else Kind.DECIMAL
        values = tuple(dict.fromkeys((*common.values, *type_.values)))
        common = FactType(kind, common.unit or type_.unit, values)
    return common


def _date_type(expression: Arithmetic, left: FactType, right: FactType) -> FactType:
    operator = expression.operator
    if left.kind is right.kind is Kind.DATE and operator is Operator.SUBTRACT:
        return DAYS
    days = right if left.kind is Kind.DATE else left
    is_shift = operator is Operator.ADD or (
        operator is Operator.SUBTRACT and left.kind is Kind.DATE
    )
    if is_shift and days.kind is Kind.INTEGER and days.unit in ("", "days"):
        return DATE
    hint = "whole days can be added to a date, and two dates subtracted"
    if operator is Operator.SUBTRACT and Kind.TEXT in (left.kind, right.kind):
        hint = "name a day that is written out: `first_day: 2026-12-01` under `parameters`"
    message = f"{a_type(left)} `{operator.value}` {a_type(right)} has no meaning"
    raise ExpressionError("T210", expression.span, message, hint)


def a_type(type_: FactType) -> str:
    """Return a type as it reads in a sentence.

    >>> a_type(FactType(Kind.INTEGER, "days"))
    'a whole number of days'
    """
    match type_.kind:
        case Kind.BOOLEAN:
            return "a yes-or-no value"
        case Kind.INTEGER:
            return f"a whole number of {type_.unit}" if type_.unit else "a whole number"
        case Kind.DECIMAL:
            return f"a number of {type_.unit}" if type_.unit else "a number"
        case Kind.ENUM:
            return f"one of {listed(type_.values)}"
        case Kind.TEXT:
            return "a text"
        case Kind.DATE:
            return "a date"


# --- comparisons that can be made but say nothing: probably something else was meant --------------


Doubts = Iterator[ExpressionError]


def doubt_comparison(
    compare: Compare, left: FactType, right: FactType, facts: Collection[str]
) -> Doubts:
    """Yield what is odd about a comparison of values of two types; `facts` are the known paths."""
    if isinstance(compare.left, Literal) and isinstance(compare.right, Literal):
        yield _of_literals(compare.left, compare.right, compare.span, facts)
        return
    if compare.left == compare.right:
        message = f"`{expression_text(compare.left)}` is compared with itself"
        yield _warning("W706", compare.span, message, "to ask whether a fact is known: `is known`")
    if compare.comparison.is_ordering:
        return
    for side, other in ((compare.left, right), (compare.right, left)):
        if isinstance(side, Literal):
            yield from _impossible(side, other, compare.span)


def doubt_lookup(within: Within, type_: FactType, facts: Collection[str]) -> Doubts:
    """Yield what is odd about looking for a value of a type in a list."""
    if isinstance(within.item, Literal):
        yield _of_literals(within.item, within.item, within.span, facts)
        return
    for literal in within.values:
        yield from _impossible(literal, type_, literal.span)


def _warning(code: str, span: Span, message: str, hint: str = "") -> ExpressionError:
    return ExpressionError(code, span, message, hint, is_warning=True)


def _of_literals(
    left: Literal, right: Literal, span: Span, facts: Collection[str]
) -> ExpressionError:
    for side in (left, right):
        if isinstance(side.value, str) and side.value in facts:
            message = f"`{value_text(side.value)}` is a text, not the fact of that name"
            hint = f"a fact has no quotes: `{side.value}`"
            return ExpressionError("T211", side.span, message, hint)
    message = "two written-out values are compared: the answer is always the same"
    return _warning("W706", span, message, "to say so, write `true` or `false`")


def _impossible(literal: Literal, other: FactType, span: Span) -> Doubts:
    value = literal.value
    if other.kind is Kind.INTEGER and isinstance(value, Decimal) and value != int(value):
        yield _warning("W707", span, f"{a_type(other)} never equals `{value_text(value)}`")
