"""Which facts made a condition what it is: the branches that decided, and no others."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from disposition.engines.formulas import Constant, Member, formula_of
from disposition.engines.formulas import Test as Compared
from disposition.engines.python_source import is_whole, plain
from disposition.language.exact import EXACT
from disposition.language.expression import (
    And,
    Arithmetic,
    Compare,
    Definition,
    Expression,
    Fact,
    Literal,
    Not,
    Operator,
    Or,
    Parameter,
    Within,
)
from disposition.language.types import FactType, Kind
from disposition.policy.model import CheckedPolicy
from disposition.semantics import COMPARE, RECKON, Truth, Valuation, truth

Paths = tuple[str, ...]

Basis = Callable[[Valuation], tuple[Truth, Paths]]
"""Tells of some facts whether a condition is true, and the paths of those that it rests on."""


def basis_of(condition: Expression, policy: CheckedPolicy) -> Basis:
    """Return what tells the facts that a condition's truth rests on.

    Of a true `or`, these are those of the true branches; of a false `and`, of the false ones; of
    an unknown condition, of the unknown branches. A path can come twice.
    """
    return _basis(condition, policy, negated=False)


def _basis(condition: Expression, policy: CheckedPolicy, *, negated: bool) -> Basis:
    """Return the basis of a condition, or of its negation."""
    match condition:
        case Not(operand=operand):
            return _basis(operand, policy, negated=not negated)
        case Definition(name=name):
            return _basis(policy.definitions[name].expression, policy, negated=negated)
        case And() | Or():
            stops = isinstance(condition, Or) is not negated
            return _of_branches(list(_branches(condition, policy, negated, stops)), policy, stops)
        case _:
            return _of_leaf(condition, policy, negated=negated)


_Branch = tuple[Expression, bool]
"""A condition, and whether it is negated."""


def _branches(
    condition: Expression, policy: CheckedPolicy, negated: bool, stops: bool
) -> Iterator[_Branch]:
    """Yield the branches of an `and` or an `or`, through the same below it (De Morgan)."""
    match condition:
        case Not(operand=operand):
            yield from _branches(operand, policy, not negated, stops)
        case Definition(name=name):
            yield from _branches(policy.definitions[name].expression, policy, negated, stops)
        case And(operands=operands) | Or(operands=operands) if (
            isinstance(condition, Or) is not negated
        ) is stops:
            for each in operands:
                yield from _branches(each, policy, negated, stops)
        case _:
            yield condition, negated


def _of_branches(branches: list[_Branch], policy: CheckedPolicy, stops: bool) -> Basis:
    """Return the basis of branches of which one with the truth `stops` decides by itself."""
    tests: list[tuple[str, Test]] = []
    others: list[Basis] = []
    for condition, negated in branches:
        test = _test_of_one(condition, policy, negated=negated)
        if test is None:
            others.append(_basis(condition, policy, negated=negated))
        else:
            tests.append(test)

    def of_branches(facts: Valuation) -> tuple[Truth, Paths]:
        deciding: list[str] = []
        unknown: list[str] = []
        rest: list[str] = []
        is_decided = False
        # Most branches test one fact: they are tested here, since calls would take longest.
        for path, test in tests:
            held = facts.get(path)
            if held is None:
                unknown.append(path)
            elif test(held) is stops:
                deciding.append(path)
            else:
                rest.append(path)
        for other in others:
            truth_, paths = other(facts)
            if truth_ is None:
                unknown += paths
            elif truth_ is stops:
                deciding += paths
                is_decided = True
            else:
                rest += paths
        if deciding or is_decided:
            return stops, tuple(deciding)
        return (None, tuple(unknown)) if unknown else (not stops, tuple(rest))

    return of_branches


def _of_leaf(leaf: Expression, policy: CheckedPolicy, *, negated: bool) -> Basis:
    paths = tuple(fact.path for fact in policy.fact_nodes(leaf))
    match formula_of(leaf, policy, wanted=not negated):
        case Constant(held=constant):
            return lambda _: (constant, paths)
        case Compared(comparison=comparison, left=left, right=right):
            compare = COMPARE[comparison]
            first, second = _reckoned(left), _reckoned(right)
            return _of_test(paths, lambda facts: compare(first(facts), second(facts)))
        case Member(item=item, values=values, wanted=wanted):
            found, listed = _reckoned(item), frozenset(map(plain, values))
            return _of_test(paths, lambda facts: (found(facts) in listed) is wanted)
        case _:
            return _of_condition(leaf, paths, policy, negated=negated)


def _of_test(paths: Paths, holds: Callable[[Valuation], bool]) -> Basis:
    def of_test(facts: Valuation) -> tuple[Truth, Paths]:
        for path in paths:
            if facts.get(path) is None:
                return None, paths
        return holds(facts), paths

    return of_test


def _of_condition(leaf: Expression, paths: Paths, policy: CheckedPolicy, *, negated: bool) -> Basis:
    def of_condition(facts: Valuation) -> tuple[Truth, Paths]:
        held = truth(leaf, facts, policy)
        return held if held is None or not negated else not held, paths

    return of_condition


def _reckoned(side: Expression) -> Callable[[Valuation], Any]:
    """Return what reckons one side of a test from facts that are known, as engines do."""
    match side:
        case Literal(value=value):
            constant = plain(value)
            return lambda _: constant
        case Fact(path=path, type=FactType(kind=Kind.DATE)):
            return lambda facts: facts[path].toordinal()  # type: ignore[union-attr] # a known date
        case Fact(path=path):
            return operator.itemgetter(path)
        case Arithmetic(operator=sign, left=left, right=right):
            first, second = _reckoned(left), _reckoned(right)
            are_whole = is_whole(left) and is_whole(right)
            reckon = (RECKON if are_whole else _RECKON_DECIMALS)[sign]
            return lambda facts: reckon(first(facts), second(facts))
        case _:
            raise AssertionError(f"{side} is not a plain value")


_RECKON_DECIMALS: Mapping[Operator, Callable[[Any, Any], Any]] = {
    Operator.ADD: EXACT.add,
    Operator.SUBTRACT: EXACT.subtract,
    Operator.MULTIPLY: EXACT.multiply,
}
"""Quotients have been multiplied away."""


Test = Callable[[Any], bool]


def _test_of_one(
    leaf: Expression, policy: CheckedPolicy, *, negated: bool
) -> tuple[str, Test] | None:
    """Return the path and the test of a condition on one fact; None for any other condition.

    Whole numbers, decimals, dates and texts compare exactly among themselves, as they are.
    """
    match leaf:
        case Fact(path=path):
            return path, operator.not_ if negated else operator.truth
        case Compare(left=Fact(path=path), comparison=comparison, right=Literal(value=limit)):
            sign = comparison.complement if negated else comparison
            return path, partial(COMPARE[sign.mirrored], limit)
        case Compare(left=Fact(path=path), comparison=comparison, right=Parameter(name=name)):
            sign = comparison.complement if negated else comparison
            return path, partial(COMPARE[sign.mirrored], policy.parameters[name].value)
        case Within(item=Fact(path=path), values=values) if not negated:
            return path, tuple(each.value for each in values).__contains__
        case _:
            return None
