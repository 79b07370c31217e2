"""What a solver makes of a policy is what the reference makes of every lot."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disposition import Policy, load_policy_text
from disposition.analysis import solver as z
from disposition.analysis.decided_lot import Looking
from disposition.analysis.emission.lists import Lists
from disposition.analysis.emission.node_terms import Emission
from disposition.analysis.emission.unknowns import WordNumbers
from disposition.analysis.search.assumptions import FOLDED, axioms
from disposition.analysis.search.candidates import is_value
from disposition.analysis.solver import Impossible, Model, Solver
from disposition.analysis.terms import PolicyTerms
from disposition.policy import shipped_names
from disposition.policy.model import CheckedPolicy
from disposition.semantics import Combination, Status, truths
from disposition.testing.strategies import documents
from laws import test_random_definitions as random_definitions
from support import policies as random_policies
from support.pinned import lists_for, pinned
from support.shipped import POLICIES, cases_of
from support.small_world import world

HEAD = """\
policy: toys
version: 1.0.0
outcomes: {accept: {ships: all}}
otherwise: hold
"""


@settings(max_examples=25)
@given(st.data())
def test_a_solver_and_the_reference_conclude_the_same(data: st.DataObject) -> None:
    policy: CheckedPolicy = data.draw(random_policies.policies())
    facts = data.draw(random_policies.facts_for(policy))
    lot = Emission("", WordNumbers())
    terms = PolicyTerms(policy, lot)
    conclusion = Combination.of(policy).conclude(truths(policy, facts))
    solver = Solver()
    _ = terms.concluded
    for column, held in lot.columns.items():
        solver.add(is_value(held, facts.get(column.path), lot))
    assert_concludes(solver, terms, conclusion.outcome, conclusion.status)


def assert_concludes(solver: Solver, terms: PolicyTerms, outcome: str, status: Status) -> None:
    for axiom in terms.lot.axioms:
        solver.add(axiom)
    model = solver.check()
    assert isinstance(model, Model)
    concluded = terms.concluded
    assert [o for o in terms.policy.outcomes_by_id if model.value(concluded.outcome(o))] == [
        outcome
    ]
    assert [each for each in Status if model.value(concluded.status(each))] == [status]


def assert_agrees(policy: Policy, document: dict[str, Any], lists: Lists) -> None:
    terms = PolicyTerms(policy.checked, Emission("", WordNumbers(), lists))
    seen = Looking(policy).at(document)
    solver = Solver()
    held = terms.concluded, terms.conditions
    for term in pinned(terms.lot, document, policy.checked.catalogue):
        solver.add(term)
    assert_concludes(solver, terms, seen.conclusion.outcome, seen.conclusion.status)
    model = solver.check()
    assert isinstance(model, Model)
    if lists.is_whole:
        for at, condition in enumerate(held[1]):
            assert model.value(condition.surely) == bool(seen.truths.true >> at & 1)
            open_ = seen.truths.true | seen.truths.unknown
            assert model.value(condition.possibly) == bool(open_ >> at & 1)


@settings(max_examples=25)
@given(st.integers(0, 2**32))
def test_so_with_definitions_over_lists(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - nothing is kept secret by it
    policy = load_policy_text(random_definitions._policy(chance))
    document = {"custom": random_definitions._document(world(chance, 0.3))}
    for is_whole in (True, False):
        assert_agrees(policy, document, lists_for(document, is_whole=is_whole))


@pytest.mark.parametrize("name", shipped_names())
def test_so_with_shipped_policies_on_lots_of_their_cases(name: str) -> None:
    cases = cases_of(name).cases
    for case in cases[:: len(cases) // 2]:
        document = case.lot.to_dict()
        assert_agrees(POLICIES[name], document, lists_for(document))


@settings(max_examples=15)
@given(documents())
def test_no_lot_breaks_an_axiom(document: dict[str, Any]) -> None:
    assert_keeps_axioms(document)


@pytest.mark.parametrize("name", shipped_names())
def test_no_lot_of_a_shipped_case_breaks_an_axiom(name: str) -> None:
    for case in cases_of(name).cases[::10]:
        assert_keeps_axioms(case.lot.to_dict())


@pytest.mark.parametrize("name", ["pushback", "release"])
def test_facts_folded_over_the_case_are_as_the_search_takes_them_to_be(name: str) -> None:
    rules = "".join(
        f'  r{at}: {{permit: accept, when: "{path} == ({each})"}}\n'
        for at, (path, each) in enumerate(FOLDED.items())
    )
    looking = Looking(load_policy_text(f"{HEAD}rules:\n{rules}"))
    for case in cases_of(name).cases[::8]:
        seen = looking.at(case.lot.to_dict())
        assert [r.id for r in looking.checked.rules if seen.rule(r.id) is False] == []


def assert_keeps_axioms(document: dict[str, Any]) -> None:
    policy = axioms().policy
    seen = Looking(Policy(policy)).at(document)
    for rule in policy.rules:
        assert seen.truth(rule.when) is not False, rule.when


def test_what_is_impossible_for_a_solver_is_false_of_constants() -> None:
    solver = Solver()
    solver.add(z.less(z.whole("a"), 3))
    found = solver.check(labelled={"more": z.less(3, z.whole("a")), "else": z.truth("b")})
    assert isinstance(found, Impossible)
    assert found.core == {"more"}
    assert isinstance(solver.check(), Model)
