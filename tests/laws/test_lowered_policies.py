"""Conditions and facts in the total language are what they are to the reference."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any

import pytest
from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from disposition import Lot, Policy, load_policy, load_policy_text
from disposition.built import shipped_folder
from disposition.engines.lowered import LoweredConditions, LoweredFact, known_value
from disposition.facts.observation import view_of
from disposition.language.lower.build import FALSE, TRUE
from disposition.language.lower.lowering import Lowering
from disposition.language.lower.total import Fold, LeafColumn, LeafItem, nodes
from disposition.language.lower.values import Truth
from disposition.policy import shipped_names
from disposition.policy.model import CheckedPolicy
from disposition.semantics import truths
from disposition.testing.strategies import documents
from laws import test_own_facts as own_facts
from laws import test_random_definitions as random_definitions
from support.observing import by_definition
from support.small_world import world
from support.total_values import document_of, exact

Told = Callable[[str], bool | None]


@frozen
class Lowered:
    """The conditions of a policy and the facts that it reads, lowered."""

    policy: CheckedPolicy
    conditions: tuple[Truth, ...]
    facts: dict[str, LoweredFact]


def _lower(policy: CheckedPolicy, told: Told = lambda _: None) -> Lowered:
    assert policy.catalogue.known is not None
    lowering = Lowering(policy.catalogue.known, told)
    conditions = tuple(map(LoweredConditions(policy, lowering).truth, policy.conditions))
    paths = (*policy.facts, *policy.facts_of_texts)
    return Lowered(policy, conditions, {path: known_value(lowering.fact(path)) for path in paths})


def _agrees(lot: Lot, lowered: Lowered) -> None:
    policy = lowered.policy
    facts = by_definition(lot, policy.facts, policy.catalogue)
    document = document_of(view_of(lot, policy.catalogue), policy.catalogue)
    wanted = truths(policy, facts)
    for at, condition in enumerate(lowered.conditions):
        assert document.value(condition.surely) == bool(wanted.true >> at & 1), at
        assert document.value(condition.possibly) == bool(
            (wanted.true | wanted.unknown) >> at & 1
        ), at
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
def _lowered_shipped(name: str) -> Lowered:
    return _lower(load_policy(shipped_folder() / f"{name}.yaml").checked)


@settings(max_examples=25)
@given(st.integers(0, 2**32))
def test_random_policies_decide_the_same(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - nothing is kept secret by it
    lowered = _lower(load_policy_text(random_definitions._policy(chance)).checked)
    for absent in (0, 0.3):
        custom = random_definitions._document(world(chance, absent))
        _agrees(Lot.from_dict({"custom": custom}), lowered)


@settings(max_examples=25)
@given(own_facts.SECTIONS)
def test_policies_with_facts_of_their_own_decide_the_same(custom: Any) -> None:
    _agrees(own_facts.lot(custom), _lowered_own())


@cache
def _lowered_own() -> Lowered:
    policy: Policy = own_facts.policy()
    return _lower(policy.checked)


def test_what_no_document_has_is_left_out() -> None:
    policy = load_policy(shipped_folder() / "failed-inspection.yaml").checked
    lowered = _lower(policy, lambda _: False)
    wanted = truths(policy, by_definition(Lot.from_dict({}), policy.facts, policy.catalogue))
    for at, condition in enumerate(lowered.conditions):
        left = list(nodes((condition.surely, condition.possibly)))
        assert not any(isinstance(each, LeafColumn | LeafItem | Fold) for each in left), at
        if condition.surely is TRUE:
            assert wanted.true >> at & 1, at
        if condition.possibly is FALSE:
            assert not (wanted.true | wanted.unknown) >> at & 1, at
