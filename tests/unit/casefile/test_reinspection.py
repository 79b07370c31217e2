"""A re-inspection: by whom, which one, on which plans, and when."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from disposition.casefile import Case, EntryError
from disposition.errors import LotError
from disposition.facts import Lot, observe
from support.rework import (
    CLEAN,
    D12_BLUE,
    D12_RED,
    LOT,
    PASSED,
    POLICIES,
    Document,
    again,
    lot,
    missing,
    reworked,
    right,
)

AGAIN_ON = date(2026, 11, 30)


def fact(case: Case, path: str) -> Any:
    day = max(each.on for each in case.entries)
    return observe(case.lot(day), [path])[path]


# --- by whom -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["WANG", "w-a-n-g", " Ｗang", "Wang."])
def test_who_inspected_before_does_not_inspect_again(name: str) -> None:
    found = missing(reworked(again(right(), inspector=name)))
    assert list(found) == ["inspected-by-the-same"]
    assert name.strip() in found["inspected-by-the-same"]


def test_an_identifier_settles_who_it_is() -> None:
    def kept(first: Document, second: Document) -> bool:
        case = reworked(again(right(), **second), **first)
        return "inspected-by-the-same" in missing(case)

    same, other = {"inspector_id": "17"}, {"inspector_id": "21"}
    assert not kept({"inspector": "Wang"} | same, {"inspector": "WANG"} | other)
    assert kept({"inspector": "Wang"} | same, {"inspector": "Chen"} | same)
    assert kept({"inspector": "Wang"} | same, {"inspector": "WANG"})
    assert kept({"inspector": "Wang"}, {"inspector": "WANG"} | other)
    assert not kept({"inspector": "Wang"}, {"inspector": "Chen"} | other)
    assert kept({"inspector": "Wang"} | same, {"inspector": "Chen", "inspector_id": "0017"})


# --- which one -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "rest_of", "is_kept"),
    [
        ({"type": "Re-inspection"}, None, True),
        ({"round": 2}, None, True),
        ({}, None, False),
        ({"type": "reinspection"}, "PO-7", False),
    ],
)
def test_a_case_that_begins_with_a_re_inspection_releases_nothing_on_it(
    told: Document, rest_of: str | None, is_kept: bool
) -> None:
    case = Case.begin(
        "PO-7/2",
        lot(report_result="pass", defects=[], **told),
        on=date(2026, 11, 18),
        inspector="Wang",
        rest_of=rest_of,
        policies=POLICIES,
    ).decide(on=date(2026, 11, 19))
    assert case.decision is not None
    assert case.decision.outcome == "accept"
    assert ("not-decided-before" in missing(case)) is is_kept


# --- on which plans ------------------------------------------------------------------------------

OWN = {each: {"sample_size": 8, "accept": 0} for each in ("critical", "major", "minor")}
PACKING: Document = {"name": "packing", "sample_size": 8, "custom": OWN}
PACKED: Document = D12_RED | {"code": "P1", "category": "packaging", "units": 2, "plan": "packing"}
TWO_PLANS = lot(defects=[PACKED], plans=[PACKING])


def round_two(plans: Any, **inspection: Any) -> Case:
    made = {"plans": plans, **inspection} if plans is not None else inspection
    return reworked(again(right("P1"), made), of=TWO_PLANS)


@pytest.mark.parametrize("plans", [None, [], [{"name": "packing"}]])
def test_a_named_plan_counts_again_whether_or_not_it_is_named_again(plans: Any) -> None:
    case = round_two(plans)
    assert "beyond-the-plan" in missing(case)
    (plan,) = case.lot(case.entries[-1].on).inspection.plans or ()
    assert (plan.name, plan.sample_size) == ("packing", None)
    assert plan.own("major") is not None
    asked = next(each for each in reversed(case.entries) if each.kind == "decision")
    document = asked.data["decision"]
    assert "$.inspection.plans[0].sample_size" in str(document["questions"])


def test_a_named_plan_is_sampled_again_by_saying_how_many_units_were_inspected() -> None:
    sampled = {"name": "packing", "sample_size": 8}
    assert missing(round_two([sampled])) == {}
    assert missing(round_two([PACKING])) == {}
    found = round_two([sampled], defects=[PACKED | {"units": 1}])
    assert "beyond-the-plan" in missing(found)
    assert "beyond-the-plan" in missing(round_two([sampled | {"sample_size": 7}]))


def test_a_plan_of_the_re_inspection_stands_beside_those_before_it() -> None:
    more = {"name": "tests", "sample_size": 3, "custom": {"major": {"sample_size": 3, "accept": 0}}}
    case = round_two([more, {"name": "packing", "sample_size": 8}])
    plans = case.lot(case.entries[-1].on).inspection.plans or ()
    assert [(each.name, each.sample_size) for each in plans] == [("packing", 8), ("tests", 3)]


def test_a_later_report_of_the_whole_lot_keeps_the_plans_too() -> None:
    case = Case.begin("PO-7", TWO_PLANS, on=date(2026, 11, 18), inspector="Wang")
    later = LOT | {"inspection": CLEAN}
    case = case.add("inspection", {"lot": later, "inspector": "Chen"}, on=AGAIN_ON)
    inspection = case.lot(AGAIN_ON).inspection
    assert inspection.plan == Lot.from_dict(LOT).inspection.plan
    assert [each.name for each in inspection.plans or ()] == ["packing"]
    assert (fact(case, "inspection.round"), fact(case, "inspection.is_reinspection")) == (2, True)


# --- what is still open --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("category", "rule"), [("safety", "safety-not-answered"), ("functional", "check-not-passed")]
)
@pytest.mark.parametrize("result", ["pending", None])
def test_a_check_stays_open_until_it_is_answered(
    category: str, rule: str, result: str | None
) -> None:
    test = {"name": "pull test", "category": category, "reworkable": True}
    first = lot(checks=[*PASSED, test | ({"result": result} if result else {})])
    for checks in (PASSED, [], [PASSED[0] | {"name": "Pull-test"}]):
        found = missing(reworked(again(right(), {"checks": checks}), of=first))
        assert rule in found or (result is None and found)
    answered = {"checks": [*PASSED, test | {"result": "pass"}]}
    assert missing(reworked(again(right(), answered), of=first)) == {}
    failed = {"checks": [*PASSED, test | {"result": "fail"}]}
    assert missing(reworked(again(right(), failed), of=first))


def test_it_stays_open_through_several_inspections() -> None:
    first = lot(checks=[PASSED[0] | {"result": "pending"}, PASSED[1]])
    rounds = [
        again([], BAD | {"checks": []}),
        again(right(), {"date": "2026-12-07", "checks": []}, inspector="Zhou"),
    ]
    assert "safety-not-answered" in missing(reworked(*rounds, of=first))


# --- when ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "is_taken"),
    [("2026-11-10", False), ("2026-11-17", False), ("2026-11-18", True), ("2026-11-30", True)],
)
def test_a_lot_is_not_inspected_again_before_it_was_inspected(day: str, is_taken: bool) -> None:
    report = again(right(), {"date": day})
    if is_taken:
        # What was agreed on after that day cannot have been carried out in what was seen.
        kept = [] if day > "2026-11-21" else ["not-inspected-again"]
        assert list(missing(reworked(report))) == kept
        return
    case = reworked()
    with pytest.raises(EntryError) as error:
        case.add("reinspection", report, on=AGAIN_ON)
    (problem,) = error.value.problems
    assert problem.where == "$.inspection.date"
    assert f"an inspection on {day} is before the one on 2026-11-18" in problem.message
    with pytest.raises(EntryError, match=r"\$\.lot\.inspection\.date"):
        case.add("inspection", {"lot": lot(date=day)}, on=AGAIN_ON)


def test_it_may_not_lie_before_any_of_several() -> None:
    case = reworked(again(right(), {"date": "2026-11-25"}))
    with pytest.raises(EntryError, match="2026-11-24 is before the one on 2026-11-25"):
        case.add("reinspection", again([], {"date": "2026-11-24"}), on=date(2026, 12, 2))


def test_what_was_withdrawn_does_not_hold_up_a_day() -> None:
    case = reworked().add("reinspection", again([], {"date": "2026-11-28"}), on=AGAIN_ON)
    wrong = case.entries[-1].number
    case = case.add("withdrawn", {"entry": wrong, "because": "another lot"}, on=AGAIN_ON)
    case = case.add("reinspection", again([], {"date": "2026-11-27"}), on=AGAIN_ON)
    assert fact(case, "inspection.round") == 2


# --- which one -----------------------------------------------------------------------------------

BAD: Document = {"report_result": "fail", "defects": [D12_RED | {"units": 8}]}


def test_a_case_counts_its_inspections() -> None:
    rounds = [again(right(), BAD), again([], BAD | {"date": "2026-12-07"}, inspector="Zhou")]
    assert [
        [fact(reworked(*rounds[:many]), path) for many in (0, 1, 2)]
        for path in ("inspection.round", "inspection.is_reinspection", "case.failed_reinspections")
    ] == [[1, 2, 3], [False, True, True], [0, 1, 2]]


@pytest.mark.parametrize("kind", ["final_random", "Pre-inspection", "whatever", "2nd visit", None])
def test_what_follows_in_a_case_is_a_re_inspection_whatever_it_is_called(kind: str | None) -> None:
    for first in ("final_random", "reinspection", "whatever", None):
        case = reworked(again(right(), {"type": kind}), of=lot(type=first))
        assert fact(case, "inspection.is_reinspection") is True
        again_known = Lot.from_dict(case.lot(case.entries[-1].on).to_dict())
        assert observe(again_known, ["inspection.is_reinspection"]) == {
            "inspection.is_reinspection": True
        }


@pytest.mark.parametrize(
    ("first", "rounds"),
    [
        ({"type": "final_random"}, [1, 2]),
        ({"type": "Pre-inspection"}, [1, 2]),
        ({"type": "final_random", "round": 2}, [2, 3]),
        ({"type": "reinspection", "round": 4}, [4, 5]),
        ({"type": "reinspection"}, [None, None]),
        ({"type": "whatever"}, [None, None]),
        ({"type": None}, [None, None]),
    ],
)
def test_which_one_it_is_follows_from_the_first(first: Document, rounds: list[Any]) -> None:
    cases = (reworked(of=lot(**first)), reworked(again(right()), of=lot(**first)))
    assert [fact(each, "inspection.round") for each in cases] == rounds


@pytest.mark.parametrize("stated", [1, 3, 9])
def test_a_re_inspection_is_the_one_that_follows(stated: int) -> None:
    case = reworked()
    with pytest.raises(EntryError, match=f"this is inspection 2 of the lot, and not {stated}"):
        case.add("reinspection", again([], {"round": stated}), on=AGAIN_ON)
    assert fact(reworked(again([], {"round": 2})), "inspection.round") == 2
    unknown = reworked(of=lot(type="reinspection"))
    assert (
        fact(reworked(again([], {"round": 3}), of=lot(type="reinspection")), "inspection.round")
        == 3
    )
    with pytest.raises(EntryError, match="not the first inspection, and not 1"):
        unknown.add("reinspection", again([], {"round": 1}), on=AGAIN_ON)


def test_a_first_inspection_is_no_re_inspection() -> None:
    with pytest.raises(
        LotError, match=r"\$\.inspection\.round: the first inspection of a lot is no"
    ):
        Lot.from_dict({"inspection": {"round": 1, "type": "Re-inspection"}})
    for round_ in (0, -1, "2", 1.5, True):
        with pytest.raises(LotError):
            Lot.from_dict({"inspection": {"round": round_}})


# --- whether it failed ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("findings", "inspection", "failed"),
    [
        (right(), {}, 0),
        (right(), {"report_result": "fail"}, 1),
        (right(), {"report_result": "hold"}, None),
        (right(), {"report_result": None}, None),
        ([*right("1.defects.1"), {"finding": "1.defects.2", "resolved": False}], {}, 1),
        (right(), {"defects": [D12_BLUE | {"units": 7}]}, 0),
        (right(), {"defects": [D12_BLUE | {"units": 8}]}, 1),
        (right(), {"defects": [D12_BLUE | {"severity": "critical", "units": 1}]}, 1),
        (right(), {"checks": [PASSED[0] | {"result": "fail"}]}, 1),
        (right(), {"checks": None}, None),
        (right(), {"defects": None}, None),
        (right(), {"sample_size": None, "report_result": "fail"}, 1),
    ],
)
def test_how_many_rounds_failed(
    findings: list[Document], inspection: Document, failed: int | None
) -> None:
    assert fact(reworked(again(findings, inspection)), "case.failed_reinspections") == failed


# --- until it passes -----------------------------------------------------------------------------


def tried_again(*between: tuple[str, Document]) -> Case:
    """Return a lot whose first re-inspection failed and whose second passed."""
    failing = again(right(), {"report_result": "fail"})
    case = Case.begin("PO-7", LOT, on=date(2026, 11, 18), inspector="Wang", policies=POLICIES)
    case = case.decide(on=date(2026, 11, 19), approved_by="Zhao")
    case = case.add("agreement", {"scope": "rework", "consent": True}, on=date(2026, 11, 21))
    case = case.add("reinspection", failing, on=date(2026, 11, 30))
    for kind, data in between:
        if kind == "decision":
            case = case.decide(on=date(2026, 12, 1), approved_by="Zhao")
        else:
            case = case.add(kind, data, on=date(2026, 12, 1))
    passing = again(right(), {"date": "2026-12-02"}, inspector="Li Na")
    case = case.add("reinspection", passing, on=date(2026, 12, 2))
    case = case.add("document", {"paper": "reinspection_report"}, on=date(2026, 12, 2))
    return case.decide(on=date(2026, 12, 3), approved_by="Zhao")


ROUND = ("agreement", {"scope": "rework", "consent": True})


@pytest.mark.parametrize(
    ("between", "is_answered"),
    [
        ((), False),
        ((("decision", {}),), False),
        ((ROUND,), False),
        ((("decision", {}), ("agreement", {"scope": "rework", "consent": False})), False),
        ((("decision", {}), ("agreement", {"scope": "concession", "consent": True})), False),
        ((("decision", {}), ("agreement", ROUND[1] | {"units": 0})), False),
        ((ROUND, ("decision", {})), True),
        ((("decision", {}), ROUND), True),
    ],
)
def test_a_lot_is_not_inspected_again_until_it_passes(
    between: tuple[tuple[str, Document], ...], is_answered: bool
) -> None:
    case = tried_again(*between)
    (failure,) = case.lot(date(2026, 12, 3)).case.failures or ()
    assert (failure.inspection, failure.answered) == (2, is_answered)
    assert ("failure-not-answered" in missing(case)) is not is_answered
