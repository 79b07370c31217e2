"""The rows of a CSV file as people and ERPs write it: any usual delimiter, any encoding.

A row that is none (too many cells, a quote that nothing closes) costs only itself.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from os import PathLike
from pathlib import Path

from disposition.documents.quoting import shown
from disposition.errors import Problem
from disposition.frozen import frozen
from disposition.tables.frames.csv_head import csv_below_head, no_table

_MOST_SHOWN = 1_000

MOST_BROKEN = 1_000
"""Rows that can be none at the beginning of a file; where there are more, it is no table."""


@frozen
class BrokenRow:
    """A row that is none: the line from 1 where it begins, why, and the beginning of its text.

    Of a JSON array it is an `item`, by its place.
    """

    line: int
    why: str
    text: str
    hint: str = ""
    what: str = "line"

    @property
    def problem(self) -> Problem:
        """What is wrong with it, at its line."""
        return Problem(f"{self.what} {self.line}", self.why, self.hint, "broken-row")


@frozen
class CsvTable:
    """A CSV file that is open: what its first line says, and the records below, once.

    Blank records are left out. `records` have at most as many cells as there are `names`; one that
    is none is told as a `BrokenRow`.
    """

    delimiter: str
    names: Sequence[str]
    records: Iterator[list[str] | BrokenRow]


def csv_rows(
    path: str | PathLike[str], encoding: str = ""
) -> Iterator[dict[str, str | None] | BrokenRow]:
    """Yield the rows of a CSV file by the names in its first line; blank rows are left out.

    Cells have no blanks around them, and None stands for empty ones. Its head is read as by
    `csv_below_head`. A row that has more cells than names, or a cell in a column without one, comes
    as a `BrokenRow`.

    Raises:
        TableError: it is no table, as for `csv_below_head`, or no row can be read.
        OSError: it cannot be read.
    """
    with csv_table(path, encoding) as table:
        for record in _some_whole(table.records, str(path)):
            if isinstance(record, BrokenRow):
                yield record
            else:
                cells = [cell.strip() if cell else None for cell in record]
                yield {name: cell for name, cell in zip(table.names, cells, strict=False) if name}


def csv_names(path: str | PathLike[str], encoding: str = "") -> tuple[str, ...]:
    """Return the names in the first line of a CSV file; raises as `csv_rows` does."""
    with csv_table(path, encoding) as table:
        return tuple(name for name in table.names if name)


@contextmanager
def csv_table(
    path: str | PathLike[str], encoding: str = "", *, is_named: bool = True
) -> Iterator[CsvTable]:
    """Open a CSV file; raises as `csv_rows` does.

    Where it `is_named`, a cell in a column without a name makes a row none.
    """
    with csv_below_head(Path(path), encoding) as (head, below):
        records = _records(below, head.lines + 1, head.delimiter)
        fitting = _fitting(records, head.names, is_named=is_named)
        yield CsvTable(head.delimiter, head.names, fitting)


Lines = tuple[int, str, list[str] | str]
"""A record: its first line, the text of that, and its cells, or why it has none."""


def _records(lines: Iterator[str], number: int, delimiter: str) -> Iterator[Lines]:
    """Yield the records from a line on.

    Below a quote that nothing closes it goes on with the next line, so that no row is lost in it.
    Such a quote goes no further than the longest cell that `csv` reads in this process.
    """
    given_back, taken = deque[str](), list[str]()

    def following() -> Iterator[str]:
        while (line := given_back.popleft() if given_back else next(lines, None)) is not None:
            taken.append(line)
            yield line

    reader = csv.reader(following(), delimiter=delimiter, strict=True)
    while True:
        try:
            for cells in reader:
                yield number, taken[0], cells
                number += len(taken)
                taken.clear()
        except csv.Error:
            yield number, taken[0], "a quote stands where none can be, or nothing closes it"
            number += 1
            given_back.extendleft(reversed(taken[1:]))
            taken.clear()
            reader = csv.reader(following(), delimiter=delimiter, strict=True)
        else:
            return


def _fitting(
    records: Iterator[Lines], names: Sequence[str], *, is_named: bool
) -> Iterator[list[str] | BrokenRow]:
    """Yield the records that say anything, or what keeps them from being rows."""
    without = [at for at, name in enumerate(names) if not name] if is_named else []
    for line, text, cells in records:
        why, hint = (cells, "") if isinstance(cells, str) else ("", "")
        if not why and any(map(str.strip, cells[len(names) :])):
            why = f"{len(cells)} cells for {len(names)} columns"
            hint = "put cells that hold the delimiter in quotes"
        elif not why:
            lost = [cells[at] for at in without if at < len(cells) and cells[at].strip()]
            if lost:
                why = f"the column of {shown(lost[0])} has no name"
                hint = "name it in the first line"
        if why:
            yield BrokenRow(line, why, text.strip()[:_MOST_SHOWN], hint)
        elif isinstance(cells, list) and any(map(str.strip, cells)):
            yield cells[: len(names)]


def _some_whole(
    records: Iterator[list[str] | BrokenRow], name: str
) -> Iterator[list[str] | BrokenRow]:
    """Yield all records; refuse the file by the first, where no record is a row."""
    broken: list[BrokenRow] = []
    for record in records:
        if isinstance(record, BrokenRow):
            broken.append(record)
            if len(broken) < MOST_BROKEN:
                continue
            break
        yield from broken
        yield record
        yield from records
        return
    if broken:
        first = broken[0].problem
        raise no_table(f"{name}, {first.where}", first.message, first.hint)
