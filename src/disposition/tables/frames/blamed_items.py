"""Items of lists that cannot be read, told: which line of which table, or which item of a cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from disposition.documents.scalars import RefusalError
from disposition.errors import Problem
from disposition.facts.catalogue import Catalogue
from disposition.tables.columns import CellMeaning, LinesMeaning
from disposition.tables.frames.cells import CellError
from disposition.tables.frames.texts import read_text
from disposition.tables.frames.unreadable import unreadable_cell
from disposition.tables.loads import scalar_at


def items_told(
    column: str, cell: CellMeaning, items: object, catalogue: Catalogue
) -> Iterator[Problem]:
    """Yield what is wrong with the items of a cell that holds a list."""
    for number, item in enumerate(items if isinstance(items, Sequence) else (), start=1):
        where = f"column `{column}`, item {number}"
        if not isinstance(item, Mapping):
            yield Problem(where, "there is nothing at this place", code="wrong-type")
            continue
        for key, value in item.items():
            meant = CellMeaning(key, days=cell.days)
            yield from _told(f"{where}, `{key}`", meant, f"{cell.path}[].{key}", value, catalogue)


def lines_told(
    path: str,
    meaning: LinesMeaning,
    lot: Mapping[str, object],
    catalogue: Catalogue,
    absent: tuple[str, ...],
) -> Iterator[Problem]:
    """Yield what is wrong with the lines of a lot, whose table is at hand as a frame."""
    frame = meaning.source
    if not isinstance(frame, pl.DataFrame):
        return
    keys = [
        pl.col(name).cast(pl.String).str.strip_chars() == str(lot[of_lots]).strip()
        for of_lots, name in meaning.key.items()
    ]
    for row in frame.select(pl.arg_where(pl.all_horizontal(keys))).to_series():
        cells = frame.row(row, named=True)
        for name, cell in meaning.cells.items():
            where = f"lines `{meaning.name or path}`, row {row + 1}, column `{name}`"
            yield from _told(
                where, cell, f"{path}[].{cell.path}", cells[name], catalogue, absent=absent
            )


def _told(
    where: str,
    cell: CellMeaning,
    path: str,
    value: object,
    catalogue: Catalogue,
    *,
    absent: tuple[str, ...] = (),
) -> Iterator[Problem]:
    if value is None:
        return
    scalar = scalar_at(catalogue, path)
    try:
        if isinstance(value, str):
            read_text(value, cell, scalar, absent)
        elif cell.words is None:
            scalar.read(value)
    except (CellError, RefusalError):
        yield unreadable_cell(where, cell, scalar, value)
