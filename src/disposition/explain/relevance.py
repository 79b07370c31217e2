"""Which facts made a condition what it is: the branches that decided, and no others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from disposition.policy.expression import (
    And,
    Compare,
    Definition,
    Expression,
    Fact,
    Literal,
    Not,
    Or,
    Parameter,
    Within,
)
from disposition.policy.model import CheckedPolicy
from disposition.semantics import COMPARE, Facts, Truth, truth

Basis = Callable[[Facts], tuple[Truth, tuple[str, ...]]]
"""Tells of some facts whether a condition is true, and the paths of those that it rests on."""


def basis_of(condition: Expression, policy: CheckedPolicy) -> Basis:
    """Return what tells the facts that a condition's truth rests on, in the order of its text.

    Of a true `or`, these are those of the true branches; of a false `and`, of the false ones; of
    an unknown condition, of the unknown branches. A path can come twice.
    """
    match condition:
        case Not(operand=operand):
            return _negation(basis_of(operand, policy))
        case And(operands=operands) | Or(operands=operands):
            parts = [basis_of(each, policy) for each in operands]
            return _branches(parts, stops=isinstance(condition, Or))
        case Definition(name=name):
            return basis_of(policy.definitions[name].expression, policy)
        case _:
            paths = tuple(fact.path for fact in policy.fact_nodes(condition))
            return _leaf(_test(condition, policy), paths)


def _negation(of: Basis) -> Basis:
    def negation(facts: Facts) -> tuple[Truth, tuple[str, ...]]:
        held, paths = of(facts)
        return None if held is None else not held, paths

    return negation


def _branches(parts: Sequence[Basis], *, stops: bool) -> Basis:
    """Return the basis of an `and` or an `or`; a part with the truth `stops` decides by itself."""

    def branches(facts: Facts) -> tuple[Truth, tuple[str, ...]]:
        told = [part(facts) for part in parts]
        truths = [held for held, _ in told]
        whole = stops if stops in truths else None if None in truths else not stops
        return whole, tuple([path for held, paths in told if held is whole for path in paths])

    return branches


def _leaf(test: Callable[[Facts], Truth], paths: tuple[str, ...]) -> Basis:
    def leaf(facts: Facts) -> tuple[Truth, tuple[str, ...]]:
        return test(facts), paths

    return leaf


def _test(leaf: Expression, policy: CheckedPolicy) -> Callable[[Facts], Truth]:
    """Return the truth of a condition without branches; short ways for the commonest ones."""
    match leaf:
        case Fact(path=path):
            return lambda facts: facts.get(path)  # type: ignore[return-value]  # a condition's fact is boolean
        case Compare(comparison=comparison, left=Fact(path=path), right=Literal(value=limit)):
            return _comparison(path, partial(_flipped, COMPARE[comparison], limit))
        case Compare(comparison=comparison, left=Fact(path=path), right=Parameter(name=name)):
            limit = policy.parameters[name].value
            return _comparison(path, partial(_flipped, COMPARE[comparison], limit))
        case Within(item=Fact(path=path), values=values):
            return _comparison(path, tuple(each.value for each in values).__contains__)
        case _:
            return lambda facts: truth(leaf, facts, policy)


def _flipped(compare: Callable[[object, object], bool], limit: object, held: object) -> bool:
    return compare(held, limit)


def _comparison(path: str, holds: Callable[[object], bool]) -> Callable[[Facts], Truth]:
    # Whole numbers, decimals, dates and texts compare exactly among themselves, as they are.
    def comparison(facts: Facts) -> Truth:
        held = facts.get(path)
        return None if held is None else holds(held)

    return comparison
