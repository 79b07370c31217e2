"""Workbooks that LibreOffice 7.4 opened, changed and saved come back without a loss.

In `libreoffice/`, both were written by `to-sheet` and edited as people do, by typing into cells: of
some columns the format was set to General first, so that the program made numbers, dates and
booleans of what was typed. A row was deleted, and others added.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from disposition.documents.yaml.nodes import Scalar, Text
from disposition.sheets.changes import SheetError, _is_same
from disposition.sheets.checking import brought_back, digest_of, read_grids
from disposition.sheets.grids import SheetCell
from disposition.sheets.workbook import cell_text, read_workbook
from support.golden import Golden
from unit.sheets.test_sheets import back, put

SAVED = Path(__file__).parent / "libreoffice"


@pytest.mark.parametrize(("book", "file"), [("house", "house"), ("cases", "house.cases")])
def test_what_was_typed_comes_back_and_all_else_stays(book: str, file: str, golden: Golden) -> None:
    path = SAVED / f"{file}.yaml"
    content = path.read_text(encoding="utf-8")
    about, sheets = read_workbook(SAVED / f"{book}.xlsx", read_grids(path, content))
    brought = brought_back(path, content, about, sheets)
    golden("\n".join([*brought.changed, "", brought.text]), f"sheets/libreoffice-{file}.txt")


@pytest.mark.parametrize(
    ("cell", "text"),
    [(0.1 + 0.2, "0.3"), (1e20, "100000000000000000000"), (1e-7, "0.0000001"), (-2.5, "-2.5")],
)
def test_a_number_is_what_a_spreadsheet_shows_of_it(cell: float, text: str) -> None:
    assert cell_text(cell) == text


@pytest.mark.parametrize(
    ("now", "before", "is_same"),
    [
        ("2.1", "2.10", True),
        ("2", "2.0", True),
        ("x", " x ", True),
        ("12", "0012", False),
        ("2.1", "2.11", False),
        ("- 1", "-1", False),
    ],
)
def test_zeros_and_space_that_a_spreadsheet_leaves_out_are_no_change(
    now: str, before: str, is_same: bool
) -> None:
    node = Scalar(before, "", Text("x", before), 0, 0, 0, len(before))
    assert _is_same(now, SheetCell(before, node)) is is_same


def test_zeros_of_a_text_are_no_zeros_of_a_number() -> None:
    node = Scalar("2.10", "'", Text("x", "'2.10'"), 0, 0, 0, 6)
    assert not _is_same("2.1", SheetCell("2.10", node))


CASES = """\
policy: house.yaml
base: {inspection: {defects: []}, shipment: {ship_by: 2026-12-01}, as_of: 2026-11-22}
tables:
  lots:
    columns: [lot.id, supplier.lots_inspected, supplier.iso9001, outcome]
    rows:
      - ['0012', 3, true, accept]
      - [x, 3, true, accept]
"""


@pytest.fixture(name="cases")
def _cases(tmp_path: Path) -> Path:
    policy = (SAVED / "house.yaml").read_text(encoding="utf-8")
    (tmp_path / "house.yaml").write_text(policy, encoding="utf-8")
    path = tmp_path / "house.cases.yaml"
    path.write_text(CASES, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("column", "typed", "written"),
    [
        (2, "0013", "[x, 3, true, accept]\n      - ['0013', 4, true, accept]"),
        (2, "2026-12-01", "['2026-12-01', 4, true, accept]"),
        (2, "TRUE", "['TRUE', 4, true, accept]"),
        (2, "ab", "[ab, 4, true, accept]"),
        (2, "-", "['-', 4, true, accept]"),
        (4, "TRUE", "[x, 4, true, accept]"),
        (4, "False", "[x, 4, false, accept]"),
    ],
)
def test_text_of_cases_stays_text_and_spreadsheets_shout_their_booleans(
    cases: Path, column: int, typed: str, written: str
) -> None:
    def change(rows: list[list[str]]) -> None:
        rows.append(["", "x", "4", "true", "accept"])
        rows[-1][column - 1] = typed

    assert written in back(cases, "lots", change)


def test_a_decimal_comma_in_a_limit_is_told_at_its_cell(cases: Path) -> None:
    with pytest.raises(SheetError, match=r"^Parameters!C4: `2,5` is no number \(write `2\.5`\)$"):
        back(cases.with_name("house.yaml"), "Parameters", put(4, 3, "2,5"))


def test_the_workbooks_were_made_of_these_files() -> None:
    for book, file in (("house", "house"), ("cases", "house.cases")):
        content = (SAVED / f"{file}.yaml").read_text(encoding="utf-8")
        about, _ = read_workbook(SAVED / f"{book}.xlsx", [])
        assert about["text"] == digest_of(content)
