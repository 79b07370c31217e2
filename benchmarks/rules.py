"""The rules of the comparison: 30 that a buyer might write, the first 12 of them, and 1,000."""

from __future__ import annotations

import random
from decimal import Decimal

from benchmarks.table import FACTS, OUTCOMES, Rule, Test, Value

SHIPS = ("accept", "concession", "partial_acceptance")


def _is(fact: str, operator: str = "==", value: Value = True) -> tuple[Test, ...]:
    return (Test(fact, operator, value),)


def _any(*groups: tuple[Test, ...]) -> tuple[Test, ...]:
    return tuple(test for group in groups for test in group)


def _permit(name: str, outcome: str, *groups: tuple[Test, ...]) -> Rule:
    return Rule(name, "permit", (outcome,), groups)


def _forbid(name: str, outcomes: tuple[str, ...], *groups: tuple[Test, ...]) -> Rule:
    return Rule(name, "forbid", outcomes, groups)


RULES_30 = (
    _forbid("critical-never-ships", SHIPS, _is("defects.critical.found", ">", 0)),
    _forbid("safety-never-ships", SHIPS, _is("defects.safety.found", ">", 0)),
    _permit(
        "within-the-plan",
        "accept",
        _is("defects.major.found", "<=", 7),
        _is("defects.minor.found", "<=", 10),
        _is("inspection.sample_size", ">=", 125),
    ),
    _forbid("report-failed", ("accept",), _is("inspection.report_result", "!=", "pass")),
    _permit(
        "money-settles-minor",
        "concession",
        _is("contract.price_reduction.allowed"),
        _is("contract.price_reduction.max_percent", ">=", Decimal("2.5")),
        _is("defects.major.found", "<=", 7),
        _is("defects.minor.found", "<=", 14),
    ),
    _forbid("repeats-close-concession", ("concession",), _is("supplier.repeat_defects", ">", 0)),
    _permit(
        "take-the-good-part",
        "partial_acceptance",
        _is("contract.partial_shipment.allowed"),
        _is("lot.quantity", ">=", 500),
        _any(_is("shipment.slack_days", "<", 3), _is("shipment.urgency", "==", "critical")),
    ),
    _permit(
        "time-to-rework",
        "rework",
        _is("contract.rework.allowed"),
        _is("shipment.slack_days", ">=", 0),
    ),
    _forbid("rework-too-long", ("rework",), _is("shipment.rework_days", ">", 8)),
    _permit("make-it-anew", "replacement", _is("lot.quantity", ">", 0)),
    _permit(
        "end-the-order",
        "termination",
        _is("contract.termination.allowed"),
        _is("supplier.consecutive_rejected", ">=", 3),
    ),
    _forbid(
        "no-time-to-replace",
        ("replacement",),
        _is("shipment.slack_days", "<", -3),
        _is("shipment.urgency", "==", "critical"),
    ),
    _forbid(
        "regulated-needs-photos",
        ("accept", "concession"),
        _is("lot.regulated"),
        _is("inspection.evidence.photos", "<", 5),
    ),
    _forbid("small-sample", ("accept",), _is("inspection.sample_size", "<", 50)),
    _permit(
        "trusted-supplier",
        "accept",
        _is("supplier.iso9001"),
        _is("supplier.relationship_months", ">=", 24),
        _is("supplier.lots_rejected", "<=", 1),
        _is("defects.major.found", "<=", 5),
        _is("defects.minor.found", "<=", 10),
    ),
    _forbid(
        "new-supplier-no-concession",
        ("concession",),
        _is("supplier.relationship_months", "<", 6),
        _is("supplier.lots_inspected", "<", 5),
    ),
    _forbid("too-many-rejected", ("concession",), _is("supplier.lots_rejected", ">", 3)),
    _forbid(
        "regulated-no-concession",
        ("concession",),
        _is("lot.regulated"),
        _is("defects.major.found", ">", 0),
    ),
    _forbid(
        "part-of-a-small-lot",
        ("partial_acceptance",),
        _is("lot.quantity", "<", 1000),
        _is("defects.major.found", ">", 7),
    ),
    _forbid("pending-report", SHIPS, _is("inspection.report_result", "==", "pending")),
    _permit(
        "cheap-concession",
        "concession",
        _is("contract.price_reduction.allowed"),
        _is("defects.major.found", "==", 0),
        _any(_is("shipment.urgency", "==", "high"), _is("shipment.urgency", "==", "critical")),
    ),
    _permit(
        "short-rework",
        "rework",
        _is("contract.rework.allowed"),
        _is("shipment.rework_days", "<=", 2),
        _is("shipment.slack_days", ">=", -2),
    ),
    _forbid(
        "rework-never-worked",
        ("rework",),
        _is("supplier.consecutive_rejected", ">=", 3),
        _is("supplier.repeat_defects", ">", 1),
    ),
    _permit(
        "urgent-part",
        "partial_acceptance",
        _is("contract.partial_shipment.allowed"),
        _is("shipment.urgency", "==", "high"),
        _is("defects.minor.found", "<=", 15),
    ),
    _forbid(
        "many-major",
        SHIPS,
        _is("defects.major.found", ">", 9),
        _any(_is("lot.regulated"), _is("supplier.iso9001", "==", False)),
    ),
    _permit(
        "brand-at-risk",
        "termination",
        _is("contract.termination.allowed"),
        _is("defects.safety.found", ">", 0),
        _is("supplier.lots_rejected", ">", 3),
    ),
    _forbid(
        "keep-a-good-supplier",
        ("termination",),
        _is("supplier.relationship_months", ">", 36),
        _is("supplier.lots_rejected", "<=", 1),
    ),
    _forbid(
        "held-report",
        ("accept",),
        _any(_is("inspection.report_result", "==", "hold"), _is("lot.quantity", ">", 9000)),
        _is("inspection.evidence.photos", "<", 3),
    ),
    _permit(
        "tiny-lot",
        "accept",
        _is("lot.quantity", "<=", 200),
        _is("defects.major.found", "==", 0),
        _is("defects.minor.found", "<=", 3),
    ),
    _forbid(
        "weak-clause",
        ("concession",),
        _is("contract.price_reduction.max_percent", "<", Decimal(5)),
        _is("defects.minor.found", ">", 10),
    ),
)

RULES_12 = RULES_30[:12]


def many_rules(count: int) -> tuple[Rule, ...]:
    """Return rules of two to four tests each over the same facts, the same ones every time."""
    draw = random.Random(count)
    return tuple(_random_rule(draw, number) for number in range(count))


def _random_rule(draw: random.Random, number: int) -> Rule:
    # Forbids are few and narrow, or none of the outcomes would ever be left.
    effect = "permit" if number % 20 else "forbid"
    facts = draw.sample(sorted(FACTS), draw.choice((2, 3)) if effect == "permit" else 4)
    outcome = draw.choice(OUTCOMES)
    groups = tuple((_random_test(draw, fact),) for fact in facts)
    return Rule(f"rule-{number:04}", effect, (outcome,), groups)


def _random_test(draw: random.Random, fact: str) -> Test:
    value = draw.choice(FACTS[fact])
    ordered = not isinstance(value, bool | str)
    return Test(fact, draw.choice((">", "<=", "<", ">=")) if ordered else "==", value)
