"""Other cases of the same lot: what they hold against it keeps the goods, and nothing else does."""

from __future__ import annotations

import copy
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest

from disposition.casefile import Case, Cases
from disposition.casefile.lifecycle.same_lot import MOST_TOLD
from disposition.casefile.log.chain import lot_number
from disposition.casefile.log.entry import NewEntry
from disposition.casefile.store import CaseStore
from disposition.casefile.store.reader import FEW
from support.lots_in_part import LOT as IN_PART
from support.lots_in_part import may_ship_in_part
from support.rework import LOT, PASSED, POLICIES, Document, lot
from unit.casefile.test_formats import FORMAT_1

HERE = "lot-is-in-another-case"
CLEAN = lot(report_result="pass", defects=[])
"""The lot, as if nothing had been found."""


def day(number: int) -> date:
    return date(2026, 11, number)


def of_lot(number: Any, document: Document = CLEAN) -> Document:
    other = copy.deepcopy(document)
    other["lot"]["id"] = number
    return other


def begun(cases: Cases, case: str, document: Document, on: int = 18) -> Case:
    begun = cases.begin(case, document, on=day(on), inspector="Wang")
    return begun.decide(on=day(on), approved_by="Zhao")


def kept(case: Case, on: int = 25) -> list[str]:
    return [each.rule for each in case.gate(day(on)).missing]


@pytest.fixture
def cases() -> Cases:
    return Cases.open(":memory:", policies=POLICIES)


def test_a_lot_that_failed_is_not_begun_anew(where: str) -> None:
    with Cases.open(where, policies=POLICIES) as cases:
        begun(cases, "A", LOT)
        again = begun(cases, "B", CLEAN, 20)
        again, gate = again.release(on=day(21))
        [piece] = gate.missing
        assert (piece.rule, again.entries[-1].kind) == (HERE, "refused")
        assert 'case `A` of 2026-11-18, of the same lot `"PO-7"`, is not released' in piece.because
        assert "go on with it there, or tell in an entry `other_goods`" in piece.because
        assert HERE in str(again.dossier(day(21)).to_dict())


@pytest.mark.parametrize("number", ["po-7", " PO-7 ", "ＰＯ-7", "PO 7", "PO\u200b-7", "P\u200bO-7"])
def test_a_number_is_the_same_however_it_is_spelled(cases: Cases, number: str) -> None:
    begun(cases, "A", LOT)
    assert kept(begun(cases, "B", of_lot(number))) == [HERE]


@pytest.mark.parametrize("number", ["PO-7/1", "PO-8", None])
def test_lots_of_other_numbers_are_others(cases: Cases, number: str | None) -> None:
    begun(cases, "A", LOT)
    assert kept(begun(cases, "B", of_lot(number))) == []


def test_a_case_that_was_closed_without_a_release_is_not_over(cases: Cases) -> None:
    begun(cases, "A", LOT).add("closed", {"because": "by mistake"}, on=day(19))
    assert kept(begun(cases, "B", CLEAN, 20)) == [HERE]


def test_it_is_so_whichever_came_first(cases: Cases) -> None:
    first = begun(cases, "A", CLEAN)
    assert kept(first) == []
    begun(cases, "B", LOT)
    assert kept(first) == [HERE]


def test_what_was_corrected_there_was_found_all_the_same(cases: Cases) -> None:
    there = begun(cases, "A", LOT)
    right = {
        "because": "x",
        "inspection": {"report_result": "pass", "defects": [], "checks": PASSED},
    }
    there.add("correction", right, on=day(19))
    assert kept(begun(cases, "B", CLEAN, 20)) == [HERE]


def test_what_a_re_inspection_found_there_counts_too(cases: Cases) -> None:
    there = begun(cases, "A", LOT)
    more = [*LOT["inspection"]["defects"], LOT["inspection"]["defects"][0] | {"code": "D99"}]
    failed = {"report_result": "fail", "sample_size": 125, "defects": more, "checks": PASSED}
    there.add("reinspection", {"inspector": "Chen", "inspection": failed}, on=day(20))
    assert HERE in kept(begun(cases, "B", LOT, 21))


# --- what does not keep the goods ----------------------------------------------------------------


def test_nothing_that_stands_here_as_well_is_held_back_for_it(cases: Cases) -> None:
    """Imported twice, or told of once more in another case: all is there that was found."""
    twins = [begun(cases, case, LOT) for case in ("A", "B")]
    assert [HERE in kept(each) for each in twins] == [False, False]


def test_a_lot_that_was_released_is_over(cases: Cases) -> None:
    first, gate = begun(cases, "A", CLEAN).release(on=day(19))
    assert gate.is_open
    returned = begun(cases, "B", LOT, 20)
    assert HERE not in kept(returned)
    assert kept(first) == ["already-released"]


