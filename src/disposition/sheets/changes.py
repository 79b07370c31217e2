"""Changed cells back into the text of a file: everything else stays, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from disposition.documents.yaml import nodes
from disposition.documents.yaml.nodes import Scalar
from disposition.errors import DocumentError, Problem
from disposition.frozen import frozen
from disposition.language.faults import ExpressionError
from disposition.language.literals import read_plain
from disposition.policy.edit.insertion import yaml_text
from disposition.runtime.forking import cached_property
from disposition.sheets.grids import (
    NUMBER,
    PARAMETERS,
    Grid,
    SheetCell,
    SheetColumn,
    SheetRow,
    is_flow,
    span,
)

NOTHING = "-"
"""A cell that says nothing."""

_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
_DECIMAL_COMMA = re.compile(r"-?\d+,\d+")
_LISTS = ("permit", "forbid", "require", "with")


class SheetError(DocumentError):
    """Sheets that cannot be taken back; each problem at its cell, such as `oversight!C7`."""


@frozen
class Sheet:
    """What a sheet holds: the titles at its top, and rows of texts with their number within it."""

    name: str
    titles: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@frozen
class Edit:
    """A stretch of a text, and what stands there instead."""

    start: int
    end: int
    text: str


@frozen
class Brought:
    """A new text of a file, the cells that changed, and by grid the sheet's rows in its order."""

    text: str
    changed: tuple[str, ...]
    rows: dict[str, tuple[int, ...]]


def bring_back(content: str, grids: Sequence[Grid], sheets: Sequence[Sheet]) -> Brought:
    """Return the text of a file with what its sheets say now.

    Raises:
        SheetError: a sheet has other columns, or a cell cannot be written back; with each cell.
    """
    by_name, problems = {each.name: each for each in sheets}, list[Problem]()
    edits: list[Edit] = []
    changed: list[str] = []
    rows: dict[str, tuple[int, ...]] = {}
    for grid in grids:
        sheet = by_name.pop(grid.name, None)
        if sheet is None:
            problems.append(Problem(grid.name, "there is no such sheet any more"))
            continue
        work = _Sheet(grid, sheet, content, problems)
        edits += work.edits()
        changed += work.changed
        rows[grid.name] = tuple(work.order)
    for name in by_name:
        problems.append(Problem(name, "the file has no such table", "add tables in the file"))
    if problems:
        raise SheetError(problems)
    return Brought(_edited(content, edits), tuple(changed), rows)


def _edited(content: str, edits: Sequence[Edit]) -> str:
    for edit in sorted(edits, key=lambda each: (each.start, each.end), reverse=True):
        content = content[: edit.start] + edit.text + content[edit.end :]
    return content


