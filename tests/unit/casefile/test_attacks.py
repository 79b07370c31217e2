"""Stories of somebody who wants the gate to open, and honest ones beside them that must pass.

Each tells what follows on the first report of a lot, entry by entry. What an attack tells is
refused when it is written, or keeps the goods.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from attrs import evolve

from disposition import load_policy_text
from disposition.casefile import Case, CasePolicies, EntryError
from disposition.casefile.lifecycle import agreed_units
from disposition.casefile.lifecycle.projection import overtaken_decisions
from disposition.casefile.log.effective import effective_events
from disposition.casefile.log.kinds import Agreed
from support.lots_in_part import LOT as IN_PART
from support.rework import D12_RED, LOT, POLICIES, Document, again, lot, right

Told = tuple[Any, ...]
"""A kind of entry, its data, its day in November (31 is 1 December), codes that it settles."""

DECIDE: Told = ("decide", {}, 19)
REWORK: Document = {"scope": "rework", "consent": True, "ready_by": "2026-11-28"}
FILED: Told = ("document", {"paper": "reinspection_report"}, 30)
D99: Document = D12_RED | {"code": "D99", "units": 60}
PRICE: Document = {"scope": "concession", "consent": True, "percent": "5"}
SIGNED: Told = ("document", {"paper": "compensation_agreement"}, 21)


def on(number: int) -> date:
    return date(2026, 11, number) if number < 31 else date(2026, 12, number - 30)


def sent_back(*agreements: Document, again: Document, more: tuple[Told, ...] = ()) -> list[Told]:
    """Return what follows on a lot that is decided to be reworked, up to the release."""
    agreed = [("agreement", REWORK | each, 21) for each in agreements or ({},)]
    report = ("reinspection", again, 30)
    return [DECIDE, *agreed, report, *more, FILED, ("decide", {}, 31)]


def own(sample_size: int, accept: int) -> Document:
    plan = {"sample_size": sample_size, "accept": accept}
    return {"custom": dict.fromkeys(("critical", "major", "minor"), plan)}


def named(sample_size: int, accept: int, **more: Any) -> Document:
    return {"name": "other", "sample_size": sample_size} | (more or own(sample_size, accept))


def by_table(**plan: Any) -> Document:
    return LOT["inspection"]["plan"] | plan


def under(plan: Document, *found: Document) -> Document:
    """Return a re-inspection with a named plan that the lot had not."""
    return again(right(), {"plans": [plan], "defects": list(found)})


def corrected(report: Document, **inspection: Any) -> list[Told]:
    right_now = {"because": "a page was missing", "inspection": inspection}
    return sent_back(again=report, more=(("correction", right_now, 30),))


def minor(units: int = 11) -> Document:
    """Return a lot that money may settle."""
    scratch = {"code": "D31", "severity": "minor", "category": "cosmetic", "reworkable": True}
    first = lot(defects=[scratch | {"units": units}])
    first["lot"] |= {"regulated": False, "category": "household"}
    return first


def divided(red: int, blue: int, names: tuple[str, str] = ("RED", "BLUE")) -> list[Told]:
    """Return the second look at a lot of which 500 units RED conform, and a part that ships."""
    segments = [
        {"sku": names[0], "quantity": red, "sample_size": 125},
        {"sku": names[1], "quantity": blue, "sample_size": 50},
    ]
    found = IN_PART["inspection"]["defects"]
    seen = {"report_result": "fail", "date": "2026-11-03", "sample_size": 175, "defects": found}
    part = {"scope": "partial_shipment", "units_accepted": red, "units": blue, "consent": True}
    return [
        ("decide", {}, 2),
        (
            "reinspection",
            again([], seen | {"segments": segments, "checks": []}, inspector="Wu"),
            3,
        ),
        ("document", {"paper": "reinspection_report"}, 3),
        ("decide", {}, 3),
        ("agreement", part, 3, ["state-quantities"]),
        ("progress", {"way": "on_site_visit", "photos": 3}, 3, ["sort-and-segregate"]),
    ]


IN_SEGMENTS = lot(
    segments=[
        {"sku": "RED", "quantity": 1600, "sample_size": 125},
        {"sku": "BLUE", "quantity": 1600, "sample_size": 125},
    ],
    sample_size=250,
    defects=[D12_RED | {"units": 30}],
)
EVERY_UNIT = {"sample_size": 3200}


def in_batches(one: str, other: str, units: int = 1600) -> Document:
    segments = [
        {"batch": one, "quantity": units, "sample_size": 125},
        {"batch": other, "quantity": 3200 - units, "sample_size": 125},
    ]
    return lot(segments=segments, sample_size=250, defects=[])


LATE = {"date": "2026-11-25"}


def twice(*between: Told, first: Document, second: Document) -> list[Told]:
    """Return what follows on a lot that is inspected again twice."""
    return [
        *(DECIDE, ("agreement", REWORK, 21), ("reinspection", first, 25), *between),
        *(("reinspection", second, 30), FILED, ("decide", {}, 31)),
    ]


def settled(agreement: Document) -> list[Told]:
    return [DECIDE, ("agreement", agreement, 21), SIGNED]


def played(told: list[Told], of: Document) -> Case:
    first = date.fromisoformat(of["inspection"]["date"])
    case = Case.begin("A", of, on=first, inspector="Alexander Chen", policies=POLICIES)
    for kind, data, day, *settles in told:
        if kind == "decide":
            case = case.decide(on=on(day), approved_by="Zhao")
        else:
            case = case.add(kind, data, on=on(day), settles=settles[0] if settles else ())
    return case


def kept(case: Case) -> list[str]:
    gate = case.gate(max(each.on for each in case.entries))
    assert gate.is_open == (not gate.missing)
    return [each.rule for each in gate.missing]


# --- what keeps the goods ------------------------------------------------------------------------

TOO_FEW, SAME = "agreed-on-too-few", "inspected-by-the-same"
FAILED_AGAIN = again(right(), {"report_result": "fail", **LATE})
MILDER = D12_RED | {"severity": "minor", "units": 10}
KEPT: Mapping[str, tuple[str, Document, list[Told]]] = {
    "work on one unit": (TOO_FEW, LOT, sent_back({"units": 1}, again=again(right()))),
    "on all, then on one": (
        *(TOO_FEW, LOT),
        sent_back({"units": 3200}, {"units": 1}, again=again(right())),
    ),
    "on one, the others taken as they are": (
        *(TOO_FEW, LOT),
        sent_back({"units": 1, "units_accepted": 3199}, again=again(right())),
    ),
    "one unit made anew": (
        *(TOO_FEW, LOT),
        sent_back({"units": 1, "scope": "replacement"}, again=again(right())),
    ),
    "on fewer than the segment that failed": (
        *(TOO_FEW, IN_SEGMENTS),
        sent_back({"units": 1599}, again=again(right("D12"), {"sample_size": 250})),
    ),
    "on one unit, after a round that failed": (
        *("failure-not-answered", LOT),
        twice(
            *(("decide", {}, 25), ("agreement", REWORK | {"units": 1}, 25)),
            first=FAILED_AGAIN,
            second=again(right(), inspector="Li Na"),
        ),
    ),
    "a concession for a hundred units": (
        *("concession-for-fewer", minor()),
        settled(PRICE | {"units_accepted": 100}),
    ),
    "a concession on what money does not settle": (
        *("concession-not-decided", LOT),
        settled(PRICE),
    ),
    "a concession that was withdrawn": (
        *("concession-not-agreed", minor()),
        [*settled(PRICE), ("withdrawn", {"entry": 3, "because": "a mistake"}, 22)],
    ),
    "a concession of before the goods were inspected again": (
        *("concession-not-agreed", minor()),
        [
            *settled(PRICE),
            ("reinspection", again([], {"defects": minor()["inspection"]["defects"]}), 30),
            ("decide", {}, 30),
        ],
    ),
    "found again as Ｄ-12, and milder": (
        *("major-not-resolved", LOT),
        sent_back(again=again(right(), {"defects": [MILDER | {"code": "Ｄ-12"}]})),
    ),
    "found again as d 12, and milder": (
        *("major-not-resolved", LOT),
        sent_back(again=again(right(), {"defects": [MILDER | {"code": "d 12"}]})),
    ),
    "by initials": (SAME, LOT, sent_back(again=again(right(), inspector="AC"))),
    "by a short name": (SAME, LOT, sent_back(again=again(right(), inspector="Alex Chen"))),
    "in Chinese letters": (SAME, LOT, sent_back(again=again(right(), inspector="陈大山"))),
    "in Cyrillic letters": (SAME, LOT, sent_back(again=again(right(), inspector="А. Чен"))),
    "in letters that look like Latin ones": (
        *(SAME, LOT),
        sent_back(again=again(right(), inspector="\u0410lexander Chen")),
    ),
    "a tenth of the goods finished": (
        *("not-accepted", LOT),
        sent_back(again=again(right(), {"finished_percent": "10"})),
    ),
    "the report of the round before": (
        *("no-reinspection-report", LOT),
        [*sent_back(again=again(right()))[:-2], ("document", {"paper": "outcome"}, 30)],
    ),
    "a plan that does not say how strict": (
        *("beyond-the-plan", lot(plan=by_table(state="tightened"))),
        sent_back(
            again=again(right(), {"plan": by_table(state=None), "defects": [D99 | {"units": 7}]}),
        ),
    ),
    "a failed round that is withdrawn": (
        *("withdrawal-unfounded", LOT),
        twice(
            ("withdrawn", {"entry": 4, "because": "a mistake"}, 25),
            first=again([{"finding": "1.defects.1", "resolved": False}], LATE),
            second=again(right(), inspector="Li Na"),
        ),
    ),
}


@pytest.mark.parametrize("story", KEPT)
def test_the_goods_are_kept(story: str) -> None:
    rule, first, told = KEPT[story]
    assert rule in kept(played(told, first))


# --- what is refused when it is written ----------------------------------------------------------

CORRECTED = again(right(), {"report_result": "pending"})
REFUSED: Mapping[str, tuple[str, Document, list[Told]]] = {
    "a lax plan for a new code": (
        *("plans[0]", LOT),
        sent_back(again=under(named(125, 100), D99 | {"plan": "other"})),
    ),
    "a lax plan by fewer units": (
        *("plans[0]", LOT),
        sent_back(again=under(named(8, 7), D99 | {"plan": "other", "units": 7})),
    ),
    "a lax plan of as many units out of fewer": (
        *("plans[0]", LOT),
        sent_back(
            again=under(
                named(8, 7, custom={"major": {"sample_size": 8, "accept": 7}}),
                D99 | {"plan": "other", "units": 7},
            )
        ),
    ),
    "a lax plan by a higher AQL": (
        *("plans[0]", LOT),
        sent_back(
            again=under(
                named(125, 0, **by_table(aql={"critical": "0", "major": "10", "minor": "10"})),
                D99 | {"plan": "other", "units": 20},
            )
        ),
    ),
    "a lax plan by a correction": (
        *("plan.custom.critical", LOT),
        corrected(CORRECTED, report_result="pass", plan=own(125, 100), defects=[D99]),
    ),
    "a lax plan of a name by a correction": (
        *("plans[0]", LOT),
        corrected(
            *(CORRECTED,),
            report_result="pass",
            plans=[named(125, 100)],
            defects=[D99 | {"plan": "other"}],
        ),
    ),
    "reduced inspection": (
        *("plan.state", lot(plan=by_table(state="tightened"))),
        sent_back(again=again(right(), {"plan": by_table(state="reduced")})),
    ),
    "units that change segments": ("segments[0].quantity", IN_PART, divided(2700, 500)),
    "segments under other names": (
        *("segments[0].sku", IN_PART),
        divided(2700, 500, ("TAN", "BLUE")),
    ),
    "units that change batches": (
        *("segments[0].quantity", in_batches("B1", "B2")),
        sent_back(
            again=again(
                [],
                {
                    "sample_size": 250,
                    "segments": in_batches("B1", "B2", 2000)["inspection"]["segments"],
                },
            )
        ),
    ),
    "a day to come": ("date", LOT, sent_back(again=again(right(), {"date": "2026-12-24"}))),
    "a time in another zone": (
        *("date", LOT),
        sent_back(again=again(right(), {"date": "2026-11-30T23:30:00+14:00"})),
    ),
    "fewer than no photos": (
        *("evidence.photos", LOT),
        sent_back(again=again(right(), {"evidence": {"photos": -1}})),
    ),
    "more units than anything has": (
        *("defects[0].units", LOT),
        sent_back(again=again(right(), {"defects": [D99 | {"units": 2**63}]})),
    ),
    "half a unit": (
        *("sample_size", LOT),
        sent_back(again=again(right(), {"sample_size": "124.5"})),
    ),
    "more agreed on than there is": (
        *("agreements", LOT),
        sent_back({"units": 3200, "units_rejected": 1}, again=again(right())),
    ),
}


@pytest.mark.parametrize("story", REFUSED)
def test_it_is_not_taken(story: str) -> None:
    where, first, told = REFUSED[story]
    with pytest.raises(EntryError) as caught:
        played(told, first)
    assert any(each.where.endswith(where) or where in each.where for each in caught.value.problems)


# --- what is honest ------------------------------------------------------------------------------

PUT_RIGHT = again(right())
HONEST: Mapping[str, tuple[int, Document, list[Told]]] = {
    "work on the whole lot, without a word on units": (3200, LOT, sent_back(again=PUT_RIGHT)),
    "work on every unit": (3200, LOT, sent_back({"units": 3200}, again=PUT_RIGHT)),
    "on all that are taken": (
        *(3000, LOT),
        sent_back({"units": 3000, "units_rejected": 200}, again=PUT_RIGHT),
    ),
    "on what was found, with every unit inspected since": (
        *(3200, LOT),
        sent_back({"units": 12}, again=again(right(), EVERY_UNIT)),
    ),
    "on the segment that failed": (
        *(3200, IN_SEGMENTS),
        sent_back({"units": 1600}, again=again(right("D12"), {"sample_size": 250})),
    ),
    "more goods made anew than were sent back": (
        *(3200, LOT),
        sent_back({"units": 3200, "scope": "replacement"}, again=PUT_RIGHT),
    ),
    "a day put off in between": (
        *(3200, LOT),
        sent_back({"units": 3200}, {"units": 0, "ship_by": "2026-12-20"}, again=PUT_RIGHT),
    ),
    "units not taken, and agreed on again without a word": (
        *(3000, LOT),
        [
            *(DECIDE, ("agreement", REWORK | {"units": 3000, "units_rejected": 200}, 21)),
            *twice(
                *(("decide", {}, 25), ("agreement", REWORK | {"units": 3000}, 25)),
                first=again(right(), {"report_result": "fail", "defects": [D99], **LATE}),
                second=again(right("1.defects.1", "1.defects.2", "D99"), inspector="Li Na"),
            )[2:],
        ],
    ),
    "a plan for tests of three units": (3200, LOT, sent_back(again=under(named(3, 0)))),
    "a plan of a special level": (
        *(3200, LOT),
        sent_back(again=under(named(13, 0, **by_table(level="S-2")))),
    ),
    "a plan of a higher AQL that accepts none": (
        *(3200, LOT),
        sent_back(
            again=under(
                named(
                    3, 0, **by_table(level="S-1", aql={"critical": "0", "major": "4", "minor": "4"})
                )
            )
        ),
    ),
    "a report that was completed": (3200, LOT, corrected(CORRECTED, report_result="pass")),
    "the segments of before": (500, IN_PART, divided(500, 2700)),
    "a name in Chinese letters": (
        *(3200, LOT),
        sent_back(again=again(right(), inspector="王小红")),
    ),
    "a name of the same family": (
        *(3200, LOT),
        sent_back(again=again(right(), inspector="Chen Min")),
    ),
    "a name with the same beginning": (
        *(3200, LOT),
        sent_back(again=again(right(), inspector="Ale Chen")),
    ),
    "money for the whole lot": (3200, minor(), settled(PRICE | {"units_accepted": 3200})),
    "money without a word on units": (3200, minor(), settled(PRICE)),
    "money for what is taken": (
        *(3100, minor()),
        settled(PRICE | {"units_accepted": 3100, "units_rejected": 100}),
    ),
    "money, and a few units put right": (
        *(3200, minor()),
        settled(PRICE | {"units_accepted": 3189, "units": 11}),
    ),
    "a new code, within the plan": (
        *(3200, LOT),
        sent_back(again=again(right(), {"defects": [D99 | {"units": 7}]})),
    ),
    "found again as often as the plan allows, and called as before": (
        *(3200, LOT),
        sent_back(again=again(right(), {"defects": [D12_RED | {"code": "d-12", "units": 2}]})),
    ),
}


@pytest.mark.parametrize("story", HONEST)
def test_an_honest_story_ships(story: str) -> None:
    units, first, told = HONEST[story]
    case = played(told, first)
    assert kept(case) == []
    assert case.gate(case.entries[-1].on).units == units


def test_a_concession_on_major_defects_ships_by_a_policy_that_lets_it() -> None:
    """What to do where a `rework` decision and a signed concession stand beside each other."""
    waiver = """
