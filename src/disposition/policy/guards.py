"""Invariants turned into conditions that engines can watch: for each outcome, what would break it.

With the outcome put in for `outcome` and `ships`, an invariant is an ordinary condition over facts.
Its negation is watched like a rule: it is false nearly always. Where it is true the decision is
withheld, and where it is unknown the decision waits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from disposition.frozen import evolve
from disposition.language import expression as tree
from disposition.language.check.scope import OUTCOME, SHIPS
from disposition.language.expression import Comparison, Expression, rebuilt
from disposition.language.rewrite.normal_form import joined, negated
from disposition.language.types import Value
from disposition.policy.model import Guard, Invariant, Outcome


def guards_of(
    invariants: tuple[Invariant, ...], outcomes: tuple[Outcome, ...]
) -> tuple[Guard, ...]:
    """Return the guards of a policy's invariants, without those that nothing can break."""
    return tuple(_guards(invariants, outcomes))


def _guards(invariants: tuple[Invariant, ...], outcomes: tuple[Outcome, ...]) -> Iterator[Guard]:
    for invariant in invariants:
        for outcome in outcomes:
            always = with_outcome(invariant.always, outcome)
            if always != tree.Literal(True):
                yield Guard(invariant.id, outcome.id, negated(always))


def with_outcome(condition: Expression, outcome: Outcome) -> Expression:
    """Return a condition over facts: with an outcome in the place of `outcome` and `ships`."""
    return _decide(condition, {OUTCOME: outcome.id, SHIPS: outcome.ships.value})


def _decide(expression: Expression, decided: Mapping[str, Value]) -> Expression:
    """Put in what has been decided, and leave out what that settles."""
    match expression:
        case tree.Fact(path=path) if path in decided:
            return tree.Literal(decided[path], expression.type)
        case tree.Not(operand=operand):
            return negated(_decide(operand, decided))
        case tree.And(operands=operands) | tree.Or(operands=operands):
            return joined(expression, (_decide(each, decided) for each in operands))
        case tree.Compare():
            return _settled(rebuilt(expression, lambda side: _decide(side, decided)))
        case tree.Within(item=item):
            plain = _decide(item, decided)
            if isinstance(plain, tree.Literal):
                return tree.Literal(any(plain.value == each.value for each in expression.values))
            return evolve(expression, item=plain)
        case _:
            return expression


def _settled(compare: Expression) -> Expression:
    match compare:
        case tree.Compare(
            comparison=comparison, left=tree.Literal() as left, right=tree.Literal() as right
        ) if not comparison.is_ordering:
            return tree.Literal((left.value == right.value) is (comparison is Comparison.EQUAL))
        case _:
            return compare
