"""The one table of rules and facts that every contender is given in its own language."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal

from attrs import frozen

Value = bool | int | Decimal | str
FlatFacts = dict[str, Value]

OUTCOMES = ("accept", "concession", "partial_acceptance", "rework", "replacement", "termination")
"""In order of preference."""

FALLBACK = "hold"


@frozen
class Test:
    """A fact compared with a literal; a true-or-false fact is compared with `true` or `false`."""

    fact: str
    operator: str
    value: Value


@frozen
class Rule:
    """Permits or forbids outcomes when one test of each group holds."""

    id: str
    effect: str
    outcomes: tuple[str, ...]
    groups: tuple[tuple[Test, ...], ...]


@frozen
class Answer:
    """An outcome and the rules behind it: its permits, or the forbids that leave none."""

    outcome: str
    rules: frozenset[str]


FACTS: dict[str, tuple[Value, ...]] = {
    "lot.quantity": tuple(range(50, 10_000, 50)),
    "lot.regulated": (False, False, False, True),
    "inspection.sample_size": (32, 50, 80, 125, 200, 315),
    "inspection.report_result": ("pass", "pass", "fail", "pending", "hold"),
    "inspection.evidence.photos": tuple(range(31)),
    "defects.critical.found": (0, 0, 0, 0, 0, 1, 2),
    "defects.safety.found": (0, 0, 0, 0, 0, 1),
    "defects.major.found": (0, 0, 1, 2, 5, 7, 8, 9, 14),
    "defects.minor.found": (0, 1, 3, 7, 10, 11, 14, 15, 21),
    "shipment.slack_days": tuple(range(-6, 25)),
    "shipment.rework_days": tuple(range(11)),
    "shipment.urgency": ("low", "normal", "high", "critical"),
    "supplier.relationship_months": tuple(range(61)),
    "supplier.lots_inspected": tuple(range(41)),
    "supplier.lots_rejected": (0, 0, 1, 2, 3, 4, 8),
    "supplier.consecutive_rejected": (0, 0, 1, 2, 3),
    "supplier.repeat_defects": (0, 0, 0, 1, 2),
    "supplier.iso9001": (False, True),
    "contract.rework.allowed": (True, True, False),
    "contract.partial_shipment.allowed": (True, False),
    "contract.price_reduction.allowed": (True, False),
    "contract.price_reduction.max_percent": tuple(map(Decimal, ("0", "2.5", "5", "7.5", "10"))),
    "contract.termination.allowed": (True, False),
}
"""The 23 facts, each with the values that random facts are drawn from."""


def random_facts(count: int, seed: int) -> list[FlatFacts]:
    """Return sets of facts, all known; the same ones for the same seed."""
    draw = random.Random(seed)
    return [{fact: draw.choice(values) for fact, values in FACTS.items()} for _ in range(count)]


def combine(rules: Sequence[Rule], holding: frozenset[str]) -> Answer:
    """Return what the rules that hold amount to; the measure that all answers are held to."""
    held = [rule for rule in rules if rule.id in holding]
    for outcome in OUTCOMES:
        permits = {rule.id for rule in held if rule.effect == "permit" and outcome in rule.outcomes}
        forbidden = any(rule.effect == "forbid" and outcome in rule.outcomes for rule in held)
        if permits and not forbidden:
            return Answer(outcome, frozenset(permits))
    return Answer(FALLBACK, frozenset(rule.id for rule in held if rule.effect == "forbid"))
