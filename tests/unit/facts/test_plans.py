"""Several plans in one inspection, each judged on its own sample."""

from __future__ import annotations

from typing import Any

import pytest

from disposition.facts import Lot, absent, judge_segments, observe, why_unknown
from disposition.facts.document.agreed_plans import SEVERITIES
from disposition.facts.missing_inputs import place_at
from unit.facts.lots import ABSENT, defect, toy

OWN = {severity: {"sample_size": 3, "accept": 0} for severity in SEVERITIES}
PACKING = {"name": "packing", "sample_size": 3, "custom": OWN}
TESTS = {"name": "tests", "sample_size": 5, "custom": OWN}
CARTON = defect("major", 1, category="packaging", plan="packing")
BURN = defect("minor", 1, category="safety", plan="tests")
TOO_FEW = (
    "plan `packing`: found 0 in 2 units where the plan asks for 3: "
    "too few units to accept, too few found to reject"
)


def lot(*defects: dict[str, Any], plans: object = (PACKING, TESTS), **changes: Any) -> Lot:
    """Return the toy lot with these defects only, under these plans beside the main one."""
    inspection = {
        "inspection.defects": list(defects),
        "inspection.plans": plans,
        "inspection.segments": [],
    }
    return Lot.from_dict(toy(inspection | changes))


@pytest.mark.parametrize(
    ("path", "defects", "value"),
    [
        ("defects.major.rejected", [], False),
        ("defects.major.rejected", [CARTON], True),
        ("defects.major.accepted", [CARTON], False),
        ("defects.minor.rejected", [CARTON], False),
        ("defects.any_rejected", [CARTON], True),
        ("defects.all_accepted", [CARTON], False),
        ("defects.all_accepted", [], True),
        # Counts are the main plan's, what is asked of all defects is of all.
        ("defects.major.found", [defect("major", 2), CARTON], 2),
        ("defects.major.rate", [CARTON], 0),
        ("defects.major.accept", [CARTON], 7),
        ("defects.found", [CARTON, BURN], 0),
        ("defects.packaging.found", [CARTON], 0),
        ("defects.packaging.present", [CARTON], True),
        ("defects.major.present", [CARTON], True),
        ("defects.safety.present", [BURN], True),
        ("defects.critical.present", [defect("critical", 1, plan="tests")], True),
        ("defects.only_minor", [CARTON], False),
        ("defects.not_reworkable.present", [CARTON | {"reworkable": False}], True),
        ("defects.not_reworkable.found", [CARTON | {"reworkable": False}], 0),
        ("defects.major.excess", [defect("major", 9), CARTON], 3),
        ("defects.major.excess_rate", [CARTON], "33.3333333333333"),
        ("inspection.plans.count", [], 2),
        ("inspection.plans.all_accepted", [], True),
        ("inspection.plans.all_accepted", [defect("major", 9)], True),
        ("inspection.plans.all_accepted", [CARTON], False),
        ("inspection.plans.rejected_list", [CARTON, BURN], "packing (major); tests (minor)"),
        ("inspection.plans.rejected_list", [], "none"),
    ],
)
def test_each_plan_is_judged_on_its_own(
    path: str, defects: list[dict[str, Any]], value: object
) -> None:
    found = observe(lot(*defects), [path])[path]
    assert (str(found) if isinstance(value, str) else found) == value


@pytest.mark.parametrize("path", ["defects.major.accepted", "inspection.plans.all_accepted"])
def test_a_sample_that_is_too_small_accepts_nothing(path: str) -> None:
    short = lot(plans=[PACKING | {"sample_size": 2}])
    assert observe(short, [path])[path] is None
    assert absent(short, path) == ()
    assert why_unknown(short, path).endswith(TOO_FEW)


def test_a_plan_needs_a_limit_for_each_severity() -> None:
    only_major = lot(plans=[PACKING | {"custom": {"major": OWN["major"]}}])
    assert observe(only_major, ["defects.minor.accepted"])["defects.minor.accepted"] is None
    assert "$.inspection.plans[0].aql.minor" in absent(only_major, "defects.minor.accepted")
    assert observe(only_major, ["defects.major.accepted"])["defects.major.accepted"] is True


@pytest.mark.parametrize(
    ("plans", "count"), [(ABSENT, None), (None, None), ([], 0), ([PACKING], 1)]
)
def test_without_named_plans_the_main_one_alone_judges(plans: Any, count: int | None) -> None:
    changes = {} if plans is ABSENT else {"inspection.plans": plans}
    facts = observe(
        Lot.from_dict(toy(changes)), ["inspection.plans.count", "defects.minor.accepted"]
    )
    assert list(facts.values()) == [count, True]


SEGMENTS = {"inspection.segments": [{"sku": "RED", "quantity": 150, "sample_size": 125}]}


@pytest.mark.parametrize(
    ("defects", "plans", "conforming", "why"),
    [
        ([], [PACKING], True, "accept"),
        ([CARTON], [PACKING], None, "another plan does not accept the lot"),
        ([], [PACKING | {"custom": {}}], None, "another plan may not accept the lot"),
        ([defect("critical", 1, plan="packing", sku="RED")], [PACKING], False, "a critical"),
    ],
)
def test_a_segment_conforms_only_if_the_other_plans_accept_the_lot(
    defects: list[dict[str, Any]], plans: list[Any], conforming: bool | None, why: str
) -> None:
    (segment,) = judge_segments(lot(*defects, plans=plans, **SEGMENTS))
    assert segment.conforming is conforming
    assert why in segment.why
    assert segment.found["critical"] == 0


def test_the_questions_about_a_named_plan_name_its_place() -> None:
    unfinished = lot(plans=[{"name": "packing", "custom": OWN}])
    (place,) = absent(unfinished, "inspection.plans.all_accepted")
    assert place == "$.inspection.plans[0].sample_size"
    assert place_at(unfinished, place).item == "packing"
