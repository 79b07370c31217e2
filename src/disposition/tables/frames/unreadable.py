"""Cells that cannot be read, told: what was expected of each, what was found, and where."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from disposition.documents.quoting import shown
from disposition.documents.scalars import RefusalError, ScalarType
from disposition.errors import Problem, suggest
from disposition.facts.catalogue import Catalogue
from disposition.language.types import Kind
from disposition.tables.column_reading import Load, scalar_at
from disposition.tables.columns import CellMeaning, LinesMeaning
from disposition.tables.frames.cells import CellError, Notation, is_blank
from disposition.tables.frames.loading import read_text
from disposition.words import counted, listed

MOST_TOLD = 3
"""Cells of a column that are told one by one."""


def unreadable_cells(
    load: Load, frame: pl.DataFrame, table: str = "", first: int = 0
) -> Iterator[Problem]:
    """Yield what is wrong with the first cells of a column of a frame that cannot be read.

    `table` says before the column which table it is of, and `first` is the place of the frame's
    first row in it.
    """
    rows = frame[load.bad].fill_null(value=False).arg_true()
    values = frame[load.column].gather(rows.head(MOST_TOLD))
    for row, value in zip(rows.head(MOST_TOLD), values, strict=True):
        where = f"{table}column `{load.column}`, row {first + row + 1}"
        yield unreadable_cell(where, load.cell, load.scalar, value)
    if len(rows) > MOST_TOLD:
        more = f"{counted(len(rows) - MOST_TOLD, 'more cell')} cannot be read"
        hint = "`bad='mark'` decides the other rows, and marks these"
        yield Problem(f"{table}column `{load.column}`", more, hint, "more")


def unreadable_cell(where: str, cell: CellMeaning, scalar: ScalarType, value: object) -> Problem:
    """Return what is wrong with a cell that cannot be read."""
    if cell.words is not None:
        message = f"`words` does not say what {shown(value)} means"
        hint = _absent(value) or suggest(str(value), cell.words)
        hint = hint or f"`words` has {listed(cell.words)}"
        return Problem(where, message, hint, "unknown-word")
    try:
        scalar.read(read_text(value, cell, scalar) if isinstance(value, str) else value)
    except CellError as error:
        return _of_a_text(where, value, scalar, error)
    except RefusalError as error:
        return Problem(where, error.message, error.hint, error.code)
    places = cell.places
    hint = f"`places` says how many digits behind the point there are; it is {places}"
    return Problem(where, f"{shown(value)} is not exact to {places} places", hint, "not-exact")


def _of_a_text(where: str, value: object, scalar: ScalarType, error: CellError) -> Problem:
    """Return what is wrong with a text: as a document says it, unless tables know better."""
    kind, message, hint = scalar.type.kind, error.message, error.hint
    code = "no-such-day" if kind is Kind.DATE else "wrong-type"
    if kind is not Kind.DATE and not (kind.is_number and hint):
        try:
            scalar.read(value)
        except RefusalError as refused:
            message, hint, code = refused.message, refused.hint or hint, refused.code
    return Problem(where, message, _absent(value) or hint, code)


def _absent(value: object) -> str:
    """Return how it is said of a text that it says nothing, if it looks so."""
    if not is_blank(value, Notation()):
        return ""
    return f"`absent: [{json.dumps(value)}]` says that it says nothing"


def item_problems(
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
            yield from _cell_problems(
                f"{where}, `{key}`", meant, f"{cell.path}[].{key}", value, catalogue
            )


def line_problems(
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
            yield from _cell_problems(
                where, cell, f"{path}[].{cell.path}", cells[name], catalogue, absent=absent
            )


def _cell_problems(
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
