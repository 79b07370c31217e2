"""What an expression shows by itself: whether it may lack a value or grow, is whole, a fraction."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from disposition.language import expression as tree
from disposition.language.evaluate.combined import NONE_OF_NOTHING
from disposition.language.expression import Expression, walk
from disposition.language.types import Kind


def may_lack(expression: Expression, fact_may_lack: Callable[[str], bool]) -> bool:
    """Return whether it may; where that is not seen, yes.

    `fact_may_lack` tells it of a fact, by its path.
    """
    match expression:
        case tree.Known():
            return False
        case (
            tree.Lookup()
            | tree.Unknown()
            | tree.Definition()
            | tree.Call(function=tree.Function.PERCENT)
        ):
            return True
        case tree.Aggregate(kind=kind, otherwise=None) if kind in NONE_OF_NOTHING:
            return True
        case tree.Fact(path=path):
            return fact_may_lack(path)
        case _:
            return any(may_lack(each, fact_may_lack) for each in tree.children(expression))


def may_grow(expression: Expression) -> bool:
    """Return whether a number or day may be larger than all of those that it is made of."""
    return any(
        isinstance(node, tree.Arithmetic | tree.Definition)
        or (isinstance(node, tree.Aggregate) and node.kind is tree.Aggregation.SUM)
        for node in walk(expression)
    )


def is_whole(expression: Expression) -> bool:
    """Whether a value is surely a whole number or the number of a day."""
    match expression:
        case tree.Unknown():
            return True
        case tree.Literal(value=value):
            return not isinstance(value, Decimal)
        case (
            tree.Fact(type=type_)
            | tree.Item(type=type_)
            | tree.Parameter(type=type_)
            | tree.Definition(type=type_)
        ):
            return type_.kind in (Kind.INTEGER, Kind.DATE)
        case tree.Arithmetic(operator=operator, left=left, right=right):
            return operator is not tree.Operator.DIVIDE and is_whole(left) and is_whole(right)
        case tree.Aggregate(kind=kind, value=value, otherwise=otherwise):
            told = [each for each in (value, otherwise) if each is not None]
            return kind is tree.Aggregation.COUNT or all(map(is_whole, told))
        case tree.Conditional(then=then, otherwise=otherwise):
            return is_whole(then) and is_whole(otherwise)
        case tree.Call(function=function, operands=operands):
            return function is not tree.Function.PERCENT and all(map(is_whole, operands))
        case _:
            return False


def may_be_fraction(expression: Expression) -> bool:
    """Whether a division below makes a value that no `Decimal` may hold."""
    match expression:
        case tree.Arithmetic(operator=tree.Operator.DIVIDE):
            return True
        case tree.Arithmetic(left=left, right=right):
            return may_be_fraction(left) or may_be_fraction(right)
        case tree.Conditional(then=then, otherwise=otherwise):
            return may_be_fraction(then) or may_be_fraction(otherwise)
        case tree.Definition():
            return True
        case tree.Aggregate(value=value, otherwise=otherwise):
            told = [each for each in (value, otherwise) if each is not None]
            return any(map(may_be_fraction, told))
        case tree.Call(operands=operands):
            return any(map(may_be_fraction, operands))
        case _:
            return False
