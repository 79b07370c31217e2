"""Proofs that conditions cannot hold together, and none where they can."""

from __future__ import annotations

import pytest

from disposition import load_policy_text
from disposition.testing.coverage import GoalStatus, measure

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


def impossible(condition: str) -> set[str]:
    """Return what no lot can show of a rule with a condition, of what one case shows."""
    policy = load_policy_text(TEXT.replace("CONDITION", condition)).checked
    return {
        each.goal.what
        for each in measure(policy, []).findings
        if each.status is GoalStatus.IMPOSSIBLE and each.goal.owner.name == "r"
    } & {"true", "false", "unknown"}


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
        # By what facts mean.
        "defects.major.found > 2 and not defects.major.present",
        "all(d.units > 2 for d in inspection.defects) and defects.major.found == 1",
    ],
)
def test_what_can_never_be_true(condition: str) -> None:
    assert impossible(condition) - {"unknown"} == {"true"}


@pytest.mark.parametrize(
    "condition",
    [
        "defects.found > 3 and defects.found < 5",
        "defects.major.rate > 2.5 and defects.major.rate < 2.6",
        "as_of > '2026-11-22' and as_of < '2026-11-24'",
        "lot.category != 'toys' and lot.category != 'tools'",
        "many or none",
        "count(d for d in inspection.defects) > 3",  # of longer lists than are looked at first
        "shipment.urgency is unknown and defects.found > 3",
        "lot.quantity > defects.found and lot.quantity > 2 * defects.found",
    ],
)
def test_what_can_be_true_and_can_be_false(condition: str) -> None:
    assert impossible(condition) - {"unknown"} == set()


@pytest.mark.parametrize(
    ("condition", "can_be"),
    [
        ("lot.regulated", True),
        ("lot.regulated is known", False),
        ("lot.regulated is known and not lot.regulated", False),
        ("lot.regulated is unknown or lot.regulated", False),
        ("lot.regulated is known and not inspection.documented", True),
        ("shipment.urgency is known and shipment.urgency == 'high'", False),
        ("shipment.days_left is known and shipment.days_left > 3", False),
        ("true", False),
    ],
)
def test_what_can_be_unknown(condition: str, can_be: bool) -> None:
    assert ("unknown" not in impossible(condition)) is can_be
