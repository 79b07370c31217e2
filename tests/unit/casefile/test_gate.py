"""The gate, from the report to the release: it opens when what decisions require is proved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from disposition.casefile import Case, CasePolicies
from support.case_entries import FIRST_DAY, day, toy
from support.shipped import POLICIES

Lot = dict[str, Any]


def begun(lot: Lot, policies: CasePolicies = POLICIES) -> Case:
    case = Case.begin("PO-1", lot, on=FIRST_DAY, inspector="Chen", policies=policies)
    return case.decide(on=day(19), approved_by="Ann")


def missing(case: Case, on: int = 30) -> set[str]:
    """Return what keeps the lot, by code of the obligation or by rule."""
    gate = case.gate(day(on))
    assert gate.is_open == (not gate.missing)
    return {
        each.because.split("`")[1] if each.effect == "require" else each.rule
        for each in gate.missing
    }


def clean(**inspection: Any) -> Lot:
    """Return a lot that was found good."""
    lot = toy()
    for check in lot["inspection"]["checks"]:
        check["result"] = "pass"
    lot["inspection"] |= {"defects": [], "report_result": "pass", **inspection}
    return lot


def minor(units: int, **inspection: Any) -> Lot:
    """Return an unregulated lot with minor defects, which its contract lets money settle."""
    lot = clean(**{"report_result": "fail", **inspection})
    lot["lot"] |= {"regulated": False, "category": "household"}
    scratch = {"code": "D31", "severity": "minor", "category": "cosmetic", "units": units}
    lot["inspection"]["defects"] = [scratch | {"sku": "BLUE", "batch": "B7", "reworkable": True}]
    lot["contract"]["price_reduction"] = {"clause": "8.2", "allowed": True, "max_percent": "10"}
    return lot


def settled(case: Case, kind: str, do: str, on: int = 24, **data: Any) -> Case:
    return case.add(kind, data, on=day(on), settles=[do])


def seen(case: Case, do: str) -> Case:
    return settled(case, "progress", do, way="on_site_visit", photos=4)


def filed(case: Case, do: str) -> Case:
    return settled(case, "document", do, paper="other", title="what it says")


def failed_checks(case: Case) -> list[str | None]:
    """Return the names of the checks that the first inspection saw fail."""
    checks = case.lot(day(21)).inspection.checks or ()
    return [each.name for each in checks if each.result == "fail"]


def inspected_again(case: Case, on: int = 26, sample: int = 125) -> Case:
    """Have the lot agreed on, put right and inspected again by somebody else, and accepted."""
    agreed = {"scope": "rework", "consent": True, "ready_by": "2026-11-25"}
    case = case.add("agreement", agreed, on=day(21))
    found = {
        "report_result": "pass",
        "sample_size": sample,
        "defects": [],
        "checks": [
            {"name": "stability", "category": "safety", "result": "pass"},
            *({"name": name, "result": "pass"} for name in failed_checks(case)),
        ],
        "segments": [],
        "evidence": {"photos": 20},
    }
    codes = [each.code for each in case.lot(day(21)).inspection.defects or ()]
    again = {
        "inspector": "Wu",
        "inspection": found,
        "findings": [
            {"finding": code, "resolved": True, "photos": 2}
            for code in (*codes, *failed_checks(case))
        ],
        "workmanship": "pass",
        "packaging": "pass",
        "labelling": "pass",
        "matches_sample": True,
    }
    case = case.add("reinspection", again, on=day(on))
    case = case.add("document", {"paper": "reinspection_report"}, on=day(on))
    return case.decide(on=day(on), approved_by="Ann")


# --- what failed, and what each decision requires ------------------------------------------------


def test_a_report_that_says_fail_is_reconciled_before_an_accepted_lot_ships() -> None:
    case = begun(clean(report_result="fail"))
    assert case.decision is not None
    assert case.decision.outcome == "accept"
    assert "\nDecided; ships the whole lot, after reconcile-report.\n" in case.decision.explain()
    assert missing(case) == {"reconcile-report"}
    assert missing(case.add("done", {"do": "reconcile-report"}, on=day(20))) == {"reconcile-report"}
    assert missing(filed(case, "reconcile-report")) == set()


def conceded(lot: Lot) -> Case:
    case = begun(lot)
    assert case.decision is not None
    assert case.decision.outcome == "concession"
    agreed = {"scope": "concession", "consent": True, "percent": "2"}
    case = case.add("agreement", agreed, on=day(21))
    return case.add("document", {"paper": "compensation_agreement"}, on=day(22))


def test_checks_that_failed_are_put_right_before_a_conceded_lot_ships() -> None:
    label = {"name": "carton mark", "category": "labelling", "result": "fail"}
    drop = {"name": "carton drop", "category": "packaging", "result": "pending"}
    case = conceded(minor(12, checks=[label, drop]))
    assert missing(case) == {"correct-failed-checks", "await-checks"}
    case = seen(case, "correct-failed-checks")
    assert missing(case) == {"await-checks"}
    assert missing(filed(case, "await-checks")) == set()


def test_a_conceded_lot_without_failed_checks_ships_as_before() -> None:
    assert missing(conceded(minor(12))) == set()


def test_sorting_and_the_breakdown_come_before_a_part_ships() -> None:
    lot = minor(12)
    lot["inspection"]["defects"] = [
        {"code": "D9", "severity": "major", "category": "functional", "units": 9}
        | {"sku": "RED", "batch": "B7", "reworkable": True}
    ]
    lot["inspection"]["sample_size"] = 250
    for segment in lot["inspection"]["segments"]:
        segment["sample_size"] = 125
    lot["contract"]["rework"]["allowed"] = False
    case = begun(lot)
    assert case.decision is not None
    assert case.decision.outcome == "partial_acceptance"
    assert {"sort-and-segregate", "state-quantities", "record-consent"} <= missing(case)
    agreed = {"scope": "partial_shipment", "consent": True, "units_accepted": 1600, "units": 1600}
    case = case.add("agreement", agreed, on=day(21))
    assert missing(case) == {"sort-and-segregate", "state-quantities"}
    assert missing(filed(case, "state-quantities")) == {"sort-and-segregate"}
    case = seen(filed(case, "state-quantities"), "sort-and-segregate")
    assert missing(case) == set()
    assert case.gate(day(30)).decision.outcome == "release_part"


def critical() -> Lot:
    lot = toy()
    lot["inspection"]["defects"] = [
        {"code": "D1", "severity": "critical", "category": "safety", "units": 1, "reworkable": True}
    ]
    lot["supplier"] |= {"lots_rejected": 0, "consecutive_rejected": 0, "repeat_defects": 0}
    return lot


def test_a_sample_does_not_show_that_nothing_critical_is_left() -> None:
    case = begun(critical())
    assert case.decision is not None
    assert case.decision.outcome == "rework"
    case = inspected_again(case)
    assert case.decision is not None
    assert case.decision.outcome == "accept"
    assert missing(case) == {"inspect-every-unit"}
    steps = {step.do for step in case.next_steps(day(30))}
    assert "inspect-every-unit" in steps
    case, gate = case.release(on=day(30))
    assert not gate.is_open
    assert case.entries[-1].kind == "refused"
    [told] = case.entries[-1].data["missing"]
    assert (told["rule"], told["is_sure"]) == ("every-unit-for-danger", True)
    assert "`inspect-every-unit`" in told["because"]


def test_every_unit_inspected_shows_it() -> None:
    case = inspected_again(begun(critical()), sample=3200)
    assert missing(case) == set()
    assert case.release(on=day(30))[1].is_open


def late() -> Lot:
    lot = toy()
    lot["shipment"] |= {"ship_by": "2026-11-24", "rework_days": 6, "reinspection_days": 2}
    lot["contract"]["partial_shipment"] = {"clause": "9.1", "allowed": False}
    return lot


def test_goods_that_come_too_late_ship_on_a_new_date() -> None:
    case = begun(late())
    assert case.decision is not None
    assert "agree-new-date" in {each.do for each in case.decision.obligations}
    case = inspected_again(case)
    assert missing(case, 26) == {"agree-new-date"}
    put_off = {"scope": "rework", "consent": True, "ship_by": "2026-11-30"}
    later = case.add("agreement", put_off, on=day(26))
    assert missing(later, 26) == {"not-inspected-again"}
    assert not missing(case.add("agreement", put_off | {"units": 0}, on=day(26)), 26)


# --- the law holds whatever the release policy says ----------------------------------------------

OPEN_GATE = """\
policy: release
version: 1.0.0
title: Everything ships
outcomes:
  release: {title: Release, ships: all}
