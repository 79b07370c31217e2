"""The lots of a file for those who decide one by one: documents, or rows by a mapping."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from disposition.batch.lots import LOTS, Numbered
from disposition.batch.mending import BROKEN, broken_row
from disposition.documents.json.lines import document_lines
from disposition.errors import Problem
from disposition.rows.csv_rows import BrokenRow, csv_names, csv_rows
from disposition.rows.mapping import LotMapping
from disposition.tables.columns import TableError
from disposition.tables.frames.files import scan_table
from disposition.tables.names import CSV, PREFIX


def documents_of_lines(file: Path) -> Iterator[Numbered]:
    """Yield the lines of a file that are not blank, each of which should be a document.

    Raises:
        DispositionError: a line seems to have no end.
    """
    with file.open("rb") as stream:
        yield from document_lines(stream)


def documents_of_frame(file: Path) -> Iterator[Numbered]:
    """Yield the documents of a Parquet file, whose columns are their sections."""
    for number, row in enumerate(_rows_of(scan_table(file)), start=1):
        yield number, _told(row)


def _told(value: Any) -> Any:
    """Return plain data without what is null: a frame has all keys in each of its rows."""
    if isinstance(value, Mapping):
        kept = {key: _told(each) for key, each in value.items() if each is not None}
        return {key: each for key, each in kept.items() if each != {}}
    return [_told(each) for each in value] if isinstance(value, list) else value


def rows_of_file(file: Path, mapping: LotMapping) -> tuple[tuple[str, ...], Iterator[Numbered]]:
    """Return the columns of a table, and its rows; one that is none is a `BrokenRow`.

    Raises:
        RowError: the file has other columns than the mapping tells of.
        TableError: it is no table, or has a column that the decision would be written over.
    """
    rows: Iterable[Mapping[str, Any] | BrokenRow]
    if file.suffix.lower() in CSV:
        names = csv_names(file, mapping.encoding)
        rows = csv_rows(file, mapping.encoding)
    else:
        frame = scan_table(file)
        names = tuple(name for name in frame.collect_schema() if name != BROKEN)
        rows = map(_row_of, _rows_of(frame))
    if any(name.startswith(PREFIX) for name in names):
        taken = next(name for name in names if name.startswith(PREFIX))
        message = "the decision would be written over it"
        raise TableError([Problem(f"column `{taken}`", message, "leave it out", "name-taken")])
    mapping.expect_columns(names)
    return names, enumerate(rows, start=1)


def _row_of(row: dict[str, Any]) -> Mapping[str, Any] | BrokenRow:
    """Return a row, or what was marked instead of it."""
    mark = row.pop(BROKEN, None)
    return broken_row(mark) if mark else row


def _rows_of(frame: pl.LazyFrame) -> Iterator[dict[str, Any]]:
    for some in frame.collect_batches(chunk_size=LOTS, maintain_order=True):
        yield from some.iter_rows(named=True)
