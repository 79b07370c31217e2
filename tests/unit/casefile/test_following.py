"""What an inspection may not be to follow another: of another lot, on a looser plan, silent."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from disposition.casefile import Case, EntryError
from support.rework import (
    CLEAN,
    D12_RED,
    LOT,
    PASSED,
    Document,
    again,
    lot,
    missing,
    reworked,
    right,
)

PLAN: Document = LOT["inspection"]["plan"]
SEVERITIES = ("critical", "major", "minor")


def own(sample_size: int, accept: int, **more: Any) -> Document:
    plan = {"sample_size": sample_size, "accept": accept, **more}
    return {"custom": dict.fromkeys(SEVERITIES, plan)}


def refused(report: Document, of: Document | None = None) -> list[str]:
    with pytest.raises(EntryError) as caught:
        reworked(report, of=of)
    return [each.where for each in caught.value.problems]


# --- on a looser plan ----------------------------------------------------------------------------

LOOSER: dict[str, tuple[Document, Document, set[str]]] = {
    "a lower level": (PLAN, PLAN | {"level": "I"}, {"level"}),
    "a special level": (PLAN, PLAN | {"level": "S-4"}, {"level"}),
    "reduced": (PLAN, PLAN | {"state": "reduced"}, {"state"}),
    "no longer tightened": (PLAN | {"state": "tightened"}, PLAN, {"state"}),
    "a higher AQL": (
        PLAN,
        PLAN | {"aql": {"critical": "0", "major": "4.0", "minor": "4.0"}},
        {"aql.major"},
    ),
    "every AQL": (
        PLAN,
        PLAN | {"aql": {"critical": "0.010", "major": "4.0", "minor": "6.5"}},
        {f"aql.{each}" for each in SEVERITIES},
    ),
    "an own plan of fewer units": (PLAN, own(1, 0), {"custom.major", "custom.minor"}),
    "an own plan that accepts more": (
        own(32, 1),
        own(32, 2),
        {f"custom.{each}" for each in SEVERITIES},
    ),
    "an own plan that rejects later": (
        own(32, 1) | {"state": "reduced"},
        own(32, 1, reject=4) | {"state": "reduced"},
        {f"custom.{each}" for each in SEVERITIES},
    ),
    "a table in place of a stricter own plan": (
        own(200, 0),
        PLAN,
        {"aql.major", "aql.minor"},
    ),
    "units in place of nonconformities": (
        PLAN | {"counting": "nonconformities"},
        PLAN | {"counting": "nonconforming_units"},
        {"counting"},
    ),
    "an AQL that counts units in place of nonconformities": (
        PLAN | {"counting": "nonconformities"},
        PLAN,
        {"counting"},
    ),
}


@pytest.mark.parametrize("kind", LOOSER)
def test_goods_are_not_judged_again_on_a_looser_plan(kind: str) -> None:
    before, after, places = LOOSER[kind]
    size = {"sample_size": 1250}
    found = refused(again(right(), size | {"plan": after}), lot(plan=before, **size))
    assert set(found) >= {f"$.inspection.plan.{each}" for each in places}


STRICTER: dict[str, tuple[Document, Document]] = {
    "the same": (PLAN, PLAN),
    "tightened": (PLAN, PLAN | {"state": "tightened"}),
    "a higher level": (PLAN, PLAN | {"level": "III"}),
    "a lower AQL": (PLAN, PLAN | {"aql": {"critical": "0", "major": "1.0", "minor": "2.5"}}),
    "every unit, and none may be wrong": (PLAN, own(3200, 0)),
    "a larger own plan": (own(32, 1), own(50, 1)),
    "an own plan of the whole lot, written with more units": (own(3200, 0), own(5000, 0)),
    "nonconformities in place of units": (PLAN, PLAN | {"counting": "nonconformities"}),
    "double in place of single": (PLAN, PLAN | {"type": "double"}),
    "no AQL was told before": (PLAN | {"aql": {}}, PLAN),
}


@pytest.mark.parametrize("kind", STRICTER)
def test_goods_may_be_judged_again_on_a_stricter_plan(kind: str) -> None:
    before, after = STRICTER[kind]
    reworked(again(right(), {"sample_size": 3200, "plan": after}), of=lot(plan=before))


def test_a_named_plan_is_not_made_looser_either() -> None:
    packing: Document = {"name": "packing", "sample_size": 8, **own(8, 0)}
    packed = lot(
        defects=[D12_RED, D12_RED | {"code": "P1", "units": 2, "plan": "packing"}], plans=[packing]
    )
    lax = {"plans": [packing | own(8, 6)]}
    found = refused(again(right(), lax), packed)
    assert set(found) == {f"$.inspection.plans[0].custom.{each}" for each in SEVERITIES}


def test_a_whole_new_report_is_not_on_a_looser_plan_either() -> None:
    report = lot(**CLEAN, plan=PLAN | {"level": "S-2"})
    with pytest.raises(EntryError, match=r"\$\.lot\.inspection\.plan\.level"):
        reworked().add("inspection", {"lot": report, "inspector": "Chen"}, on=date(2026, 11, 30))


# --- of another lot ------------------------------------------------------------------------------


def reported(case: Case, **about: Any) -> Case:
    report = copy.deepcopy(LOT)
    report["lot"] |= about
    report["inspection"] |= CLEAN
    return case.add("inspection", {"lot": report, "inspector": "Chen"}, on=date(2026, 11, 30))


def without(case: Case, units: int, *, consent: bool = True) -> Case:
    said = {"scope": "rework", "consent": consent, "units_rejected": units}
    return case.add("agreement", said, on=date(2026, 11, 21))


@pytest.mark.parametrize("about", [{"id": "PO-8"}, {"quantity": 125}, {"quantity": 3199}])
def test_a_report_about_another_lot_is_none_of_the_case(about: Mapping[str, Any]) -> None:
    (key,) = about
    with pytest.raises(EntryError, match=rf"\$\.lot\.lot\.{key}"):
        reported(reworked(), **about)


@pytest.mark.parametrize(
    "about", [{"id": "po-7"}, {"id": None}, {"quantity": 3201}, {"quantity": None}]
)
def test_a_report_may_spell_or_leave_out_which_lot_it_is_about(about: Mapping[str, Any]) -> None:
    reported(reworked(), **about)


def test_fewer_units_are_those_that_both_sides_agreed_not_to_take() -> None:
    reported(without(reworked(), 50), quantity=3150)
    for case in (without(reworked(), 49), without(reworked(), 50, consent=False)):
        with pytest.raises(EntryError, match=r"\$\.lot\.lot\.quantity"):
            reported(case, quantity=3150)
    # What was taken away once is not taken away from each report anew.
    with pytest.raises(EntryError, match=r"\$\.lot\.lot\.quantity"):
        reported(reported(without(reworked(), 50), quantity=3150), quantity=3100)


# --- silent on what was open ---------------------------------------------------------------------

OPEN = {"name": "flammability", "category": "safety", "result": "pending"}
UNTOLD = {"name": "function", "category": "functional"}
ANSWER = OPEN | {"result": "pass"}


@pytest.mark.parametrize(
    ("open_check", "rule"), [(OPEN, "safety-not-answered"), (UNTOLD, "check-not-passed")]
)
def test_what_a_report_left_open_stays_open_until_it_is_answered(
    open_check: Document, rule: str
) -> None:
    left = lot(checks=[*PASSED, open_check])
    assert rule in missing(reworked(again(right()), of=left))
    answered = again(right(), {"checks": [*PASSED, open_check | {"result": "pass"}]})
    assert rule not in missing(reworked(answered, of=left))


def test_an_answer_is_known_by_its_name_however_spelled_and_answers_one_check() -> None:
    left = lot(checks=[*PASSED, OPEN])
    spelled = ANSWER | {"name": " Flammability"}
    assert missing(reworked(again(right(), {"checks": [*PASSED, spelled]}), of=left)) == {}
    twice = lot(checks=[*PASSED, OPEN, OPEN])
    once = reworked(again(right(), {"checks": [*PASSED, ANSWER]}), of=twice)
    assert "safety-not-answered" in missing(once)
    both = reworked(again(right(), {"checks": [*PASSED, ANSWER, ANSWER]}), of=twice)
    assert missing(both) == {}


# --- silent on what failed -----------------------------------------------------------------------

MARK = {"name": "shipping mark", "category": "labelling", "result": "fail", "reworkable": True}
MARK_PASSED = MARK | {"result": "pass"}
PULL = {"name": "pull test", "category": "safety", "result": "fail", "reworkable": True}
WAITS = MARK | {"result": "pending"}
PARTS = [{"sku": "RED", "quantity": 2000}, {"sku": "BLUE", "quantity": 1200}]

UNSEEN: dict[str, tuple[list[Document], list[Document]]] = {
    "not listed": ([MARK], []),
    "not applicable": ([MARK], [MARK | {"result": "not_applicable"}]),
    "another name": ([MARK], [MARK_PASSED | {"name": "shipping marks"}]),
    "one of two": ([MARK, MARK], [MARK_PASSED]),
    "of another item": ([MARK | {"sku": "RED"}], [MARK_PASSED | {"sku": "BLUE"}]),
    "of another batch": ([MARK | {"batch": "L1"}], [MARK_PASSED | {"batch": "L2"}]),
    "of a part": ([MARK], [MARK_PASSED | {"sku": "RED"}]),
    "without result": ([MARK], [{"name": "shipping mark", "category": "labelling"}]),
    "safety, not listed": ([PULL], []),
    "safety, as looks": ([PULL], [PULL | {"category": "cosmetic", "result": "pass"}]),
    "safety open, as looks": ([OPEN], [ANSWER | {"category": "cosmetic"}]),
    "safety open, open as looks": ([OPEN], [OPEN | {"category": "cosmetic"}]),
    "safety open, not applicable": ([OPEN], [OPEN | {"result": "not_applicable"}]),
}
SEEN: dict[str, tuple[list[Document], list[Document]]] = {
    "as it was": ([MARK], [MARK_PASSED]),
    "another spelling": ([MARK], [MARK_PASSED | {"name": " Shipping  Mark"}]),
    "without a category": ([PULL], [{"name": "pull test", "result": "pass"}]),
    "of both items": (
        [MARK | {"sku": "RED"}, MARK | {"sku": "BLUE"}],
        [MARK_PASSED | {"sku": "BLUE"}, MARK_PASSED | {"sku": "RED"}],
    ),
    "of the whole lot": ([MARK | {"sku": "RED"}], [MARK_PASSED]),
    "of every part": ([MARK], [MARK_PASSED | {"sku": "RED"}, MARK_PASSED | {"sku": "BLUE"}]),
    "without a name": (
        [{"category": "labelling", "result": "fail"}],
        [{"category": "labelling", "result": "pass"}],
    ),
    "open, not applicable": ([WAITS], [WAITS | {"result": "not_applicable"}]),
}


def looked_again(before: list[Document], now: list[Document]) -> dict[str, str]:
    """Return what is missing if checks that were wrong are said to be right, and seen as told."""
    failed = [at for at, each in enumerate(before, 3) if each.get("result") == "fail"]
    findings = right("1.defects.1", "1.defects.2", *(f"1.checks.{at}" for at in failed))
    first = lot(checks=[*PASSED, *before], segments=PARTS)
    return missing(reworked(again(findings, {"checks": [*PASSED, *now]}), of=first))


@pytest.mark.parametrize("name", UNSEEN)
def test_a_check_that_failed_is_seen_by_the_re_inspection(name: str) -> None:
    before, now = UNSEEN[name]
    assert {"check-not-passed", "safety-not-answered"} & set(looked_again(before, now))


def test_a_part_that_only_the_re_inspection_tells_of_is_not_the_whole_lot() -> None:
    first = lot(checks=[*PASSED, MARK])
    seen = {"checks": [*PASSED, MARK_PASSED | {"sku": "RED"}]}
    seen["segments"] = [{"sku": "RED", "quantity": 10}]
    findings = right("1.defects.1", "1.defects.2", "1.checks.3")
    assert "check-not-passed" in missing(reworked(again(findings, seen), of=first))


@pytest.mark.parametrize("name", SEEN)
def test_a_check_that_the_re_inspection_saw_to_pass_keeps_nothing(name: str) -> None:
    assert looked_again(*SEEN[name]) == {}


# --- before what it is to show -------------------------------------------------------------------


@pytest.mark.parametrize(("day", "is_kept"), [("2026-11-20", True), ("2026-11-21", False)])
def test_what_was_agreed_on_after_the_goods_were_seen_is_not_carried_out(
    day: str, is_kept: bool
) -> None:
    found = missing(reworked(again(right(), {"date": day})))
    assert ("not-inspected-again" in found) == is_kept
    assert is_kept or found == {}


# --- beside the point ----------------------------------------------------------------------------


def assessed(topic: str, shows: str) -> Case:
    data = {"topic": topic, "shows": shows, "by": "records"}
    return reworked().add("assessment", data, on=date(2026, 11, 20))


@pytest.mark.parametrize("topic", ["responsibility", "cost", "time"])
def test_what_is_not_about_the_finding_cannot_show_it_mistaken(topic: str) -> None:
    with pytest.raises(EntryError, match=r"\$\.shows: .* cannot show that our finding is mistaken"):
        assessed(topic, "finding_mistaken")
    with pytest.raises(EntryError, match=r"\$\.shows: .* cannot show that the specif"):
        assessed(topic, "open_to_both")
    assessed(topic, "finding_stands")
    assessed("measurement", "finding_mistaken")
