"""The conditions of a policy as nodes over the columns of a table, and which facts keep them open.

A fact that is unknown has no value, so Kleene's tables hold as they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from disposition.frozen import frozen
from disposition.language.expression import (
    And,
    Arithmetic,
    Compare,
    Comparison,
    Definition,
    Expression,
    Fact,
    Known,
    Literal,
    Not,
    Or,
    Parameter,
    Within,
)
from disposition.language.types import FactType, Kind
from disposition.policy.model import CheckedPolicy
from disposition.semantics import exact
from disposition.tables.quotients import Numeric, Quotient, compared, reckoned
from disposition.tables.relation import Node, Relations
from disposition.tables.scaled import Arithmetics, Scaled, constant


@frozen(eq=False)
class FactColumn:
    """A fact in a table: a truth or a text as a node, or a number or a day as a scaled number."""

    value: Node | Scaled | Quotient

    @property
    def node(self) -> Node:
        """The node that has a value where the fact is known."""
        if isinstance(self.value, Quotient):
            return self.value.given
        if not isinstance(self.value, Scaled):
            return self.value
        if self.value.node is None:
            raise AssertionError("a constant has no node")
        return self.value.node


Blame = Mapping[str, Node]
"""By the path of each fact that can keep a condition open: in which rows it does."""


class ColumnConditions:
    """Makes nodes of the expressions of a policy, each once.

    `fact` gives the column of a fact by its path; one that is in no row gives nothing.
    """

    def __init__(
        self, policy: CheckedPolicy, relations: Relations, fact: Callable[[str], FactColumn]
    ) -> None:
        self._policy = policy
        self._relations = relations
        self._fact = fact
        self._numbers = Arithmetics(relations)
        self._truths: dict[str, Node] = {}
        self._scaled: dict[str, Numeric] = {}

    # --- truths ----------------------------------------------------------------------------------

    def truth(self, condition: Expression) -> Node:
        """Return whether a condition is true; without value where that is unknown.

        Raises:
            TooLargeError: numbers of more than 128 bits could be needed.
            NotInTablesError: it needs what no table engine does.
        """
        relations = self._relations
        match condition:
            case Not(operand=operand):
                return relations.opposite(self.truth(operand))
            case And(operands=operands):
                return relations.all(map(self.truth, operands))
            case Or(operands=operands):
                return relations.any(map(self.truth, operands))
            case Known(fact=Fact(path=path)):
                return self.is_known(path)
            case Compare(comparison=sign, left=left, right=right):
                return self._compared(sign, left, right)
            case Within():
                return self._within(condition)
            case Definition(name=name):
                if name not in self._truths:
                    self._truths[name] = self.truth(self._policy.definitions[name].expression)
                return self._truths[name]
            case _:
                return self._plain(condition)

    def is_known(self, path: str) -> Node:
        """Return whether a fact is known."""
        fact = self._fact(path)
        if isinstance(fact.value, Scaled) and fact.value.node is None:
            return self._relations.true
        return self._relations.has_value(fact.node)

    def _compared(self, sign: Comparison, left: Expression, right: Expression) -> Node:
        if self._kind(left) in _SCALED:
            return compared(sign, self._number(left), self._number(right), self._numbers)
        return self._relations.compared(sign, self._value(left), self._value(right))

    def _within(self, within: Within) -> Node:
        item, values = within.item, within.values
        if self._kind(item) in _SCALED:
            limits = [Fraction(exact(each.value)) for each in values]
            number = self._number(item)
            if isinstance(number, Scaled):
                return self._numbers.among(number, limits)
            equal = Comparison.EQUAL
            return self._relations.any(number.compared(equal, each) for each in limits)
        plain = dict.fromkeys(each.value for each in values)
        if self._kind(item) is Kind.BOOLEAN:
            held = self._value(item)
            if len(plain) > 1:
                return self._relations.settled(True, held)
            return self._relations.compared(
                Comparison.EQUAL, held, self._relations.constant(True in plain)
            )
        return self._relations.among(self._value(item), tuple(map(str, plain)))

    def _value(self, side: Expression) -> Node:
        return self.truth(side) if self._kind(side) is Kind.BOOLEAN else self._plain(side)

    def _plain(self, side: Expression) -> Node:
        """Return a truth or a text that needs no reckoning."""
        match side:
            case Literal(value=bool() | str() as held):
                return self._relations.constant(held)
            case Parameter(name=name):
                return self._plain(Literal(self._policy.parameters[name].value))
            case Fact(path=path):
                value = self._fact(path).value
                if not isinstance(value, Scaled | Quotient):
                    return value
        raise AssertionError(f"{side} is no condition and no text; it was checked")

    # --- numbers ---------------------------------------------------------------------------------

    def _number(self, side: Expression) -> Numeric:
        match side:
            case Literal(value=held):
                return constant(Fraction(exact(held)))
            case Parameter(name=name):
                return constant(Fraction(exact(self._policy.parameters[name].value)))
            case Fact(path=path):
                value = self._fact(path).value
                return value if isinstance(value, Scaled | Quotient) else Scaled(value)
            case Definition(name=name):
                if name not in self._scaled:
                    self._scaled[name] = self._number(self._policy.definitions[name].expression)
                return self._scaled[name]
            case Arithmetic(operator=operator, left=left, right=right):
                one, other = self._number(left), self._number(right)
                return reckoned(operator, one, other, self._numbers)
        raise AssertionError(f"{side} is no number; it was checked as one")

    def _kind(self, side: Expression) -> Kind:
        match side:
            case Literal(value=value):
                if isinstance(value, bool):
                    return Kind.BOOLEAN
                return Kind.TEXT if isinstance(value, str) else Kind.DECIMAL
            case Fact(type=FactType(kind=kind)):
                return kind
            case Parameter(name=name):
                return self._kind(Literal(self._policy.parameters[name].value))
            case Definition(name=name):
                return self._policy.definitions[name].type.kind
            case Arithmetic():
                return Kind.DECIMAL
            case _:
                return Kind.BOOLEAN

    # --- what keeps a condition open -------------------------------------------------------------

    def blame(self, condition: Expression) -> Blame:
        """Return for each fact in which rows a condition is open and waits for it.

        Of an open `and` or `or` those are the facts of the branches that are open themselves.
        """
        relations = self._relations
        open_ = relations.opposite(relations.has_value(self.truth(condition)))
        if open_ is relations.false:
            return {}
        found: dict[str, list[Node]] = {}
        for branch in self._branches(condition):
            if branch is condition:
                for path in sorted(self._policy.facts_of(condition)):
                    lacks = relations.opposite(self.is_known(path))
                    found.setdefault(path, []).append(lacks)
            else:
                for path, node in self.blame(branch).items():
                    found.setdefault(path, []).append(node)
        return {
            path: relations.all([open_, relations.any(nodes)])
            for path, nodes in found.items()
            if relations.any(nodes) is not relations.false
        }

    def _branches(self, condition: Expression) -> Iterator[Expression]:
        match condition:
            case Not(operand=operand):
                yield from self._branches(operand)
            case Definition(name=name):
                yield from self._branches(self._policy.definitions[name].expression)
            case And(operands=operands) | Or(operands=operands):
                yield from operands
            case _:
                yield condition


_SCALED = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.DATE})
