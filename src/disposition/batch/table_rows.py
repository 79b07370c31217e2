"""Rows of a file decided as a table, part by part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from disposition.batch.lots import refusal
from disposition.batch.mending import BROKEN, broken_row, mend
from disposition.batch.work import BatchPart
from disposition.decide import Policy
from disposition.errors import Problem
from disposition.frozen import evolve, frozen
from disposition.rows.declaration import RowError
from disposition.rows.mapping import LotMapping
from disposition.rows.totals import totals_problem
from disposition.tables.columns import TableColumns, TableError
from disposition.tables.frames.deciding import decide_marking
from disposition.tables.frames.files import scan_table, told_of
from disposition.tables.names import CSV, LINES, Wanted


@frozen
class RowsOfTable:
    """Some rows of a table, from a place on: the first row of the table has place 1."""

    first: int
    frame: pl.DataFrame
    is_last: bool


@frozen
class TableDeciding:
    """What decides rows as a table: a policy, and what the columns mean."""

    policy: Policy
    columns: TableColumns

    def part(self, rows: RowsOfTable) -> BatchPart:
        """Return what becomes of some rows."""
        frame, broken, places = _whole(rows)
        totals = []
        if rows.is_last and frame.height:
            cells = frame.row(-1, named=True)
            problem = totals_problem(cells.values())
            if problem is not None:
                frame = frame.head(-1)
                totals = [refusal(places[-1], [problem], cells)]
        decided, refused = decide_marking(self.policy.checked, frame, self.columns, Wanted())
        told = [refusal(places[row], problems, cells) for row, cells, problems in refused]
        in_order = sorted((*broken, *told, *totals), key=lambda each: int(each["row"]))
        return BatchPart(decided, tuple(in_order))


def _whole(rows: RowsOfTable) -> tuple[pl.DataFrame, list[dict[str, Any]], Sequence[int]]:
    """Return the rows that are rows, what is kept of the others, and the places of the former."""
    frame, places = rows.frame, range(rows.first, rows.first + rows.frame.height)
    if BROKEN not in frame.columns:
        return frame, [], places
    marks = frame[BROKEN].fill_null("").to_list()
    broken = []
    for place, mark in zip(places, marks, strict=True):
        if mark:
            row = broken_row(mark)
            broken.append(refusal(place, [row.problem], {"line": row.text}))
    whole = [place for place, mark in zip(places, marks, strict=True) if not mark]
    return (
        frame.filter(pl.Series([not mark for mark in marks], dtype=pl.Boolean)).drop(BROKEN),
        broken,
        whole,
    )


def parts_of_table(file: Path, frame: pl.LazyFrame, height: int) -> Iterator[RowsOfTable]:
    """Yield all rows of a file in parts of one height; an empty one has one part, too."""
    held: RowsOfTable | None = None
    first = 1
    with told_of(file):
        for some in frame.collect_batches(chunk_size=height, maintain_order=True):
            if held is not None:
                yield held
            held = RowsOfTable(first, some, is_last=False)
            first += some.height
    if held is None:
        held = RowsOfTable(1, frame.head(0).collect(), is_last=True)
    yield evolve(held, is_last=True)


def whole_rows(file: Path, copy: Path) -> tuple[pl.LazyFrame, list[Problem]]:
    """Return the rows of a file that are some, read from a copy, and what is wrong with the others.

    Raises:
        TableError: it is no table that can have rows which are none, or all are.
        OSError: it cannot be read, or the copy written.
    """
    if file.suffix.lower() not in CSV | LINES or not mend(file, copy):
        return scan_table(file), []
    frame = scan_table(copy)
    if BROKEN not in frame.collect_schema():
        return frame, []
    mark = pl.col(BROKEN).fill_null("")
    broken = frame.select(BROKEN).filter(mark != "").collect()[BROKEN]
    return frame.filter(mark == "").drop(BROKEN), [broken_row(each).problem for each in broken]


def mapping_instead(refusal: TableError, declared: Mapping[str, Any]) -> LotMapping:
    """Return the mapping by which rows are decided one by one, where tables cannot do it.

    Raises:
        TableError: the refusal itself, where a mapping would not help.
    """
    is_of_table = not all(each.where.startswith("$") for each in refusal.problems)
    if is_of_table and any(each.code != "not-in-tables" for each in refusal.problems):
        raise refusal
    try:
        return LotMapping.from_dict(declared)
    except RowError:
        raise refusal from None
