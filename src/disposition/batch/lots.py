"""One part of a batch read and decided: lot documents, rows by a mapping, or rows as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from disposition.batch.mending import BROKEN, broken_row, mend
from disposition.batch.work import BatchPart
from disposition.decide import Policy
from disposition.decision import Decision
from disposition.documents.json.array import lines_of_file
from disposition.documents.json.lines import document_lines, expect_no_longer
from disposition.documents.plain import picked
from disposition.errors import DocumentError, LotError, Problem
from disposition.facts import Lot
from disposition.frozen import evolve, frozen
from disposition.rows.csv_rows import BrokenRow, csv_names, csv_rows
from disposition.rows.declaration import RowError
from disposition.rows.mapping import LotMapping
from disposition.rows.totals import totals_problem
from disposition.tables.columns import TableColumns, TableError
from disposition.tables.frames.deciding import decide_marking
from disposition.tables.frames.decisions import SCHEMA, row_of
from disposition.tables.frames.files import naming_file, scan_table
from disposition.tables.names import PREFIX, RowOutputs
from disposition.tables.suffixes import CSV, LINES

DOCUMENT = f"{PREFIX}document"
ROW = "row"

LOTS = 2_000
"""Lots of a part."""

Numbered = tuple[int, Any]
"""The place of a lot in its file, from 1, and the lot.

It is a line of JSON (None where it is too long), a document or a row, or a `BrokenRow`.
"""


@frozen
class LotsOfFile:
    """Some lots of a file, each with its place, and whether they are the last."""

    lots: Sequence[Numbered]
    is_last: bool


@frozen
class BatchDeciding:
    """What decides lots one by one: a policy, a mapping where they are rows, and what to keep.

    `columns` are those of rows; they stand before what was decided, as texts.
    """

    policy: Policy
    engine: str
    mapping: LotMapping | None = None
    columns: tuple[str, ...] = ()
    in_full: bool = False

    @property
    def _schema(self) -> Mapping[str, Any]:
        full = {DOCUMENT: pl.String} if self.in_full else {}
        if self.mapping is None:
            return {ROW: pl.Int64, **SCHEMA, **full}
        told = {f"{PREFIX}{name}": dtype for name, dtype in SCHEMA.items()}
        return {**dict.fromkeys(self.columns, pl.String), **told, **full}

    def part(self, lots: LotsOfFile) -> BatchPart:
        """Return what becomes of some lots."""
        rows, refused = [], []
        last = lots.lots[-1][0] if lots.lots and lots.is_last and self.mapping is not None else 0
        for number, given in lots.lots:
            if isinstance(given, BrokenRow):
                refused.append(refusal(number, [given.problem], {"line": given.text}))
                continue
            try:
                if number == last and (totals := totals_problem(given.values())):
                    raise RowError([totals])
                lot = self._lot(given)
                decision = self._decided(lot)
                rows.append(self._row(number, given, decision))
            except DocumentError as error:
                cells = None if self.mapping is None else given
                refused.append(refusal(number, error.problems, cells))
        return BatchPart(
            pl.DataFrame(rows, schema=dict(self._schema), orient="row"), tuple(refused)
        )

    def _decided(self, lot: Lot) -> Decision:
        try:
            return self.policy.decide(lot, engine=self.engine)
        except LotError as error:
            if self.mapping is None:
                raise
            raise self.mapping.by_column(error) from None

    def _lot(self, given: Any) -> Lot:
        if self.mapping is not None:
            return self.mapping.lot(given)
        if isinstance(given, Mapping):
            return Lot.from_dict(given)
        return Lot.from_json(expect_no_longer(given))

    def _row(self, number: int, given: Any, decision: Decision) -> tuple[Any, ...]:
        before = (
            (number,)
            if self.mapping is None
            else tuple(_text(given.get(name)) for name in self.columns)
        )
        full = (decision.to_json(),) if self.in_full else ()
        return (*before, *row_of(decision).values(), *full)


def _text(cell: object) -> str | None:
    return None if cell is None else str(cell)


def refusal(
    number: int, problems: Iterable[Problem], given: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return what is kept of a lot that cannot be decided: its place, why, and its cells."""
    told = [picked(each, "where", "message", "hint", "code") for each in problems]
    first = told[0]
    more = f" (and {len(told) - 1} more)" if len(told) > 1 else ""
    document: dict[str, Any] = {
        ROW: number,
        "error": f"{first['where']}: {first['message']}{more}",
        "problems": told,
    }
    if given is not None:
        document["given"] = {name: _text(cell) for name, cell in given.items()}
    return document


