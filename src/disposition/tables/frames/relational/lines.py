"""Lists of lots that stand elsewhere: long tables of lines, and columns that count units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from disposition.documents.quoting import shown
from disposition.errors import Problem
from disposition.facts.catalogue import Catalogue
from disposition.frozen import evolve, frozen
from disposition.tables.column_reading import ColumnReading, Load
from disposition.tables.columns import CountMeaning, LinesMeaning, TableColumns, TableError
from disposition.tables.frames.files import whole_table
from disposition.tables.frames.loading import column_type, with_values
from disposition.tables.frames.unreadable import MOST_TOLD, unreadable_cells
from disposition.tables.names import RESERVED, ROW
from disposition.tables.nested.given_lists import UNITS, missing
from disposition.words import counted, listed

_KEY = f"{RESERVED}key"


@frozen(eq=False)
class LotLines:
    """The lines of all lots, read: their values, and under which key they find their lot.

    `told` is how messages call them. `keys` are the columns of the lots.
    """

    path: str
    told: str
    keys: tuple[str, ...]
    loads: tuple[Load, ...]
    frame: pl.DataFrame
    is_empty_without_rows: bool

    def of(self, lots: pl.DataFrame) -> tuple[pl.DataFrame, pl.Series, pl.Series]:
        """Return the items of some lots by their rows, which lots have a list, and which bad lines.

        Raises:
            TableError: a column of keys is of another type than that of the lines.
        """
        names = [f"{_KEY}_{place}" for place, _ in enumerate(self.keys)]
        held = lots.select(
            ROW,
            **{
                name: _key(lots, of).cast(self.frame.schema[name])
                for name, of in zip(names, self.keys, strict=True)
            },
        )
        items = self.frame.join(held, on=names, how="inner", maintain_order="left")
        items = items.sort(ROW, maintain_order=True)
        rows = items[ROW].unique()
        has_key = pl.all_horizontal(pl.col(names).is_not_null())
        listed_rows = held.select(has_key & pl.lit(self.is_empty_without_rows)).to_series()
        bad = pl.repeat(False, lots.height, eager=True)
        if len(rows):
            listed_rows = listed_rows.scatter(rows, True)
            is_bad = pl.any_horizontal([pl.lit(False), *(pl.col(one.bad) for one in self.loads)])
            wrong = items.filter(is_bad.fill_null(False))[ROW].unique()
            bad = bad.scatter(wrong, True) if len(wrong) else bad
        return items.select(ROW, *(one.value for one in self.loads)), listed_rows, bad


def lot_lines(
    lines: Mapping[str, LinesMeaning],
    lots: pl.DataFrame,
    reading: ColumnReading,
    *,
    marks: bool,
) -> tuple[LotLines, ...]:
    """Return the lines of lots, read and joined to a key.

    Raises:
        TableError: with everything that does not fit: columns, keys, lots that are there twice,
            lines of no lot; cells that cannot be read, too, unless their lots are marked.
        OSError: a file of lines cannot be read.
    """
    found = [_Lines(path, each, reading) for path, each in lines.items()]
    for each in found:
        each.expect(lots, marks=marks)
    return tuple(each.read(marks=marks) for each in found)


def with_lines_checked(
    columns: TableColumns, lots: pl.LazyFrame, catalogue: Catalogue
) -> TableColumns:
    """Return columns whose lines are at hand and find their lots, for parts of all the lots.

    Raises:
        TableError: as `lot_lines` does of keys.
        OSError: a file of lines cannot be read.
    """
    checked = {}
    for path, each in columns.lines.items():
        read = evolve(each, source=whole_table(each.source))
        known = [name for name in each.key if name in lots.collect_schema()]
        keys = lots.select(known).collect(engine="streaming")
        _Lines(path, read, ColumnReading(catalogue)).expect(keys, marks=True)
        checked[path] = evolve(read, leaves_out_strays=True)
    return evolve(columns, lines=checked)


class _Lines:
    def __init__(self, path: str, meaning: LinesMeaning, reading: ColumnReading) -> None:
        self._path, self._meaning, self._reading = path, meaning, reading
        self._name = meaning.name or path
        self._told = f"lines `{self._name}`"
        self._frame = whole_table(meaning.source)
        self._keys = tuple(f"{_KEY}_{place}" for place, _ in enumerate(meaning.key))

    # --- keys ------------------------------------------------------------------------------------

    def expect(self, lots: pl.DataFrame, *, marks: bool) -> None:
        """Expect that lines find their lots, each one."""
        meaning, frame = self._meaning, self._frame
        problems = [*missing(meaning.key, lots.columns, "the table", "")]
        problems += missing(meaning.key.values(), frame.columns, "it", f"{self._told}, ")
        problems += missing(meaning.cells, frame.columns, "it", f"{self._told}, ")
        if not problems:
            for one, other in meaning.key.items():
                problems += self._key_misfit(lots.schema[one], frame.schema[other], one, other)
        if problems:
            raise TableError(dict.fromkeys(problems))
        of_lots = self._keys_of(lots, meaning.key)
        of_lines = self._keys_of(frame, meaning.key.values())
        # A column of nothing has no type of its own.
        of_lines = of_lines.cast({k: t for k, t in of_lots.schema.items() if t != pl.Null})
        of_lots = of_lots.cast(of_lines.schema)
        problems += self._without_key(of_lots, of_lines, marks=marks)
        problems += self._lots_twice(of_lots)
        if not meaning.leaves_out_strays:
            problems += self._strays(of_lots, of_lines)
        if problems:
            raise TableError(problems)
        self._frame = self._frame.with_columns(of_lines)

    def _keys_of(self, frame: pl.DataFrame, names: Iterable[str]) -> pl.DataFrame:
        pairs = zip(self._keys, names, strict=True)
        return pl.DataFrame([_key(frame, name).alias(key) for key, name in pairs])

    def _key_misfit(self, one: Any, other: Any, lots: str, lines: str) -> Iterator[Problem]:
        if one == other or pl.Null in {one, other}:
            return
        if _kind_of(one) is None or _kind_of(one) != _kind_of(other):
            where = f"{self._told}, column `{lines}`"
            message = f"it holds {other}, and column `{lots}` of the lots {one}"
            yield Problem(where, message, "give both the same type", "wrong-type")

    def _without_key(
        self, lots: pl.DataFrame, lines: pl.DataFrame, *, marks: bool
    ) -> Iterator[Problem]:
        is_blank = pl.any_horizontal(pl.all().is_null())
        if not marks:
            rows = lots.select(is_blank).to_series().arg_true()
            names = listed(self._meaning.key)
            message = f"the lot has no key in {names}, by which its lines are found"
            yield from _row_problems("", rows, message, "no-key")
        rows = lines.select(is_blank).to_series().arg_true()
        message = "the line has no key, by which its lot is found"
        yield from _row_problems(f"{self._told}, ", rows, message, "no-key")

    def _lots_twice(self, lots: pl.DataFrame) -> Iterator[Problem]:
        held = lots.with_row_index(ROW).drop_nulls()
        again = held.filter(~pl.struct(self._keys).is_first_distinct())
        for row, *key in again.head(MOST_TOLD).iter_rows():
            message = f"there is a lot with the key {_shown(key)} above: whose lines are these?"
            yield Problem(f"row {row + 1}", message, code="twice")
        if again.height > MOST_TOLD:
            more = counted(again.height - MOST_TOLD, "more lot")
            yield Problem("$", f"{more} with a key that is there above", code="more")

    def _strays(self, lots: pl.DataFrame, lines: pl.DataFrame) -> Iterator[Problem]:
        numbered = lines.with_row_index(ROW).drop_nulls()
        strays = numbered.join(lots, on=list(self._keys), how="anti", maintain_order="left")
        hint = "`no_lot: leave_out` leaves such lines out"
        for row, *key in strays.head(MOST_TOLD).iter_rows():
            where = f"{self._told}, row {row + 1}"
            yield Problem(where, f"there is no lot with the key {_shown(key)}", hint, "no-lot")
        if strays.height > MOST_TOLD:
            more = counted(strays.height - MOST_TOLD, "more line")
            yield Problem(self._told, f"{more} of no lot", hint, "more")

    # --- values ----------------------------------------------------------------------------------

    def read(self, *, marks: bool) -> LotLines:
        """Return the lines with their values."""
        held = {name: column_type(dtype) for name, dtype in self._frame.schema.items()}
        found, problems = self._reading.items(
            self._meaning.cells, held, self._path, f"{RESERVED}line", f"{self._told}, column "
        )
        loads = tuple(found.values())
        if problems:
            raise TableError(problems)
        frame = with_values(self._frame, loads)
        if not marks:
            problems = [
                problem
                for one in loads
                for problem in unreadable_cells(one, frame, f"{self._told}, ")
            ]
        if problems:
            raise TableError(problems)
        kept = [each for one in loads for each in (one.value, one.bad)]
        meaning = self._meaning
        return LotLines(
            self._path,
            self._name,
            tuple(meaning.key),
            loads,
            frame.select(*self._keys, *kept),
            meaning.is_empty_without_rows,
        )


def _kind_of(dtype: Any) -> str | None:
    if dtype.is_integer() or dtype.is_float():
        return "whole"
    return "text" if dtype in (pl.String, pl.Categorical) or isinstance(dtype, pl.Enum) else None


def _key(frame: pl.DataFrame, name: str) -> pl.Series:
    """Return the keys in a column: texts without blanks around them, and whole numbers."""
    dtype = frame.schema[name]
    kind = _kind_of(dtype)
    cells = pl.col(name)
    if dtype.is_float():  # a frame whose whole numbers have a gap
        cells = pl.when(cells == cells.round()).then(cells.cast(pl.Int64, strict=False))
    if kind == "whole":
        cells = cells.cast(pl.Int128)
    elif kind == "text":
        texts = cells.cast(pl.String).str.strip_chars()
        cells = pl.when(texts != "").then(texts)
    return frame.select(cells).to_series()


def _shown(key: Sequence[object]) -> str:
    return ", ".join(shown(each) for each in key)


def _row_problems(where: str, rows: pl.Series, message: str, code: str) -> Iterator[Problem]:
    for row in rows.head(MOST_TOLD):
        yield Problem(f"{where}row {row + 1}", message, code=code)
    if len(rows) > MOST_TOLD:
        more = f"{counted(len(rows) - MOST_TOLD, 'more row')} without a key"
        yield Problem(where.removesuffix(", ") or "$", more, code="more")


# --- columns of counts ---------------------------------------------------------------------------


def counted_items(
    lots: pl.DataFrame, counts: Mapping[str, CountMeaning], loads: Mapping[str, Load]
) -> tuple[pl.DataFrame, pl.Series]:
    """Return the defects that columns count, and of which rows they are known.

    They are known where each column says a number: a list has all that was found.
    """
    nothing = pl.lit(None, dtype=pl.Int64)
    numbers = {name: pl.col(loads[name].value) if name in loads else nothing for name in counts}
    for name, count in counts.items():
        if count.is_zero_if_blank:
            numbers[name] = numbers[name].fill_null(0)
    is_known = pl.all_horizontal([each.is_not_null() for each in numbers.values()])
    held = lots.select(
        ROW,
        is_known.alias("known"),
        **{f"count_{at}": each for at, each in enumerate(numbers.values())},
    )
    items = [
        held.filter(pl.col("known") & (pl.col(f"count_{at}") > 0)).select(
            ROW,
            pl.col(f"count_{at}").cast(pl.Int64).alias(UNITS),
            **{key: pl.lit(value) for key, value in count.line.items()},
        )
        for at, count in enumerate(counts.values())
    ]
    found = pl.concat(items, how="diagonal_relaxed").sort(ROW, maintain_order=True)
    return found, held["known"]
