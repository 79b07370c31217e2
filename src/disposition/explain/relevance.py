"""Which facts made a condition what it is: the branches that decided, and no others."""

from __future__ import annotations

from collections.abc import Iterator

from disposition.policy.expression import (
    And,
    Definition,
    Expression,
    Fact,
    Not,
    Or,
    walk,
)
from disposition.policy.model import CheckedPolicy
from disposition.semantics import Facts, Truth, truth


def relevant_facts(
    condition: Expression, facts: Facts, policy: CheckedPolicy
) -> tuple[str, ...]:
    """Return the paths of the facts that a condition's truth rests on, in the order of its text.

    Of a true `or`, the true branches; of a false `and`, the false ones; of an unknown condition,
    the unknown branches.
    """
    return tuple(dict.fromkeys(_facts(condition, facts, policy)))


def _facts(condition: Expression, facts: Facts, policy: CheckedPolicy) -> Iterator[str]:
    match condition:
        case Not(operand=operand):
            yield from _facts(operand, facts, policy)
        case And(operands=operands) | Or(operands=operands):
            whole = truth(condition, facts, policy)
            for each in _deciding(condition, whole, operands, facts, policy):
                yield from _facts(each, facts, policy)
        case Definition(name=name):
            yield from _facts(policy.definitions[name].expression, facts, policy)
        case _:
            for node in walk(condition):
                if isinstance(node, Fact):
                    yield node.path
                elif isinstance(node, Definition):
                    yield from _facts(policy.definitions[node.name].expression, facts, policy)


def _deciding(
    whole: And | Or,
    held: Truth,
    operands: tuple[Expression, ...],
    facts: Facts,
    policy: CheckedPolicy,
) -> tuple[Expression, ...]:
    """Return the operands that have the truth of the whole; they are what it rests on."""
    all_count = held is (isinstance(whole, And))
    if all_count:
        return operands
    return tuple(each for each in operands if truth(each, facts, policy) is held)
