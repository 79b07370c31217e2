"""Cells that cannot be read, told: what was expected of each, what was found, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from disposition.documents.scalars import RefusalError, ScalarType
from disposition.documents.shown import shown
from disposition.errors import Problem
from disposition.language.types import Kind
from disposition.tables.columns import CellMeaning
from disposition.tables.loads import Load
from disposition.tables.meanings import UNCLEAR
from disposition.words import counted

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
        return Problem(where, message, code="unknown-word")
    if scalar.type.kind is Kind.DATE and isinstance(value, str):
        message = f"expected a day that exists, as `{cell.days}`, found {shown(value)}"
        return Problem(where, message, code="no-such-day")
    if scalar.type.kind.is_number and not cell.decimals and _is_unclear(value):
        hint = "say how decimals are written: `decimals: point` or `decimals: comma`"
        return Problem(where, f"{shown(value)} is not one number", hint, "wrong-type")
    try:
        scalar.read(value)
    except RefusalError as error:
        return Problem(where, error.message, error.hint, error.code)
    places = cell.places
    hint = f"`places` says how many digits behind the point there are; it is {places}"
    return Problem(where, f"{shown(value)} is not exact to {places} places", hint, "not-exact")


def _is_unclear(value: object) -> bool:
    """Whether a text is a number by one of the signs, and nobody said by which."""
    text = value.strip() if isinstance(value, str) else ""
    has_comma = re.fullmatch(r"[+-]?\d[\d.]*,[\d.,]*", text)
    return bool(has_comma or re.fullmatch(UNCLEAR, text))
