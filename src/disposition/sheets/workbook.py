"""Sheets as workbooks (XlsxWriter writes, python-calamine reads) or as a folder of CSV files."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from disposition.errors import DispositionError
from disposition.sheets.changes import Sheet
from disposition.sheets.grids import NUMBER, Grid
from disposition.version import installing

ABOUT = "About"
_FIRST_ROW = 3
"""Above it stand the titles and what is noted of each column."""

_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_NEEDS = f"and it is not installed ({installing('sheets')})"


def about_rows(file: str, digest: str) -> list[tuple[str, str]]:
    """Return what a workbook says of itself."""
    return [
        ("file", file),
        ("text", digest),
        ("how", "Change cells, add rows at the end (# empty), leave rows out. Columns stay."),
    ]


def sheet_names(grids: Iterable[Grid]) -> dict[str, str]:
    """Return by the names of grids those that a workbook can have for them."""
    names: dict[str, str] = {}
    for grid in grids:
        name = _NOT_IN_NAMES.sub("_", grid.name)[:_LONGEST_NAME]
        while name.casefold() in {each.casefold() for each in (*names.values(), ABOUT)}:
            name = f"{name[: _LONGEST_NAME - 1]}_"
        names[grid.name] = name
    return names


# --- workbooks -----------------------------------------------------------------------------------


def new_workbook(stream: BytesIO, options: Mapping[str, Any]) -> Any:
    """Return a workbook of XlsxWriter that is written into a stream.

    Raises:
        DispositionError: XlsxWriter is not installed.
    """
    try:
        from xlsxwriter import Workbook
    except ImportError:
        raise DispositionError(f"workbooks are written by XlsxWriter, {_NEEDS}") from None
    return Workbook(stream, dict(options))


def write_workbook(grids: Sequence[Grid], about: Sequence[tuple[str, str]]) -> bytes:
    """Return a workbook: titles with units below them, words to choose from, cells as text.

    Raises:
        DispositionError: XlsxWriter is not installed.
    """
    stream = BytesIO()
    # The same sheets give the same bytes, whenever they are written.
    book = new_workbook(stream, {"in_memory": True})
    book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - no clock is read
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    note = book.add_format({"italic": True, "font_color": "#666666", "text_wrap": True})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    fixed = book.add_format({"num_format": "@", "font_color": "#888888", "text_wrap": True})
    for grid, name in zip(grids, sheet_names(grids).values(), strict=True):
        sheet = book.add_worksheet(name)
        sheet.write_string(0, 0, NUMBER, head)
        sheet.set_column(0, 0, 4)
        for place, column in enumerate(grid.columns, start=1):
            sheet.write_string(0, place, column.title, head)
            sheet.write_string(1, place, column.note, note)
            sheet.set_column(place, place, min(max(14, len(column.title) + 2), 48), text)
            if column.words:
                _offer(sheet, place, column.words)
        for number, row in enumerate(grid.rows, start=1):
            sheet.write_string(number + 1, 0, str(number), fixed)
            for place, cell in enumerate(row.cells, start=1):
                sheet.write_string(number + 1, place, cell.text, fixed if cell.is_fixed else text)
        sheet.freeze_panes(2, 2)
    sheet = book.add_worksheet(ABOUT)
    for line, (key, value) in enumerate(about):
        sheet.write_string(line, 0, key, head)
        sheet.write_string(line, 1, value, text)
    sheet.set_column(1, 1, 90)
    book.close()
    return stream.getvalue()


_LONGEST_LIST = 255
_OFFERED_ROWS = 1000


def _offer(sheet: Any, place: int, words: Sequence[str]) -> None:
    """Offer words to choose from; others, such as several of them, are taken as well."""
    if len(",".join(words)) <= _LONGEST_LIST:
        offered = {"validate": "list", "source": list(words), "show_error": False}
        sheet.data_validation(_FIRST_ROW - 1, place, _OFFERED_ROWS, place, offered)


def read_workbook(path: Path, grids: Sequence[Grid]) -> tuple[dict[str, str], list[Sheet]]:
    """Return what a workbook says of itself, and its sheets under the names of the grids.

    Raises:
        DispositionError: it is no workbook, or python-calamine is not installed.
        OSError: it cannot be read.
    """
    names = {name: grid for grid, name in sheet_names(grids).items()}
    sheets = sheets_of(path)
    about = {str(row[0]): str(row[1]) for row in sheets.pop(ABOUT, []) if len(row) > 1}
    return about, [_sheet(names.get(name, name), rows) for name, rows in sheets.items()]


def sheets_of(path: Path) -> dict[str, list[list[Any]]]:
    """Return the cells of each sheet of a workbook, row by row.

    Raises:
        DispositionError: it is no workbook, or python-calamine is not installed.
        OSError: it cannot be read.
    """
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise DispositionError(f"workbooks are read by python-calamine, {_NEEDS}") from None
    content = path.read_bytes()
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        return {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        }
    except (CalamineError, OSError) as error:
        raise DispositionError(f"{path}: no workbook that can be read: {error}") from None


def _sheet(name: str, rows: Sequence[Sequence[object]]) -> Sheet:
    texts = [[cell_text(cell) for cell in row] for row in rows]
    titles = tuple(texts[0]) if texts else ()
    filled = [
        (number, tuple(row)) for number, row in enumerate(texts, start=1) if number >= _FIRST_ROW
    ]
    return Sheet(name, titles, tuple((number, row) for number, row in filled if any(row)))


def cell_text(cell: object) -> str:
    """Return a cell as the file writes it, whatever the spreadsheet made of it.

    Of a number what spreadsheets show of it at most, 15 digits.

    >>> cell_text(0.1 + 0.2), cell_text(1e5), cell_text(True)
    ('0.3', '100000', 'true')
    """
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return f"{Decimal(f'{cell:.15g}'):f}"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else f"{cell}".strip()


# --- folders of CSV files ------------------------------------------------------------------------


def write_folder(
    grids: Sequence[Grid], about: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """Yield the names and texts of CSV files, one for each sheet."""
    for grid, name in zip(grids, sheet_names(grids).values(), strict=True):
        notes = ["", *(column.note for column in grid.columns)]
        rows = [[NUMBER, *(column.title for column in grid.columns)], notes]
        for number, row in enumerate(grid.rows, start=1):
            rows.append([str(number), *(cell.text for cell in row.cells)])
        yield f"{name}.csv", _csv(rows)
    yield f"{ABOUT}.csv", _csv([list(each) for each in about])


def _csv(rows: Iterable[Sequence[str]]) -> str:
    from io import StringIO

    stream = StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def read_folder(path: Path, grids: Sequence[Grid]) -> tuple[dict[str, str], list[Sheet]]:
    """Return what a folder of CSV files says of itself, and its sheets.

    Raises:
        DispositionError: a file is no CSV in UTF-8.
        OSError: one cannot be read.
    """
    names = {name: grid for grid, name in sheet_names(grids).items()}
    sheets = {}
    for file in sorted(path.glob("*.csv")):
        try:
            with file.open(encoding="utf-8-sig", newline="") as stream:
                sheets[file.stem] = list(csv.reader(stream, strict=True))
        except (UnicodeDecodeError, csv.Error) as error:
            raise DispositionError(f"{file}: no CSV in UTF-8: {error}") from None
    about = {row[0]: row[1] for row in sheets.pop(ABOUT, []) if len(row) > 1}
    return about, [_sheet(names.get(name, name), rows) for name, rows in sheets.items()]
