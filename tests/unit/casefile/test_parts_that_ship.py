"""Which parts of a lot may ship, and how many units: gate, release, dossier and rest."""

from __future__ import annotations

import copy
from datetime import date

import pytest

from disposition.casefile import Case, Gate
from support.lots_in_part import LOT, PROOFS, may_ship_in_part
from support.shipped import POLICIES

NAMED = "RED, 500 units"


def day(number: int) -> date:
    return date(2026, 11, number)


def rules(gate: Gate) -> list[str]:
    return [each.rule for each in gate.missing]


def test_the_gate_names_the_parts_that_may_ship() -> None:
    gate = may_ship_in_part().gate(day(4))
    assert gate.says().splitlines() == [
        "Release the part agreed on [release_part]",
        f"  ships: {NAMED}; everything else stays",
    ]
    assert (
        f"ships: {NAMED} (400 units in all); everything else stays"
        in may_ship_in_part(400).gate(day(4)).says()
    )
    told = gate.to_dict()
    assert told["units"] == 500
    assert told["parts"] == [
        {"name": "RED", "units": 500, "sku": "RED", "batch": None, "found": None}
    ]


def test_a_notebook_shows_them_too() -> None:
    shown = may_ship_in_part().gate(day(4))._repr_html_()
    assert "dsp-part" in shown
    assert f"<p>ships: {NAMED}; everything else stays</p>" in shown
    case, _ = may_ship_in_part().release(on=day(4))
    assert "ships" not in case.gate(day(4))._repr_html_()


def test_a_closed_gate_names_them_too() -> None:
    case = Case.begin("PO-8", LOT, on=day(2), policies=POLICIES).decide(on=day(3))
    gate = case.gate(day(3))
    assert not gate.is_open
    assert (
        f"ships once nothing is missing: {NAMED} (how many of them is not agreed on yet)"
        in gate.says()
    )
    assert "ships" not in Case.begin("PO-8", LOT, on=day(2)).gate(day(2)).says()


@pytest.mark.parametrize(
    ("accepted", "asked", "piece"),
    [
        (500, None, None),
        (500, 500, None),
        (500, 400, None),
        (400, None, None),
        (501, None, "part-beyond-what-conforms"),
        (500, 0, "other-units-than-may-ship"),
        (500, 501, "other-units-than-may-ship"),
        (400, 500, "other-units-than-may-ship"),
        (500, 3200, "other-units-than-may-ship"),
    ],
)
def test_no_more_units_are_released_than_the_parts_hold(
    accepted: int, asked: int | None, piece: str | None
) -> None:
    case, gate = may_ship_in_part(accepted).release(on=day(4), units=asked)
    last = case.entries[-1]
    if piece is None:
        assert last.kind == "released"
        assert last.data["units"] == gate.units == (asked or accepted)
        assert [each["name"] for each in last.data["parts"]] == ["RED"]
        assert case.replay().is_proved
    else:
        assert (last.kind, rules(gate)) == ("refused", [piece])
        assert [each["rule"] for each in last.data["missing"]] == [piece]


def test_parts_that_a_correction_told_of_need_the_corrected_report() -> None:
    lot = copy.deepcopy(LOT)
    lot["inspection"]["segments"] = []
    case = Case.begin("PO-8", lot, on=day(2), policies=POLICIES).decide(on=day(2))
    right = {"because": "as sampled", "inspection": {"segments": LOT["inspection"]["segments"]}}
    case = case.add("correction", right, on=day(3)).decide(on=day(3))
    parts = {"scope": "partial_shipment", "consent": True, "units": 2700, "units_accepted": 500}
    case = case.add("agreement", parts, on=day(4))
    case = case.add("document", {"paper": "other"}, on=day(4), settles=PROOFS)
    assert rules(case.gate(day(4))) == ["parts-told-by-a-correction"]
    assert not rules(case.add("document", {"paper": "inspection_report"}, on=day(4)).gate(day(4)))


