"""Which facts a condition rests on, where it is true, false and unknown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from disposition import load_policy_text
from disposition.explain.relevance import FEW, Basis
from disposition.language.types import Value
from disposition.semantics import truth

POLICY = """
policy: small
version: 1.0.0
outcomes: {accept: {ships: all}}
otherwise: hold
parameters:
  most: {value: 5, unit: units, about: the most}
define:
  late: as_of > shipment.ship_by
  bad: major > most or safety
  major: defects.major.found
  safety: defects.safety.found > 0
  fine: not bad and not late
rules:
  tried: {permit: accept, when: "CONDITION"}
"""
A, B, SAFE = "defects.major.found", "inspection.sample_size", "defects.safety.found"
DAY, SHIP, WORTH = "as_of", "shipment.ship_by", "lot.unit_price"
NEW_YEAR, AFTER = date(2026, 1, 1), date(2026, 1, 2)
YES, CODE = "contract.rework.allowed", "lot.category"

Facts = dict[str, Value | None]


@pytest.mark.parametrize(
    ("condition", "facts", "rests_on"),
    [
        (f"{A} > most", {A: 6}, [A]),
        (f"{A} > most or {SAFE} > 0", {A: 6, SAFE: 1}, [A, SAFE]),
        (f"{A} > most or {SAFE} > 0", {A: 6, SAFE: 0}, [A]),
        (f"{A} > most or {SAFE} > 0", {A: 6, SAFE: None}, [A]),
        (f"{A} > most or {SAFE} > 0", {A: 1, SAFE: 0}, [A, SAFE]),
        (f"{A} > most or {SAFE} > 0", {A: 1, SAFE: None}, [SAFE]),
        (f"{A} > most and {SAFE} > 0", {A: 1, SAFE: None}, [A]),
        (f"{A} > most and {SAFE} > 0", {A: 6, SAFE: None}, [SAFE]),
        ("bad", {A: 1, SAFE: 2}, [SAFE]),
        ("not bad", {A: 1, SAFE: 2}, [SAFE]),
        ("not bad", {A: 1, SAFE: 0}, [A, SAFE]),
        ("fine", {A: 1, SAFE: 0, DAY: NEW_YEAR, SHIP: NEW_YEAR}, [A, SAFE, DAY, SHIP]),
        ("fine", {A: 1, SAFE: 0, DAY: AFTER, SHIP: NEW_YEAR}, [DAY, SHIP]),
        ("fine", {A: 9, SAFE: 0, DAY: None, SHIP: NEW_YEAR}, [A]),
        ("fine", {A: 1, SAFE: 0, DAY: None, SHIP: NEW_YEAR}, [DAY, SHIP]),
        (f"{YES} and (late or {A} > 3)", {YES: True, DAY: None, SHIP: None, A: 4}, [YES, A]),
        (f"{YES} and (late or {A} > 3)", {YES: True, DAY: None, SHIP: None, A: 3}, [DAY, SHIP]),
        (f"{YES} and (bad or {B} < 2)", {YES: None, A: 0, SAFE: 0, B: 2}, [A, SAFE, B]),
        (f"{YES} or (bad and ({B} < 2 or late))", {YES: False, A: 9, SAFE: 0, B: 1}, [A, B]),
        (
            f"{YES} and ({B} < 2 or ({A} > 3 and (late or {SAFE} > 0)))",
            {YES: False, B: 1, A: 4, DAY: NEW_YEAR, SHIP: NEW_YEAR, SAFE: 0},
            [YES],
        ),
        (f"{YES} == (bad or {B} < 2)", {YES: True, A: 9, SAFE: 0, B: 3}, [YES, A, SAFE, B]),
        (f"not {YES}", {YES: False}, [YES]),
        (f"{YES} is unknown", {YES: None}, [YES]),
        (f"{WORTH} * 2 > 8.40", {WORTH: Decimal("4.21")}, [WORTH]),
        (f"{CODE} in ['textiles', 'food_contact'] and {A} > 1", {CODE: "toys", A: 3}, [CODE]),
        (f"not ({CODE} in ['textiles', 'food_contact']) and {A} > 1", {CODE: "toys", A: 1}, [A]),
        (f"{YES} in [true] or {A} > 1", {YES: True, A: 1}, [YES]),
    ],
)  # fmt: skip
def test_a_condition_rests_on_the_branches_that_make_it_what_it_is(
    condition: str, facts: Facts, rests_on: list[str]
) -> None:
    policy = load_policy_text(POLICY.replace("CONDITION", condition)).checked
    when = policy.rules_by_id["tried"].when
    facts = dict.fromkeys(policy.facts) | facts
    basis, held = Basis(when, policy), truth(when, facts, policy)
    asked = [[*basis[held](facts, facts).items()] for _ in range(FEW + 1)]
    assert sorted(path for path, _ in asked[0]) == sorted(rests_on)
    assert asked[-1] == asked[0]  # by the function that is written, in the same order
