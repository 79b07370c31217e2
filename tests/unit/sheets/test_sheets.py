"""Limits and tables as sheets and back: nothing lost, every mistake told at its cell."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve

from disposition import load_policy
from disposition.errors import DispositionError
from disposition.sheets.changes import Sheet, SheetError
from disposition.sheets.checking import brought_back, digest_of, read_grids
from disposition.sheets.grids import Grid, SheetCell
from disposition.sheets.workbook import (
    about_rows,
    cell_text,
    read_folder,
    read_workbook,
    write_folder,
    write_workbook,
)
from support.checkout import ROOT

POLICY = """\
# The house's rules, with comments that stay.
policy: house
version: 1.0.0
outcomes:
  accept: {title: Accept, ships: all}
  rework: {title: Rework, ships: none}
otherwise: hold
parameters:
  # in days
  most: {value: 2, unit: days, tighter: lower, about: "Days late, at most"}
rules:
  good: {permit: [accept], when: shipment.days_left > 0 - most, because: none}
tables:
  by-record:
    columns: [supplier.track_record, defects.major.found]
    because: the record is {supplier.track_record}
    rows:
      - {id: poor, if: [poor, '-'], forbid: [accept]} # never
      # the usual case
      - {id: usual, if: ['new, mixed', '> 2'], permit: [rework], source: "it's [1]"}
      - {id: told, if: [good, '-'], require: [{do: tell, what: "a, b"}], with: [accept]}
"""
CASES = """\
policy: house.yaml
base: {inspection: {defects: []}, shipment: {ship_by: 2026-12-01}, as_of: 2026-11-22}
tables:
  records:
    columns: [supplier.lots_inspected, outcome, obligations]
    rows:
      - [3, accept, '-']
      - [null, accept, []]
