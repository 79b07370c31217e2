"""Entries of a case become the document that policies read, as of a day."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from disposition.casefile.lifecycle.projection import project
from disposition.facts import observe
from disposition.facts.document.case_events import Happened
from disposition.facts.lot import Lot
from support.case_entries import ANN, LI, Entries, call, day, toy

AGREED = {"scope": "rework", "consent": True, "units": 1600}
CLEAN: dict[str, Any] = {
    "inspection": {
        "defects": [],
        "checks": [],
        "report_result": "pass",
        "sample_size": 125,
        "evidence": {"photos": 9},
    },
    "inspector": "Zhou",
}


def fact(entries: Entries, path: str, on: int = 30) -> Any:
    return observe(project(entries.all, day(on)), [path])[path]


def test_a_case_tells_every_list_and_the_lot_as_it_was_reported() -> None:
    lot = project(Entries().all, day(18))
    assert None not in [getattr(lot.case, name) for name in Happened.__slots__ if name[0] != "_"]
    assert lot.as_of == day(18)
    reported = Lot.from_dict(toy())
    assert (lot.lot, lot.inspection, lot.contract) == (
        reported.lot,
        evolve(reported.inspection, round=1),
        reported.contract,
    )


def test_only_what_had_happened_by_the_day_counts() -> None:
    entries = Entries().add("contact", 20, **call()).add("reply", 22)
    counts = [
        (fact(entries, "talks.count", on), fact(entries, "replies.count", on))
        for on in (19, 20, 22)
    ]
    assert counts == [(0, 0), (1, 0), (1, 1)]


def test_what_is_written_late_stands_where_it_happened() -> None:
    entries = (
        Entries().add("contact", 22, **call() | {"channel": "email"}).add("contact", 20, **call())
    )
    assert fact(entries, "talks.first_spoken") is True


def test_entries_of_a_day_follow_one_another_as_they_were_written() -> None:
    entries = (
        Entries().add("contact", 20, **call() | {"channel": "email"}).add("contact", 20, **call())
    )
    assert fact(entries, "talks.first_spoken") is False


def test_what_is_withdrawn_does_not_count_from_that_day_on() -> None:
    entries = Entries().add("contact", 20, **call()).add("withdrawn", 22, entry=2, because="twice")
    assert [fact(entries, "talks.count", on) for on in (21, 22)] == [1, 0]


@pytest.mark.parametrize(
    ("people", "private", "copied", "senior"),
    [
        ([LI, ANN], True, 0, False),
        ([LI], True, 0, False),
        ([LI, ANN, {"name": "Bo", "side": "buyer"}], False, 0, False),
        ([LI, {"name": "Wu", "side": "supplier"}], False, 0, False),
        ([LI, {"name": "Wu", "side": "supplier", "copied": True}], False, 1, False),
        ([LI, {"name": "Wu", "side": "supplier", "senior": True, "copied": True}], False, 1, True),
        ([{"name": "Wu", "side": "supplier", "senior": True}], True, 0, True),
        ([ANN, LI, {"name": "Expert", "side": "third_party"}], False, 0, False),
    ],
)
def test_who_took_part(people: Any, private: bool, copied: int, senior: bool) -> None:
    entries = Entries().add("contact", 20, **call() | {"people": people})
    assert fact(entries, "talks.first_private") is private
    assert fact(entries, "talks.first_copied") == copied
    assert fact(entries, "talks.first_senior") is senior


def test_an_argument_is_answered_by_an_answer_on_its_topic_after_it() -> None:
    entries = Entries().add("contact", 19, **call(purpose="answer"))
    for topic in ("measurement", "handling"):
        entries.add("reply", 20, arguments=[{"topic": topic}])
    assert fact(entries, "arguments.unanswered") == 2
    entries.add("contact", 21, **call(purpose="answer", topic="handling"))
    assert fact(entries, "arguments.unanswered") == 1
    entries.add("contact", 22, **call(purpose="follow_up"))
    assert fact(entries, "arguments.unanswered") == 1
    entries.add("contact", 23, **call(purpose="answer"))
    assert fact(entries, "arguments.unanswered") == 0


def test_a_reply_gives_parts_and_arguments() -> None:
    entries = Entries().add(
        "reply",
        20,
        parts=[
            {"part": "root_cause", "cause": "training", "evidence": "photo"},
            {"part": "timeline", "ready_by": "2026-11-28"},
        ],
    )
    assert fact(entries, "replies.root_cause_supported") is True
    assert fact(entries, "replies.cause_kind") == "training"
    assert fact(entries, "replies.timeline_supported") is False
    assert fact(entries, "replies.ready_by") == day(28)


def test_a_paper_is_a_draft_or_final() -> None:
    entries = Entries().add("draft", 20, paper="notice")
    assert fact(entries, "papers.notice.shared") is True
    assert fact(entries, "papers.notice.final") is False
    entries.add("document", 21, paper="notice")
    assert fact(entries, "papers.notice.final_on") == day(21)


def test_an_agreement_is_in_force_until_the_lot_is_inspected_again() -> None:
    entries = Entries().add("agreement", 20, **AGREED)
    assert fact(entries, "agreement.in_force") is True
    assert fact(entries, "agreement.carried_out") is False
    entries.add("reinspection", 25, **CLEAN)
    assert fact(entries, "agreement.in_force") is False
    assert fact(entries, "agreement.carried_out") is True
    assert fact(entries, "case.stage") == "reinspected"
    entries.add("agreement", 26, **AGREED)
    assert fact(entries, "case.stage") == "agreed"


def test_an_agreement_can_put_off_the_shipment() -> None:
    entries = Entries().add("agreement", 20, **AGREED, ship_by="2026-12-20")
    assert fact(entries, "shipment.ship_by").isoformat() == "2026-12-20"


def test_the_last_inspection_is_the_one_that_is_judged() -> None:
    entries = Entries().add("reinspection", 25, **CLEAN)
    lot = project(entries.all, day(25))
    assert lot.inspection.report_result == "pass"
    assert lot.inspection.plan == Lot.from_dict(toy()).inspection.plan
    assert fact(entries, "inspection.is_reinspection") is True
    assert fact(entries, "reinspection.photos") == 9
    assert lot.inspection.date == day(25)


@pytest.mark.parametrize(
    ("inspectors", "by_another"),
    [(("Zhou",), True), (("Chen",), False), (("Zhou", "Chen"), False), (("Zhou", "Zhou"), False)],
)
def test_whether_somebody_else_inspected_again(inspectors: Any, by_another: bool) -> None:
    entries = Entries()
    for number, name in enumerate(inspectors):
        entries.add("reinspection", 24 + number, **CLEAN | {"inspector": name})
    assert fact(entries, "reinspection.by_another") is by_another


def test_it_is_not_known_to_be_another_where_nobody_told_who_inspected_first() -> None:
    entries = Entries(inspector=None).add("reinspection", 25, **CLEAN)
    assert fact(entries, "reinspection.by_another") is None


# --- findings ------------------------------------------------------------------------------------


def findings(entries: Entries) -> dict[str, tuple[Any, ...]]:
    listed = project(entries.all, day(30)).case.findings or ()
    return {str(each.code): (each.severity, each.resolved, each.proof) for each in listed}


def test_findings_are_defects_and_failed_checks() -> None:
    assert findings(Entries()) == {
        "D12": ("major", False, 0),
        "D31": ("minor", False, 0),
        "D40": ("minor", False, 0),
        "shipping mark": ("major", False, 0),
    }


def test_a_failed_check_of_safety_counts_as_critical() -> None:
    lot = toy()
    lot["inspection"]["checks"] = [{"name": "pull test", "category": "safety", "result": "fail"}]
    assert findings(Entries(lot))["pull test"][0] == "critical"


def test_a_defect_of_safety_counts_as_critical_whatever_its_severity() -> None:
    lot = toy()
    lot["inspection"]["segments"] = []
    lot["inspection"]["defects"] = [
        {"code": "S1", "severity": "minor", "units": 1, "category": "safety"},
        {"code": "R1", "units": 1, "category": "regulatory"},
    ]
    assert [findings(Entries(lot))[code][0] for code in ("S1", "R1")] == ["critical", "critical"]


def test_each_line_is_a_finding_by_itself() -> None:
    lot = toy()
    lot["inspection"]["segments"] = []
    lot["inspection"]["defects"] = [
        {"code": "D1", "severity": "minor", "units": 1, "category": "cosmetic", "sku": "RED"},
        {"code": "D1", "severity": "major", "units": 1, "category": "cosmetic", "batch": "B7"},
        {"code": "D2", "severity": "major", "units": 0, "category": "cosmetic"},
    ]
    listed = project(Entries(lot).all, day(30)).case.findings or ()
    assert [(each.line, each.code, each.sku, each.batch, each.severity) for each in listed] == [
        ("1.defects.1", "D1", "RED", None, "minor"),
        ("1.defects.2", "D1", None, "B7", "major"),
        ("1.checks.3", "shipping mark", None, None, "major"),
    ]


def test_a_reinspection_says_what_was_put_right() -> None:
    entries = Entries().add(
        "reinspection",
        25,
        **CLEAN,
        findings=[
            {"finding": "D12", "resolved": True, "photos": 3},
            {"finding": "D31", "resolved": False},
            {"finding": "nothing we know", "resolved": True},  # as an old store may hold it
        ],
    )
    assert findings(entries) == {
        "D12": ("major", True, 3),
        "D31": ("minor", False, 0),
        "D40": ("minor", False, 0),
        "shipping mark": ("major", False, 0),
    }


def test_what_the_last_inspection_finds_new_is_judged_by_its_plan() -> None:
    again = {
        **CLEAN,
        "inspection": CLEAN["inspection"]
        | {"defects": [{"code": "D77", "severity": "minor", "units": 1}]},
    }
    entries = Entries().add("reinspection", 25, **again)
    assert "D77" not in findings(entries)
    entries.add("reinspection", 27, **CLEAN)
    assert findings(entries)["D77"] == ("minor", False, 0)


def test_what_is_found_again_is_not_resolved_any_more() -> None:
    said = [{"finding": "D12", "resolved": True, "photos": 1}]
    entries = Entries().add("reinspection", 25, **CLEAN, findings=said)
    bad = {
        **CLEAN,
        "inspection": CLEAN["inspection"]
        | {"defects": [{"code": "D12", "severity": "major", "units": 8}]},
    }
    entries.add("reinspection", 27, **bad)
    assert findings(entries)["D12"] == ("major", False, 0)


def test_findings_are_not_known_while_a_report_does_not_tell_its_checks() -> None:
    lot = toy()
    del lot["inspection"]["checks"]
    assert project(Entries(lot).all, day(18)).case.findings is None


def test_a_checklist_has_points_for_findings() -> None:
    entries = Entries().add(
        "progress",
        21,
        way="checklist",
        checkpoints=[{"finding": "D12", "result": "fail"}, {"finding": "D31", "result": "pass"}],
    )
    assert fact(entries, "findings.without_checkpoint") == 2
    assert fact(entries, "progress.failed") == 1
