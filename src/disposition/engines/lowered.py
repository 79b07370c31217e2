"""Conditions of a policy in the total language, as truths and values over columns.

Conditions read facts as values, known or not, as `semantics` says; what a fact is comes out of its
definition. Tables and the prover both start here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Protocol

from disposition.frozen import frozen
from disposition.language import expression as tree
from disposition.language.expression import Expression
from disposition.language.lower.build import (
    TRUE,
    add,
    all_of,
    any_of,
    compare,
    constant,
    equal,
    multiply,
    negation,
    negative,
    where_known,
)
from disposition.language.lower.total import Fixed, Node
from disposition.language.lower.values import Lowered, Truth
from disposition.policy.model import CheckedPolicy
from disposition.semantics import exact


@frozen(eq=False)
class LoweredFact:
    """A value of facts: `value` where it is `known`."""

    known: Node
    value: Node


def known_value(lowered: Lowered | LoweredFact) -> LoweredFact:
    """Return what a fact is read as by conditions: one value, or none."""
    return LoweredFact(lowered.known, lowered.value)


class FactsLowered(Protocol):
    """Tells what facts can be; a `Lowering` does."""

    def fact(self, path: str) -> Lowered | LoweredFact:
        """Return what a fact can be, by its path."""


class LoweredConditions:
    """Lowers conditions over the values of facts, as `semantics.truth` and `value` tell them."""

    def __init__(self, policy: CheckedPolicy, lowering: FactsLowered) -> None:
        self._policy = policy
        self._lowering = lowering
        self._named: dict[str, Truth] = {}

    def truth(self, condition: Expression) -> Truth:
        """Return whether a condition surely holds, and whether it may."""
        match condition:
            case tree.Not(operand=operand):
                found = self.truth(operand)
                return Truth(negation(found.possibly), negation(found.surely))
            case tree.And(operands=operands):
                return _joined(all_of, map(self.truth, operands))
            case tree.Or(operands=operands):
                return _joined(any_of, map(self.truth, operands))
            case tree.Known(fact=tree.Fact(path=path)):
                known = self._lowering.fact(path).known
                return Truth(known, known)
            case tree.Compare(comparison=comparison, left=left, right=right):
                one, other = self.value(left), self.value(right)
                known = all_of(one.known, other.known)
                return _known_truth(known, compare(comparison, one.value, other.value))
            case tree.Within(item=item, values=values):
                tested = self.value(item)
                wanted = [constant(exact(each.value)) for each in values]
                return _known_truth(
                    tested.known, any_of(*(equal(tested.value, each) for each in wanted))
                )
            case tree.Definition(name=name):
                if name not in self._named:
                    self._named[name] = self.truth(self._policy.definitions[name].expression)
                return self._named[name]
            case _:
                found_value = self.value(condition)
                return _known_truth(found_value.known, found_value.value)

    def value(self, expression: Expression) -> LoweredFact:
        """Return the value of an expression; known where all facts in it are."""
        match expression:
            case tree.Literal(value=value):
                return LoweredFact(TRUE, constant(value))
            case tree.Fact(path=path):
                return known_value(self._lowering.fact(path))
            case tree.Parameter(name=name):
                return LoweredFact(TRUE, constant(self._policy.parameters[name].value))
            case tree.Definition(name=name):
                return self.value(self._policy.definitions[name].expression)
            case tree.Arithmetic(operator=sign, left=left, right=right):
                one, other = self.value(left), self.value(right)
                known = all_of(one.known, other.known)
                match sign:
                    case tree.Operator.ADD:
                        return LoweredFact(known, add(one.value, other.value))
                    case tree.Operator.SUBTRACT:
                        return LoweredFact(known, add(one.value, negative(other.value)))
                    case tree.Operator.MULTIPLY:
                        return LoweredFact(known, multiply(one.value, other.value))
                    case tree.Operator.DIVIDE:
                        return LoweredFact(known, multiply(one.value, _inverse(other.value)))
            case _:
                return known_value(self.truth(expression))


class PartialConditions(LoweredConditions):
    """Lowers conditions to one node each, without value where it is open.

    Facts are read as a value or none, and Kleene's tables tell the rest.
    """

    def value(self, expression: Expression) -> LoweredFact:
        """Return the value of an expression, as one that is always known."""
        match expression:
            case tree.Fact():
                found = super().value(expression)
                return LoweredFact(TRUE, where_known(found.known, found.value))
            case tree.Literal() | tree.Parameter() | tree.Definition() | tree.Arithmetic():
                return super().value(expression)
            case _:
                return LoweredFact(TRUE, self.truth(expression).surely)


def _known_truth(known: Node, value: Node) -> Truth:
    return Truth(all_of(known, value), any_of(negation(known), value))


def _joined(join: Callable[..., Node], truths: Iterable[Truth]) -> Truth:
    parts = list(truths)
    return Truth(join(*(each.surely for each in parts)), join(*(each.possibly for each in parts)))


def _inverse(divisor: Node) -> Node:
    assert isinstance(divisor, Fixed)  # noqa: S101 - the parser sees to it
    return constant(1 / Fraction(divisor.value))
