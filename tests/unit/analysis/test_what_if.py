"""What would have to change: ways that are decided, and proofs that there is none."""

from __future__ import annotations

from typing import Any

import pytest

from disposition import Decision, DispositionError, Facts, Lot, load_policy_text
from disposition.analysis import HowTo, LotChange, NoWay, how_to
from support.shipped import POLICY, lot_of

POLICY_TEXT = """\
policy: toys
version: 1.0.0
outcomes:
  accept: {ships: all}
  concession: {ships: all}
  rework: {ships: none}
otherwise: hold
facts:
  custom.waiver: {type: boolean, changeable: any}
rules:
  fine: {permit: accept, when: defects.major.found <= 2}
  danger: {forbid: [accept, concession], when: defects.critical.present}
  agreed: {permit: concession, when: contract.price_reduction.agreed_percent >= 5}
  waived: {forbid: concession, when: defects.major.found > 9 and not custom.waiver}
  late: {forbid: rework, when: shipment.days_left < 10}
  usual: {permit: rework, when: contract.rework.allowed}
"""
LOT: dict[str, Any] = {
    "as_of": "2026-11-18",
    "inspection": {"defects": [{"severity": "major", "units": 5}]},
    "shipment": {"ship_by": "2026-11-20"},
    "contract": {"rework": {"allowed": True}, "price_reduction": {"agreed_percent": "2"}},
}


def asked(outcome: str, **changes: Any) -> HowTo | NoWay:
    found = how_to(load_policy_text(POLICY_TEXT), Lot.from_dict({**LOT, **changes}), outcome)
    assert isinstance(found, HowTo | NoWay)
    return found


def test_the_fewest_changes_are_told_each_as_small_as_is_enough() -> None:
    assert asked("rework") == HowTo(
        "rework",
        (LotChange("shipment.ship_by", "2026-11-20", "2026-11-28"),),
        {**LOT, "shipment": {"ship_by": "2026-11-28"}},
    )
    found = asked("concession")
    assert isinstance(found, HowTo)
    assert [(each.path, each.before) for each in found.changes] == [
        ("contract.price_reduction.agreed_percent", "2")
    ]


def test_what_is_so_already_takes_no_change() -> None:
    found = asked("hold")
    assert isinstance(found, HowTo)
    assert found.changes == ()


def test_defects_do_not_become_fewer() -> None:
    assert asked("accept") == NoWay("accept", unmet=("fine",))
    critical = {"defects": [{"severity": "critical", "units": 1}]}
    assert asked("concession", inspection=critical) == NoWay("concession", rules=("danger",))


def test_several_changes_and_facts_of_ones_own() -> None:
    many = {"defects": [{"severity": "major", "units": 12}]}
    found = asked("concession", inspection=many, custom={"waiver": False})
    assert isinstance(found, HowTo)
    assert [each.path for each in found.changes] == [
        "contract.price_reduction.agreed_percent",
        "custom.waiver",
    ]
    assert load_policy_text(POLICY_TEXT).decide(Lot.from_dict(found.document)).outcome == (
        "concession"
    )


def test_a_decision_is_asked_itself() -> None:
    policy = load_policy_text(POLICY_TEXT)
    decision = policy.decide(Lot.from_dict(LOT))
    assert decision.how_to("rework") == asked("rework")
    assert decision.why_not("rework") == ("the rule `late` forbids it",)
    with pytest.raises(DispositionError, match="read from a document does not know its lot"):
        Decision.from_dict(decision.to_dict()).how_to("rework")
    with pytest.raises(DispositionError, match="facts given one by one are no lot document"):
        policy.decide(Facts({})).how_to("rework")


def test_an_outcome_that_there_is_not() -> None:
    with pytest.raises(DispositionError, match="the policy has no outcome `acept`"):
        how_to(load_policy_text(POLICY_TEXT), Lot.from_dict(LOT), "acept")


def test_a_way_of_the_shipped_policy_leads_there() -> None:
    lot = Lot.from_dict(lot_of("failed-inspection", "a-line-without-a-photo-is-photographed"))
    way = how_to(POLICY, lot, "partial_acceptance")
    assert isinstance(way, HowTo)
    assert POLICY.decide(Lot.from_dict(way.document)).outcome == "partial_acceptance"
    assert how_to(POLICY, lot, "accept") == NoWay("accept", rules=("major-beyond-acceptance",))


@pytest.mark.parametrize(
    ("says", "before", "leads_there"),
    [
        ("", False, False),
        (", changeable: any", False, True),
        (", changeable: more", False, True),
        (", changeable: told", False, False),
        (", changeable: told", None, True),
    ],
)
def test_facts_of_ones_own_are_changed_as_they_say(
    says: str, before: bool | None, leads_there: bool
) -> None:
    text = POLICY_TEXT.replace(", changeable: any", says)
    lot = {**LOT, "inspection": {"defects": [{"severity": "major", "units": 10}]}}
    lot["custom"] = {"waiver": before}
    lot["contract"] = {"price_reduction": {"agreed_percent": "5"}}
    policy = load_policy_text(text)
    assert isinstance(how_to(policy, Lot.from_dict(lot), "concession"), HowTo) is leads_there
    assert policy.digest == load_policy_text(POLICY_TEXT).digest
