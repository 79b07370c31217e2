"""A policy in the total language: what decides, as truths and values over columns.

Conditions read facts as values, known or not, as `semantics` says; what a fact is comes out of its
definition. Tables and the prover both start here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Protocol

from disposition.frozen import frozen
from disposition.language.expression import (
    And,
    Arithmetic,
    Compare,
    Definition,
    Expression,
    Fact,
    Known,
    Literal,
    Not,
    Operator,
    Or,
    Parameter,
    Within,
)
from disposition.language.lower.build import (
    EMPTY,
    TRUE,
    add,
    all_of,
    any_of,
    choose,
    compare,
    constant,
    equal,
    multiply,
    negation,
    negative,
    where_known,
)
from disposition.language.lower.lowering import Lowering
from disposition.language.lower.total import Fixed, Node
from disposition.language.lower.values import Lowered, Truth
from disposition.policy.model import CheckedPolicy
from disposition.semantics import Combination, Positions, Status, exact


@frozen(eq=False)
class LoweredFact:
    """A value of facts: `value` where it is `known`."""

    known: Node
    value: Node


@frozen(eq=False)
class LoweredOutcome:
    """An outcome of a policy, and how far it comes.

    `is_reached`: no more preferred outcome is possible. Where that and `is_possible` hold, it is
    the one that is looked at, and `is_eligible`, `is_broken` and `may_be_broken` (by a guard) tell
    what becomes of it; `is_decided` sums that up.
    """

    outcome: str
    is_reached: Node
    is_possible: Node
    is_eligible: Node
    is_broken: Node
    may_be_broken: Node

    @property
    def is_looked_at(self) -> Node:
        """Whether it is the first that is possible."""
        return all_of((self.is_reached, self.is_possible))

    @property
    def is_decided(self) -> Node:
        """Whether it is decided on."""
        return all_of((self.is_looked_at, self.is_eligible, negation(self.may_be_broken)))

    @property
    def is_withheld(self) -> Node:
        """Whether a guard keeps it from being decided on."""
        return all_of((self.is_looked_at, self.is_eligible, self.is_broken))


@frozen(eq=False)
class LoweredPolicy:
    """A policy in the total language.

    `conditions` are those of the policy in their order, `facts` all that it reads. `candidate` is
    the outcome looked at, an empty text where none is possible.
    """

    policy: CheckedPolicy
    lowering: FactsLowered
    conditions: tuple[Truth, ...]
    facts: Mapping[str, LoweredFact]
    outcomes: tuple[LoweredOutcome, ...]
    status: Mapping[Status, Node]
    outcome: Node
    candidate: Node

    def truth(self, condition: Expression) -> Truth:
        """Return whether a condition over facts surely holds, and whether it may."""
        return LoweredConditions(self.policy, self.lowering).truth(condition)

    def held(self, expression: Expression) -> LoweredFact:
        """Return the value of an expression over facts: a day, or a value of an obligation."""
        return LoweredConditions(self.policy, self.lowering).value(expression)

    @property
    def roots(self) -> Iterator[Node]:
        """All nodes that tell what is decided, and the facts that it is decided by."""
        yield self.outcome
        yield self.candidate
        yield from self.status.values()
        for condition in self.conditions:
            yield from (condition.surely, condition.possibly)
        for fact in self.facts.values():
            yield from (fact.known, fact.value)


def lower_policy(
    policy: CheckedPolicy,
    told: Callable[[str], bool | None] | None = None,
    lowering: FactsLowered | None = None,
) -> LoweredPolicy:
    """Return a policy in the total language; `told` is that of `Lowering`, if none is given.

    Raises `NotLowered` for what the total language does not tell, and `ValueError` where the
    catalogue of the policy has facts that are only ever given one by one.
    """
    known = policy.catalogue.known
    if known is None:
        raise ValueError("the facts of this policy come from no lot document")
    if lowering is None:
        lowering = Lowering(known) if told is None else Lowering(known, told)
    conditions = LoweredConditions(policy, lowering)
    truths = tuple(conditions.truth(each) for each in policy.conditions)
    outcomes = tuple(_outcomes(Combination.of(policy), truths))
    status = _status(outcomes)
    outcome: Node = constant(policy.otherwise)
    candidate: Node = EMPTY
    for each in reversed(outcomes):
        outcome = choose(each.is_decided, constant(each.outcome), outcome)
        candidate = choose(each.is_looked_at, constant(each.outcome), candidate)
    paths = dict.fromkeys((*policy.facts, *policy.facts_of_texts))
    facts = {path: held(lowering.fact(path)) for path in paths}
    return LoweredPolicy(policy, lowering, truths, facts, outcomes, status, outcome, candidate)


def held(lowered: Lowered | LoweredFact) -> LoweredFact:
    """Return what a fact is read as by conditions: one value, or none."""
    return LoweredFact(lowered.known, lowered.value)


def _outcomes(combination: Combination, truths: tuple[Truth, ...]) -> Iterator[LoweredOutcome]:
    def some(of: Positions, ask: Callable[[Truth], Node]) -> Node:
        return any_of(ask(each) for at, each in enumerate(truths) if of >> at & 1)

    def surely(truth: Truth) -> Node:
        return truth.surely

    def possibly(truth: Truth) -> Node:
        return truth.possibly

    is_reached: Node = TRUE
    for each in combination.alternatives:
        is_possible = all_of((some(each.permits, possibly), negation(some(each.forbids, surely))))
        yield LoweredOutcome(
            each.outcome,
            is_reached,
            is_possible,
            all_of((some(each.permits, surely), negation(some(each.forbids, possibly)))),
            some(each.guards, surely),
            some(each.guards, possibly),
        )
        is_reached = all_of((is_reached, negation(is_possible)))


def _status(outcomes: tuple[LoweredOutcome, ...]) -> Mapping[Status, Node]:
    decided = any_of(each.is_decided for each in outcomes)
    withheld = any_of(each.is_withheld for each in outcomes)
    no_rule = negation(any_of(each.is_possible for each in outcomes))
    waits = any_of(
        all_of(
            (
                each.is_looked_at,
                negation(all_of((each.is_eligible, negation(each.may_be_broken)))),
                negation(all_of((each.is_eligible, each.is_broken))),
            )
        )
        for each in outcomes
    )
    return {
        Status.DECIDED: decided,
        Status.NEEDS_INFORMATION: waits,
        Status.NO_RULE: no_rule,
        Status.WITHHELD: withheld,
    }


class FactsLowered(Protocol):
    """Tells what facts can be; a `Lowering` does."""

    def fact(self, path: str) -> Lowered | LoweredFact:
        """Return what a fact can be, by its path."""
        ...


class LoweredConditions:
    """Lowers conditions over the values of facts, as `semantics.truth` and `value` tell them."""

    def __init__(self, policy: CheckedPolicy, lowering: FactsLowered) -> None:
        self._policy = policy
        self._lowering = lowering
        self._named: dict[str, Truth] = {}

    def truth(self, condition: Expression) -> Truth:
        """Return whether a condition surely holds, and whether it may."""
        match condition:
            case Not(operand=operand):
                found = self.truth(operand)
                return Truth(negation(found.possibly), negation(found.surely))
            case And(operands=operands):
                return _joined(all_of, map(self.truth, operands))
            case Or(operands=operands):
                return _joined(any_of, map(self.truth, operands))
            case Known(fact=Fact(path=path)):
                known = self._lowering.fact(path).known
                return Truth(known, known)
            case Compare(comparison=comparison, left=left, right=right):
                one, other = self.value(left), self.value(right)
                known = all_of((one.known, other.known))
                return _told(known, compare(comparison, one.value, other.value))
            case Within(item=item, values=values):
                tested = self.value(item)
                wanted = [constant(exact(each.value)) for each in values]
                return _told(tested.known, any_of(equal(tested.value, each) for each in wanted))
            case Definition(name=name):
                if name not in self._named:
                    self._named[name] = self.truth(self._policy.definitions[name].expression)
                return self._named[name]
            case _:
                found_value = self.value(condition)
                return _told(found_value.known, found_value.value)

    def value(self, expression: Expression) -> LoweredFact:
        """Return the value of an expression; known where all facts in it are."""
        match expression:
            case Literal(value=value):
                return LoweredFact(TRUE, constant(value))
            case Fact(path=path):
                return held(self._lowering.fact(path))
            case Parameter(name=name):
                return LoweredFact(TRUE, constant(self._policy.parameters[name].value))
            case Definition(name=name):
                return self.value(self._policy.definitions[name].expression)
            case Arithmetic(operator=sign, left=left, right=right):
                one, other = self.value(left), self.value(right)
                known = all_of((one.known, other.known))
                match sign:
                    case Operator.ADD:
                        return LoweredFact(known, add(one.value, other.value))
                    case Operator.SUBTRACT:
                        return LoweredFact(known, add(one.value, negative(other.value)))
                    case Operator.MULTIPLY:
                        return LoweredFact(known, multiply(one.value, other.value))
                    case Operator.DIVIDE:
                        return LoweredFact(known, multiply(one.value, _inverse(other.value)))
            case _:
                return held(self.truth(expression))


class PartialConditions(LoweredConditions):
    """Lowers conditions to one node each, without value where it is open.

    Facts are read as a value or none, and Kleene's tables tell the rest.
    """

    def value(self, expression: Expression) -> LoweredFact:
        """Return the value of an expression, as one that is always known."""
        match expression:
            case Fact():
                found = super().value(expression)
                return LoweredFact(TRUE, where_known(found.known, found.value))
            case Literal() | Parameter() | Definition() | Arithmetic():
                return super().value(expression)
            case _:
                return LoweredFact(TRUE, self.truth(expression).surely)


def _told(known: Node, value: Node) -> Truth:
    return Truth(all_of((known, value)), any_of((negation(known), value)))


def _joined(join: Callable[[Iterable[Node]], Node], truths: Iterable[Truth]) -> Truth:
    parts = list(truths)
    return Truth(join(each.surely for each in parts), join(each.possibly for each in parts))


def _inverse(divisor: Node) -> Node:
    assert isinstance(divisor, Fixed)  # noqa: S101 - the parser sees to it
    return constant(1 / Fraction(divisor.value))
