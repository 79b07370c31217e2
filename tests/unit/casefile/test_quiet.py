"""While face is recovered nothing presses: no reminder, no demand, no day but those of the law."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest

from disposition.casefile import Case
from support.shipped import POLICIES

LOT: dict[str, Any] = {
    "lot": {"id": "PO-9", "quantity": 3200, "regulated": False},
    "inspection": {
        "date": "2026-11-02",
        "type": "final_random",
        "report_result": "fail",
        "sample_size": 200,
        "plan": {"standard": "iso2859-1", "level": "II", "aql": {"major": "2.5", "minor": "4.0"}},
        "defects": [
            {"severity": "major", "category": "functional", "units": 15, "reworkable": True}
        ],
        "checks": [],
        "segments": [],
    },
    "supplier": {
        "relationship_months": 18,
        "lots_inspected": 20,
        "lots_rejected": 3,
        "consecutive_rejected": 0,
        "repeat_defects": 0,
    },
    "contract": {"rework": {"allowed": True}, "notice_days": 14},
}
CALL = {
    "channel": "call",
    "purpose": "answer",
    "about": "batch",
    "people": [{"name": "Ann", "side": "buyer"}, {"name": "Li", "side": "supplier"}],
}


def day(number: int) -> date:
    return date(2026, 11, number)


def argued(defect: dict[str, Any] | None = None) -> Case:
    """Return a case whose supplier argued on the 5th, the 7th and the 10th, and shifts."""
    lot = copy.deepcopy(LOT)
    lot["inspection"]["defects"][0] |= defect or {}
    case = Case.begin("PO-9", lot, on=day(2), policies=POLICIES).decide(on=day(3))
    case = case.add("contact", {**CALL, "purpose": "opening"}, on=day(3))
    for number, topic in ((5, "measurement"), (7, "specification"), (10, "handling")):
        case = case.add("reply", {"arguments": [{"topic": topic}]}, on=day(number))
        case = case.add("contact", CALL, on=day(number))
    return case


def test_nothing_presses_for_a_week_but_the_law() -> None:
    case = argued()
    assert case.reading(day(11)).outcome == "face_saving"
    for number in (11, 14, 16):
        steps = {step.do: step for step in case.next_steps(day(number))}
        about_us = {"share-report", "answer-argument", "make-amends", "file-communication"}
        assert not {step.do for step in steps.values() if step.by == "supplier"}
        assert not {"remind-supplier", "share-draft", "agree-rework-scope"} & set(steps)
        dated = {do for do, step in steps.items() if step.due and do not in about_us}
        assert {do for do in dated if steps[do].policy in ("approach", "capa", "pushback")} <= {
            "notify-supplier"
        }
        assert not [step for step in steps.values() if step.overdue and step.policy == "capa"]
    assert "notify-supplier" in {step.do for step in case.next_steps(day(14))}


def test_after_a_week_somebody_asks_and_acceptance_starts_the_time_anew() -> None:
    case = argued()
    assert "ask-how-they-see-it" in {step.do for step in case.next_steps(day(18))}
    case = case.add("reply", {"parts": [{"part": "acceptance"}]}, on=day(19))
    asked = {step.do: step for step in case.next_steps(day(20))}
    assert "contain" in asked
    assert not [step for step in asked.values() if step.by == "supplier" and step.overdue]
    assert "remind-supplier" not in asked


def house(case: Case, on: date) -> dict[str, date | None]:
    """Return the days of the steps that the house counts, and not the law or the contract."""
    firm = ("notify-supplier", "file-notice", "check-notice-in-time", "notice-is-late")
    policies = ("approach", "pushback", "capa", "oversight", "documents")
    return {
        step.do: step.due
        for step in case.next_steps(on)
        if step.due and step.policy in policies and step.do not in (*firm, "stop-shipment")
    }


@pytest.mark.parametrize("defect", [{}, {"severity": "critical", "category": "safety"}])
def test_nothing_is_overdue_on_the_day_on_which_pressing_resumes(defect: dict[str, Any]) -> None:
    over = argued(defect)
    accepted = over.add("reply", {"parts": [{"part": "acceptance"}]}, on=day(12))
    for case, on in ((over, day(18)), (accepted, day(12)), (accepted, day(13))):
        days = house(case, on)
        assert days
        assert not {do for do, due in days.items() if due and due < on}


def test_each_step_has_all_its_days_again() -> None:
    danger = argued({"severity": "critical", "category": "safety"})
    accepted = danger.add("reply", {"parts": [{"part": "acceptance"}]}, on=day(12))
    assert {do: house(accepted, day(12))[do] for do in ("share-report", "talk-about-cause")} == {
        "share-report": day(13),  # a day
        "talk-about-cause": day(16),  # two days, and a weekend
    }
    assert "mind-days-count-anew" in {each.do for each in accepted.reading(day(12)).advice}
    assert house(danger, day(18))["talk-about-cause"] == day(19)  # from the 17th on
    assert house(danger, day(18))["acknowledge"] == day(18)


def test_a_corrected_report_asks_with_all_days_too() -> None:
    case = argued()
    looked = {"topic": "specification", "shows": "open_to_both", "by": "specification_review"}
    fewer = [LOT["inspection"]["defects"][0] | {"units": 14}]
    right = {"because": "by the other reading", "inspection": {"defects": fewer}}
    case = case.add("assessment", looked, on=day(12)).add("correction", right, on=day(24))
    case = case.decide(on=day(24))
    asked = house(case, day(25))
    assert asked["share-report"] == day(25)
    assert not {do for do, due in asked.items() if due and due < day(25)}


def test_who_never_rested_keeps_the_days() -> None:
    case = Case.begin("PO-9", LOT, on=day(2), policies=POLICIES).decide(on=day(3))
    case = case.add("contact", {**CALL, "purpose": "opening"}, on=day(3))
    case = case.add("reply", {"arguments": [{"topic": "measurement"}]}, on=day(5))
    case = case.add("reply", {"parts": [{"part": "acceptance"}]}, on=day(12))
    assert min(due for due in house(case, day(12)).values() if due) < day(12)


def test_what_is_dangerous_is_kept_apart_all_the_same() -> None:
    case = argued({"severity": "critical", "category": "safety"})
    codes = {step.do for step in case.next_steps(day(11))}
    assert {"stop-shipment", "contain"} <= codes
    assert not {"acknowledge", "give-rework-plan", "remind-supplier"} & codes
