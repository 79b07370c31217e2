"""Polars frames decided: a program written out over a frame, and cells that cannot be read told."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from disposition.errors import Problem
from disposition.facts.catalogue import Catalogue
from disposition.facts.flat import scalar_of
from disposition.frozen import evolve
from disposition.policy.model import CheckedPolicy
from disposition.tables.column_reading import ColumnType, scalar_at
from disposition.tables.columns import CellMeaning, TableColumns, TableError, has_lists
from disposition.tables.frames.files import naming_file
from disposition.tables.frames.loading import column_type, with_values
from disposition.tables.frames.relational.outputs import (
    decide_documents,
    needs_documents,
)
from disposition.tables.frames.unreadable import (
    item_problems,
    line_problems,
    unreadable_cell,
    unreadable_cells,
)
from disposition.tables.frames.writing import with_levels
from disposition.tables.names import RESERVED, UNREADABLE, RowOutputs
from disposition.tables.nested.given_lists import DEFECTS, UNITS
from disposition.tables.program import TableProgram, compile_table, expect


def schema_of(frame: pl.DataFrame | pl.LazyFrame) -> Mapping[str, ColumnType]:
    """Return what the columns of a frame hold."""
    return {name: column_type(dtype) for name, dtype in frame.collect_schema().items()}


def with_decisions(program: TableProgram, frame: pl.LazyFrame) -> pl.LazyFrame:
    """Return a frame with the outputs of a program, and the columns that are there meanwhile."""
    return with_levels(with_values(frame, program.loads), program.levels)


def decide_lazily(
    policy: CheckedPolicy, frame: pl.LazyFrame, columns: TableColumns | None, wanted: RowOutputs
) -> pl.LazyFrame:
    """Return a lazy frame with decisions; a row that cannot be read is marked.

    Raises:
        TableError: with everything that does not fit, by column.
    """
    with naming_file(frame):
        schema, wanted = schema_of(frame), evolve(wanted, marks=True)
    declared = columns or TableColumns.by_path(schema, policy.catalogue)
    program = _program(policy, declared, schema, wanted)
    if program is None:  # lists are gone through with all rows at hand
        with naming_file(frame):
            collected = frame.collect()
        return decide_eagerly(policy, collected, declared, wanted).lazy()
    return with_decisions(program, frame).select(*schema, *program.names)


def _program(
    policy: CheckedPolicy,
    columns: TableColumns,
    schema: Mapping[str, ColumnType],
    wanted: RowOutputs,
) -> TableProgram | None:
    """Return what decides rows by expressions; None where they are decided as documents.

    Raises:
        TableError: with everything that does not fit, by column.
    """
    if has_lists(columns, policy.catalogue):
        return None
    try:
        return compile_table(policy, columns, schema, wanted)
    except TableError as error:
        if not needs_documents(error, columns, policy.catalogue):
            raise
        return None


def decide_eagerly(
    policy: CheckedPolicy, frame: pl.DataFrame, columns: TableColumns | None, wanted: RowOutputs
) -> pl.DataFrame:
    """Return a frame with decisions.

    Raises:
        TableError: with everything that does not fit, by column; cells that cannot be read, too,
            unless they are marked.
    """
    schema = schema_of(frame)
    declared = columns or TableColumns.by_path(schema, policy.catalogue)
    program = _program(policy, declared, schema, wanted)
    if program is None:
        expect(schema, declared, wanted)
        return decide_documents(policy, frame, declared, wanted)
    decided = with_decisions(program, frame.lazy())
    bad = [] if wanted.marks else [each.bad for each in program.loads]
    found = decided.select(*schema, *program.names, *bad).collect()
    problems = [
        problem
        for load in sorted(program.loads, key=lambda each: frame.columns.index(each.column))
        if load.bad in bad and found[load.bad].any()
        for problem in unreadable_cells(load, found)
    ]
    if problems:
        raise TableError(problems)
    return found.drop(bad)


Unreadable = tuple[int, dict[str, object], list[Problem]]
"""A row that cannot be read: its place in the frame, from 0, its cells, and why."""


def decide_marking(
    policy: CheckedPolicy, frame: pl.DataFrame, columns: TableColumns, wanted: RowOutputs
) -> tuple[pl.DataFrame, list[Unreadable]]:
    """Return the rows that can be read with their decisions, and the others with what is wrong.

    Raises:
        TableError: with everything that does not fit, by column.
    """
    name = f"{wanted.prefix}{UNREADABLE}"
    decided = decide_eagerly(policy, frame, columns, wanted)
    is_bad = decided[name].list.len() > 0
    refused: list[Unreadable] = []
    for row in is_bad.arg_true():
        cells = frame.row(row, named=True)
        unreadable = decided[name][row]
        problems: list[Problem] = []
        for each in unreadable:
            is_told = each in columns.cells or len(refused) < MOST_LINES_TOLD
            items = _items(each, cells, columns, policy.catalogue) if is_told else []
            problems += items or [_cell_problem(each, cells, columns, policy)]
        refused.append((row, cells, problems))
    return decided.filter(~is_bad).drop(name), refused


def first_unreadable(
    policy: CheckedPolicy, frame: pl.LazyFrame, columns: TableColumns, most: int
) -> list[tuple[int, list[Problem]]]:
    """Return the first rows that cannot be read, by their places from 1, with what is wrong."""
    wanted = RowOutputs(("outcome",), RESERVED)
    decided = decide_lazily(policy, frame, columns, wanted)
    bad = decided.with_row_index(f"{RESERVED}row", offset=1).filter(
        pl.col(f"{RESERVED}{UNREADABLE}").list.len() > 0
    )
    places = bad.select(f"{RESERVED}row").head(most).collect().to_series().to_list()
    rows = [frame.slice(place - 1, 1).collect() for place in places]
    return [
        (place, decide_marking(policy, row, columns, wanted)[1][0][2])
        for place, row in zip(places, rows, strict=True)
    ]


MOST_LINES_TOLD = 100
"""Rows of a frame of which it is looked for which line of another table cannot be read."""


def _items(
    name: str, cells: Mapping[str, object], columns: TableColumns, catalogue: Catalogue
) -> list[Problem]:
    """Return what is wrong with the items of a list that cannot be read."""
    cell = columns.cells.get(name)
    if cell is not None and cell.path in catalogue.lists:
        return [*item_problems(name, cell, cells[name], catalogue)]
    for path, lines in columns.lines.items():
        if name in (path, lines.name):
            return [*line_problems(path, lines, cells, catalogue, columns.absent)]
    return []


def _cell_problem(
    name: str, cells: Mapping[str, object], columns: TableColumns, policy: CheckedPolicy
) -> Problem:
    """Return what is wrong with a cell, or with what a row says as a whole."""
    cell = columns.cells.get(name)
    if name in columns.counts:
        units = scalar_at(policy.catalogue, f"{DEFECTS}[].{UNITS}")
        meant = CellMeaning(UNITS, decimals=columns.counts[name].decimals)
        return unreadable_cell(f"column `{name}`", meant, units, cells[name])
    if cell is None or cell.path not in policy.catalogue:
        message = "it cannot be read, or contradicts what else the row says"
        return Problem(f"column `{name}`" if cell else "$", message, code=UNREADABLE)
    scalar = scalar_of(cell.path, policy.catalogue)
    return unreadable_cell(f"column `{name}`", cell, scalar, cells[name])
