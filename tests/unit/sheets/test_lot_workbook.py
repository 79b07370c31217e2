"""A lot filled in as a workbook is the lot; mistakes are told by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from disposition import Lot, LotError
from disposition.sheets.lot_workbook import lot_workbook, read_lot_workbook

DEFECTS = [["severity", "category", "units", "reworkable"], ["", "", "", ""]]


def filled(path: Path, values: Mapping[str, Any], lists: Mapping[str, Sequence[Any]]) -> Path:
    """Write a workbook as somebody fills it in."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Lot")
        sheet.write_row(0, 0, ["key", "value", "what it is"])
        for row, (key, value) in enumerate(values.items(), start=1):
            sheet.write_row(row, 0, [key, value])
        for name, rows in lists.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                sheet.write_row(row, 0, cells)
    return path


def test_a_form_has_a_line_for_each_value_and_a_sheet_for_each_list(tmp_path: Path) -> None:
    path = tmp_path / "lot.xlsx"
    path.write_bytes(lot_workbook(lambda key: not key.startswith(("case", "custom"))))
    book = CalamineWorkbook.from_path(path)
    assert book.sheet_names[0] == "Lot"
    assert {"inspection.defects", "inspection.checks", "inspection.segments"} <= set(
        book.sheet_names
    )
    keys = [row[0] for row in book.get_sheet_by_name("Lot").to_python()]
    assert {"lot.quantity", "inspection.plan.aql.major", "inspection.defects"} <= set(keys)
    assert read_lot_workbook(path).data == {}  # nothing is known yet


def test_what_is_filled_in_is_the_lot(tmp_path: Path) -> None:
    path = filled(
        tmp_path / "lot.xlsx",
        {
            "lot.id": "PO-1",
            "lot.quantity": 3200,
            "lot.unit_price": "4.20",
            "lot.regulated": "no",
            "as_of": "2026-11-22",
            "contract.rework.allowed": True,
            "inspection.checks": "none",
            "lot.product": None,
        },
        {"inspection.defects": [*DEFECTS, ["major", "functional", 9.0, "yes"], [], ["minor"]]},
    )
    read = read_lot_workbook(path)
    assert Lot.from_dict(dict(read.data)).to_dict() == {
        "as_of": "2026-11-22",
        "lot": {"id": "PO-1", "quantity": 3200, "unit_price": "4.20", "regulated": False},
        "inspection": {
            "defects": [
                {"severity": "major", "category": "functional", "units": 9, "reworkable": True},
                {"severity": "minor"},
            ],
            "checks": [],
        },
        "contract": {"rework": {"allowed": True}},
    }


@pytest.mark.parametrize(
    ("values", "lists", "place", "message"),
    [
        ({"lot.quantiti": 1}, {}, "Lot!A2", "unknown key"),
        ({"inspection.checks": "many"}, {}, "Lot!B2", "expected `none`, found `many`"),
        (
            {"inspection.defects": "none"},
            {"inspection.defects": [*DEFECTS, ["major"]]},
            "Lot!B2",
            "and it has lines",
        ),
        ({}, {"inspection.defects": [["severety"]]}, "inspection.defects!A1", "no `severety`"),
        ({"lot.quantity": 0.5}, {}, "Lot!B2", "expected a whole number"),
        ({"lot.regulated": "perhaps"}, {}, "Lot!B2", "perhaps"),
        (
            {},
            {"inspection.defects": [*DEFECTS, ["huge", "", 3]]},
            "inspection.defects!A3",
            "huge",
        ),
    ],
)
def test_mistakes_are_told_by_cell(
    tmp_path: Path, values: dict[str, Any], lists: dict[str, Any], place: str, message: str
) -> None:
    path = filled(tmp_path / "lot.xlsx", values, lists)
    try:
        read = read_lot_workbook(path)
    except LotError as error:
        problems = error.problems
    else:
        with pytest.raises(LotError) as refused:
            Lot.from_dict(dict(read.data))
        problems = read.placed(refused.value.problems)
    [problem] = problems
    assert problem.place == f"lot.xlsx: {place}"
    assert message in problem.message
