"""Policies in the total language decide as the reference does."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disposition import Lot, Policy, load_policy, load_policy_text
from disposition.built import shipped_folder
from disposition.engines.lowered import LoweredPolicy, lower_policy
from disposition.facts.observation import view_of
from disposition.policy import shipped_names
from disposition.semantics import Combination, truths
from disposition.testing.strategies import documents
from laws import test_own_facts as own_facts
from laws import test_random_definitions as random_definitions
from support.observing import by_definition
from support.small_world import world
from support.total_values import document_of, exact


def _agrees(lot: Lot, lowered: LoweredPolicy) -> None:
    policy = lowered.policy
    facts = by_definition(lot, policy.facts, policy.catalogue)
    document = document_of(view_of(lot, policy.catalogue), policy.catalogue)
    wanted = truths(policy, facts)
    for at, condition in enumerate(lowered.conditions):
        assert document.value(condition.surely) == bool(wanted.true >> at & 1), at
        assert document.value(condition.possibly) == bool(
            (wanted.true | wanted.unknown) >> at & 1
        ), at
    conclusion = Combination.of(policy).conclude(wanted)
    assert document.value(lowered.outcome) == conclusion.outcome
    assert document.value(lowered.candidate) == (conclusion.candidate or "")
    assert [status for status, node in lowered.status.items() if document.value(node)] == [
        conclusion.status
    ]
    for path, fact in lowered.facts.items():
        value = document.value(fact.value) if document.value(fact.known) else None
        if path in facts:
            assert value == exact(facts[path]), path


@pytest.mark.parametrize("name", shipped_names())
@settings(max_examples=3)
@given(documents())
def test_shipped_policies_decide_the_same(name: str, document: dict[str, Any]) -> None:
    _agrees(Lot.from_dict(document), _lowered_shipped(name))


@cache
def _lowered_shipped(name: str) -> LoweredPolicy:
    return lower_policy(load_policy(shipped_folder() / f"{name}.yaml").checked)


@settings(max_examples=25)
@given(st.integers(0, 2**32))
def test_random_policies_decide_the_same(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - nothing is kept secret by it
    lowered = lower_policy(load_policy_text(random_definitions._policy(chance)).checked)
    for absent in (0, 0.3):
        custom = random_definitions._document(world(chance, absent))
        _agrees(Lot.from_dict({"custom": custom}), lowered)


@settings(max_examples=25)
@given(own_facts.SECTIONS)
def test_policies_with_facts_of_their_own_decide_the_same(custom: Any) -> None:
    _agrees(own_facts.lot(custom), _lowered_own())


@cache
def _lowered_own() -> LoweredPolicy:
    policy: Policy = own_facts.policy()
    return lower_policy(policy.checked)


def test_what_no_document_has_is_left_out() -> None:
    policy = load_policy(shipped_folder() / "failed-inspection.yaml").checked
    lowered = lower_policy(policy, lambda _: False)
    lot = Lot.from_dict({})
    document = document_of(view_of(lot, policy.catalogue), policy.catalogue)
    facts = by_definition(lot, policy.facts, policy.catalogue)
    conclusion = Combination.of(policy).conclude(truths(policy, facts))
    assert document.value(lowered.outcome) == conclusion.outcome
    assert document.value(lowered.candidate) == (conclusion.candidate or "")
