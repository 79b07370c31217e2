"""Laws of coverage: what decides is what would change the whole, and no proof is wrong."""

from __future__ import annotations

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from disposition.language.expression import And, Expression, Literal, Not, Or
from disposition.policy.model import CheckedPolicy
from disposition.semantics import truth
from disposition.testing.coverage.conditions import (
    ConditionFinder,
    Held,
    Owner,
    Section,
    conditions_in,
)
from disposition.testing.coverage.feasibility import Possibility
from support.policies import Facts, conditions, facts_for, plain_policy, policies

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
    found = ConditionFinder(policy).deciding(RULE, policy.rules[0].when, Held(facts, policy))
    return {written.position for written, _, _ in found}


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
def test_what_came_up_is_never_proved_impossible(
    policy: CheckedPolicy, data: st.DataObject
) -> None:
    facts = data.draw(facts_for(policy))
    positions, possibility = ConditionFinder(policy), Possibility(policy)
    held = Held(facts, policy)
    for rule in policy.rules:
        found = held.truth(rule.when)
        if found is not None:
            assert possibility.may_hold([(rule.when, found)])
        for each in positions.occurrences(Owner(Section.RULE, rule.id), rule.when):
            own = held.truth(each.condition)
            if own is not None and all(held.truth(one) is wanted for one, wanted in each.beside):
                assert possibility.may_hold([(each.condition, own), *each.beside])
                assert held.truth(rule.when) is (own is each.upright)


@given(policies(), st.data())
def test_the_quick_walk_finds_what_the_occurrences_say(
    policy: CheckedPolicy, data: st.DataObject
) -> None:
    held = Held(data.draw(facts_for(policy)), policy)
    positions = ConditionFinder(policy)
    for rule in policy.rules:
        owner = Owner(Section.RULE, rule.id)
        whole = held.truth(rule.when)
        said = {
            (each.written, whole is each.upright, whole)
            for each in positions.occurrences(owner, rule.when)
            if held.truth(each.condition) is not None
            and all(held.truth(one) is wanted for one, wanted in each.beside)
        }
        assert set(positions.deciding(owner, rule.when, held)) == said
