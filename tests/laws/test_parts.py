"""Laws of the parts of a lot, for a policy that divides with every outcome, and random lots."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from disposition import Lot, Policy, load_policy, load_policy_text
from disposition.facts import observe
from disposition.facts.division.divide import divide
from disposition.facts.division.portion import ITS_OWN
from disposition.facts.native.samples.segment_judgement import HAZARDS
from disposition.facts.source import LotSource
from disposition.policy import Ships
from strategies import lots

DIVIDING = load_policy_text("""
policy: dividing
version: 1.0.0
outcomes:
  accept: {ships: all}
  partial_acceptance: {ships: part, parts: [sorting, segments]}
  rework: {ships: none, parts: [segments, sorting]}
  replacement: {ships: none, parts: [sorting, segments]}
otherwise: hold
rules:
  good: {permit: accept, when: defects.all_accepted}
  good-part:
    permit: partial_acceptance
    when: segments.conforming.any is known and segments.conforming.any
  counted:
    permit: partial_acceptance
    when: sorting.conforming is known and 0 < sorting.conforming < lot.quantity
  danger:
    forbid: [accept, partial_acceptance]
    when: defects.critical.present or defects.safety.present or defects.regulatory.present
  usual: {permit: rework, when: defects.all_reworkable}
  last: {permit: replacement, when: not defects.all_reworkable}
""")


def without_its_own(lot: Lot) -> dict[str, Any]:
    """Return the document of a lot without the places where a part of it can differ."""
    document = lot.to_dict()
    for place in ITS_OWN:
        *sections, key = place.split(".")
        held = document
        for section in sections:
            held = held.get(section, {})
        held.pop(key, None)
    return {key: held for key, held in document.items() if held != {}}


@pytest.mark.parametrize("policy", [DIVIDING, load_policy()], ids=lambda each: each.id)
@given(lot=lots())
def test_parts_add_up_and_are_decided_as_lots_of_their_own(policy: Policy, lot: Lot) -> None:
    whole, outcomes = policy.decide(lot), policy.checked.outcomes_by_id
    parts, outcome = whole.parts, outcomes[whole.outcome]

    def known(path: str) -> object:
        return observe(lot, [path])[path]

    portions = divide(LotSource(lot), [each.value for each in outcome.parts])
    assert len(parts) == (len(portions) or 1)
    units = [each.units for each in parts]
    assert lot.lot.quantity is None or sum(map(int, filter(None, units))) == lot.lot.quantity
    for part, portion in zip(parts, portions, strict=False):
        alone = "hold"
        if portion.lot is not None:
            alone = policy.decide(portion.lot).outcome
            assert without_its_own(portion.lot) == without_its_own(lot)
        assert part.outcome == alone
        if part.ships != "none":
            assert whole.ships != "none"
            assert outcomes[alone].ships is Ships.ALL
            assert portion.conforming
            assert known("danger.contained")
            assert portion.lot is not None
            for line in portion.lot.inspection.defects or ():
                is_dangerous = line.severity == "critical" or line.category in HAZARDS
                assert not is_dangerous or line.units == 0
