"""One function gives all facts that a policy reads, and the same as one by one."""

from __future__ import annotations

import pytest
from hypothesis import given

from disposition import Lot, load_policy
from disposition.built import shipped_folder
from disposition.facts import CATALOGUE
from disposition.facts.observation import view_of
from disposition.policy import shipped_names
from disposition.testing.strategies import documents
from support.observing import by_definition

_GATHER = CATALOGUE.gathering(CATALOGUE)


@given(documents())
def test_all_facts_are_gathered_as_they_are_observed(document: dict[str, object]) -> None:
    lot = Lot.from_dict(document)
    assert _GATHER(view_of(lot), {}) == by_definition(lot, CATALOGUE, CATALOGUE)


@pytest.mark.parametrize("name", shipped_names())
def test_a_policy_gathers_what_it_reads(name: str) -> None:
    policy = load_policy(shipped_folder() / f"{name}.yaml").checked
    assert set(policy.catalogue.gathering(policy.facts)(view_of(Lot()), {})) == set(policy.facts)
