"""A corrected report takes the place of the first: the lot is decided on it, not inspected anew."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from disposition.casefile import Case, EntryError
from disposition.facts import observe
from support.shipped import POLICIES

LOT: dict[str, Any] = {
    "lot": {"id": "PO-7", "product": "Shirt", "quantity": 3200, "regulated": False},
    "inspection": {
        "id": "R-7",
        "date": "2026-11-02",
        "type": "final_random",
        "report_result": "fail",
        "sample_size": 200,
        "plan": {
            "standard": "iso2859-1",
            "level": "II",
            "state": "normal",
            "type": "single",
            "aql": {"critical": "0", "major": "2.5", "minor": "4.0"},
        },
        "defects": [
            {
                "code": "D12",
                "severity": "major",
                "category": "measurement",
                "units": 15,
                "reworkable": True,
            }
        ],
        "checks": [],
        "segments": [],
        "evidence": {"photos": 12},
    },
    "shipment": {
        "ship_by": "2026-11-30",
        "urgency": "normal",
        "rework_days": 5,
        "reinspection_days": 2,
    },
    "supplier": {
        "relationship_months": 30,
        "lots_inspected": 20,
        "lots_rejected": 1,
        "consecutive_rejected": 0,
        "repeat_defects": 0,
        "iso9001": True,
    },
    "contract": {"rework": {"clause": "7", "allowed": True}, "notice_days": 14, "cure_days": 10},
}
CALL = {
    "channel": "call",
    "purpose": "opening",
    "about": "batch",
    "people": [{"name": "Ann", "side": "buyer"}, {"name": "Li", "side": "supplier"}],
}
RIGHT = {"report_result": "pass", "defects": []}


def day(number: int) -> date:
    return date(2026, 11, number)


def mistaken(by: str = "re_measurement", **inspection: Any) -> Case:
    """Return a case whose finding was told aloud, decided on, and found mistaken."""
    lot = {**LOT, "inspection": {**LOT["inspection"], **inspection}}
    case = Case.begin("PO-7", lot, on=day(2), by="Ann", inspector="Chen", policies=POLICIES)
    case = case.decide(on=day(3), by="Ann").add("contact", CALL, on=day(3))
    reply = {"arguments": [{"topic": "measurement", "evidence": "measurement"}]}
    case = case.add("reply", reply, on=day(5))
    looked = {"topic": "measurement", "shows": "finding_mistaken", "by": by}
    return case.add("assessment", looked, on=day(6))


def codes(case: Case, on: date) -> set[str]:
    return {step.do for step in case.next_steps(on)}


def test_a_corrected_report_is_decided_on_and_ships_without_a_re_inspection() -> None:
    case = mistaken()
    assert {"correct-finding", "apologise"} <= codes(case, day(6))
    case = case.add("correction", {"because": "size 39 read as 40", "inspection": RIGHT}, on=day(7))
    assert observe(case.lot(day(7)), ["case.decided", "case.reinspections"]) == {
        "case.decided": False,
        "case.reinspections": 0,
    }
    assert "correct-finding" not in codes(case, day(7))
    decided = next(each for each in case.next_steps(day(7)) if each.do == "decide-lot")
    assert (decided.due, decided.overdue) == (day(9), False)  # a Sunday comes between
    case = case.decide(on=day(7), by="Ann")
    assert case.decision is not None
    assert case.decision.outcome == "accept"
    assert {each.rule for each in case.gate(day(7)).missing} == set()


def test_without_its_assessment_nothing_ships_on_it() -> None:
    case = Case.begin("PO-7", LOT, on=day(2), policies=POLICIES).decide(on=day(3))
    case = case.add("correction", {"because": "a slip", "inspection": RIGHT}, on=day(4))
    case = case.decide(on=day(4))
    assert {each.rule for each in case.gate(day(4)).missing} == {"correction-unfounded"}


@pytest.mark.parametrize(("by", "missing"), [("records", 1), ("re_measurement", 0)])
def test_danger_goes_away_by_measuring_alone(by: str, missing: int) -> None:
    danger = [{"code": "N1", "severity": "critical", "category": "safety", "units": 1}]
    case = mistaken(by, defects=danger)
    case = case.add("correction", {"because": "no needle", "inspection": RIGHT}, on=day(7))
    gate = case.decide(on=day(7)).gate(day(7))
    rules = ["danger-not-measured-again"][:missing]
    assert [each.rule for each in gate.missing if each.rule.startswith("danger")] == rules


def test_what_it_leaves_out_stays_and_its_lines_go_by_its_own_number() -> None:
    fewer = [{**LOT["inspection"]["defects"][0], "units": 12}]
    case = mistaken().add(
        "correction", {"because": "three were right", "inspection": {"defects": fewer}}, on=day(7)
    )
    lot = case.lot(day(7))
    assert (lot.inspection.sample_size, lot.inspection.id) == (200, "R-7")
    assert [each.line for each in lot.case.findings or ()] == ["6.defects.1"]
    decided = case.decide(on=day(7)).decision
    assert decided is not None
    assert decided.outcome == "rework"
    assert case.lot(day(6)).inspection.defects[0].units == 15  # as it was known then


def test_a_withdrawn_correction_counts_no_more() -> None:
    case = mistaken().add("correction", {"because": "a slip", "inspection": RIGHT}, on=day(7))
    case = case.add("withdrawn", {"entry": 6, "because": "of another lot"}, on=day(8))
    assert observe(case.lot(day(8)), ["defects.major.found", "case.decided"]) == {
        "defects.major.found": 15,
        "case.decided": True,
    }


def test_the_dossier_tells_both() -> None:
    case = mistaken().add("correction", {"because": "a slip", "inspection": RIGHT}, on=day(7))
    told = case.dossier(day(7)).to_json()
    assert "Report R-7 by Chen: fail; 200 units inspected; found wrong: D12." in told
    assert "Report corrected: a slip; nothing found wrong." in told


def test_a_correction_says_why_and_contradicts_nothing() -> None:
    with pytest.raises(EntryError, match="because"):
        mistaken().add("correction", {"inspection": RIGHT}, on=day(7))
    many = {"because": "a slip", "inspection": {"sample_size": 4000}}
    with pytest.raises(EntryError, match="3,200"):
        mistaken().add("correction", many, on=day(7))