def test_what_is_confined_to_what_stays_keeps_only_that() -> None:
    needle = {"code": "N1", "severity": "critical", "category": "safety", "units": 1}
    lot = copy.deepcopy(LOT)
    for confined in (True, False):
        where = {"sku": "BLUE", "reworkable": True, "sortable": True, "confined": confined}
        lot["inspection"]["defects"] = [needle | where]
        case = may_ship_in_part(lot=lot)
        assert case.gate(day(4)).is_open is confined
        assert "stop-shipment" in {each.do for each in case.next_steps(day(4))}
    lot["inspection"]["defects"] = [needle | where | {"confined": True}]
    case, _ = may_ship_in_part(lot=lot).release(on=day(4))
    assert "stop-shipment" in {each.do for each in case.next_steps(day(4))}  # of the rest
    assert "Nothing more of this lot leaves" in case.call_guide(day(4))
    assert "这批货其余的一件都不离厂" in case.call_guide(day(4), language="zh")


def test_a_whole_lot_is_released_whole() -> None:
    lot = copy.deepcopy(LOT)
    lot["inspection"] |= {"report_result": "pass", "defects": [], "segments": []}
    lot["inspection"]["sample_size"] = 200
    case = Case.begin("PO-8", lot, on=day(2), policies=POLICIES).decide(on=day(3))
    _, gate = case.release(on=day(3), units=3000)
    assert "asked for are 3,000 units, and those that may ship are 3,200, all" in gate.says()
    case, gate = case.release(on=day(3))
    assert gate.is_open
    assert case.entries[-1].data["units"] == 3200
    assert "parts" not in case.entries[-1].data


def test_what_did_not_ship_is_the_rest() -> None:
    case, _ = may_ship_in_part().release(on=day(4), units=400)
    rest = copy.deepcopy(LOT)
    rest["lot"]["quantity"] = 2800
    rest["inspection"] |= {"segments": [], "sample_size": 75}
    _, left = case.open_rest("PO-8/rest", rest, on=day(5))
    assert left.lot(day(5)).lot.quantity == 2800


def test_the_dossier_names_them() -> None:
    case = may_ship_in_part()
    page = case.dossier(day(4)).html()
    assert f"May be released, a part of the lot ({NAMED}): nothing is missing." in page
    assert "Parts of the lot" in page
    case, _ = case.release(on=day(4))
    told = case.dossier(day(4)).to_dict()
    assert "Released on 2026-11-04: a part of the lot: RED." in told["headline"]["says"]
    assert told["requests"][0]["parts"][0]["name"] == "RED"
    assert any(
        "Released: a part of the lot: RED (500 units)." in each["says"] for each in told["timeline"]
    )
    assert "Everything else stays." in case.dossier(day(4)).html(internal=False)


HALF = {"sku": "RED", "quantity": 500, "sample_size": 50}


def moved(case: Case, on: int) -> Case:
    """Have the report say that the defect lies in the other segment, as somebody measured."""
    lies = [LOT["inspection"]["defects"][0] | {"sku": "RED"}]
    shown = {"topic": "measurement", "shows": "finding_mistaken", "by": "re_measurement"}
    case = case.add("assessment", shown, on=day(on))
    data = {"because": "the tags were mixed up", "inspection": {"defects": lies}}
    return case.add("correction", data, on=day(on)).decide(on=day(on))


def test_what_was_agreed_on_before_more_was_found_ships_nothing() -> None:
    case = may_ship_in_part()
    lines = [
        *LOT["inspection"]["defects"],
        LOT["inspection"]["defects"][0] | {"sku": "RED", "units": 2},
    ]
    counted = {"because": "counted again", "inspection": {"defects": lines}}
    case = case.add("correction", counted, on=day(5)).decide(on=day(5))
    case = case.add("document", {"paper": "inspection_report"}, on=day(5))
    assert [each.name for each in case.gate(day(5)).parts] == ["RED"]
    assert set(rules(case.gate(day(5)))) == {"part-not-agreed", "sort-at-source"}
    parts = {"units": 2700, "units_accepted": 500, "units_rejected": 0}
    agreed = {"scope": "partial_shipment", "consent": True, **parts}
    case = case.add("agreement", agreed, on=day(5))
    assert rules(case.gate(day(5))) == ["sort-at-source", "sort-at-source"]
    case = case.add("document", {"paper": "other"}, on=day(5), settles=PROOFS)
    assert case.gate(day(5)).is_open


