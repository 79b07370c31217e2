"""A lot as a workbook to fill in: one sheet for its values, one for each of its lists; and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from io import BytesIO
from pathlib import Path
from typing import Any

from disposition.documents.places.data import put_into
from disposition.documents.scalars import ScalarType
from disposition.errors import LotError, Problem, suggest
from disposition.facts.document.lot_document import LotDocument
from disposition.frozen import evolve, field, fields, frozen
from disposition.language.types import Kind
from disposition.sheets.changes import cell_name
from disposition.sheets.workbook import cell_text, new_workbook, sheets_of

LOT = "Lot"
_HEADS = ("key", "value", "what it is")
NONE = "none"
"""What is written beside a list that has nothing in it."""

_ROWS = 200
"""Lines of a list for which words are offered."""

_YES = {"yes": True, "true": True, "no": False, "false": False}
Wanted = Callable[[str], bool]


@frozen
class LotCells:
    """A lot that was read from a workbook: its plain data, and the cell of each place."""

    data: Mapping[str, Any]
    cells: Mapping[str, str] = field(factory=dict)

    def placed(self, problems: Sequence[Problem]) -> tuple[Problem, ...]:
        """Return problems with the cells that they are about."""
        return tuple(evolve(each, place=self._cell(each.where)) for each in problems)

    def _cell(self, where: str) -> str:
        place = where
        while place and place not in self.cells:
            place = place.rpartition(".")[0] if "." in place else ""
        return self.cells.get(place, "")


# --- what there is to fill in --------------------------------------------------------------------


def _values(kind: type, above: str) -> Iterator[tuple[str, ScalarType, str]]:
    """Yield the single values outside lists, by their paths."""
    for path, declared in _declared(kind, above):
        if "scalar" in declared:
            yield path, declared["scalar"], declared["about"]


def _lists(kind: type, above: str) -> Iterator[tuple[str, type, str]]:
    """Yield the lists that stand in no other list, by their paths."""
    for path, declared in _declared(kind, above):
        if "items" in declared:
            yield path, declared["items"], declared["about"]


def _declared(kind: type, above: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for attribute in fields(kind):
        declared, path = attribute.metadata, above + attribute.name
        if "section" in declared and "output" not in declared:
            yield from _declared(declared["section"], f"{path}.")
        elif "output" not in declared:
            yield path, declared


def _columns(kind: type, above: str) -> dict[str, tuple[ScalarType, str]]:
    return {
        path.removeprefix(above): (scalar, about) for path, scalar, about in _values(kind, above)
    }


# --- writing -------------------------------------------------------------------------------------


def lot_workbook(wanted: Wanted) -> bytes:
    """Return a workbook to fill in, with the keys that are wanted.

    The sheet `Lot` has a line for each value, and for each list whether it has nothing in it; each
    list has a sheet with a column for each of its keys. Words can be chosen.

    Raises:
        DispositionError: XlsxWriter is not installed.
    """
    stream = BytesIO()
    book = new_workbook(stream, {"in_memory": True, "strings_to_numbers": False})
    bold = book.add_format({"bold": True, "bottom": 1})
    soft = book.add_format({"font_color": "#666666", "text_wrap": True, "valign": "top"})
    text = book.add_format({"num_format": "@", "border": 4, "valign": "top"})
    sheet = book.add_worksheet(LOT)
    for place, head in enumerate(_HEADS):
        sheet.write_string(0, place, head, bold)
    sheet.set_column(0, 0, 38)
    sheet.set_column(1, 1, 26)
    sheet.set_column(2, 2, 90)
    sheet.freeze_panes(1, 1)
    row = 1
    for path, scalar, about in _values(LotDocument, ""):
        if wanted(path):
            sheet.write_string(row, 0, path)
            sheet.write_blank(row, 1, None, text)
            sheet.write_string(row, 2, f"{about} ({_kind(scalar)})", soft)
            _offer(sheet, row, 1, row, _words(scalar))
            row += 1
    for path, kind, about in _lists(LotDocument, ""):
        columns = {k: v for k, v in _columns(kind, f"{path}.").items() if wanted(f"{path}.{k}")}
        if columns:
            sheet.write_string(row, 0, path)
            sheet.write_blank(row, 1, None, text)
            said = f"{about}: `{NONE}` where there are none, else lines on the sheet `{path}`"
            sheet.write_string(row, 2, said, soft)
            _offer(sheet, row, 1, row, (NONE,))
            row += 1
            _list_sheet(book, path, columns, (bold, soft, text))
    book.close()
    return stream.getvalue()


def _list_sheet(
    book: Any,
    path: str,
    columns: Mapping[str, tuple[ScalarType, str]],
    formats: tuple[Any, Any, Any],
) -> None:
    bold, soft, text = formats
    sheet = book.add_worksheet(path[:31])
    for place, (key, (scalar, about)) in enumerate(columns.items()):
        sheet.write_string(0, place, key, bold)
        sheet.write_string(1, place, f"{about} ({_kind(scalar)})", soft)
        sheet.set_column(place, place, 24, text)
        _offer(sheet, 2, place, _ROWS, _words(scalar))
    sheet.set_row(1, 75)
    sheet.freeze_panes(2, 1)


def _offer(sheet: Any, row: int, place: int, last: int, words: Sequence[str]) -> None:
    if words and len(",".join(words)) <= 255:
        offered = {"validate": "list", "source": list(words)}
        sheet.data_validation(row, place, last, place, offered)


def _words(scalar: ScalarType) -> tuple[str, ...]:
    if scalar.type.kind is Kind.BOOLEAN:
        return ("yes", "no")
    return tuple(scalar.type.values)


def _kind(scalar: ScalarType) -> str:
    words = {
        Kind.TEXT: "text",
        Kind.INTEGER: "whole number",
        Kind.DECIMAL: "number",
        Kind.DATE: "day, such as 2026-11-18",
        Kind.BOOLEAN: "yes or no",
        Kind.ENUM: "a word of the list",
    }
    said = words[scalar.type.kind]
    return f"{said}, in {scalar.type.unit}" if scalar.type.unit else said


# --- reading -------------------------------------------------------------------------------------


def read_lot_workbook(path: Path) -> LotCells:
    """Return the lot that a workbook holds; what stays empty is not known.

    Raises:
        LotError: a key or a column that there is not, or a list that is `none` and has lines.
        DispositionError: it is no workbook, or python-calamine is not installed.
        OSError: it cannot be read.
    """
    sheets = {
        name: [[cell_text(cell) for cell in row] for row in rows]
        for name, rows in sheets_of(path).items()
    }
    return _Reading(path.name).lot(sheets)


class _Reading:
    def __init__(self, name: str) -> None:
        self._name = name
        self._data: dict[str, Any] = {}
        self._cells: dict[str, str] = {}
        self._problems: list[Problem] = []
        self._values = {path: scalar for path, scalar, _ in _values(LotDocument, "")}
        self._lists = {path: kind for path, kind, _ in _lists(LotDocument, "")}

    def lot(self, sheets: Mapping[str, Sequence[Sequence[str]]]) -> LotCells:
        if LOT not in sheets:
            hint = "`disposition new-lot --sheet FILE.xlsx` writes one to fill in"
            problem = Problem("$", f"the workbook has no sheet `{LOT}`", hint, "no-sheet")
            raise LotError([problem])
        by_sheet = {path[:31]: path for path in self._lists}
        self._lot(sheets[LOT])
        for name, rows in sheets.items():
            if name in by_sheet:
                self._list(by_sheet[name], name, rows)
        if self._problems:
            raise LotError(self._problems)
        return LotCells(self._data, self._cells)

    def _lot(self, rows: Sequence[Sequence[str]]) -> None:
        for number, row in enumerate(rows[1:], start=2):
            key, value = (*row, "", "")[:2]
            cell = f"{self._name}: {LOT}!B{number}"
            if not value or not key:
                continue
            if key in self._lists:
                if value.casefold() == NONE:
                    self._put(key, [], cell)
                else:
                    hint = "lines stand on its own sheet"
                    self._refuse(f"$.{key}", f"expected `{NONE}`, found `{value}`", hint, cell)
            elif key in self._values:
                self._put(key, _plain(value, self._values[key]), cell)
            else:
                hint = suggest(key, (*self._values, *self._lists))
                self._refuse(f"$.{key}", "unknown key", hint, f"{self._name}: {LOT}!A{number}")

    def _list(self, path: str, name: str, rows: Sequence[Sequence[str]]) -> None:
        titles = rows[0] if rows else ()
        columns = _columns(self._lists[path], f"{path}.")
        known: dict[int, str] = {}
        for place, title in enumerate(titles):
            if title in columns:
                known[place] = title
            elif title:
                cell = f"{self._name}: {cell_name(name, 1, place + 1)}"
                self._refuse(f"$.{path}", f"there is no `{title}`", suggest(title, columns), cell)
        items: list[dict[str, Any]] = []
        for number, row in enumerate(rows[2:], start=3):
            filled = {key: row[place] for place, key in known.items() if place < len(row)}
            if not any(filled.values()):
                continue
            item: dict[str, Any] = {}
            for place, key in known.items():
                if place < len(row) and row[place]:
                    put_into(item, key, _plain(row[place], columns[key][0]))
                    where = f"$.{path}[{len(items)}].{key}"
                    self._cells[where] = f"{self._name}: {cell_name(name, number, place + 1)}"
            self._cells[f"$.{path}[{len(items)}]"] = f"{self._name}: {name}!A{number}"
            items.append(item)
        if not items:
            return
        if f"$.{path}" in self._cells:
            message = f"`{NONE}` is said of it, and it has lines"
            self._refuse(f"$.{path}", message, "", self._cells[f"$.{path}"])
        self._put(path, items, f"{self._name}: {name}!A3")

    def _put(self, path: str, value: Any, cell: str) -> None:
        self._cells[f"$.{path}"] = cell
        put_into(self._data, path, value)

    def _refuse(self, where: str, message: str, hint: str, cell: str) -> None:
        self._problems.append(Problem(where, message, hint, "unknown-key", cell))


def _plain(text: str, scalar: ScalarType) -> Any:
    """Return a cell as documents hold it; what cannot be so is told where the document is read."""
    match scalar.type.kind:
        case Kind.BOOLEAN:
            return _YES.get(text.casefold(), text)
        case Kind.INTEGER:
            try:
                number = Decimal(text)
            except InvalidOperation:
                return text
            return int(number) if number == number.to_integral_value() else text
        case _:
            return text