def parts_of_lots(lots: Iterable[Numbered], many: int) -> Iterator[LotsOfFile]:
    """Yield all lots in parts of so many; an empty file has one part, too."""
    left = iter(lots)
    some = list(islice(left, many))
    while following := list(islice(left, many)):
        yield LotsOfFile(some, is_last=False)
        some = following
    yield LotsOfFile(some, is_last=True)


class PartDeciding(Protocol):
    """What decides a part of a file, of its kind."""

    def part(self, some: Any, /) -> BatchPart:
        """Return what becomes of a part."""


_kept: PartDeciding


def keep(deciding: PartDeciding) -> None:
    """Remember what decides parts in a process that has just begun."""
    global _kept  # noqa: PLW0603 - one batch for each process
    _kept = deciding


def part_of(some: Any) -> BatchPart:
    """Return what becomes of a part, in a process that has begun."""
    return _kept.part(some)


def documents_of_lines(file: Path) -> Iterator[Numbered]:
    """Yield the lines of a file that are not blank, each of which should be a document.

    Raises:
        DispositionError: a line seems to have no end, or it is no array, as its name says.
    """
    try:
        lines = lines_of_file(file)
    except ValueError as error:
        hint = "a `.json` holds an array of lots, a `.jsonl` a lot on each line"
        raise TableError([Problem(str(file), str(error), hint, "no-table")]) from None
    with lines.stream as stream:
        yield from document_lines(stream)


def documents_of_frame(file: Path) -> Iterator[Numbered]:
    """Yield the documents of a Parquet file, whose columns are their sections."""
    for number, row in enumerate(_rows_of(scan_table(file)), start=1):
        yield number, _without_nulls(row)


def _without_nulls(value: Any) -> Any:
    """Return plain data without what is null: a frame has all keys in each of its rows."""
    if isinstance(value, Mapping):
        kept = {key: _without_nulls(each) for key, each in value.items() if each is not None}
        return {key: each for key, each in kept.items() if each != {}}
    return [_without_nulls(each) for each in value] if isinstance(value, list) else value


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


# --- rows of a file decided as a table ------------------------------------------------------------


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
        decided, refused = decide_marking(self.policy.checked, frame, self.columns, RowOutputs())
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
    with naming_file(file):
        for some in frame.collect_batches(chunk_size=height, maintain_order=True):
            if held is not None:
                yield held
            held = RowsOfTable(first, some, is_last=False)
            first += some.height
    if held is None:
        held = RowsOfTable(1, frame.head(0).collect(), is_last=True)
    yield evolve(held, is_last=True)


def whole_rows(file: Path, copy: Path) -> tuple[pl.LazyFrame, Sequence[int], list[Problem]]:
    """Return the rows of a file that are some, read from a copy, and what is wrong with the others.

    The places of the former are those in the file: of a row, all rows before it count.

    Raises:
        TableError: it is no table that can have rows which are none, or all are.
        OSError: it cannot be read, or the copy written.
    """
    if file.suffix.lower() not in CSV | LINES or not mend(file, copy):
        return scan_table(file), (), []
    frame = scan_table(copy)
    if BROKEN not in frame.collect_schema():
        return frame, (), []
    marks = frame.select(pl.col(BROKEN).fill_null("")).collect()[BROKEN]
    is_broken = marks != ""
    problems = [broken_row(each).problem for each in marks.filter(is_broken)]
    places = [at + 1 for at in (~is_broken).arg_true()]
    return frame.filter(pl.col(BROKEN).fill_null("") == "").drop(BROKEN), places, problems


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
