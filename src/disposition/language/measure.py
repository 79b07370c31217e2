"""How large and how deep an expression is: as it is written, and with its definitions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from operator import is_
from typing import Any

from disposition.frozen import frozen
from disposition.language import expression as tree
from disposition.language.expression import Expression, Span
from disposition.language.faults import ExpressionError
from disposition.language.types import FactType, Kind

DEEPEST_NESTING = 40
MOST_PARTS = 1000
LARGEST_CONDITION = 2_000
DEEPEST_CONDITION = 60
LARGEST_POLICY = 200_000


@frozen
class Measure:
    """The number of parts of an expression, and how many of them stand within one another."""

    parts: int
    depth: int

    @property
    def is_too_much(self) -> bool:
        """Whether an engine would have to work too hard on such a condition."""
        return self.parts > LARGEST_CONDITION or self.depth > DEEPEST_CONDITION


class Measures:
    """Measures expressions; a definition has been measured before what uses it."""

    def __init__(self) -> None:
        self._definitions: dict[str, Measure] = {}

    def define(self, name: str, measure: Measure) -> None:
        """Remember how large a definition is; one that is too large counts as small.

        It has been found fault with, and what uses it need not be.
        """
        self._definitions[name] = Measure(1, 1) if measure.is_too_much else measure

    def of(self, expression: Expression) -> Measure:
        """Return the measure of a parsed expression; its own nesting has been bounded."""
        if isinstance(expression, tree.Definition):
            return self._definitions.get(expression.name, Measure(1, 1))
        below = [self.of(child) for child in tree.children(expression)]
        parts = 1 + sum(each.parts for each in below)
        if isinstance(expression, tree.Compare) and _is_condition(expression.left):
            parts *= 2  # whether two conditions agree asks of each if it is true and if it is false
        return Measure(parts, 1 + max((each.depth for each in below), default=0))


def _is_condition(expression: Expression) -> bool:
    match expression:
        case tree.Not() | tree.And() | tree.Or() | tree.Compare() | tree.Within() | tree.Known():
            return True
        case tree.Aggregate(kind=kind):
            return kind in (tree.Aggregation.ANY, tree.Aggregation.ALL)
        case tree.Conditional(then=then, otherwise=otherwise):
            return _is_condition(then) or _is_condition(otherwise)
        case (
            tree.Fact(type=FactType() as type_)
            | tree.Item(type=FactType() as type_)
            | tree.Lookup(type=FactType() as type_)
            | tree.Parameter(type=FactType() as type_)
            | tree.Definition(type=FactType() as type_)
        ):
            return type_.kind is Kind.BOOLEAN
        case _:
            return False


def expect_bounded(expression: Expression) -> None:
    """Check how many parts an expression has as it is written, and how many within one another.

    A comparison is one level, however it is said: `x not in [1]`, `1 < x <= 5`, `x is unknown`.

    Raises:
        ExpressionError: E102, too many parts; E103, nested too deep.
    """
    pending = [(expression, 1)]
    parts = 0
    while pending:
        node, depth = pending.pop()
        parts += 1
        if depth > DEEPEST_NESTING:
            raise too_deep(node.span)
        if parts > MOST_PARTS:
            message = f"the expression has more than {MOST_PARTS:,} parts"
            raise ExpressionError("E102", node.span, message, "name parts of it under `define`")
        pending += [(below, depth + 1) for below in reversed(_below(node))]


def too_deep(span: Span) -> ExpressionError:
    """Return the fault of an expression that would take too long a breath to read."""
    message = f"the expression is nested more than {DEEPEST_NESTING} levels deep"
    return ExpressionError("E103", span, message, "name parts of it under `define`")


def _below(node: Expression) -> Sequence[Expression]:
    match node:
        case tree.And(operands=operands) if is_chain(operands, is_):
            return [below for each in operands for below in _below(each)]
        case tree.Not(operand=tree.Known()) | tree.Known():
            return ()
        case (
            tree.Not(operand=tree.Within(item=item, values=values))
            | tree.Within(item=item, values=values)
        ):
            return (item, *values)
        case _:
            return tree.children(node)


def is_chain(operands: Sequence[Expression], same: Callable[[Expression, Any], bool]) -> bool:
    """Whether each of several comparisons begins with the `same` value that the last ends with."""
    return all(
        isinstance(before, tree.Compare) and same(before.right, _beginning(after))
        for before, after in pairwise(operands)
    )


def _beginning(comparison: Expression) -> Expression | None:
    match comparison:
        case (
            tree.Compare(left=left)
            | tree.Within(item=left)
            | tree.Not(operand=tree.Within(item=left))
        ):
            return left
        case tree.Known(fact=fact) | tree.Not(operand=tree.Known(fact=fact)):
            return fact
        case _:
            return None
