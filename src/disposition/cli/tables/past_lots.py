"""Past lots of a file: documents line by line, rows by a mapping, or a table as it lies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from disposition.cli.inputs import opened, read_columns
from disposition.cli.messages import fail, write_aside
from disposition.documents.json.text import LARGEST
from disposition.errors import DocumentError
from disposition.facts import Lot
from disposition.rows.totals import totals_problem
from disposition.tables.names import CSV, LINES
from disposition.words import counted

Found = TypeVar("Found")

Row = Any
"""A row, or a broken one."""

BY_FACTS = frozenset({"counts", "decimals"})
"""Keys that tables have, too, and with which lots are grouped by facts, not by columns."""

MOST_TOLD = 3
"""Lots that cannot be read which are told one by one."""


def over_past_lots(file: str, columns: Path | None, do: Callable[[Any, Any], Found]) -> Found:
    """Do something with the lots of a file, or its table, and with what its columns mean.

    Rows of a table that are none are told and left out. That there are some comes out while the
    others are gone over, which is then done anew without them: whole files are read once.
    """
    if columns is None:
        if file == "-" or Path(file).suffix.lower() in LINES:
            return do(_documents(file), None)
        hint = "`--columns FILE` says what they mean; lots are lines of a `.jsonl` file"
        fail(f"nothing says what the columns of `{file}` mean", hint)
    declared = read_columns(columns)
    from disposition.rows.declaration import OF_MAPPINGS

    if (OF_MAPPINGS | BY_FACTS) & set(declared) and "lines" not in declared:
        return do(_rows(file, declared), None)
    from disposition.tables.columns import TableColumns, TableError
    from disposition.tables.deciding import needing

    meant = TableColumns.from_dict(declared, columns.parent)
    with needing("tables"):
        from disposition.batch.table_rows import whole_rows
        from disposition.tables.frames.cells import ABSENT_AS_WRITTEN
        from disposition.tables.frames.files import BROKEN_ROWS, scan_table, told_of
    path = Path(file)
    is_csv = path.suffix.lower() in CSV
    if is_csv:
        meant = meant.with_absent(ABSENT_AS_WRITTEN)

    def done(frame: Any) -> Found:
        with told_of(path):
            return do(_without_totals(frame) if is_csv else frame, meant)

    try:
        return done(scan_table(path))
    except TableError as error:
        if any(each.code != BROKEN_ROWS for each in error.problems):
            raise
        with TemporaryDirectory() as folder:
            frame, broken = whole_rows(path, Path(folder) / path.name)
            if not broken:
                raise
            for each in broken[:MOST_TOLD]:
                write_aside(f"{each.where}: {each.message}")
            write_aside(f"{counted(len(broken), 'row')} cannot be read, and left out")
            return done(frame)


def _rows(file: str, declared: Mapping[str, Any]) -> Iterator[Lot | None]:
    from disposition.rows.csv_rows import BrokenRow, csv_names, csv_rows
    from disposition.rows.mapping import LotMapping, RowError

    mapping = LotMapping.from_dict(declared)
    mapping.expect_columns(csv_names(file, mapping.encoding))
    refused = _Refused("row")
    for number, row, is_last in _with_last(csv_rows(file, mapping.encoding)):
        if isinstance(row, BrokenRow):
            refused.add(number, RowError([row.problem]))
            yield None
            continue
        if is_last and (problem := totals_problem(row.values())) is not None:
            write_aside(f"row {number}: {problem.message}")
            continue
        try:
            lot = mapping.lot(row)
        except DocumentError as error:
            refused.add(number, error)
            yield None
        else:
            yield lot
    refused.tell()


def _with_last(rows: Iterable[Row]) -> Iterator[tuple[int, Row, bool]]:
    """Yield rows with their places, and whether each is the last."""
    held: Row | None = None
    number = 0
    for number, row in enumerate(rows):
        if held is not None:
            yield number, held, False
        held = row
    if held is not None:
        yield number + 1, held, True


def _without_totals(frame: Any) -> Any:
    """Return a table without a last row that sums up the others; it is told."""
    last = frame.tail(1).collect()
    problem = totals_problem(last.row(0)) if last.height else None
    if problem is None:
        return frame
    write_aside(f"the last row: {problem.message}")
    height = frame.select(last.columns[0]).collect().height
    return frame.head(height - 1)


def _documents(file: str) -> Iterator[Lot | None]:
    refused = _Refused("line")
    with opened(file) as stream:
        number = 0
        while line := stream.readline(LARGEST + 1):
            number += 1
            if line.isspace():
                continue
            try:
                lot = Lot.from_json(line.rstrip(b"\r\n"))
            except DocumentError as error:
                refused.add(number, error)
                yield None
            else:
                yield lot
    refused.tell()


class _Refused:
    """Lots that cannot be read: the first are told, all are counted."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._number = 0

    def add(self, place: int, error: DocumentError) -> None:
        self._number += 1
        if self._number <= MOST_TOLD:
            first = error.problems[0]
            write_aside(f"{self._what} {place}: {first.where}: {first.message}")

    def tell(self) -> None:
        if self._number:
            write_aside(f"{counted(self._number, self._what)} cannot be read")
