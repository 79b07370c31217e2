"""Policies, lots, decisions and errors go to other processes and come back the same."""

from __future__ import annotations

import pickle
from datetime import date

import pytest

from disposition import (
    DispositionError,
    Facts,
    Lot,
    LotError,
    Policy,
    load_policy,
    load_policy_text,
)
from disposition.decisions import Decisions
from support.shipped import POLICY

LOTS = [
    Lot.from_dict({"lot": {"id": f"PO-{n}"}, "inspection": {"defects": []}, "as_of": "2026-11-22"})
    for n in range(5)
]
OWN = """
policy: own
version: 1.2.0
extends: release
facts:
  custom.weight: {type: decimal, unit: kg, least: 0}
rules:
  heavy: {forbid: [release], when: custom.weight > 7.5, because: "{custom.weight} is heavy"}
"""


@pytest.mark.parametrize("policy", [POLICY, load_policy("release"), load_policy_text(OWN)])
def test_a_policy_is_the_same_elsewhere(policy: Policy) -> None:
    again = pickle.loads(pickle.dumps(policy))  # noqa: S301 - made here
    assert (again.id, again.version, again.digest) == (policy.id, policy.version, policy.digest)
    assert again.decide(LOTS[0]).to_json() == policy.decide(LOTS[0]).to_json()


def test_a_policy_is_made_once_in_a_process() -> None:
    data = pickle.dumps(POLICY)
    assert pickle.loads(data) is pickle.loads(data)  # noqa: S301 - made here


def test_a_decision_says_the_same_elsewhere() -> None:
    decision = POLICY.decide(LOTS[0])
    again = pickle.loads(pickle.dumps(decision))  # noqa: S301 - made here
    assert again == decision
    assert again.explain(in_full=True) == decision.explain(in_full=True)


def test_facts_and_errors_are_the_same_elsewhere() -> None:
    facts = Facts({"lot.quantity": 3, "custom.weight": 4})
    assert pickle.loads(pickle.dumps(facts)).values == facts.values  # noqa: S301 - made here
    with pytest.raises(LotError) as caught:
        Facts({"lot.quantity": -3, "lot.quantiti": 1})
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - made here
    assert (str(again), again.problems) == (str(caught.value), caught.value.problems)


@pytest.mark.slow
def test_several_processes_decide_the_same_in_the_same_order() -> None:
    policy = load_policy("release")
    assert policy.decide_many(LOTS, processes=2) == policy.decide_many(LOTS)
    with pytest.raises(DispositionError, match="a lot is decided on, not a `str`"):
        policy.decide_many([LOTS[0], "x"], processes=2)  # type: ignore[list-item] # that is tested


def test_decisions_are_a_frame() -> None:
    decisions = POLICY.decide_many(LOTS[:2])
    frame = decisions.to_frame()
    assert frame["lot"].to_list() == ["PO-0", "PO-1"]
    assert frame["as_of"].to_list() == [date(2026, 11, 22)] * 2
    assert frame["status"].to_list() == [each.status for each in decisions]
    assert frame["missing"].to_list() == [sorted(each.waits_for) for each in decisions]
    assert frame["obligations"].to_list()[0] == list(
        dict.fromkeys(each.do for each in decisions[0].obligations if each.applies == "yes")
    )
    assert Decisions().to_frame().schema == frame.schema
