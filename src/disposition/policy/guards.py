"""Invariants turned into conditions that engines can watch: for each outcome, what would break it.

With the outcome put in for `outcome` and `ships`, an invariant is an ordinary condition over facts.
Its negation is watched like a rule: it is false nearly always. Where it is true the decision is
withheld, and where it is unknown the decision waits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import evolve

from disposition.language.expression import (
    And,
    Compare,
    Comparison,
    Expression,
    Fact,
    Literal,
    Not,
    Or,
    Within,
)
from disposition.language.scope import OUTCOME, SHIPS
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
            decided = {OUTCOME: outcome.id, SHIPS: outcome.ships.value}
            always = _decide(invariant.always, decided)
            if always != Literal(True):
                yield Guard(invariant.id, outcome.id, _negated(always))


def _decide(expression: Expression, decided: Mapping[str, Value]) -> Expression:
    """Put in what has been decided, and leave out what that settles."""
    match expression:
        case Fact(path=path) if path in decided:
            return Literal(decided[path], expression.type)
        case Not(operand=operand):
            return _negated(_decide(operand, decided))
        case And(operands=operands) | Or(operands=operands):
            return _connected(expression, tuple(_decide(each, decided) for each in operands))
        case Compare(left=left, right=right):
            compare = evolve(expression, left=_decide(left, decided), right=_decide(right, decided))
            return _settled(compare)
        case Within(item=item):
            plain = _decide(item, decided)
            if isinstance(plain, Literal):
                return Literal(any(plain.value == each.value for each in expression.values))
            return evolve(expression, item=plain)
        case _:
            return expression


def _negated(operand: Expression) -> Expression:
    if isinstance(operand, Literal):
        return Literal(operand.value is not True)
    return operand.operand if isinstance(operand, Not) else Not(operand)


def _connected(whole: And | Or, parts: tuple[Expression, ...]) -> Expression:
    settles = Literal(isinstance(whole, Or))
    if settles in parts:
        return settles
    left = tuple(part for part in parts if not isinstance(part, Literal))
    if not left:
        return Literal(isinstance(whole, And))
    return left[0] if len(left) == 1 else evolve(whole, operands=left)


def _settled(compare: Compare) -> Expression:
    left, right = compare.left, compare.right
    if not isinstance(left, Literal) or not isinstance(right, Literal):
        return compare
    same = left.value == right.value
    if compare.comparison is Comparison.EQUAL:
        return Literal(same)
    return Literal(not same) if compare.comparison is Comparison.DIFFERENT else compare
