"""Which facts made a condition what it is: the branches that decided, and no others."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from disposition.engines.formulas import Constant, Member, formula_of
from disposition.engines.formulas import Test as Compared
from disposition.engines.python_source import is_whole, plain
from disposition.frozen import frozen
from disposition.language.exact import EXACT
from disposition.language.expression import (
    COMPARE,
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
from disposition.semantics import RECKON, Truth, Valuation, truth


@frozen(eq=False)
class Basis:
    """What a condition rests on: its `truth` of some facts, and the paths of those that make it so.

    `collect` adds the paths to a list, for facts of which the truth is given.
    """

    truth: Callable[[Valuation], Truth]
    collect: Callable[[Valuation, Truth, list[str]], None]

    def paths(self, facts: Valuation, held: Truth) -> list[str]:
        """Return the paths of the facts by which the condition is what it is; some come twice."""
        found: list[str] = []
        self.collect(facts, held, found)
        return found

    def __call__(self, facts: Valuation) -> tuple[Truth, list[str]]:
        """Return whether the condition is true, and the paths of the facts that it rests on."""
        held = self.truth(facts)
        return held, self.paths(facts, held)


def basis_of(condition: Expression, policy: CheckedPolicy) -> Basis:
    """Return what tells the facts that a condition's truth rests on.

    Of a true `or`, these are those of the true branches; of a false `and`, of the false ones; of
    an unknown condition, of the unknown branches.
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
            branches = _branches(condition, policy, negated, stops)
            return _of_branches(*_tested(branches, policy), stops=stops)
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


def _tested(
    branches: Iterable[_Branch], policy: CheckedPolicy
) -> tuple[list[tuple[str, Test]], list[Basis]]:
    """Return the branches that test one fact, each with its path, and the basis of each other."""
    tests: list[tuple[str, Test]] = []
    others: list[Basis] = []
    for condition, negated in branches:
        test = _test_of_one(condition, policy, negated=negated)
        if test is None:
            others.append(_basis(condition, policy, negated=negated))
        else:
            tests.append(test)
    return tests, others


def _of_branches(tests: list[tuple[str, Test]], others: list[Basis], *, stops: bool) -> Basis:
    """Return the basis of branches of which one with the truth `stops` decides by itself."""
    all_tested = [path for path, _ in tests]

    # Most branches test one fact: they are tested here, since calls would take longest.
    def truth_of(facts: Valuation) -> Truth:
        is_unknown = False
        for path, test in tests:
            held = facts.get(path)
            if held is None:
                is_unknown = True
            elif test(held) is stops:
                return stops
        for other in others:
            found = other.truth(facts)
            if found is stops:
                return stops
            is_unknown = is_unknown or found is None
        return None if is_unknown else not stops

    def collect(facts: Valuation, whole: Truth, found: list[str]) -> None:
        if whole is (not stops):  # then every branch is
            found += all_tested
            for other in others:
                other.collect(facts, whole, found)
            return
        for path, test in tests:
            held = facts.get(path)
            if (held if held is None else test(held)) is whole:
                found.append(path)
        for other in others:
            if other.truth(facts) is whole:
                other.collect(facts, whole, found)

    return Basis(truth_of, collect)


def _of_leaf(leaf: Expression, policy: CheckedPolicy, *, negated: bool) -> Basis:
    paths = [fact.path for fact in policy.fact_nodes(leaf)]

    def collect(_facts: Valuation, _held: Truth, found: list[str]) -> None:
        found += paths

    return Basis(_truth_of_leaf(leaf, paths, policy, negated=negated), collect)


def _truth_of_leaf(
    leaf: Expression, paths: list[str], policy: CheckedPolicy, *, negated: bool
) -> Callable[[Valuation], Truth]:
    match formula_of(leaf, policy, wanted=not negated):
        case Constant(held=constant):
            return lambda _: constant
        case Compared(comparison=comparison, left=left, right=right):
            compare = COMPARE[comparison]
            first, second = _reckoned(left), _reckoned(right)
            return _of_test(paths, lambda facts: compare(first(facts), second(facts)))
        case Member(item=item, values=values, wanted=wanted):
            found, listed = _reckoned(item), frozenset(map(plain, values))
            return _of_test(paths, lambda facts: (found(facts) in listed) is wanted)
        case _:
            return _of_condition(leaf, policy, negated=negated)


def _of_test(paths: list[str], holds: Callable[[Valuation], bool]) -> Callable[[Valuation], Truth]:
    def of_test(facts: Valuation) -> Truth:
        for path in paths:
            if facts.get(path) is None:
                return None
        return holds(facts)

    return of_test


def _of_condition(
    leaf: Expression, policy: CheckedPolicy, *, negated: bool
) -> Callable[[Valuation], Truth]:
    def of_condition(facts: Valuation) -> Truth:
        held = truth(leaf, facts, policy)
        return held if held is None or not negated else not held

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