otherwise: refuse
rules:
  always: {permit: [release], when: true, because: it ships, source: us}
"""
PAPERS = """\
policy: documents
version: 1.0.0
extends: documents
rules:
  certificate:
    require: [{do: file-certificate, before: release, proved_by: document}]
    when: true
    because: the customer asks for it
    source: Order
"""


@pytest.fixture
def policies_with(tmp_path: Path) -> Callable[..., CasePolicies]:
    def write(**files: str) -> CasePolicies:
        for role, text in files.items():
            (tmp_path / f"{role}.yaml").write_text(text, encoding="utf-8")
        return CasePolicies.load(tmp_path)

    return write


def test_a_release_policy_that_asks_nothing_does_not_open_the_gate(
    policies_with: Callable[..., CasePolicies],
) -> None:
    policies = policies_with(release=OPEN_GATE)
    case = begun(clean(report_result="fail"), policies)
    gate = case.gate(day(20))
    assert (gate.decision.outcome, gate.is_open) == ("release", False)
    assert missing(case) == {"reconcile-report"}
    after, _ = case.release(on=day(20))
    assert after.entries[-1].kind == "refused"
    assert missing(filed(case, "reconcile-report")) == set()


def test_an_outcome_that_ships_nothing_opens_no_gate(
    policies_with: Callable[..., CasePolicies],
) -> None:
    keep = OPEN_GATE.replace("{title: Release, ships: all}", "{title: Keep, ships: none}")
    gate = begun(clean(), policies_with(release=keep)).gate(day(20))
    assert (gate.decision.status, gate.is_open) == ("decided", False)
    assert begun(clean(), policies_with(release=OPEN_GATE)).gate(day(20)).is_open


def test_what_may_be_proved_keeps_the_goods_whatever_the_release_policy_says(
    policies_with: Callable[..., CasePolicies],
) -> None:
    asked = PAPERS.replace("proved_by: document", "proved_when: lot.ordered_quantity > 0")
    lot = clean()
    policies = policies_with(release=OPEN_GATE, documents=asked)
    assert missing(begun(lot, policies)) == {"file-certificate"}
    lot["lot"]["ordered_quantity"] = lot["lot"]["quantity"]
    assert not missing(begun(lot, policies))


def test_a_policy_about_the_case_can_hold_the_goods_as_well(
    policies_with: Callable[..., CasePolicies],
) -> None:
    case = begun(clean(), policies_with(documents=PAPERS))
    assert missing(case) == {"file-certificate"}
    assert "file-certificate" in {step.do for step in case.next_steps(day(20))}
    case = filed(case, "file-certificate")
    assert missing(case) == set()
    again = {"inspector": "Wu", "inspection": clean()["inspection"] | {"date": "2026-11-25"}}
    assert "file-certificate" in missing(case.add("reinspection", again, on=day(25)))


def test_a_release_policy_can_hold_the_goods_by_what_it_requires(
    policies_with: Callable[..., CasePolicies],
) -> None:
    required = "  asked: {require: [{do: ask, before: release, proved_by: done}], when: true}\n"
    case = begun(clean(), policies_with(release=OPEN_GATE + required))
    assert missing(case) == {"ask"}
    assert missing(case.add("done", {"do": "ask"}, on=day(20))) == set()


def test_a_clean_lot_ships_as_before() -> None:
    case = begun(clean())
    assert missing(case) == set()
    assert case.release(on=day(20))[1].is_open


# --- money settles minor defects, and nothing that was sent back ---------------------------------

MAJOR: Lot = {
    "code": "M1",
    "severity": "major",
    "category": "functional",
    "units": 11,
    "reworkable": True,
}
RIGHT: Lot = {"finding": "M1", "resolved": True, "photos": 2}
AGREED: Lot = {"scope": "rework", "consent": True, "ready_by": "2026-11-25"}


def conceded_after_rework(*, agreed: Lot = AGREED, **changed: Any) -> set[str]:
    """Return what is missing for a lot with major defects that was reworked, and then conceded."""
    lot = minor(3)
    lot["inspection"]["defects"].append(MAJOR)
    scratched = lot["inspection"]["defects"][0] | {"units": 12}
    seen_again = clean()["inspection"] | {"date": "2026-11-26", "defects": [scratched]}
    report = {
        "inspector": "Wu",
        "inspection": seen_again,
        "findings": [RIGHT],
        "workmanship": "fail",
        "packaging": "pass",
        "labelling": "pass",
        "matches_sample": True,
    }
    case = begun(lot).add("agreement", agreed, on=day(21))
    case = case.add("reinspection", report | changed, on=day(26)).decide(on=day(27))
    assert case.decision is not None
    assert case.decision.outcome == "concession"
    case = case.add("document", {"paper": "reinspection_report"}, on=day(28))
    price = {"scope": "concession", "consent": True, "percent": "3"}
    case = case.add("agreement", price, on=day(28))
    case = case.add("document", {"paper": "compensation_agreement"}, on=day(28))
    return missing(settled(case, "document", "reconcile-report", on=28, paper="other"))


@pytest.mark.parametrize(
    ("changed", "kept"),
    [
        ({}, set()),
        ({"inspector": "Chen"}, {"inspected-by-the-same"}),
        ({"findings": []}, {"major-not-resolved"}),
        ({"findings": [RIGHT | {"resolved": False}]}, {"major-not-resolved"}),
        ({"findings": [RIGHT | {"photos": 0}]}, {"resolved-without-photo"}),
        ({"labelling": "fail"}, {"labelling-not-passed"}),
        ({"packaging": "fail"}, {"packaging-not-passed"}),
        ({"matches_sample": False}, {"not-like-the-sample"}),
        ({"agreed": AGREED | {"consent": False}}, {"not-agreed"}),
        (
            {"inspector": "Chen", "findings": []},
            {"inspected-by-the-same", "major-not-resolved"},
        ),
    ],
)
def test_money_after_rework_settles_only_what_the_re_inspection_found(
    changed: Lot, kept: set[str]
) -> None:
    assert conceded_after_rework(**changed) == kept
