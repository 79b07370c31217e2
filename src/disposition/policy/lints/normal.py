"""Conditions in one form, so that those that mean the same are equal.

Definitions and parameters are written out, negation is pushed inward, values stand to the right,
and what is joined by `and` or `or` is flat and in order.
"""

from __future__ import annotations

from collections.abc import Iterable

from disposition.language.expression import (
    And,
    Arithmetic,
    Compare,
    Comparison,
    Definition,
    Expression,
    Literal,
    Not,
    Or,
    Parameter,
    Within,
)
from disposition.language.text import expression_text
from disposition.policy.model import CheckedPolicy

MIRRORED = {
    Comparison.LESS: Comparison.MORE,
    Comparison.MORE: Comparison.LESS,
    Comparison.AT_MOST: Comparison.AT_LEAST,
    Comparison.AT_LEAST: Comparison.AT_MOST,
}
"""The comparison that says the same with its sides exchanged; others stay."""


class Normal:
    """Puts the conditions of one policy into normal form."""

    def __init__(self, policy: CheckedPolicy) -> None:
        self._policy = policy
        self._definitions: dict[tuple[str, bool], Expression] = {}
        self._places: dict[Expression, int] = {}

    def of(self, expression: Expression, *, negated: bool = False) -> Expression:
        """Return the normal form of a condition, or of its negation; of a value, the value's."""
        match expression:
            case Definition(name=name):
                return self._definition(name, negated=negated)
            case Parameter(name=name):
                return _literal(Literal(self._policy.parameters[name].value), negated=negated)
            case Literal():
                return _literal(expression, negated=negated)
            case Not(operand=operand):
                return self.of(operand, negated=not negated)
            case And(operands=operands) | Or(operands=operands):
                is_and = isinstance(expression, And) is not negated
                return self._joined(is_and, [self.of(each, negated=negated) for each in operands])
            case Compare():
                return self._compare(expression, negated=negated)
            case Within():
                return self._within(expression, negated=negated)
            case Arithmetic(operator=operator, left=left, right=right):
                return Arithmetic(operator, self.of(left), self.of(right))
            case _:
                return Not(expression) if negated else expression

    def _definition(self, name: str, *, negated: bool) -> Expression:
        key = name, negated
        if key not in self._definitions:
            body = self._policy.definitions[name].expression
            self._definitions[key] = self.of(body, negated=negated)
        return self._definitions[key]

    def _compare(self, compare: Compare, *, negated: bool) -> Expression:
        comparison = compare.comparison.complement if negated else compare.comparison
        left, right = self.of(compare.left), self.of(compare.right)
        if isinstance(left, Literal) and not isinstance(right, Literal):
            left, right = right, left
            comparison = MIRRORED.get(comparison, comparison)
        return Compare(comparison, left, right)

    def _within(self, within: Within, *, negated: bool) -> Expression:
        item = self.of(within.item)
        values = tuple(sorted({Literal(each.value) for each in within.values}, key=expression_text))
        if len(values) == 1:
            comparison = Comparison.DIFFERENT if negated else Comparison.EQUAL
            return Compare(comparison, item, values[0])
        found = Within(item, values)
        return Not(found) if negated else found

    def _joined(self, is_and: bool, operands: Iterable[Expression]) -> Expression:
        """Return conditions joined by `and` or `or`: flat, each once, in order.

        The order is that in which the policy's conditions were met first: any would do, and to
        write each of them out as a text takes long where definitions stand on one another.
        """
        kind = And if is_and else Or
        flat: dict[Expression, None] = {}
        for operand in operands:
            inner = operand.operands if isinstance(operand, kind) else (operand,)
            flat.update(dict.fromkeys(inner))
        neutral, decisive = Literal(is_and), Literal(not is_and)
        if decisive in flat:
            return decisive
        flat.pop(neutral, None)
        if not flat:
            return neutral
        parts = tuple(sorted(flat, key=self._place))
        return parts[0] if len(parts) == 1 else kind(parts)

    def _place(self, expression: Expression) -> int:
        return self._places.setdefault(expression, len(self._places))


def conjuncts(condition: Expression) -> tuple[Expression, ...]:
    """Return the conditions that one in normal form joins by `and`."""
    return condition.operands if isinstance(condition, And) else (condition,)


def _literal(literal: Literal, *, negated: bool) -> Literal:
    return Literal(not literal.value) if negated else Literal(literal.value)
