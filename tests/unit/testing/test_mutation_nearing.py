"""Which lots come near to telling a mutant apart: those that a search goes on from."""

from __future__ import annotations

from typing import Any

import pytest

from disposition import load_policy_text
from disposition.policy.model import CheckedPolicy
from disposition.testing.mutation import Mutant, mutants_of
from disposition.testing.mutation.bench import Bench, Facts, bits
from disposition.testing.mutation.search.fitness import aims, nearest

TEXT = """\
policy: p
version: 1.0.0
outcomes: {{accept: {{ships: all}}, sort: {{ships: part}}}}
otherwise: hold
parameters: {{least: {{value: 5}}}}
define: {{several: lot.quantity > least and shipment.urgency == 'low'}}
rules:
  first: {{permit: [accept], when: "lot.regulated", because: x, source: y}}
  r: {{permit: [sort], when: "{when}", because: x, source: y}}
"""


def policy(when: str) -> CheckedPolicy:
    return load_policy_text(TEXT.format(when=when)).checked


def mutant(checked: CheckedPolicy, about: str) -> Mutant:
    found = [each for each in mutants_of(checked) if each.about == about]
    return next((each for each in found if each.entry == "rule r"), found[0])


def lot(**known: Any) -> Facts:
    paths = {
        "quantity": "lot.quantity",
        "urgency": "shipment.urgency",
        "regulated": "lot.regulated",
    }
    return {path: known.get(name) for name, path in paths.items()}


def nearest_of(when: str, about: str, lots: list[Facts]) -> list[int]:
    checked = policy(when)
    bench = Bench.of(checked, lots)
    trial = bench.trial(mutant(checked, about))
    return list(bits(nearest(bench, trial, aims(checked, trial), {}).lots))


@pytest.mark.parametrize(
    ("when", "about"),
    [
        ("lot.quantity > 5 and shipment.urgency == 'low'", "`5` became `6`"),
        ("lot.quantity > 5 and not (shipment.urgency != 'low')", "`5` became `6`"),
        ("not (lot.quantity > 5 and shipment.urgency == 'low')", "`5` became `6`"),
        ("not (lot.quantity <= 5 or shipment.urgency != 'low')", "`5` became `6`"),
        ("several", "`lot.quantity > least` became `lot.quantity >= least`"),
        ("several", "`5` became `6`"),
    ],
)
def test_the_mistake_and_what_is_beside_it_count(when: str, about: str) -> None:
    bound = 5 if ">=" in about else 6
    neither, beside = lot(quantity=99, urgency="high"), lot(quantity=99, urgency="low")
    mistaken = lot(quantity=bound, urgency="high")
    assert nearest_of(when, about, [neither, beside, mistaken]) == [2]
    assert nearest_of(when, about, [neither, beside]) == [1]


def test_a_part_left_out_is_near_where_the_others_hold() -> None:
    lots = [lot(quantity=1, urgency="high"), lot(quantity=9, urgency="high")]
    about = "`shipment.urgency == 'low'` left out"
    assert nearest_of("lot.quantity > 5 and shipment.urgency == 'low'", about, lots) == [1]


def test_of_those_that_differ_the_ones_count_that_no_other_rule_hides() -> None:
    hidden, seen = lot(quantity=6, regulated=True), lot(quantity=6, regulated=False)
    other = lot(quantity=1, regulated=False)
    assert nearest_of("lot.quantity > 5", "`5` became `6`", [hidden, other, seen, hidden]) == [2]


def test_a_new_outcome_is_near_where_the_rule_holds_and_it_is_not_hidden() -> None:
    lots = [
        lot(quantity=9, regulated=False),
        lot(quantity=1, regulated=False),
        lot(quantity=9, regulated=True),
    ]
    assert nearest_of("lot.quantity > 5", "`accept` added to `permit`", lots) == [0]