"""


@pytest.fixture(name="house")
def _house(tmp_path: Path) -> Path:
    path = tmp_path / "house.yaml"
    path.write_text(POLICY, encoding="utf-8")
    (tmp_path / "house.cases.yaml").write_text(CASES, encoding="utf-8")
    return path


Change = Callable[[list[list[str]]], None]


def back(path: Path, sheet: str, change: Change) -> str:
    """Return the text of a file after a sheet of it, as CSV, was changed by hand."""
    content = path.read_text(encoding="utf-8")
    folder = path.parent / "sheets"
    folder.mkdir(exist_ok=True)
    grids = read_grids(path, content)
    for name, text in write_folder(grids, about_rows(path.name, digest_of(content))):
        (folder / name).write_text(text, encoding="utf-8")
    file = folder / f"{sheet}.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    change(rows)
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    about, sheets = read_folder(folder, grids)
    return brought_back(path, content, about, sheets).text


def put(row: int, column: int, text: str) -> Change:
    def change(rows: list[list[str]]) -> None:
        rows[row - 1][column - 1] = text

    return change


@pytest.mark.parametrize("path", sorted((ROOT / "rules").glob("*.yaml")), ids=lambda p: p.name)
def test_shipped_files_go_out_and_back_as_they_are(path: Path) -> None:
    content = path.read_text(encoding="utf-8")
    grids = read_grids(path, content)
    folder = dict(write_folder(grids, []))
    assert len(folder) == len(grids) + 1
    assert (
        brought_back(path, content, {"text": digest_of(content)}, sheets_of(grids)).text == content
    )


def sheets_of(grids: list[Grid]) -> list[Sheet]:
    made = []
    for grid in grids:
        rows = [
            (number + 2, (str(number), *(cell.text for cell in row.cells)))
            for number, row in enumerate(grid.rows, start=1)
        ]
        made.append(Sheet(grid.name, ("#", *(each.title for each in grid.columns)), tuple(rows)))
    return made


@pytest.mark.parametrize(
    ("sheet", "change", "before", "after"),
    [
        ("Parameters", put(3, 3, "3"), "value: 2,", "value: 3,"),
        ("Parameters", put(3, 6, 'a "new": text'), '"Days late, at most"', "'a \"new\": text'"),
        ("by-record", put(4, 3, "mixed"), "['new, mixed', '> 2']", "[mixed, '> 2']"),
        ("by-record", put(4, 4, "[1..5]"), "'> 2']", "'[1..5]']"),
        ("by-record", put(4, 5, "rework, accept"), "permit: [rework]", "permit: [rework, accept]"),
        ("by-record", put(4, 10, "rule 7"), '"it\'s [1]"', "rule 7"),
        ("by-record", put(3, 9, "never"), "forbid: [accept]}", "forbid: [accept], because: never}"),
        ("by-record", put(5, 9, "so"), "with: [accept]}", "with: [accept], because: so}"),
    ],
)
def test_a_cell_changes_what_it_came_from_and_nothing_else(
    house: Path, sheet: str, change: Change, before: str, after: str
) -> None:
    assert POLICY.count(before) == 1
    assert back(house, sheet, change) == POLICY.replace(before, after)


def test_rows_are_added_and_left_out(house: Path) -> None:
    def change(rows: list[list[str]]) -> None:
        del rows[2]
        rows.append(["", "fine", "good", "[0..2]", "accept", "", "", "", "it is fine", "", ""])

    text = back(house, "by-record", change)
    assert "# the usual case" in text
    assert "id: poor" not in text
    assert text.endswith(
        "\n      - {id: fine, if: [good, '[0..2]'], permit: [accept], because: it is fine}\n"
    )
    house.write_text(text, encoding="utf-8")
    assert {"by-record/fine", "by-record/usual"} <= set(load_policy(house).checked.rules_by_id)


def test_rows_of_cases_are_added(house: Path) -> None:
    def change(rows: list[list[str]]) -> None:
        rows[2][1] = "4"
        rows.append(["", "12", "accept"])

    text = back(house.with_name("house.cases.yaml"), "records", change)
    assert text.endswith(
        "- [4, accept, '-']\n      - [null, accept, []]\n      - [12, accept, '-']\n"
    )


@pytest.mark.parametrize(
    ("sheet", "change", "said"),
    [
        ("by-record", put(4, 3, "bad"), "by-record!C4: "),
        ("by-record", put(4, 4, "> many"), "by-record!D4: "),
        ("by-record", put(4, 5, "reworc"), "by-record!E4: "),
        ("by-record", put(5, 7, "tell, do"), "by-record!G5: this cell shows more than it can hold"),
        ("by-record", put(4, 5, ""), "by-record!E4: the row cannot take this cell"),
        ("by-record", put(1, 3, "record"), "by-record!C1: this column is `supplier.track_record`"),
        ("by-record", put(3, 1, "9"), "by-record!A3: the file has no row `9`"),
        ("by-record", put(3, 1, "2"), "by-record!A4: row 2 of the file stands twice"),
        ("Parameters", put(3, 3, "two"), "Parameters!B3: "),
        ("Parameters", put(3, 1, ""), "Parameters!A1: rows are added and left out in the file"),
    ],
)
def test_a_mistake_is_told_at_its_cell(house: Path, sheet: str, change: Change, said: str) -> None:
    with pytest.raises(SheetError) as refused:
        back(house, sheet, change)
    assert said in str(refused.value)


def test_sheets_of_another_text_are_refused(house: Path) -> None:
    grids = read_grids(house, POLICY)
    with pytest.raises(SheetError, match="About!B2"):
        brought_back(house, POLICY, {"text": digest_of("")}, sheets_of(grids))


# --- workbooks -----------------------------------------------------------------------------------


def test_a_workbook_edited_by_hand_comes_back(house: Path, tmp_path: Path) -> None:
    grids = read_grids(house, POLICY)
    parameters, table = grids
    row = table.rows[1]
    cells = (*row.cells[:2], SheetCell("> 4"), *row.cells[3:])
    edited = [
        parameters,
        evolve(table, rows=(table.rows[0], evolve(row, cells=cells), table.rows[2])),
    ]
    book = tmp_path / "house.xlsx"
    book.write_bytes(write_workbook(edited, about_rows("house.yaml", digest_of(POLICY))))
    about, sheets = read_workbook(book, grids)
    brought = brought_back(house, POLICY, about, sheets)
    assert brought.text == POLICY.replace("'> 2'", "'> 4'")
    assert brought.changed == ("by-record!D4: `> 2` is `> 4`",)


def test_a_workbook_is_the_same_each_time(house: Path) -> None:
    grids = read_grids(house, POLICY)
    assert write_workbook(grids, []) == write_workbook(grids, [])


def test_what_a_spreadsheet_makes_of_cells_is_read_as_the_file_writes_it() -> None:
    cells = (True, 3.0, 2.5, date(2026, 11, 22), " x ")
    assert [cell_text(each) for each in cells] == ["true", "3", "2.5", "2026-11-22", "x"]


def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    file.write_text("no")
    with pytest.raises(DispositionError, match="no workbook that can be read"):
        read_workbook(file, [])
