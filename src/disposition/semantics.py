"""What a policy means: when a condition is true, and which outcome follows from the rules.

This module is the definition. Engines only find out faster which rules hold, and are tested
against it; nothing else gives meaning to a policy.

A condition is true, false or unknown (`None`), by Kleene's tables. Numbers are exact: fractions of
whole numbers, so that neither rounding nor the size of a product can change a comparison. A date
counts as the number of its day, so that days are added and dates subtracted like other numbers.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any, TypeVar

from disposition.frozen import Factory, field, frozen
from disposition.language.expression import (
    COMPARE,
    And,
    Arithmetic,
    Compare,
    Definition,
    Expression,
    Fact,
    Known,
    Literal,
    Name,
    Not,
    Operator,
    Or,
    Parameter,
    Within,
)
from disposition.language.rewrite.limits import Exact
from disposition.language.types import Value
from disposition.policy.model import CheckedPolicy, Effect, Rule

T = TypeVar("T")
Truth = bool | None
Valuation = Mapping[str, Value | None]

RECKON: Mapping[Operator, Callable[[Any, Any], Fraction]] = {
    Operator.ADD: operator.add,
    Operator.SUBTRACT: operator.sub,
    Operator.MULTIPLY: operator.mul,
    Operator.DIVIDE: operator.truediv,
}


def truth(condition: Expression, facts: Valuation, policy: CheckedPolicy) -> Truth:
    """Return whether a condition is true of some facts; None if that is unknown."""
    match condition:
        case Not(operand=operand):
            held = truth(operand, facts, policy)
            return None if held is None else not held
        case And(operands=operands):
            return all_of(truth(each, facts, policy) for each in operands)
        case Or(operands=operands):
            return any_of(truth(each, facts, policy) for each in operands)
        case Known(fact=Fact(path=path)):
            return facts.get(path) is not None
        case Compare(comparison=comparison, left=left, right=right):
            first, second = value(left, facts, policy), value(right, facts, policy)
            if first is None or second is None:
                return None
            holds: bool = COMPARE[comparison](first, second)
            return holds
        case Within(item=item, values=values):
            found = value(item, facts, policy)
            if found is None:
                return None
            return any(found == exact(each.value) for each in values)
        case Definition(name=name):
            return truth(policy.definitions[name].expression, facts, policy)
        case _:
            given = value(condition, facts, policy)
            return None if given is None else bool(given)


def all_of(truths: Iterable[Truth]) -> Truth:
    """Kleene's conjunction: false if any is false, else unknown if any is unknown."""
    met_unknown = False
    for held in truths:
        if held is False:
            return False
        met_unknown = met_unknown or held is None
    return None if met_unknown else True


def any_of(truths: Iterable[Truth]) -> Truth:
    """Kleene's disjunction: true if any is true, else unknown if any is unknown."""
    met_unknown = False
    for held in truths:
        if held is True:
            return True
        met_unknown = met_unknown or held is None
    return None if met_unknown else False


def exact(held: Value) -> Exact:
    """Return a value in the form in which values are reckoned with and compared."""
    if isinstance(held, bool | str):
        return held
    return Fraction(held.toordinal() if isinstance(held, date) else held)


def value(expression: Expression, facts: Valuation, policy: CheckedPolicy) -> Exact | None:
    """Return the value of an expression; None if a fact in it is unknown."""
    match expression:
        case Literal(value=held):
            return exact(held)
        case Fact(path=path):
            known = facts.get(path)
            return None if known is None else exact(known)
        case Parameter(name=name):
            return exact(policy.parameters[name].value)
        case Definition(name=name):
            return value(policy.definitions[name].expression, facts, policy)
        case Arithmetic(operator=sign, left=left, right=right):
            first, second = value(left, facts, policy), value(right, facts, policy)
            return None if first is None or second is None else RECKON[sign](first, second)
        case Name():
            raise AssertionError("names are resolved when a policy is checked")
        case _:
            return truth(expression, facts, policy)


class Status(Enum):
    """How a decision came about."""

    DECIDED = "decided"
    NEEDS_INFORMATION = "needs_information"
    NO_RULE = "no_rule"
    WITHHELD = "withheld"


DECIDED, WITHHELD = Status.DECIDED, Status.WITHHELD
NEEDS_INFORMATION = Status.NEEDS_INFORMATION
"""Looked up once: to ask an enumeration for a member takes as long as to look some facts up."""


