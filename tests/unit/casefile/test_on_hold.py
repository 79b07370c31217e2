"""A lot that was on hold for an incomplete report: what never failed needs no agreement."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest

from disposition.casefile import Case
from support.lots_in_part import LOT as IN_PART
from support.shipped import POLICIES

AGAIN: dict[str, Any] = {
    "inspector": "Wu",
    "inspection": {
        "report_result": "pass",
        "sample_size": 200,
        "defects": [],
        "checks": [],
        "segments": [],
        "evidence": {"photos": 9},
    },
    "findings": [],
    "workmanship": "pass",
    "packaging": "pass",
    "labelling": "pass",
    "matches_sample": True,
}
LABEL = {"name": "label", "category": "labelling", "result": "fail", "reworkable": True}
FIFTEEN = {"code": "D1", "severity": "major", "category": "functional", "units": 15}


def day(number: int) -> date:
    return date(2026, 11, number)


def on_hold(**inspection: Any) -> Case:
    lot = copy.deepcopy(IN_PART)
    lot["inspection"] |= {"sample_size": 200, "segments": [], "defects": [], **inspection}
    lot["shipment"]["ship_by"] = "2026-11-30"
    case = Case.begin("PO-9", lot, on=day(2), inspector="Chen", policies=POLICIES)
    case = case.decide(on=day(3))
    assert case.decision is not None
    assert case.decision.outcome == "hold"
    return case


def missing(case: Case) -> set[str]:
    gate = case.decide(on=day(7)).gate(day(7))
    assert gate.is_open == (not gate.missing)
    return {each.rule for each in gate.missing}


@pytest.mark.parametrize(
    ("inspection", "lacks"),
    [
        ({"report_result": "fail"}, set()),
        ({"report_result": "pending"}, set()),
        ({"report_result": "hold"}, set()),
        ({"report_result": "pass", "sample_size": 1}, set()),
        (
            {"report_result": "fail", "defects": [FIFTEEN]},
            {"not-agreed", "not-decided-before", "major-not-resolved"},
        ),
        (
            {"report_result": "pending", "defects": None},
            {
                *("not-agreed", "not-decided-before", "resolved-without-photo"),
                *("critical-not-resolved", "major-not-resolved"),
            },
        ),
    ],
)
def test_a_clean_re_inspection_needs_no_agreement_where_nothing_failed(
    inspection: dict[str, Any], lacks: set[str]
) -> None:
    case = on_hold(**inspection).add("reinspection", AGAIN, on=day(6))
    case = case.add("document", {"paper": "reinspection_report"}, on=day(6))
    assert missing(case) == lacks


def test_without_the_hold_on_record_it_needs_one() -> None:
    lot = on_hold(report_result="fail").entries[0].data["lot"]
    case = Case.begin("PO-9", lot, on=day(2), inspector="Chen", policies=POLICIES)
    case = case.add("reinspection", AGAIN, on=day(6))
    case = case.add("document", {"paper": "reinspection_report"}, on=day(6))
    assert missing(case) == {"not-agreed", "not-decided-before"}


@pytest.mark.parametrize(
    ("inspection", "completed", "lacks"),
    [
        ({"report_result": "pending"}, {"report_result": "pass"}, set()),
        (
            {"report_result": "pending", "defects": None},
            {"report_result": "pass", "defects": []},
            set(),
        ),
        ({"report_result": "fail"}, {"checks": [LABEL]}, {"not-agreed", "not-inspected-again"}),
        ({"report_result": "fail"}, {"report_result": "pass"}, {"correction-unfounded"}),
    ],
)
def test_a_completed_report_needs_nobody_who_looked_into_it(
    inspection: dict[str, Any], completed: dict[str, Any], lacks: set[str]
) -> None:
    right = {"because": "a section was missing", "inspection": completed}
    assert missing(on_hold(**inspection).add("correction", right, on=day(6))) == lacks