def cell_name(sheet: str, row: int, column: int) -> str:
    """Return the name of a cell; rows and columns are counted from 1.

    >>> cell_name("oversight", 7, 28)
    'oversight!AB7'
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{sheet}!{letters}{row}"


class _Sheet:
    """Compares a sheet with its grid."""

    def __init__(self, grid: Grid, sheet: Sheet, content: str, problems: list[Problem]) -> None:
        self._grid, self._sheet, self._content, self._problems = grid, sheet, content, problems
        self.changed: list[str] = []
        self.order: list[int] = []

    def edits(self) -> Iterator[Edit]:
        if not self._has_its_titles():
            return
        added: list[tuple[int, tuple[str, ...]]] = []
        seen: dict[int, int] = {}
        for row, texts in self._sheet.rows:
            number = self._number(row, texts[0])
            if number is None:
                added.append((row, texts[1:]))
            elif number in seen:
                self._refuse(row, 0, f"row {number} of the file stands twice")
            elif number:
                seen[number] = row
                yield from self._row(self._grid.rows[number - 1], row, texts[1:])
        for number, old in enumerate(self._grid.rows, start=1):
            if number in seen:
                self.order.append(seen[number])
            elif self._may_change_rows(1):
                self.changed.append(f"{self._grid.name}: row {number} left out")
                yield self._left_out(old)
        if added and self._may_change_rows(added[0][0]):
            yield from self._added(added)

    def _has_its_titles(self) -> bool:
        wanted = (NUMBER, *(each.title for each in self._grid.columns))
        found = self._sheet.titles[: len(wanted)]
        for place, title in enumerate(wanted):
            if place >= len(found) or found[place] != title:
                self._refuse(1, place, f"this column is `{title}`", "columns change in the file")
                return False
        return True

    def _number(self, row: int, text: str) -> int | None:
        """Return which row of the file it is; None for a new one, 0 for one that there is not."""
        if not text:
            return None
        if text.isdecimal() and 1 <= int(text) <= len(self._grid.rows):
            return int(text)
        self._refuse(row, 0, f"the file has no row `{text}`", "leave it empty for a new row")
        return 0

    def _may_change_rows(self, row: int) -> bool:
        if not self._grid.is_open:
            self._refuse(row, 0, "rows are added and left out in the file")
        return self._grid.is_open

    def _refuse(self, row: int, column: int, message: str, hint: str = "") -> None:
        where = cell_name(self._grid.name, row, column + 1)
        self._problems.append(Problem(where, message, hint))

    def _row(self, old: SheetRow, row: int, texts: Sequence[str]) -> Iterator[Edit]:
        for place, column in enumerate(self._grid.columns):
            text = texts[place] if place < len(texts) else ""
            cell = old.cells[place] if place < len(old.cells) else SheetCell("")
            if _is_same(text, cell):
                continue
            if cell.is_fixed:
                hint = "change it in the file"
                self._refuse(row, place + 1, "this cell shows more than it can hold", hint)
                continue
            if self._grid.name == PARAMETERS and _DECIMAL_COMMA.fullmatch(text):
                hint = f"write `{text.replace(',', '.')}`"
                self._refuse(row, place + 1, f"`{text}` is no number", hint)
                continue
            edit = self._cell(old, column, cell, text)
            if edit is None:
                hint = "write it there in the file"
                self._refuse(row, place + 1, "the row cannot take this cell", hint)
                continue
            name = cell_name(self._grid.name, row, place + 2)
            self.changed.append(f"{name}: `{cell.text}` is `{text}`")
            yield edit

    def _cell(self, old: SheetRow, column: SheetColumn, cell: SheetCell, text: str) -> Edit | None:
        if cell.node is not None:
            if not text:
                return None
            start, end = span(cell.node, self._content)
            if isinstance(cell.node, Scalar):
                return Edit(start, end, self._scalar(column, text))
            return Edit(start, end, _list_text(text))
        if not isinstance(column.key, str) or not is_flow(old.node):
            return None
        _, end = span(old.node, self._content)
        return Edit(end - 1, end - 1, f", {column.key}: {_value_text(column.key, text)}")

    def _scalar(self, column: SheetColumn, text: str) -> str:
        """Return a cell as YAML; within a list of cases, text stays text, such as `0012`."""
        text = text or NOTHING
        if text != NOTHING and column in self._of_text and not _reads_as_text(text):
            return _in_quotes(text)
        return scalar_text(text)

    @cached_property
    def _of_text(self) -> frozenset[SheetColumn]:
        """The columns of a table of cases that hold text: by their fact, or by quotes in them."""
        rows = [each for each in self._grid.rows if isinstance(each.node, nodes.Sequence)]
        return frozenset(
            column
            for place, column in enumerate(self._grid.columns)
            if rows and (column.note == "text" or any(_is_quoted_text(row, place) for row in rows))
        )

    # --- rows ------------------------------------------------------------------------------------

    def _left_out(self, old: SheetRow) -> Edit:
        begin, _, after = self._lines(old)
        return Edit(begin, after, "")

    def _lines(self, row: SheetRow) -> tuple[int, int, int]:
        """Return where the lines of a row begin, where it begins in them, and what comes after."""
        start, end = span(row.node, self._content)
        stop = self._content.find("\n", end)
        after = len(self._content) if stop < 0 else stop + 1
        return self._content.rfind("\n", 0, start) + 1, start, after

    def _added(self, added: Sequence[tuple[int, tuple[str, ...]]]) -> Iterator[Edit]:
        last = self._grid.rows[-1]
        begin, start, at = self._lines(last)
        dash = self._content[begin:start]
        lines = []
        for row, texts in added:
            written = self._written(texts, isinstance(last.node, nodes.Sequence))
            lines.append(f"{' ' * (len(dash) - len(dash.lstrip()))}- {written}\n")
            self.order.append(row)
            self.changed.append(f"{self._grid.name}: row {row} is new")
        lead = "" if self._content[:at].endswith("\n") else "\n"
        yield Edit(at, at, lead + "".join(lines))

    def _written(self, texts: Sequence[str], is_list: bool) -> str:
        columns = self._grid.columns
        filled = [texts[place] if place < len(texts) else "" for place in range(len(columns))]
        if is_list:
            return f"[{', '.join(map(self._scalar, columns, filled))}]"
        pairs = list(zip(columns, filled, strict=True))
        cells = [scalar_text(text or "-") for column, text in pairs if isinstance(column.key, int)]
        parts = [f"if: [{', '.join(cells)}]"]
        for column, text in pairs:
            if isinstance(column.key, str) and text:
                part = f"{column.key}: {_value_text(column.key, text)}"
                parts.insert(0, part) if column.key == "id" else parts.append(part)
        return f"{{{', '.join(parts)}}}"


def _is_same(text: str, cell: SheetCell) -> bool:
    """Whether a cell is as it was, but for space around it, and zeros at the end of a number."""
    if text == cell.text.strip():
        return True
    is_plain = isinstance(cell.node, Scalar) and cell.node.plain
    both = is_plain and _NUMBER.fullmatch(text) and _NUMBER.fullmatch(cell.text)
    return bool(both) and Decimal(text) == Decimal(cell.text)


def _is_quoted_text(row: SheetRow, place: int) -> bool:
    node = row.cells[place].node if place < len(row.cells) else None
    if not isinstance(node, Scalar) or node.plain or node.text in ("", NOTHING):
        return False
    return not _reads_as_text(node.text)


def _reads_as_text(text: str) -> bool:
    try:
        return read_plain(text, (0, len(text))) == text
    except ExpressionError:
        return False


def scalar_text(text: str) -> str:
    """Return a cell as YAML within brackets: in quotes where it needs them.

    >>> scalar_text("> 2"), scalar_text("new, mixed"), scalar_text("TRUE")
    ("'> 2'", "'new, mixed'", 'true')
    """
    if text.lower() in ("true", "false"):
        return text.lower()  # as spreadsheets write it
    bare = yaml_text(text)
    if bare == text and not set(text) & set(",[]{}"):
        return bare
    return bare if "\n" in text else _in_quotes(text)


def _in_quotes(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _list_text(text: str) -> str:
    return f"[{', '.join(scalar_text(each.strip()) for each in text.split(','))}]"


def _value_text(key: str, text: str) -> str:
    return _list_text(text) if key in _LISTS else scalar_text(text)
