"""Laws of coverage: what decides is what would change the whole, and no proof is wrong."""

from __future__ import annotations

from functools import partial
from random import Random

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from disposition import Lot, load_policy_text
from disposition.facts.source import LotSource
from disposition.language.expression import And, Expression, Literal, Not, Or
from disposition.policy.model import CheckedPolicy
from disposition.semantics import truth
from disposition.testing.coverage import Coverage, GoalStatus, measure
from disposition.testing.coverage.goals import (
    ConditionFinder,
    Goal,
    Owner,
    Section,
    conditions_in,
    roots_of,
)
from disposition.testing.coverage.measurement import observed
from disposition.testing.coverage.observation import Observation
from laws import test_random_definitions as random_definitions
from support.policies import Facts, conditions, facts_for, plain_policy, policies
from support.shipped import cases_of
from support.small_world import world

RULE = Owner(Section.RULE, "r0000")


def put_in(tree: Expression, condition: Expression, value: bool) -> Expression:
    """Return a tree with a value in place of one of its conditions."""
    if tree is condition:
        return Literal(value)
    match tree:
        case Not(operand=operand):
            return Not(put_in(operand, condition, value))
        case And(operands=operands) | Or(operands=operands):
            return type(tree)(tuple(put_in(each, condition, value) for each in operands))
        case _:
            return tree


def apart(tree: Expression) -> Expression:
    """Return a tree in which no two conditions are the same object, as in one that was loaded."""
    match tree:
        case Not(operand=operand):
            return Not(apart(operand))
        case And(operands=operands) | Or(operands=operands):
            return type(tree)(tuple(map(apart, operands)))
        case _:
            return evolve(tree)


def deciding(policy: CheckedPolicy, facts: Facts) -> set[int]:
    """Return the positions of the conditions that decide the one rule of a policy."""
    seen = Observation(policy)
    seen.look_at([facts])
    return {written.position for written in seen.deciding}


@given(conditions().map(apart), st.data())
def test_a_condition_decides_exactly_if_its_truth_is_that_of_the_whole(
    condition: Expression, data: st.DataObject
) -> None:
    policy = plain_policy(condition)
    facts = data.draw(facts_for(policy))
    decided = set()
    for position, each in enumerate(conditions_in(condition)):
        whole = [truth(put_in(condition, each, value), facts, policy) for value in (True, False)]
        own = truth(each, facts, policy)
        if own is not None and None not in whole and whole[0] is not whole[1]:
            decided.add(position)
    assert deciding(policy, facts) == decided


@given(policies(), st.data())
def test_a_rule_is_as_true_as_what_decides_it_or_as_false(
    policy: CheckedPolicy, data: st.DataObject
) -> None:
    positions = ConditionFinder(policy)
    held = partial(truth, facts=data.draw(facts_for(policy)), policy=policy)
    for rule in policy.rules:
        for each in positions.occurrences(Owner(Section.RULE, rule.id), rule.when):
            own = held(each.condition)
            if own is not None and all(held(one) is wanted for one, wanted in each.beside):
                assert held(rule.when) is (own is each.upright)


def _standings(coverage: Coverage) -> dict[Goal, GoalStatus]:
    return {each.goal: each.status for each in coverage.findings}


def _assert_never_shown(before: Coverage, after: Coverage) -> None:
    """Assert that nothing was called impossible that more lots show."""
    shown = _standings(after)
    for goal, status in _standings(before).items():
        assert status is not GoalStatus.IMPOSSIBLE or shown[goal] is not GoalStatus.MET


@settings(max_examples=10)
@given(st.integers(0, 2**32))
def test_what_is_called_impossible_is_shown_by_no_lot(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - nothing is kept secret by it
    policy = load_policy_text(random_definitions._policy(chance)).checked
    lots = [
        Lot.from_dict({"custom": random_definitions._document(world(chance, absent))})
        for absent in (0, 0.3) * 10
    ]
    facts = [LotSource(lot, policy.catalogue).observe(policy.facts_seen) for lot in lots]
    _assert_never_shown(measure(policy, facts[:1]), measure(policy, facts))


@pytest.mark.parametrize("name", ["documents", "relationship"])
def test_so_of_a_shipped_policy_by_lots_of_all_others(name: str) -> None:
    file = cases_of(name)
    policy = file.policy.checked
    own = [*observed(policy, file.cases)]
    more = [case for other in ("release", "approach", "capa") for case in cases_of(other).cases]
    after = measure(policy, [*own, *observed(policy, more[::5])])
    _assert_never_shown(measure(policy, own), after)


@given(policies(), st.data())
def test_what_is_observed_of_many_cases_is_what_the_occurrences_say_of_each(
    policy: CheckedPolicy, data: st.DataObject
) -> None:
    cases = [data.draw(facts_for(policy)) for _ in range(3)]
    said = set()
    for facts in cases:
        held = partial(truth, facts=facts, policy=policy)
        for owner, root in roots_of(policy).items():
            whole = held(root)
            said |= {
                (each.written, owner, whole is each.upright, whole)
                for each in ConditionFinder(policy).occurrences(owner, root)
                if held(each.condition) is not None
                and all(held(one) is wanted for one, wanted in each.beside)
            }
    seen = Observation(policy)
    seen.look_at(cases)
    assert {(written, *each) for written, found in seen.deciding.items() for each in found} == said
