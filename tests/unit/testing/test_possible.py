"""Proofs that conditions cannot hold together, and none where they can."""

from __future__ import annotations

import pytest

from disposition import load_policy_text
from disposition.testing.coverage import feasibility
from disposition.testing.coverage.feasibility import Possibility
from disposition.testing.coverage.goals import can_be_unknown

TEXT = """\
policy: p
version: 1.0.0
outcomes: {accept: {ships: all}}
otherwise: hold
parameters: {limit: {value: 5, unit: units}}
define:
  many: defects.found > limit
  none: not many and defects.found < 1
rules:
  r: {permit: [accept], when: "CONDITION", because: x, source: y}
"""


def may_be(condition: str, *, wanted: bool) -> bool:
    policy = load_policy_text(TEXT.replace("CONDITION", condition)).checked
    return Possibility(policy).may_hold([(policy.rules[0].when, wanted)])


@pytest.mark.parametrize(
    "condition",
    [
        "defects.found > 3 and defects.found < 4",
        "defects.found > 3 and 2 > defects.found",
        "defects.found == 1 and defects.found != 1",
        "many and none",
        "many and defects.found <= limit",
        "lot.regulated and not lot.regulated",
        "lot.regulated == true and lot.regulated == false",
        "shipment.urgency == 'low' and shipment.urgency in ['high', 'critical']",
        "shipment.urgency not in ['low', 'normal', 'high', 'critical']",
        "lot.category == 'toys' and lot.category == 'tools'",
        "shipment.urgency is unknown and shipment.urgency == 'low'",
        "defects.major.rate > 2.5 and defects.major.rate < 2.50",
        "as_of > '2026-11-22' and as_of < '2026-11-23'",
        "(lot.regulated or many) and not lot.regulated and not many",
        "lot.quantity > defects.found and lot.quantity <= defects.found",
    ],
)
def test_what_can_never_be_true(condition: str) -> None:
    assert not may_be(condition, wanted=True)
    assert may_be(condition, wanted=False)


@pytest.mark.parametrize(
    "condition",
    [
        "defects.found > 3 and defects.found < 5",
        "defects.major.rate > 2.5 and defects.major.rate < 2.6",
        "as_of > '2026-11-22' and as_of < '2026-11-24'",
        "lot.category != 'toys' and lot.category != 'tools'",
        "many or none",
        "shipment.urgency is unknown and defects.found > 3",
        "lot.quantity > defects.found and lot.quantity > 2 * defects.found",
    ],
)
def test_what_can_be_true_and_can_be_false(condition: str) -> None:
    assert may_be(condition, wanted=True)
    assert may_be(condition, wanted=False)


def test_a_long_search_gives_up_without_a_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    refuted = "(lot.regulated or many) and not lot.regulated and not many"
    assert not may_be(refuted, wanted=True)
    monkeypatch.setattr(feasibility, "MOST_STEPS", 5)
    assert may_be(refuted, wanted=True)


@pytest.mark.parametrize(
    ("condition", "can_be"),
    [
        ("lot.regulated", True),
        ("lot.regulated is known", False),
        ("lot.regulated is known and not lot.regulated", False),
        ("lot.regulated is unknown or lot.regulated", False),
        ("lot.regulated is known and not inspection.documented", True),
        ("shipment.urgency is known and shipment.urgency == 'high'", False),
        (
            "shipment.days_left is known and shipment.days_left > 3",
            True,
        ),  # not tried: too many days
        ("true", False),
    ],
)
def test_what_can_be_unknown(condition: str, can_be: bool) -> None:
    policy = load_policy_text(TEXT.replace("CONDITION", condition)).checked
    assert can_be_unknown(policy.rules[0].when, policy) is can_be
