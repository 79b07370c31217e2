"""Own plans with a gap between Ac and Re: a count in it is accepted in reduced inspection only."""

from __future__ import annotations

from typing import Any

import pytest

from disposition.facts import Lot, absent, judge_segments, observe, why_unknown
from disposition.facts.document.agreed_plans import SEVERITIES
from support.shipped import POLICY
from unit.facts.lots import ABSENT, defect, toy

GAP = {"sample_size": 125, "accept": 2, "reject": 5}
CLEAN = {"sample_size": 125, "accept": 10}
BETWEEN = (
    "found 4: 2 or fewer accept and 5 or more reject; in between, only reduced inspection accepts"
)


def document(found: int, state: object, **changes: Any) -> dict[str, Any]:
    """Return a lot that conforms but for what was found under an own plan with a gap."""
    return toy(
        {
            "inspection.plan.aql": {},
            "inspection.plan.custom": dict.fromkeys(SEVERITIES, CLEAN) | {"major": GAP},
            "inspection.plan.state": state,
            "inspection.report_result": "pass",
            "inspection.defects": [defect("major", found, category="cosmetic", reworkable=True)],
            "inspection.checks": [],
            "inspection.segments": [],
        }
        | changes
    )


def staged(found: int, state: object) -> dict[str, Any]:
    stage = {"sample_size": 125, "found": {"critical": 0, "major": found, "minor": 0}}
    return document(found, state) | {
        "inspection": document(found, state)["inspection"] | {"stages": [stage]}
    }


def named(found: int, state: object) -> dict[str, Any]:
    """Return the lot with the gap in a plan beside the main one."""
    plan = {"name": "packing", "sample_size": 125, "custom": {"major": GAP}}
    plan["custom"] |= {"critical": CLEAN, "minor": CLEAN}
    changed = document(
        found,
        "normal",
        **{
            "inspection.plan.custom": dict.fromkeys(SEVERITIES, CLEAN),
            "inspection.plans": [plan | ({} if state is ABSENT else {"state": state})],
        },
    )
    changed["inspection"]["defects"][0]["plan"] = "packing"
    return changed


def reinspected(found: int, state: object) -> dict[str, Any]:
    return document(found, state, **{"inspection.type": "reinspection"})


STATES = ("normal", "tightened", "reduced", ABSENT)


@pytest.mark.parametrize("made", [document, staged, named, reinspected])
@pytest.mark.parametrize("state", STATES, ids=str)
def test_a_count_between_the_numbers_is_accepted_in_reduced_inspection_only(
    made: Any, state: object
) -> None:
    for found in range(7):
        lot = Lot.from_dict(made(found, state))
        rejected = observe(lot, ["defects.major.rejected"])["defects.major.rejected"]
        accepted = observe(lot, ["defects.major.accepted"])["defects.major.accepted"]
        outcome = POLICY.decide(lot).outcome
        if found <= 2:
            assert (rejected, accepted, outcome) == (False, True, "accept")
        elif found >= 5:
            assert (rejected, accepted, outcome) == (True, False, "rework")
        elif state == "reduced":
            assert (rejected, accepted, outcome) == (False, True, "accept")
        else:
            assert (rejected, accepted, outcome) == (None, None, "hold")


def test_it_is_told_why_and_what_would_settle_it() -> None:
    stated = Lot.from_dict(document(4, "normal"))
    assert absent(stated, "defects.major.rejected") == ()
    assert why_unknown(stated, "defects.major.rejected") == BETWEEN
    assert observe(stated, ["inspection.next_sample"]) == {"inspection.next_sample": None}
    assert why_unknown(stated, "inspection.next_sample") == f"major: {BETWEEN}"
    open_ = Lot.from_dict(document(4, ABSENT))
    assert absent(open_, "defects.major.rejected") == ("$.inspection.plan.state",)


def test_the_state_in_force_settles_it_where_none_is_stated() -> None:
    good = [
        {"accepted": True, "accept": 0, "steady": True, "reduced_agreed": True} for _ in range(15)
    ]
    for history, accepted in ((good, True), ([], None)):
        supplier = {"history": history}
        lot = Lot.from_dict(document(4, ABSENT, supplier=supplier))
        assert observe(lot, ["defects.major.accepted"])["defects.major.accepted"] is accepted


def test_a_segment_between_the_numbers_is_not_judged() -> None:
    segments = [{"sku": "RED", "quantity": 3200, "sample_size": 125}]
    for state, conforming in (("normal", None), ("reduced", True)):
        lot = Lot.from_dict(document(4, state, **{"inspection.segments": segments}))
        (segment,) = judge_segments(lot)
        assert segment.conforming is conforming
        assert BETWEEN in segment.why or conforming