def test_other_goods_are_told_apart(cases: Cases) -> None:
    begun(cases, "A", LOT)
    second = begun(cases, "B", CLEAN, 20)
    told = {"because": "the second delivery of the order"}
    assert kept(second.add("other_goods", told | {"case": "C"}, on=day(20))) == [HERE]
    told_apart = second.add("other_goods", told | {"case": "A"}, on=day(20))
    assert kept(told_apart) == []
    taken_back = {"entry": len(told_apart.entries), "because": "it was the same"}
    assert kept(told_apart.add("withdrawn", taken_back, on=day(20))) == [HERE]


def test_the_rest_of_a_lot_is_another_case_of_it(cases: Cases) -> None:
    whole = may_ship_in_part(keeper=cases.store)
    whole, gate = whole.release(on=day(4))
    assert gate.is_open
    clean = of_lot("PO-8", CLEAN)
    clean["lot"]["quantity"] = 2700
    clean["inspection"]["date"] = "2026-11-04"
    # What was released in part is not over before the rest is a case.
    assert kept(begun(cases, "B", clean, 5)) == [HERE]
    whole, rest = whole.open_rest("PO-8/rest", on=day(5))
    assert HERE not in kept(rest)
    assert kept(begun(cases, "C", clean, 6)) == [HERE]
    claims = Case.begin(
        "D", clean, on=day(6), rest_of="PO-8", policies=POLICIES, keeper=cases.store
    )
    assert HERE in kept(claims)
    assert IN_PART["lot"]["id"] == "PO-8"


@pytest.mark.parametrize("whole", ["A", "nowhere"])
def test_what_calls_itself_the_rest_of_a_case_that_knows_nothing_of_it_keeps_its_goods(
    cases: Cases, whole: str
) -> None:
    begun(cases, "A", LOT)
    claims = Case.begin(
        "B", of_lot("PO-9"), on=day(20), rest_of=whole, policies=POLICIES, keeper=cases.store
    )
    [piece] = claims.decide(on=day(20), approved_by="Zhao").gate(day(25)).missing
    assert piece.rule == HERE
    assert f"case `{whole}`, whose rest this is said to be, does not say so" in piece.because


@pytest.mark.parametrize(
    "altered",
    [
        "UPDATE disposition_entries SET data = replace(data, '\"units\":9', '\"units\":0')",
        "UPDATE disposition_entries SET data = replace(data, '\"PO-7\"', 'null')",
        "UPDATE disposition_entries SET data = '{\"x\":1}' WHERE number = 1",
        "UPDATE disposition_entries SET kind = 'agreement' WHERE number = 1",
    ],
)
def test_a_record_that_was_altered_there_keeps_the_goods(tmp_path: Path, altered: str) -> None:
    with Cases.open(tmp_path / "cases.db", policies=POLICIES) as cases:
        begun(cases, "A", LOT)
        with closing(sqlite3.connect(tmp_path / "cases.db")) as connection, connection:
            assert connection.execute(altered).rowcount
        [piece] = begun(cases, "B", LOT, 20).gate(day(25)).missing[-1:]
        assert piece.rule == HERE
        assert 'case `A` of 2026-11-18, of the same lot `"PO-7"`, was altered' in piece.because


def test_of_many_cases_of_one_number_a_few_are_told(tmp_path: Path) -> None:
    with Cases.open(tmp_path / "cases.db", policies=POLICIES) as cases:
        first = begun(cases, "A", LOT)
        news = [
            NewEntry(each.kind, each.on, each.data, each.by, (), each.policies)
            for each in first.entries
        ]
        many = MOST_TOLD + FEW
        cases.store.add_many((f"B{at:03}", news) for at in range(many))
        pieces = begun(cases, "Z", CLEAN).gate(day(25)).missing
    assert [each.rule for each in pieces] == [HERE] * (MOST_TOLD + 1)
    assert f"{FEW + 1} cases more of the same lot" in pieces[-1].because


# --- stores of older formats ---------------------------------------------------------------------


def test_an_older_store_is_read_through_and_keeps_numbers_once_it_is_written_to(
    tmp_path: Path,
) -> None:
    old = copyfile(FORMAT_1, tmp_path / "old.db")
    with CaseStore.open(old, create=False) as store:
        told = {head.id: lot_number(store.entries(head.id)[0].data) for head in store.heads()}
        number = told["PO-4711"]
        alike = tuple(sorted(case for case, each in told.items() if each == number))
        assert store.cases_of_lot(number) == alike
        store.keep_policy("sha256:00", "house", "1.0.0", "text")
        assert store.cases_of_lot(number) == alike
    with closing(sqlite3.connect(old)) as connection:
        assert dict(connection.execute("SELECT id, lot FROM disposition_cases")) == told
