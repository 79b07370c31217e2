"""Where many lots are decided, decisions are told from few facts: the same as from all."""

from __future__ import annotations

import pytest

from disposition.explain.inference import Inference
from disposition.facts.source import LotSource
from disposition.policy import shipped_names
from support.shipped import POLICIES, cases_of


@pytest.mark.parametrize("name", shipped_names())
def test_the_same_follows_from_few_facts_as_from_all(name: str) -> None:
    policy = POLICIES[name]
    for at, case in enumerate(cases_of(name).cases):
        decision = policy.decide(case.lot, engine="compiled")
        rules, grounds = decision.rule_ids, decision.grounds
        assert isinstance(grounds, Inference)
        follows = grounds.prepared.combination.conclude(grounds.truths)
        assert grounds.conclusion == follows, case.name
        assert rules == tuple(each.rule for each in decision.reasons), case.name
        if at % 4 == 0:  # telling takes longest
            by_itself = LotSource(case.lot, policy.checked.catalogue)  # one of few: from all facts
            assert decision == policy.decide(by_itself, engine="compiled"), case.name
