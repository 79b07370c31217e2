"""Which expressions surely give whole numbers, and which may give a fraction no decimal holds."""

from __future__ import annotations

from decimal import Decimal

from disposition.language.expression import (
    Aggregate,
    Aggregation,
    Arithmetic,
    Call,
    Conditional,
    Definition,
    Expression,
    Fact,
    Function,
    Item,
    Literal,
    Operator,
    Parameter,
    Unknown,
)
from disposition.language.types import Kind


def is_whole(expression: Expression) -> bool:
    """Whether a value is surely a whole number or the number of a day."""
    match expression:
        case Unknown():
            return True
        case Literal(value=value):
            return not isinstance(value, Decimal)
        case Fact(type=type_) | Item(type=type_) | Parameter(type=type_) | Definition(type=type_):
            return type_.kind in (Kind.INTEGER, Kind.DATE)
        case Arithmetic(operator=operator, left=left, right=right):
            return operator is not Operator.DIVIDE and is_whole(left) and is_whole(right)
        case Aggregate(kind=kind, value=value, otherwise=otherwise):
            told = [each for each in (value, otherwise) if each is not None]
            return kind is Aggregation.COUNT or all(map(is_whole, told))
        case Conditional(then=then, otherwise=otherwise):
            return is_whole(then) and is_whole(otherwise)
        case Call(function=function, operands=operands):
            return function is not Function.PERCENT and all(map(is_whole, operands))
        case _:
            return False


def may_be_fraction(expression: Expression) -> bool:
    """Whether a division below makes a value that no `Decimal` may hold."""
    match expression:
        case Arithmetic(operator=Operator.DIVIDE):
            return True
        case Arithmetic(left=left, right=right):
            return may_be_fraction(left) or may_be_fraction(right)
        case Conditional(then=then, otherwise=otherwise):
            return may_be_fraction(then) or may_be_fraction(otherwise)
        case Definition():
            return True
        case Aggregate(value=value, otherwise=otherwise):
            told = [each for each in (value, otherwise) if each is not None]
            return any(map(may_be_fraction, told))
        case Call(operands=operands):
            return any(map(may_be_fraction, operands))
        case _:
            return False
