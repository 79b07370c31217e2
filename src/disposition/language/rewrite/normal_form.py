"""Conditions in one form, so that those that mean the same are equal.

Definitions and parameters are written out, negation is pushed inward, values stand to the right,
and what is joined by `and` or `or` is flat and in order.
"""

from __future__ import annotations

from collections.abc import Iterable

from disposition.frozen import evolve
from disposition.language import expression as tree
from disposition.language.declarations import Names
from disposition.language.expression import Comparison, Expression, rebuilt
from disposition.language.text import expression_text


def written_out(expression: Expression, names: Names) -> Expression:
    """Return an expression over facts alone: with what its definitions and parameters stand for."""
    match expression:
        case tree.Parameter(name=name, type=type_):
            return tree.Literal(names.parameters[name].value, type_)
        case tree.Definition(name=name):
            return written_out(names.definitions[name].expression, names)
        case _:
            return rebuilt(expression, lambda part: written_out(part, names))


def negated(condition: Expression) -> Expression:
    """Return what is true where a condition is false; a negation is taken away, not doubled."""
    match condition:
        case tree.Literal():
            return tree.Literal(condition.value is not True)
        case tree.Not(operand=operand):
            return operand
        case _:
            return tree.Not(condition)


def joined(whole: tree.And | tree.Or, parts: Iterable[Expression]) -> Expression:
    """Return conditions joined as a whole is; constants are left out, or settle it."""
    settles = isinstance(whole, tree.Or)
    left = []
    for part in parts:
        if not isinstance(part, tree.Literal):
            left.append(part)
        elif part.value is settles:
            return tree.Literal(settles)
    if not left:
        return tree.Literal(not settles)
    return left[0] if len(left) == 1 else evolve(whole, operands=tuple(left))


def sides_in_order(expression: Expression) -> Expression:
    """Return a comparison with what is written out to the right of what is not; others as is."""
    match expression:
        case tree.Compare(left=tree.Literal() as left, right=right) if not isinstance(
            right, tree.Literal
        ):
            mirrored = expression.comparison.mirrored
            return evolve(expression, comparison=mirrored, left=right, right=left)
        case _:
            return expression


def conjuncts(condition: Expression) -> tuple[Expression, ...]:
    """Return the conditions that one joins by `and`."""
    return condition.operands if isinstance(condition, tree.And) else (condition,)


class NormalForm:
    """Puts the conditions of one policy into normal form."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._definitions: dict[tuple[str, bool], Expression] = {}
        self._places: dict[Expression, int] = {}

    def of(self, expression: Expression, *, negated: bool = False) -> Expression:
        """Return the normal form of a condition, or of its negation; of a value, the value's."""
        match expression:
            case tree.Definition(name=name):
                return self._definition(name, negated=negated)
            case tree.Parameter(name=name):
                return _literal(tree.Literal(self._names.parameters[name].value), negated=negated)
            case tree.Literal():
                return _literal(expression, negated=negated)
            case tree.Not(operand=operand):
                return self.of(operand, negated=not negated)
            case tree.And(operands=operands) | tree.Or(operands=operands):
                kind = tree.And if isinstance(expression, tree.And) is not negated else tree.Or
                return self._joined(kind, [self.of(each, negated=negated) for each in operands])
            case tree.Compare(comparison=comparison, left=left, right=right):
                sign = comparison.complement if negated else comparison
                return sides_in_order(tree.Compare(sign, self.of(left), self.of(right)))
            case tree.Within():
                return self._within(expression, negated=negated)
            case tree.Arithmetic():
                return rebuilt(expression, self.of)
            case _:
                return tree.Not(expression) if negated else expression

    def _definition(self, name: str, *, negated: bool) -> Expression:
        key = name, negated
        if key not in self._definitions:
            body = self._names.definitions[name].expression
            self._definitions[key] = self.of(body, negated=negated)
        return self._definitions[key]

    def _within(self, within: tree.Within, *, negated: bool) -> Expression:
        item = self.of(within.item)
        values = tuple(
            sorted({tree.Literal(each.value) for each in within.values}, key=expression_text)
        )
        if len(values) == 1:
            comparison = Comparison.DIFFERENT if negated else Comparison.EQUAL
            return tree.Compare(comparison, item, values[0])
        found = tree.Within(item, values)
        return tree.Not(found) if negated else found

    def _joined(self, kind: type[tree.And | tree.Or], operands: Iterable[Expression]) -> Expression:
        """Return conditions joined by `and` or `or`: flat, each once, in order.

        The order is that in which the policy's conditions were met first: any would do, and to
        write each of them out as a text takes long where definitions stand on one another.
        """
        flat: dict[Expression, None] = {}
        for operand in operands:
            flat.update(
                dict.fromkeys(operand.operands if isinstance(operand, kind) else (operand,))
            )
        return joined(kind(()), sorted(flat, key=self._place))

    def _place(self, expression: Expression) -> int:
        return self._places.setdefault(expression, len(self._places))


def _literal(literal: tree.Literal, *, negated: bool) -> tree.Literal:
    return tree.Literal(not literal.value) if negated else tree.Literal(literal.value)
