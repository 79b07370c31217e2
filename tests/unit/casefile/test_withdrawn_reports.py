"""What was found does not go away by being withdrawn, nor by making a case of the rest."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest

from disposition.casefile import Case, EntryError
from disposition.facts import observe
from support.lots_in_part import LOT as IN_PART
from support.lots_in_part import PROOFS
from support.shipped import POLICIES

FIFTEEN = {"code": "D12", "severity": "major", "category": "functional", "units": 15}
NEEDLE = {"code": "N1", "severity": "critical", "category": "safety", "units": 1}
CLEAN: dict[str, Any] = {
    "report_result": "pass",
    "sample_size": 200,
    "defects": [],
    "checks": [],
    "segments": [],
    "evidence": {"photos": 9},
}
LOOKED = {"topic": "inspector", "shows": "finding_mistaken"}


def day(number: int) -> date:
    return date(2026, 11, number)


def begun(**inspection: Any) -> Case:
    lot = copy.deepcopy(IN_PART)
    defects = [FIFTEEN | {"reworkable": True}]
    lot["inspection"] |= {"sample_size": 200, "segments": [], "defects": defects, **inspection}
    lot["shipment"]["ship_by"] = "2026-11-30"
    return Case.begin("PO-9", lot, on=day(2), inspector="Chen", policies=POLICIES)


def again(case: Case, on: int, who: str = "Wu", **inspection: Any) -> Case:
    data = {
        "inspector": who,
        "inspection": CLEAN | inspection,
        "findings": [{"finding": "D12", "resolved": True, "photos": 3}],
        **dict.fromkeys(("workmanship", "packaging", "labelling"), "pass"),
        "matches_sample": True,
    }
    case = case.add("reinspection", data, on=day(on))
    return case.add("document", {"paper": "reinspection_report"}, on=day(on))


def agreed(case: Case) -> Case:
    agreement = {"scope": "rework", "consent": True, "ready_by": "2026-11-10"}
    return case.decide(on=day(3)).add("agreement", agreement, on=day(4))


def withdrawn(case: Case, kind: str, on: int) -> Case:
    entry = next(each.number for each in reversed(case.entries) if each.kind == kind)
    return case.add("withdrawn", {"entry": entry, "because": "a slip"}, on=day(on))


def missing(case: Case) -> set[str]:
    return {each.rule for each in case.gate(day(25)).missing}


def test_a_failed_re_inspection_that_is_withdrawn_keeps_the_lot() -> None:
    failed = again(agreed(begun()), 12, report_result="fail", defects=[FIFTEEN])
    case = again(withdrawn(failed, "reinspection", 12), 14, "Zhao").decide(on=day(15))
    assert missing(case) == {"withdrawal-unfounded"}
    assert "complete-withdrawal" in {each.do for each in case.next_steps(day(15))}
    found = {**LOOKED, "by": "records", "text": "it was of another lot"}
    assert not missing(case.add("assessment", found, on=day(16)))


def test_one_that_is_written_anew_as_it_was_says_as_much() -> None:
    failed = again(agreed(begun()), 12, report_result="fail", defects=[FIFTEEN])
    case = withdrawn(failed, "reinspection", 12)
    case = again(case, 12, report_result="fail", defects=[FIFTEEN | {"units": 16}])
    told = observe(case.lot(day(12)), ["case.milder_withdrawals", "case.danger_withdrawn"])
    assert set(told.values()) == {0}


@pytest.mark.parametrize(("by", "closed"), [("records", True), ("re_measurement", False)])
def test_danger_does_not_go_with_a_withdrawn_correction(by: str, closed: bool) -> None:
    lines = [FIFTEEN | {"reworkable": True}, NEEDLE]
    right = {"because": "needle found", "inspection": {"defects": lines}}
    case = withdrawn(agreed(begun()).add("correction", right, on=day(5)), "correction", 6)
    case = again(case, 14).decide(on=day(15)).add("assessment", {**LOOKED, "by": by}, on=day(15))
    assert ("danger-not-measured-again" in missing(case)) is closed


def test_a_clean_report_that_is_withdrawn_takes_nothing_along() -> None:
    case = again(withdrawn(again(agreed(begun()), 12), "reinspection", 13), 14).decide(on=day(15))
    assert not missing(case)


def test_what_was_decided_on_a_withdrawn_report_does_not_stand() -> None:
    case = again(begun(), 12).decide(on=day(13))
    assert observe(case.lot(day(13)), ["case.outcome"]) == {"case.outcome": "accept"}
    case = withdrawn(case, "reinspection", 14)
    assert observe(case.lot(day(14)), ["case.decided", "case.outcome"]) == {
        "case.decided": False,
        "case.outcome": None,
    }
    assert "not-decided" in missing(case)


def test_what_was_decided_on_a_withdrawn_correction_does_not_stand() -> None:
    right = {"because": "a slip", "inspection": {"report_result": "pass", "defects": []}}
    case = begun().decide(on=day(3)).add("correction", right, on=day(4)).decide(on=day(5))
    case = withdrawn(case, "correction", 6)
    assert observe(case.lot(day(6)), ["case.outcome", "case.outcomes"]) == {
        "case.outcome": "rework",
        "case.outcomes": 1,
    }
    told = case.dossier(day(6)).to_dict()["decisions"]
    assert [each["is_current"] for each in told] == [True, False]


def test_what_it_required_stays_required() -> None:
    """The decision on a report that is withdrawn ends none of the obligations before it."""
    detectable = NEEDLE | {"reworkable": True, "sortable": True}
    case = agreed(begun(defects=[detectable, FIFTEEN | {"reworkable": True}]))
    keeps = {each.obligation.do for each in case.judged(day(4)).in_force if each.keeps_goods}
    assert "inspect-every-unit" in keeps
    after = withdrawn(again(case, 12).decide(on=day(13)), "reinspection", 14)
    still = {each.obligation.do for each in after.judged(day(14)).in_force if each.keeps_goods}
    assert keeps <= still


def released() -> Case:
    case = Case.begin("PO-8", IN_PART, on=day(2), policies=POLICIES).decide(on=day(3))
    parts = {"scope": "partial_shipment", "consent": True, "units": 2700, "units_accepted": 500}
    case = case.add("agreement", parts, on=day(4))
    return case.add("document", {"paper": "other"}, on=day(4), settles=PROOFS).release(on=day(4))[0]


@pytest.mark.parametrize(
    ("inspection", "is_taken"),
    [
        ({}, True),
        ({"defects": [*IN_PART["inspection"]["defects"], FIFTEEN]}, True),
        ({"defects": []}, False),
        ({"report_result": "pass"}, False),
        ({"defects": [IN_PART["inspection"]["defects"][0] | {"units": 3}]}, False),
        ({"defects": [IN_PART["inspection"]["defects"][0] | {"sku": "RED"}]}, False),
    ],
)
def test_the_rest_begins_with_what_was_found_in_it(
    inspection: dict[str, Any], is_taken: bool
) -> None:
    document = copy.deepcopy(IN_PART)
    document["lot"]["quantity"] = 2700
    document["inspection"] |= {"segments": [], "sample_size": 75, **inspection}
    if is_taken:
        assert released().open_rest("PO-8/rest", document, on=day(5))[1].id == "PO-8/rest"
    else:
        with pytest.raises(EntryError, match="less is held against the rest than case `PO-8`"):
            released().open_rest("PO-8/rest", document, on=day(5))


@pytest.mark.parametrize("document", [{"lot": []}, {"lot": {"quantity": "2700"}}])
def test_a_rest_that_is_no_lot_document_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(EntryError):
        released().open_rest("PO-8/rest", document, on=day(5))


@pytest.mark.parametrize("units", [-1, "many", 1.5, True, float("nan")])
def test_units_to_release_are_a_number_of_units(units: Any) -> None:
    with pytest.raises(EntryError, match="units"):
        released().release(on=day(5), units=units)


# --- looks at the rework, and what others found ---------------------------------------------------


def looked(case: Case, *points: str, way: str = "checklist", settles: tuple[str, ...] = ()) -> Case:
    listed = [dict(zip(("finding", "result"), each.split("=", 1), strict=True)) for each in points]
    data = {"way": way, "checkpoints": listed}
    return case.add("progress", data, on=day(16), settles=settles)


def put_right() -> Case:
    return again(agreed(begun()), 12).decide(on=day(15))


@pytest.mark.parametrize(
    ("looks", "is_open"),
    [
        ([["D12=fail"]], False),
        ([["D12=fail"], ["D12=pass"]], True),
        ([["D12=fail"], []], False),
        ([["D12=fail"], ["others=pass"]], False),
        ([["D12=fail", "others=fail"], ["1.defects.1=pass"]], False),
        ([["D12=fail", "others=fail"], ["1.defects.1=pass", "others=pass"]], True),
        ([["D12=pending"], ["others=pass"]], True),
    ],
)
def test_a_point_that_failed_is_open_until_a_later_look_passes_it(
    looks: list[list[str]], is_open: bool
) -> None:
    case = put_right()
    for points in looks:
        case = looked(case, *points)
    assert missing(case) == (set() if is_open else {"checkpoint-open"})


def test_a_point_under_a_name_of_several_findings_is_passed_with_all_of_them() -> None:
    lines = [FIFTEEN | {"sku": sku, "reworkable": True} for sku in ("RED", "BLUE")]
    case = looked(begun(defects=lines), "D12=fail")
    for point, failed in (("1.defects.1", 1), ("1.defects.2", 0)):
        case = looked(case, f"{point}=pass")
        assert observe(case.lot(day(16)), ["progress.open_points"]) == {
            "progress.open_points": failed
        }


def test_what_a_withdrawn_look_saw_fail_is_open_until_a_later_one_passes_it() -> None:
    case = withdrawn(looked(put_right(), "D12=fail"), "progress", 16)
    assert missing(case) == {"checkpoint-open"}
    told = observe(case.lot(day(16)), ["progress.checklists", "progress.seen_on"])
    assert told == {"progress.checklists": 0, "progress.seen_on": day(4)}
    assert not missing(looked(case, "D12=pass"))
    assert not missing(withdrawn(looked(put_right(), "D12=pass"), "progress", 16))


def test_a_withdrawn_look_that_saw_it_wrong_takes_back_what_was_proved() -> None:
    lot = copy.deepcopy(IN_PART)
    case = Case.begin("PO-8", lot, on=day(2), inspector="Chen", policies=POLICIES).decide(on=day(3))
    parts = {"units": 2700, "units_accepted": 500, "units_rejected": 0}
    agreement = {"scope": "partial_shipment", "consent": True, **parts}
    case = case.add("agreement", agreement, on=day(4))
    case = case.add("document", {"paper": "other"}, on=day(4), settles=PROOFS)
    assert not missing(case)
    case = looked(case, "labels=fail", way="on_site_visit", settles=("sort-and-segregate",))
    assert missing(withdrawn(case, "progress", 16)) == {"sort-at-source"}


@pytest.mark.parametrize(
    ("by", "is_open"), [("third_party", False), ("joint_inspection", False), ("records", True)]
)
def test_that_others_found_it_to_stand_does_not_go_by_being_withdrawn(
    by: str, is_open: bool
) -> None:
    case = agreed(begun())
    stands = {"topic": "measurement", "shows": "finding_stands", "by": by}
    found = {"topic": "measurement", "shows": "finding_mistaken", "by": "records"}
    case = withdrawn(case.add("assessment", stands, on=day(4)), "assessment", 4)
    case = case.add("assessment", found, on=day(5))
    right = {"because": "read anew", "inspection": {"report_result": "pass", "defects": []}}
    case = case.add("correction", right | {"inspection": CLEAN}, on=day(5)).decide(on=day(5))
    assert ("overruled-by-less" not in missing(case)) == is_open


def test_goods_that_were_inspected_on_the_day_of_the_agreement_carried_it_out() -> None:
    assert not missing(again(agreed(begun()), 4).decide(on=day(5)))


def test_a_re_inspection_that_may_have_failed_is_answered_before_the_next() -> None:
    case = again(agreed(begun()), 12, report_result="pending", sample_size=None)
    assert "failure-not-answered" in missing(again(case, 14, "Zhao").decide(on=day(15)))


DANGER_FOUND = {"defects": [NEEDLE], "report_result": "fail"}


@pytest.mark.parametrize(
    ("kind", "data", "rules"),
    [
        (
            "reinspection",
            {"inspector": "Wu", "inspection": DANGER_FOUND},
            {"withdrawal-unfounded", "danger-not-measured-again"},
        ),
        (
            "correction",
            {"because": "seen again", "inspection": DANGER_FOUND},
            {"withdrawal-unfounded", "danger-not-measured-again"},
        ),
        (
            "progress",
            {"way": "checklist", "checkpoints": [{"finding": "D12", "result": "fail"}]},
            {"checkpoint-open"},
        ),
    ],
)
def test_no_day_of_a_withdrawal_hides_what_it_took_along(
    kind: str, data: dict[str, Any], rules: set[str]
) -> None:
    case = put_right()
    last = case.entries[-1].on
    case = case.add(kind, data, on=day(28))
    case = case.add("withdrawn", {"entry": case.entries[-1].number, "because": "x"}, on=last)
    kept = {each.rule for each in case.gate(last).missing}
    assert rules <= kept
    assert kept == {each.rule for each in case.gate(day(28)).missing}
    assert not case.release(on=last)[1].is_open


def test_a_report_that_is_written_anew_with_an_earlier_day_is_in_its_own_place() -> None:
    failed = {"inspector": "Wu", "inspection": CLEAN | DANGER_FOUND}
    case = agreed(begun()).add("reinspection", failed, on=day(20))
    case = withdrawn(case, "reinspection", 12)
    assert "withdrawal-unfounded" in missing(case)
    assert "withdrawal-unfounded" not in missing(case.add("reinspection", failed, on=day(12)))


@pytest.mark.parametrize(
    ("said", "anew", "is_kept"),
    [
        ({}, {}, False),
        ({"workmanship": "fail"}, {}, True),
        ({"matches_sample": False}, {}, True),
        ({"findings": [{"finding": "D12", "resolved": False, "photos": 3}]}, {}, True),
        ({"labelling": "fail"}, {"packaging": "fail"}, True),
        ({"labelling": "fail"}, {"labelling": "fail"}, False),
    ],
)
def test_what_a_re_inspection_found_not_put_right_does_not_go_by_being_withdrawn(
    said: dict[str, Any], anew: dict[str, Any], is_kept: bool
) -> None:
    right = again(agreed(begun()), 12).entries[-2].data
    case = agreed(begun()).add("reinspection", {**right, **said}, on=day(12))
    case = withdrawn(case, "reinspection", 12).add("reinspection", {**right, **anew}, on=day(12))
    assert ("withdrawal-unfounded" in missing(case)) == is_kept
