"""The rest after a partial release: a case of its own, linked both ways, with units that add up."""

from __future__ import annotations

import copy
from datetime import date

import pytest

from disposition.casefile import Case, CaseError, EntryError
from support.lots_in_part import LOT, PROOFS
from support.shipped import POLICIES


def day(number: int) -> date:
    return date(2026, 11, number)


def released() -> Case:
    case = Case.begin("PO-8", LOT, on=day(2), by="Ann", inspector="Chen", policies=POLICIES)
    case = case.decide(on=day(3), by="Ann")
    assert case.decision is not None
    assert case.decision.outcome == "partial_acceptance"
    parts = {"units": 2700, "units_accepted": 500, "units_rejected": 0, "ready_by": "2026-11-20"}
    agreed = {"scope": "partial_shipment", "consent": True, **parts}
    case = case.add("agreement", agreed, on=day(4))
    case = case.add("document", {"paper": "other"}, on=day(4), settles=PROOFS)
    case, gate = case.release(on=day(4))
    assert gate.is_open, gate.says()
    return case


def test_the_rest_is_a_case_of_its_own_and_each_names_the_other() -> None:
    case, rest = released().open_rest("PO-8/rest", on=day(5), by="Ann")
    assert (case.entries[-1].kind, case.entries[-1].data) == (
        "rest",
        {"case": "PO-8/rest", "units": 2700},
    )
    assert "decide-on-the-rest" not in {each.do for each in case.next_steps(day(5))}
    lot = rest.lot(day(5))
    assert rest.entries[0].data["rest_of"] == "PO-8"
    assert (lot.lot.quantity, lot.inspection.sample_size) == (2700, 75)
    assert [each.sku for each in lot.inspection.segments or ()] == ["BLUE"]
    assert "is case PO-8/rest." in case.dossier(day(5)).to_json()
    assert "The rest of case PO-8." in rest.dossier(day(5)).to_json()
    decided = rest.decide(on=day(5)).decision
    assert decided is not None
    assert decided.ships == "none"


def test_the_units_add_up() -> None:
    document = copy.deepcopy(LOT)
    with pytest.raises(EntryError, match=r"2,700 units are left of the lot, and not 3200"):
        released().open_rest("PO-8/rest", document, on=day(5))
    document["lot"]["quantity"] = 2700
    document["inspection"]["segments"] = LOT["inspection"]["segments"][1:]
    _, rest = released().open_rest("PO-8/rest", document, on=day(5))
    assert rest.lot(day(5)).lot.quantity == 2700


def test_there_is_one_rest_and_only_after_a_part_was_released() -> None:
    case, _ = released().open_rest("PO-8/rest", on=day(5))
    with pytest.raises(CaseError, match="is case `PO-8/rest` already"):
        case.open_rest("PO-8/other", on=day(5))
    begun = Case.begin("PO-8", LOT, on=day(2), policies=POLICIES)
    with pytest.raises(CaseError, match="no part of the lot"):
        begun.open_rest("PO-8/rest", on=day(5))
    with pytest.raises(CaseError, match="not written by hand"):
        begun.add("rest", {"case": "PO-9", "units": 1}, on=day(3))
