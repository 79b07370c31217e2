"""Rows of a file decided as a table, part by part."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
from attrs import evolve

from disposition.batch.lots import refusal
from disposition.batch.work import BatchPart
from disposition.decide import Policy
from disposition.errors import Problem
from disposition.frozen import frozen
from disposition.rows.totals import totals_problem
from disposition.tables.columns import TableColumns, TableError
from disposition.tables.frames.deciding import decide_marking
from disposition.tables.names import OUTPUTS, PREFIX


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
        frame, totals = rows.frame, []
        if rows.is_last and frame.height:
            cells = frame.row(-1, named=True)
            problem = totals_problem(cells.values())
            if problem is not None:
                frame = frame.head(-1)
                totals = [refusal(rows.first + frame.height, [problem], cells)]
        decided, refused = decide_marking(self.policy.checked, frame, self.columns, OUTPUTS, PREFIX)
        told = [refusal(rows.first + row, problems, cells) for row, cells, problems in refused]
        return BatchPart(decided, (*told, *totals))


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


@contextmanager
def told_of(file: Path) -> Iterator[None]:
    """Say of a file that it cannot be read to its end, where that comes out late."""
    try:
        yield
    except pl.exceptions.PolarsError as error:
        why = str(error).partition("\n")[0]
        message = f"it cannot be read as its name says: {why}"
        hint = "a row may have more cells than there are names, or a quote that nothing closes"
        if "utf-8" in why:
            message, hint = "not UTF-8", "say which encoding it has, such as `encoding: cp1252`"
        raise TableError([Problem(str(file), message, hint, "no-table")]) from None
