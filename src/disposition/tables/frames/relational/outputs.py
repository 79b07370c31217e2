"""What is decided in each row of a frame with lists: outputs made of the truths of conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from disposition.documents.quoting import shown
from disposition.errors import LotError, Problem
from disposition.facts.catalogue import Catalogue
from disposition.frozen import evolve
from disposition.policy.model import CheckedPolicy
from disposition.tables.column_reading import ColumnReading
from disposition.tables.columns import (
    TableColumns,
    TableError,
    lists_in,
    meant_by,
    without_fixed_lists,
)
from disposition.tables.frames.relational.deciding import NOT_TOLD, AskingRows, RowTruths
from disposition.tables.frames.relational.lines import lot_lines
from disposition.tables.frames.relational.loading import MeantFrames
from disposition.tables.frames.unreadable import MOST_TOLD, unreadable_cells
from disposition.tables.frames.writing import with_levels
from disposition.tables.names import RESERVED, RowOutputs
from disposition.tables.nested.given_lists import count_misfits, list_misfits
from disposition.tables.outcomes import Outcomes, truth_column
from disposition.words import counted

AS_DOCUMENT = "(the row)"
"""What cannot be read where no column by itself is wrong: values that contradict one another."""


def needs_documents(error: TableError, columns: TableColumns, catalogue: Catalogue) -> bool:
    """Whether a table was refused only for what Python computes, and holds what it is told by."""
    paths = [*(cell.path for cell in columns.cells.values()), *columns.fixed]
    return all(each.code == "not-in-tables" for each in error.problems) and all(
        path in catalogue and catalogue[path].given for path in paths
    )


def decide_documents(
    policy: CheckedPolicy, frame: pl.DataFrame, columns: TableColumns, wanted: RowOutputs
) -> pl.DataFrame:
    """Return a frame with decisions, of which columns are values and lists of documents.

    Raises:
        TableError: with everything that does not fit, by column; rows that cannot be read, too,
            unless they are marked.
    """
    meant = _meant(columns, policy.catalogue, frame, marks=wanted.marks)
    asking = AskingRows(policy, meant, with_blames="missing" in wanted.outputs)
    starts = range(0, max(frame.height, 1), BATCH)
    parts = [_decided(asking, frame.slice(start, BATCH), wanted, start) for start in starts]
    return pl.concat(parts) if len(parts) > 1 else parts[0]


BATCH = 500_000
"""Rows that are decided together, so that memory does not grow with all of them."""


def _decided(
    asking: AskingRows, frame: pl.DataFrame, wanted: RowOutputs, first: int
) -> pl.DataFrame:
    """Return a part of a frame with decisions; `first` is its first row."""
    try:
        truths = asking.truths(frame)
    except NOT_TOLD as error:
        hint = "decide documents: `policy.decide_many(lots)`"
        why = str(error) or "its numbers could need more than 38 digits in a row"
        raise TableError([Problem("$", why, hint, "not-in-tables")]) from None
    unreadable = {each.column: truth_column(each.bad) for each in truths.loaded.loads}
    bad_lists = {name: f"{RESERVED}list_{name}" for name in truths.loaded.bad}
    unreadable |= {name: truth_column(bad) for name, bad in bad_lists.items()}
    wrong = pl.repeat(False, frame.height, eager=True).alias(f"{RESERVED}wrong")
    if truths.wrong:
        wrong = wrong.scatter(sorted(truths.wrong), True).alias(wrong.name)
        unreadable[AS_DOCUMENT] = truth_column(wrong.name)
    bad = {bad_lists[name]: bad for name, bad in truths.loaded.bad.items()}
    held = truths.frame.with_columns(wrong, **bad)
    if not wanted.marks:
        _refuse(truths, held, bad_lists, first)
    conditions = [truth_column(name) for name in truths.truths]
    blames = [{path: truth_column(name) for path, name in each.items()} for each in truths.blames]
    levels = Outcomes(asking.policy, conditions, unreadable, wanted).levels(blames)
    return with_levels(held.lazy(), levels).select(*frame.columns, *levels.outputs).collect()


def _meant(
    columns: TableColumns, catalogue: Catalogue, frame: pl.DataFrame, *, marks: bool
) -> MeantFrames:
    """Return what columns mean, of which none is a derived fact.

    Raises:
        TableError: with each column that is, and everything else that does not fit.
    """
    lists = lists_in(columns, catalogue)
    cells = {name: cell for name, cell in columns.cells.items() if name not in lists}
    given, empty = without_fixed_lists(columns, catalogue)
    meant = meant_by(evolve(given, cells=cells), catalogue)
    derived = [
        *((f"column `{name}`", cell.path) for name, cell in meant.cells.items()),
        *((f"fixed `{path}`", path) for path in meant.fixed),
    ]
    hint = "beside a list, give what stands in a document: facts are derived from that"
    problems = [
        Problem(where, f"`{path}` is a derived fact", hint, "not-in-tables")
        for where, path in derived
        if not catalogue[path].given
    ]
    problems += list_misfits(columns, lists, catalogue)
    problems += count_misfits(columns.counts, frame.columns, catalogue)
    if problems:
        raise TableError(problems)
    reading = ColumnReading.of(columns, catalogue)
    present = {name: cell for name, cell in meant.cells.items() if name in frame.columns}
    lines = lot_lines(columns.lines, frame, reading, marks=marks)
    return MeantFrames(present, lists, meant.fixed, reading, columns.counts, lines, tuple(empty))


def _refuse(
    truths: RowTruths, held: pl.DataFrame, bad_lists: Mapping[str, str], first: int
) -> None:
    """Raise what is wrong with the first rows that cannot be read, if there are any."""
    problems = [
        problem
        for load in truths.loaded.loads
        for problem in unreadable_cells(load, held, first=first)
    ]
    for name, bad in bad_lists.items():
        rows = held[bad].fill_null(value=False).arg_true()
        if not len(rows):
            continue
        values = held[name].gather(rows.head(MOST_TOLD))
        for row, value in zip(rows.head(MOST_TOLD), values, strict=True):
            found = value.to_list() if isinstance(value, pl.Series) else value
            message = f"{shown(found)} cannot be read"
            problems.append(
                Problem(f"column `{name}`, row {first + row + 1}", message, code="wrong-type")
            )
        if len(rows) > MOST_TOLD:
            more = f"{counted(len(rows) - MOST_TOLD, 'more cell')} cannot be read"
            problems.append(Problem(f"column `{name}`", more, code="more"))
    problems += _contradictions(truths.wrong, first)
    if problems:
        *others, last = problems
        hint = last.hint or "`bad='mark'` decides the other rows, and marks these"
        raise TableError([*others, evolve(last, hint=hint)])


def _contradictions(wrong: Mapping[int, LotError], first: int) -> Iterator[Problem]:
    for row in sorted(wrong)[:MOST_TOLD]:
        for each in wrong[row].problems:
            yield evolve(each, where=f"row {first + row + 1}, {each.where}")
    if len(wrong) > MOST_TOLD:
        yield Problem("$", f"{counted(len(wrong) - MOST_TOLD, 'more row')} contradict themselves")
