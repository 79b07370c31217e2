"""Conditions in one form, so that those that mean the same are equal.

Definitions and parameters are written out, negation is pushed inward, values stand to the right,
and what is joined by `and` or `or` is flat and in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from disposition.frozen import evolve
from disposition.language.declarations import DefinitionSpec, ParameterSpec
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
    rebuilt,
)
from disposition.language.text import expression_text


class Names(Protocol):
    """What the names in expressions stand for, such as a policy."""

    @property
    def parameters(self) -> Mapping[str, ParameterSpec]:
        """The parameters by their names."""
        ...

    @property
    def definitions(self) -> Mapping[str, DefinitionSpec]:
        """The definitions by their names."""
        ...


def written_out(expression: Expression, names: Names) -> Expression:
    """Return an expression over facts alone: with what its definitions and parameters stand for."""
    match expression:
        case Parameter(name=name, type=type_):
            return Literal(names.parameters[name].value, type_)
        case Definition(name=name):
            return written_out(names.definitions[name].expression, names)
        case _:
            return rebuilt(expression, lambda part: written_out(part, names))


def negated(condition: Expression) -> Expression:
    """Return what is true where a condition is false; a negation is taken away, not doubled."""
    match condition:
        case Literal():
            return Literal(condition.value is not True)
        case Not(operand=operand):
            return operand
        case _:
            return Not(condition)


def joined(whole: And | Or, parts: Iterable[Expression]) -> Expression:
    """Return conditions joined as a whole is; constants are left out, or settle it."""
    settles = isinstance(whole, Or)
    left = []
    for part in parts:
        if not isinstance(part, Literal):
            left.append(part)
        elif part.value is settles:
            return Literal(settles)
    if not left:
        return Literal(not settles)
    return left[0] if len(left) == 1 else evolve(whole, operands=tuple(left))


def sides_in_order(expression: Expression) -> Expression:
    """Return a comparison with what is written out to the right of what is not; others as is."""
    match expression:
        case Compare(left=Literal() as left, right=right) if not isinstance(right, Literal):
            mirrored = expression.comparison.mirrored
            return evolve(expression, comparison=mirrored, left=right, right=left)
        case _:
            return expression


def conjuncts(condition: Expression) -> tuple[Expression, ...]:
    """Return the conditions that one joins by `and`."""
    return condition.operands if isinstance(condition, And) else (condition,)


class NormalForm:
    """Puts the conditions of one policy into normal form."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._definitions: dict[tuple[str, bool], Expression] = {}
        self._places: dict[Expression, int] = {}

    def of(self, expression: Expression, *, negated: bool = False) -> Expression:
        """Return the normal form of a condition, or of its negation; of a value, the value's."""
        match expression:
            case Definition(name=name):
                return self._definition(name, negated=negated)
            case Parameter(name=name):
                return _literal(Literal(self._names.parameters[name].value), negated=negated)
            case Literal():
                return _literal(expression, negated=negated)
            case Not(operand=operand):
                return self.of(operand, negated=not negated)
            case And(operands=operands) | Or(operands=operands):
                kind = And if isinstance(expression, And) is not negated else Or
                return self._joined(kind, [self.of(each, negated=negated) for each in operands])
            case Compare(comparison=comparison, left=left, right=right):
                sign = comparison.complement if negated else comparison
                return sides_in_order(Compare(sign, self.of(left), self.of(right)))
            case Within():
                return self._within(expression, negated=negated)
            case Arithmetic():
                return rebuilt(expression, self.of)
            case _:
                return Not(expression) if negated else expression

    def _definition(self, name: str, *, negated: bool) -> Expression:
        key = name, negated
        if key not in self._definitions:
            body = self._names.definitions[name].expression
            self._definitions[key] = self.of(body, negated=negated)
        return self._definitions[key]

    def _within(self, within: Within, *, negated: bool) -> Expression:
        item = self.of(within.item)
        values = tuple(sorted({Literal(each.value) for each in within.values}, key=expression_text))
        if len(values) == 1:
            comparison = Comparison.DIFFERENT if negated else Comparison.EQUAL
            return Compare(comparison, item, values[0])
        found = Within(item, values)
        return Not(found) if negated else found

    def _joined(self, kind: type[And | Or], operands: Iterable[Expression]) -> Expression:
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


def _literal(literal: Literal, *, negated: bool) -> Literal:
    return Literal(not literal.value) if negated else Literal(literal.value)
