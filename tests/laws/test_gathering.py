"""One function gives all facts that a policy reads, and the same as one by one."""

from __future__ import annotations

import pytest
from hypothesis import given

from disposition import Lot, load_policy, load_policy_text
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


LAST_WORDS = load_policy_text("""
policy: last-words
version: 1.0.0
outcomes: {accept: {ships: all}, rework: {ships: none}}
otherwise: hold
facts:
  custom.any_stands:
    is: >-
      any(a.shows == 'finding_stands'
      and not any(b.topic == a.topic and b.position > a.position for b in case.assessments)
      for a in case.assessments)
  custom.all_stand:
    is: >-
      all(a.shows == 'finding_stands'
      or any(b.topic == a.topic and b.position > a.position for b in case.assessments)
      for a in case.assessments)
rules:
  good: {permit: accept, when: custom.any_stands and custom.all_stand}
  bad: {permit: rework, when: not custom.all_stand}
""")


@pytest.mark.parametrize("listed", [None, [], ["finding_stands"], ["finding_mistaken"]], ids=str)
def test_a_list_without_items_tells_what_its_definition_tells(listed: list[str] | None) -> None:
    assessments = listed and [{"on": "2026-11-20", "topic": "cost", "shows": listed[0]}]
    case = {} if listed is None else {"assessments": assessments}
    lot = Lot.from_dict({"as_of": "2026-11-30", "case": case})
    policy = LAST_WORDS.checked
    found = policy.catalogue.gathering(policy.facts)(view_of(lot, policy.catalogue), {})
    assert found == by_definition(lot, policy.facts, policy.catalogue)
