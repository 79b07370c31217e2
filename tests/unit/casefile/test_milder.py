"""Which corrections take something back, and need somebody who looked into it; a table of each."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest

from disposition.casefile import Case
from disposition.facts import observe
from support.shipped import POLICIES

SEAM: dict[str, Any] = {
    "code": "D12",
    "severity": "major",
    "category": "functional",
    "units": 9,
    "sku": "BLUE",
    "reworkable": False,
    "description": "open seam",
}
NEEDLE = {"code": "N1", "severity": "critical", "category": "safety", "units": 1}
SCALE = {"name": "scale", "category": "measurement", "result": "fail", "reworkable": False}
DROP = {"name": "drop", "category": "packaging", "result": "pending", "owner": "lab"}
RED = {"sku": "RED", "quantity": 500, "sample_size": 50}
BLUE = {"sku": "BLUE", "quantity": 2700, "sample_size": 75}
REPORT: dict[str, Any] = {
    "id": "R-7",
    "date": "2026-11-02",
    "type": "final_random",
    "report_result": "fail",
    "sample_size": 125,
    "plan": {
        "standard": "iso2859-1",
        "level": "II",
        "state": "normal",
        "type": "single",
        "aql": {"critical": "0", "major": "2.5", "minor": "4.0"},
    },
    "defects": [SEAM, NEEDLE],
    "checks": [SCALE, DROP, {"name": "barcode", "category": "labelling", "result": "pass"}],
    "finished_percent": "100",
    "evidence": {"photos": 12},
}
LOT = {"lot": {"id": "PO-7", "product": "Shirt", "quantity": 3200, "regulated": False}}


def day(number: int) -> date:
    return date(2026, 11, number)


def corrected(*corrections: dict[str, Any], **report: Any) -> Case:
    lot = LOT | {"inspection": copy.deepcopy(REPORT) | report}
    case = Case.begin("PO-7", lot, on=day(2), policies=POLICIES)
    for right in corrections:
        case = case.add("correction", {"because": "a slip", "inspection": right}, on=day(4))
    return case


def is_milder(*corrections: dict[str, Any], **report: Any) -> bool:
    told = observe(corrected(*corrections, **report).lot(day(4)), ["case.milder_corrections"])
    return bool(told["case.milder_corrections"])


def defects(*, first: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    return {"defects": [(first or SEAM) | changes, NEEDLE]}


def checks(at: int, **changes: Any) -> dict[str, Any]:
    held = copy.deepcopy(REPORT["checks"])
    held[at] |= changes
    return {"checks": held}


COMPLETES = {
    "photographs and remarks": {"evidence": {"photos": 20, "notes": "cartons dry"}},
    "its number and day": {"id": "R-7b", "date": "2026-11-01"},
    "another line": {"defects": [SEAM, {"code": "D9", "severity": "minor"}, NEEDLE]},
    "a check more": {"checks": [*REPORT["checks"], {"name": "needle", "result": "pass"}]},
    "a check less that was passed": {"checks": REPORT["checks"][:2]},
    "more units": defects(units=10),
    "a graver severity": defects(severity="critical"),
    "that it touches safety": defects(category="safety"),
    "in other words": defects(description="seam open at the side"),
    "what was measured": defects(measured="4 mm", limit="at most 1 mm"),
    "that it lies anywhere": defects(sku=None),
    "a batch that was not told": defects(batch="B7"),
    "a check that failed after all": checks(1, result="fail"),
    "an answer that was awaited": checks(1, result="pass"),
    "a check that was passed and is not": checks(2, result="fail"),
    "the parts that it is made of": {"segments": [RED, BLUE]},
    "units by their worst defect": {"nonconforming_units": {"critical": 1, "major": 9}},
    "a smaller sample": {"sample_size": 80},
    "less that was finished": {"finished_percent": "80"},
    "how much was packed": {"packed_percent": "100"},
    "a plan beside": {"plans": [{"name": "packing", "sample_size": 13}]},
    "that danger can be put right": {"defects": [SEAM, NEEDLE | {"reworkable": True}]},
    "what sorting found": {"sorting": {"sorted": 3200, "conforming": 3100}},
}
TAKES_BACK = {
    "the result": {"report_result": "pass"},
    "that it failed": {"report_result": "conditional"},
    "a line": {"defects": [NEEDLE]},
    "all lines": {"defects": []},
    "some units": defects(units=8),
    "how many there were": defects(units=None),
    "all its units": defects(units=0),
    "its severity": defects(severity="minor"),
    "what it touches": defects(category="cosmetic"),
    "its name": defects(code="D13"),
    "where it was": defects(sku="RED"),
    "that it stays": defects(reworkable=True),
    "that it is known to stay": defects(reworkable=None),
    "that it is dangerous": {"defects": [SEAM, NEEDLE | {"category": "other"}]},
    "danger in severity": {"defects": [SEAM, NEEDLE | {"severity": "major", "category": "other"}]},
    "danger in all but a part": {"defects": [SEAM, NEEDLE | {"sku": "BLUE"}]},
    "danger in more than was named": {"defects": [SEAM, NEEDLE | {"confined": True}]},
    "that nothing finds the danger": {"defects": [SEAM, NEEDLE | {"sortable": True}]},
    "a check that failed": checks(0, result="pass"),
    "that it was checked": checks(0, result="not_applicable"),
    "that its result is open": checks(0, result="pending"),
    "a check": {"checks": REPORT["checks"][1:]},
    "what is awaited": {"checks": [REPORT["checks"][0]]},
    "that an answer is awaited": checks(1, result="not_applicable"),
    "that it cannot be put right": checks(0, reworkable=True),
    "the size of the sample": {"sample_size": 200},
    "the limit": {"plan": REPORT["plan"] | {"aql": {"major": "4.0"}}},
    "the state": {"plan": REPORT["plan"] | {"state": "reduced"}},
    "the kind of inspection": {"type": "during_production"},
}


@pytest.mark.parametrize("what", COMPLETES)
def test_a_report_that_is_completed_takes_nothing_back(what: str) -> None:
    assert not is_milder(COMPLETES[what])


@pytest.mark.parametrize("what", TAKES_BACK)
def test_a_report_that_is_milder_takes_it_back(what: str) -> None:
    assert is_milder(TAKES_BACK[what])


PARTS = [RED, BLUE]
WORST = {"critical": 1, "major": 8, "minor": 2}


@pytest.mark.parametrize(
    ("key", "before", "now", "milder"),
    [
        ("segments", PARTS, [RED, BLUE | {"sample_size": 70}], False),
        ("segments", PARTS, [RED, BLUE | {"batch": "B7"}], False),
        ("segments", PARTS, [BLUE, RED], True),
        ("segments", [RED, BLUE | {"sample_size": 70}], PARTS, True),
        ("segments", PARTS, [RED | {"quantity": 1500}, BLUE | {"quantity": 1700}], True),
        ("segments", [RED, BLUE | {"quantity": 2600}], [*PARTS[:1], {"sku": "BLUE"}], True),
        ("nonconforming_units", WORST, {"critical": 1, "major": 9, "minor": 1}, False),
        ("nonconforming_units", WORST, {"critical": 1, "major": 8, "minor": 1}, True),
        ("nonconforming_units", WORST, {"critical": 1, "major": 8}, True),
        ("sorting", {"sorted": 3200, "conforming": 3100}, {"sorted": 3200}, True),
        ("sorting", {"sorted": 3200}, {"sorted": 3200, "conforming": 3100}, False),
    ],
)
def test_parts_counts_and_sorting_stand(key: str, before: Any, now: Any, milder: bool) -> None:
    lines = {"defects": [SEAM, NEEDLE, {"code": "D9", "severity": "minor", "units": 3}]}
    assert is_milder({key: now}, **lines, **{key: before}) is milder


@pytest.mark.parametrize("before", [None, "pending", "hold", "not_stated"])
def test_what_concluded_nothing_may_conclude_anything(before: str | None) -> None:
    assert not is_milder({"report_result": "pass"}, report_result=before)


def test_sections_that_were_not_told_may_be_told() -> None:
    nothing = dict.fromkeys(("defects", "checks", "sample_size"))
    told = {"defects": [], "checks": [], "sample_size": 125, "plan": REPORT["plan"]}
    blank = {"report_result": "pending", **nothing, "plan": {}}
    assert not is_milder(told, **blank)


def test_lines_of_one_name_are_compared_in_their_order() -> None:
    twice = [SEAM, SEAM | {"units": 4, "sku": "RED"}]
    fewer = [SEAM, SEAM | {"units": 3, "sku": "RED"}]
    assert not is_milder({"defects": twice[::-1]}, defects=twice)
    assert is_milder({"defects": fewer}, defects=twice)
    assert is_milder({"defects": twice[:1]}, defects=twice)


def test_every_report_that_there_was_counts_and_not_the_first_alone() -> None:
    worse = defects(units=12)
    assert is_milder(worse, defects(units=9))
    assert not is_milder(defects(units=8), worse)
    assert not is_milder(defects(units=8), defects(units=9))
    assert is_milder(defects(units=7), {"evidence": {"photos": 20}})


def test_danger_that_a_correction_brought_does_not_go_away_by_the_next() -> None:
    seen = {"defects": [SEAM, NEEDLE]}
    case = corrected(seen, {"defects": [SEAM]}, defects=[SEAM])
    assert observe(case.lot(day(4)), ["case.danger_gone"]) == {"case.danger_gone": 1}
    back = corrected({"defects": [SEAM]}, seen)
    assert observe(back.lot(day(4)), ["case.danger_gone"]) == {"case.danger_gone": 0}


@pytest.mark.parametrize(
    ("before", "now", "divides"),
    [
        ({"segments": None}, {"segments": [RED, BLUE]}, True),
        ({"segments": []}, {"segments": [RED, BLUE]}, True),
        ({"segments": [RED, BLUE]}, {"segments": [RED, BLUE | {"batch": "B7"}]}, False),
        ({"segments": [RED, BLUE]}, {"segments": [RED, BLUE, {"sku": "GREEN"}]}, True),
        ({"segments": [RED, BLUE]}, {"segments": [RED, BLUE]}, False),
        ({"segments": [RED, BLUE | {"quantity": None}]}, {"segments": [RED, BLUE]}, True),
        (
            {"sorting": {}},
            {"sorting": {"sorted": 3200, "conforming": 3110, "reworkable": 90}},
            True,
        ),
        ({"defects": [SEAM | {"sku": None}]}, {"defects": [SEAM]}, True),
        ({"defects": [SEAM]}, {"defects": [SEAM | {"sku": None}]}, False),
        ({"defects": [SEAM]}, {"defects": [SEAM | {"batch": "B7"}]}, True),
        ({"defects": [SEAM]}, {"defects": [SEAM, SEAM | {"sku": "RED"}]}, False),
        ({"checks": [SCALE]}, {"checks": [SCALE | {"sku": "RED", "batch": "B1"}]}, True),
        ({}, {"evidence": {"photos": 20}}, False),
    ],
)
def test_parts_that_a_correction_tells_of(
    before: dict[str, Any], now: dict[str, Any], divides: bool
) -> None:
    told = corrected(now, **before).lot(day(4)).case.corrections or ()
    assert told[-1].divides is divides


def test_danger_told_more_fully_is_not_gone() -> None:
    fuller = {"defects": [SEAM, NEEDLE | {"photos": 3, "description": "needle tip"}]}
    assert observe(corrected(fuller).lot(day(4)), ["case.danger_gone"]) == {"case.danger_gone": 0}