Positions = int
"""A set of conditions: bit `i` stands for the one at position `i` of `policy.conditions`."""

ALL: Positions = -1
"""The positions of all conditions."""


@frozen
class Truths:
    """Which of a policy's conditions are true and which are unknown; the others are false."""

    true: Positions
    unknown: Positions


@frozen(cache_hash=True)
class Conclusion:
    """What follows from the truths of a policy's conditions.

    `candidate` is the outcome looked at: the one decided on, or the possible one that could not be
    decided; None if no outcome is possible.
    """

    outcome: str
    status: Status
    candidate: str | None


def truths(policy: CheckedPolicy, facts: Valuation) -> Truths:
    """Return which conditions of a policy hold, straight from the definition; slow and sure."""
    held = [truth(condition, facts, policy) for condition in policy.conditions]
    return Truths(
        true=positions(held, lambda each: each is True),
        unknown=positions(held, lambda each: each is None),
    )


def positions(items: Iterable[T], chosen: Callable[[T], bool]) -> Positions:
    """Return the set of the positions at which something chosen stands."""
    return sum(1 << position for position, item in enumerate(items) if chosen(item))


@frozen
class Alternative:
    """An outcome, the rules that permit and forbid it, and the guards that would withhold it."""

    outcome: str
    permits: Positions
    forbids: Positions
    guards: Positions


Way = tuple[Positions, Positions, Positions, Conclusion, Conclusion, Conclusion]
"""What permits, forbids and guards an outcome; and what follows where it is decided, withheld by a
guard, or waits for something unknown."""


def _way(alternative: Alternative, fallback: str) -> Way:
    outcome = alternative.outcome
    return (
        alternative.permits,
        alternative.forbids,
        alternative.guards,
        Conclusion(outcome, Status.DECIDED, outcome),
        Conclusion(fallback, Status.WITHHELD, outcome),
        Conclusion(fallback, Status.NEEDS_INFORMATION, outcome),
    )


@frozen
class Combination:
    """How the rules of a policy combine: its outcomes, most preferred first, and the fallback."""

    alternatives: tuple[Alternative, ...]
    fallback: str
    ways: tuple[Way, ...] = field(
        init=False,
        eq=False,
        repr=False,
        default=Factory(
            lambda it: tuple(_way(each, it.fallback) for each in it.alternatives), takes_self=True
        ),
    )
    no_rule: Conclusion = field(
        init=False,
        eq=False,
        repr=False,
        default=Factory(lambda it: Conclusion(it.fallback, Status.NO_RULE, None), takes_self=True),
    )

    @classmethod
    def of(cls, policy: CheckedPolicy) -> Combination:
        """Return how the rules of a policy combine."""

        def rules(effect: Effect, outcome: str) -> Positions:
            return positions(policy.rules, lambda r: r.effect is effect and outcome in r.outcomes)

        def guards(outcome: str) -> Positions:
            return positions(policy.guards, lambda g: g.outcome == outcome) << len(policy.rules)

        return cls(
            tuple(
                Alternative(
                    each.id,
                    permits=rules(Effect.PERMIT, each.id),
                    forbids=rules(Effect.FORBID, each.id),
                    guards=guards(each.id),
                )
                for each in policy.outcomes
            ),
            policy.otherwise,
        )

    def conclude(self, truths: Truths) -> Conclusion:
        """Return what follows: the first possible outcome if it is eligible, else the fallback.

        Possible: some permit rule is not false and no forbid rule is true. Eligible: some permit
        rule is true and every forbid rule is false. A guard that is true withholds an eligible
        outcome; one that is unknown leaves it undecided.
        """
        true = truths.true
        not_false = true | truths.unknown
        for permits, forbids, guards, decided, withheld, waits in self.ways:
            is_possible = permits & not_false and not forbids & true
            if not is_possible:
                continue
            is_eligible = permits & true and not forbids & not_false
            if not is_eligible:
                return waits
            if guards & true:
                return withheld
            return waits if guards & not_false else decided
        return self.no_rule


def obliges(rule: Rule, outcome: str) -> bool:
    """Tell whether a requirement fits an outcome; one without outcomes fits any."""
    return rule.effect is Effect.REQUIRE and (not rule.outcomes or outcome in rule.outcomes)