policy: with-waivers
version: 1.0.0
extends: failed-inspection
replaces: [major-is-not-settled-with-money]
rules:
  waived-in-writing:
    permit: [concession]
    when: nonconforming and agreement.conceded
    because: both sides signed
    source: ISO 9001:2015, 8.7.1 d)
"""
    first = lot(defects=[D12_RED | {"category": "cosmetic"}])
    case = played(settled(PRICE), first)
    assert "concession-not-decided" in kept(case)
    by = {**POLICIES.by_role, "failed-inspection": load_policy_text(waiver)}
    waived = evolve(case, policies=CasePolicies(by)).decide(on=on(22))
    assert kept(waived) == []
    assert evolve(case, policies=POLICIES).add("closed", {"because": "x"}, on=on(22)).is_closed


# --- how many units agreements are about ---------------------------------------------------------

AGREED: Told = ("agreement", REWORK, 21)
FEWER: Told = ("agreement", REWORK | {"units": 3000, "units_rejected": 200}, 21)
FAILED: Told = ("reinspection", FAILED_AGAIN, 25)
AGREED_AGAIN: Told = ("agreement", REWORK, 26)
UNCOUNTED = lot()
UNCOUNTED["lot"]["quantity"] = None
ANEW = {"because": "a line was missing", "inspection": {"defects": [D12_RED | {"units": 31}]}}


def looked_at(quantity: int) -> Told:
    """Return a report of goods that are there, in place of a re-inspection."""
    whole = lot(date="2026-11-25")
    whole["lot"]["quantity"] = quantity
    return ("inspection", {"inspector": "Wu", "lot": whole}, 25)


UNITS: Mapping[str, tuple[list[int | None], int, Document, list[Told]]] = {
    "all of them": ([3200], 0, LOT, [DECIDE, AGREED]),
    "all, where nothing is decided": ([3200], 0, LOT, [AGREED]),
    "those of the part that goes back": ([1600], 0, IN_SEGMENTS, [DECIDE, AGREED]),
    "all, where the report was corrected since": (
        *([3200], 0, IN_SEGMENTS),
        [DECIDE, ("correction", ANEW, 20), AGREED],
    ),
    "those that were found, where nobody counted the lot": (
        *([9], 0, UNCOUNTED),
        [DECIDE, AGREED],
    ),
    "none, where the lot ships": ([None], 0, minor(), [DECIDE, AGREED]),
    "those that are left, once some are not taken": (
        *([3200, 3000], 200, LOT),
        [DECIDE, FEWER, FAILED, AGREED_AGAIN],
    ),
    "those of the report, which leaves them out": (
        *([3200, 3000], 0, LOT),
        [DECIDE, FEWER, looked_at(3000), AGREED_AGAIN],
    ),
    "all, where units are taken after all": (
        *([3200, 3200], 0, LOT),
        [DECIDE, FEWER, AGREED],
    ),
}


@pytest.mark.parametrize("story", UNITS)
def test_agreements_are_about_what_was_sent_back(story: str) -> None:
    units, gone, first, told = UNITS[story]
    happened = effective_events(played(told, first).entries)
    about = agreed_units.sent_back(happened, overtaken_decisions(happened))
    assert (list(about.values()), agreed_units.not_taken(happened)) == (units, gone)


def test_units_that_are_not_taken_are_none_to_put_right() -> None:
    aside = Agreed(scope="rework", consent=True, units=3000, units_rejected=200)
    assert not agreed_units.falls_short(aside, 3200)
    assert agreed_units.falls_short(aside, 3201)


def test_a_report_leaves_out_what_was_not_taken_once() -> None:
    """The agreement that said so may not be the last, and a later report says the same again."""
    story = [DECIDE, FEWER, FAILED, AGREED_AGAIN]
    played([*story, with_day(looked_at(3000), 30)], LOT)
    with pytest.raises(EntryError, match="3,200 units, 200 of which are not taken, and not 2,999"):
        played([*story, with_day(looked_at(2999), 30)], LOT)
    story = [DECIDE, FEWER, looked_at(3000), AGREED_AGAIN]
    played([*story, with_day(looked_at(3000), 30)], LOT)
    with pytest.raises(EntryError, match="the lot had 3,000 units, and not 2,999"):
        played([*story, with_day(looked_at(2999), 30)], LOT)


def with_day(report: Told, day: int) -> Told:
    kind, data, _ = report
    inspection = data["lot"]["inspection"] | {"date": str(on(day))}
    return (kind, data | {"lot": data["lot"] | {"inspection": inspection}}, day)


def test_segments_are_larger_where_the_lot_is() -> None:
    more = copy.deepcopy(IN_PART)
    more["lot"]["quantity"] += 100
    more["inspection"]["date"] = "2026-11-03"
    more["inspection"]["segments"][1]["quantity"] += 100
    report = ("inspection", {"inspector": "Wu", "lot": more}, 3)
    played([("decide", {}, 2), report], IN_PART)
    more["inspection"]["segments"][1]["quantity"] += 1
    more["inspection"]["segments"][0]["quantity"] -= 1
    with pytest.raises(EntryError, match=r"segments\[1\].quantity"):
        played([("decide", {}, 2), report], IN_PART)


# --- which steps such a story ends ---------------------------------------------------------------

POOR = {"lots_inspected": 3, "lots_rejected": 3, "consecutive_rejected": 3}
HOPELESS = {"severity": "critical", "category": "safety", "reworkable": False, "sortable": False}


@pytest.mark.parametrize(("state", "stays"), [(None, True), ("normal", True), ("tightened", False)])
def test_tighter_inspection_is_asked_for_until_it_was_tighter(
    state: str | None, stays: bool
) -> None:
    seen = again(right(), {"plan": by_table(state=state)} if state else {})
    first = lot() | {"supplier": POOR}
    case = played([DECIDE, AGREED, ("reinspection", seen, 30)], first)
    assert ("tighten-inspection" in {each.do for each in case.next_steps(on(30))}) is stays


@pytest.mark.parametrize(("scope", "stays"), [("rework", True), ("termination", False)])
def test_notice_of_the_end_is_asked_for_until_both_signed_that_end(scope: str, stays: bool) -> None:
    first = lot(defects=[D12_RED | HOPELESS]) | {"supplier": POOR}
    case = played([DECIDE, ("agreement", {"scope": scope, "consent": True}, 21)], first)
    assert case.decision is not None
    assert case.decision.outcome == "termination"
    asked = {each.do for each in case.next_steps(on(21))}
    assert ("give-notice-of-termination" in asked) is stays
