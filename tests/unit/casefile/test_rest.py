"""The rest after a partial release: a case of its own, linked both ways, with units that add up."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from disposition.casefile import Case, CaseError, CaseExistsError, EntryError
from disposition.casefile.case import opened
from disposition.casefile.log.entry import Entry, NewEntry
from disposition.casefile.log.storage import Keeper
from disposition.casefile.store import CaseStore
from support.lots_in_part import LOT, may_ship_in_part
from support.shipped import POLICIES


def day(number: int) -> date:
    return date(2026, 11, number)


def released(keeper: Keeper | None = None) -> Case:
    case, gate = may_ship_in_part(keeper=keeper).release(on=day(4))
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


PLAN = LOT["inspection"]["plan"]
PACKING: dict[str, Any] = {
    "name": "packing",
    "sample_size": 8,
    "custom": {
        each: {"sample_size": 8, "accept": 1 if each == "minor" else 0}
        for each in ("critical", "major", "minor")
    },
}
LAX = {"sample_size": 8, "accept": 7}


@pytest.mark.parametrize(
    ("plans", "where"),
    [
        (
            {"plan": PLAN | {"aql": {"critical": "0", "major": "10", "minor": "4.0"}}},
            "plan.aql.major",
        ),
        ({"plan": PLAN | {"level": "S-2"}}, "plan.level"),
        (
            {"plan": PLAN | {"custom": {"major": {"sample_size": 75, "accept": 20}}}},
            "plan.custom.major",
        ),
        ({"plans": []}, "plans"),
        (
            {"plans": [PACKING | {"custom": PACKING["custom"] | {"minor": LAX}}]},
            r"plans\[0\].custom.minor",
        ),
        ({"plan": PLAN | {"level": "III"}}, ""),
    ],
)
def test_the_rest_is_not_judged_by_a_looser_plan(plans: dict[str, Any], where: str) -> None:
    lot = copy.deepcopy(LOT)
    lot["inspection"]["plans"] = [PACKING]
    case = may_ship_in_part(lot=lot).release(on=day(4))[0]
    lot["lot"]["quantity"] = 2700
    lot["inspection"] |= {"segments": LOT["inspection"]["segments"][1:], **plans}
    if not where:
        case.open_rest("PO-8/rest", lot, on=day(5))
        return
    with pytest.raises(EntryError, match=rf"\$\.lot\.inspection\.{where}: "):
        case.open_rest("PO-8/rest", lot, on=day(5))


RED, BLUE = LOT["inspection"]["segments"]
FEWER = BLUE | {"quantity": 2000}
SORTED = {"sorted": 2700, "conforming": 2000, "reworkable": 700, "not_reworkable": 0}


@pytest.mark.parametrize(
    ("shipped", "parts", "says"),
    [
        (500, {"segments": [BLUE]}, ""),
        (500, {"segments": []}, ""),
        (200, {"segments": [RED | {"quantity": 300}, BLUE]}, ""),
        (200, {"segments": [RED, BLUE | {"quantity": 2500}]}, "300 units are left of the segments"),
        (500, {"segments": [RED, BLUE | {"quantity": 2200}]}, "0 units are left of the segments"),
        (
            500,
            {"segments": [RED | {"quantity": 501}, FEWER]},
            r"segments\[0\]: the segment of the lot",
        ),
        (500, {"segments": [BLUE | {"sample_size": 76}]}, r"segments\[0\]: the segment of the lot"),
        (
            500,
            {"segments": [RED | {"sku": "TAN"}, FEWER]},
            r"segments\[0\]: the lot has no such segment",
        ),
        (500, {"segments": [BLUE], "sorting": SORTED}, r"sorting: the lot was not sorted so"),
    ],
)
def test_the_rest_has_no_part_that_the_lot_had_not(
    shipped: int, parts: dict[str, Any], says: str
) -> None:
    case = may_ship_in_part().release(on=day(4), units=shipped)[0]
    lot = copy.deepcopy(LOT)
    lot["lot"]["quantity"] = 3200 - shipped
    lot["inspection"] |= parts
    if not says:
        case.open_rest("PO-8/rest", lot, on=day(5))
        return
    with pytest.raises(EntryError, match=says):
        case.open_rest("PO-8/rest", lot, on=day(5))


def test_there_is_one_rest_and_only_after_a_part_was_released() -> None:
    case, _ = released().open_rest("PO-8/rest", on=day(5))
    with pytest.raises(CaseError, match="is case `PO-8/rest` already"):
        case.open_rest("PO-8/other", on=day(5))
    begun = Case.begin("PO-8", LOT, on=day(2), policies=POLICIES)
    with pytest.raises(CaseError, match="no part of the lot"):
        begun.open_rest("PO-8/rest", on=day(5))
    with pytest.raises(CaseError, match="not written by hand"):
        begun.add("rest", {"case": "PO-9", "units": 1}, on=day(3))


@pytest.fixture
def file(tmp_path: Path) -> Iterator[CaseStore]:
    with CaseStore.open(tmp_path / "cases.db") as store:
        yield store


def test_whoever_is_interrupted_begins_the_same_rest_and_no_other(
    file: CaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = released(file)
    with monkeypatch.context() as patched:
        patched.setattr(file, "create", interrupted)
        with pytest.raises(KeyboardInterrupt):
            case.open_rest("PO-8/rest", on=day(5))
    with pytest.raises(CaseError, match="is case `PO-8/rest` already"):
        case.open_rest("PO-8/other", on=day(5))
    assert [each.id for each in file.heads()] == ["PO-8"]
    case = opened("PO-8", POLICIES, file)
    case, rest = case.open_rest("PO-8/rest", on=day(5))
    assert (rest.id, [each.kind for each in case.entries].count("rest")) == ("PO-8/rest", 1)


def interrupted(case: str, first: NewEntry) -> Entry:
    raise KeyboardInterrupt(case, first)


def test_two_who_open_the_rest_at_once_open_one(file: CaseStore) -> None:
    case = released(file)
    case.open_rest("PO-8/rest", on=day(5))
    with pytest.raises(CaseError, match="is case `PO-8/rest` already"):
        case.open_rest("PO-8/other", on=day(5))
    assert [each.id for each in file.heads()] == ["PO-8", "PO-8/rest"]


def test_the_rest_is_not_told_of_where_its_id_is_taken(file: CaseStore) -> None:
    case = released(file)
    Case.begin("PO-8/rest", LOT, on=day(2), policies=POLICIES, keeper=file)
    with pytest.raises(CaseExistsError, match="there is a case `PO-8/rest` already"):
        case.open_rest("PO-8/rest", on=day(5))
    assert [each.kind for each in file.entries("PO-8")].count("rest") == 0
    case, _ = case.open_rest("PO-8/other", on=day(5), key="once")
    again, rest = case.open_rest("PO-8/other", on=day(5), key="once")
    assert again.entries == case.entries
    assert rest.id == "PO-8/other"


def test_goods_that_were_released_are_not_taken_back_by_a_withdrawal() -> None:
    case = released()
    with pytest.raises(EntryError, match="`released`, which has happened for good"):
        case.add("withdrawn", {"entry": len(case.entries), "because": "not loaded"}, on=day(4))