def test_parts_of_a_correction_that_was_withdrawn_do_not_ship() -> None:
    lot = copy.deepcopy(LOT)
    lot["lot"]["quantity"] = 1000
    lot["inspection"] |= {"sample_size": 100, "segments": [HALF, HALF | {"sku": "BLUE"}]}
    case = moved(may_ship_in_part(lot=lot), 5)
    assert [each.name for each in case.gate(day(5)).parts] == ["BLUE"]
    number = next(each.number for each in case.entries if each.kind == "correction")
    case = case.add("withdrawn", {"entry": number, "because": "another lot"}, on=day(5))
    gate = case.gate(day(5))
    assert [each.name for each in gate.parts] == ["RED"]
    assert not gate.is_open


@pytest.mark.parametrize("units", [500, 600])
def test_a_closed_gate_tells_what_is_missing_whatever_units_are_asked_for(units: int) -> None:
    case = may_ship_in_part().add("withdrawn", {"entry": 3, "because": "a slip"}, on=day(4))
    _, gate = case.release(on=day(4), units=units)
    assert (gate.is_open, rules(gate)) == (False, rules(case.gate(day(4))))
    assert "part-not-agreed" in rules(gate)


def test_parts_of_before_the_lot_was_inspected_again_are_none_of_it() -> None:
    found = {"date": "2026-11-04", "sample_size": 125, "defects": [], "checks": []}
    data = {"inspector": "Wu", "inspection": found}
    assert may_ship_in_part().add("reinspection", data, on=day(4)).gate(day(4)).parts == ()


# --- what was found in the part before -----------------------------------------------------------

FOUND = LOT["inspection"]["defects"][0]
PACKED = {"name": "carton drop", "category": "packaging", "result": "fail", "reworkable": True}


def ships_after_rework(first: list[dict[str, object]], **said: object) -> list[str]:
    """Return what is missing for RED, once BLUE fails again; `first` is what was found at first."""
    lot = copy.deepcopy(LOT)
    lot["shipment"] |= {"ship_by": "2026-11-20", "urgency": "normal"}
    again = copy.deepcopy(lot["inspection"]) | {"date": "2026-11-14"}
    lot["inspection"] |= {"defects": [*first, FOUND], "checks": [PACKED]}
    again["checks"] = [PACKED | {"result": "pass"}]
    report = {"inspector": "Wu", "inspection": again, "findings": []} | said
    case = Case.begin("PO-8", lot, on=day(2), inspector="Chen", policies=POLICIES)
    case = case.decide(on=day(3)).add("agreement", {"scope": "rework", "consent": True}, on=day(4))
    case = case.add("reinspection", report, on=day(14)).decide(on=day(15))
    assert case.decision is not None
    assert case.decision.outcome == "partial_acceptance"
    agreed = {"scope": "partial_shipment", "consent": True, "units": 2700, "units_accepted": 500}
    case = case.add("agreement", agreed, on=day(16), settles=["state-quantities"])
    proof = {"paper": "other"}
    case = case.add(
        "document", proof, on=day(16), settles=[*PROOFS, "correct-failed-checks", "agree-new-date"]
    )
    return rules(case.gate(day(16)))


IN_RED = FOUND | {"sku": "RED"}
ANYWHERE = {key: value for key, value in FOUND.items() if key != "sku"} | {"code": "D9"}
SEEN = {"finding": "1.defects.1", "resolved": True, "photos": 1}


@pytest.mark.parametrize(
    ("first", "said", "missing"),
    [
        ([], {"inspector": "Chen"}, []),
        ([IN_RED | {"severity": "minor"}], {"inspector": "Chen"}, []),
        ([IN_RED], {"findings": [SEEN]}, []),
        ([IN_RED], {"findings": [SEEN], "inspector": "Chen"}, ["part-inspected-by-the-same"]),
        ([IN_RED], {}, ["part-not-put-right"]),
        ([IN_RED], {"findings": [SEEN | {"photos": 0}]}, ["part-not-put-right"]),
        ([ANYWHERE], {}, ["part-not-put-right"]),
        ([ANYWHERE], {"findings": [SEEN]}, []),
    ],
)
def test_what_was_found_in_a_part_is_seen_put_right_by_somebody_else(
    first: list[dict[str, object]], said: dict[str, object], missing: list[str]
) -> None:
    assert ships_after_rework(first, **said) == missing
