"""How large and how deep an expression is with its definitions written out."""

from __future__ import annotations

from attrs import frozen

from disposition.language.expression import (
    Aggregate,
    Aggregation,
    And,
    Compare,
    Conditional,
    Definition,
    Expression,
    Fact,
    Item,
    Known,
    Not,
    Or,
    Parameter,
    Within,
    children,
)
from disposition.language.types import Kind

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
        if isinstance(expression, Definition):
            return self._definitions.get(expression.name, Measure(1, 1))
        below = [self.of(child) for child in children(expression)]
        parts = 1 + sum(each.parts for each in below)
        if isinstance(expression, Compare) and _is_condition(expression.left):
            parts *= 2  # whether two conditions agree asks of each if it is true and if it is false
        return Measure(parts, 1 + max((each.depth for each in below), default=0))


def _is_condition(expression: Expression) -> bool:
    match expression:
        case Not() | And() | Or() | Compare() | Within() | Known():
            return True
        case Aggregate(kind=kind):
            return kind in (Aggregation.ANY, Aggregation.ALL)
        case Conditional(then=then, otherwise=otherwise):
            return _is_condition(then) or _is_condition(otherwise)
        case Item(type=type_):
            return type_.kind is Kind.BOOLEAN
        case Fact(type=type_) | Parameter(type=type_) | Definition(type=type_):
            return type_.kind is Kind.BOOLEAN
        case _:
            return False
