"""Columns of a frame as sources of leaves: values outside lists, and items of columns of lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from disposition.errors import Problem
from disposition.facts.flat import scalar_of
from disposition.frozen import evolve, field, frozen
from disposition.language.types import Kind, Value
from disposition.semantics import exact
from disposition.tables.column_reading import (
    FIRST_EPOCH_DAY,
    ColumnReading,
    ColumnType,
    ListLoad,
    Load,
    Stored,
)
from disposition.tables.columns import CellMeaning, CountMeaning, TableError
from disposition.tables.frames.loading import column_type, with_values
from disposition.tables.frames.relational.lines import LotLines, counted_items
from disposition.tables.frames.relational.running import (
    ITEM,
    ItemsWithin,
    LeafSource,
    LotTables,
)
from disposition.tables.names import RESERVED, ROW
from disposition.tables.nested.given_lists import DEFECTS, counted_columns


@frozen(eq=False)
class LoadedFrames:
    """A frame as tables, the cells that cannot be read, and what never varies.

    `loads` are the columns that hold values. `bad` tells by column, or by the name of a table of
    lines, in which rows a list has an item that cannot be read. `told` says of a path whether all
    rows have it, or none.
    """

    tables: LotTables
    kinds: Mapping[str, Kind]
    loads: tuple[Load, ...]
    bad: Mapping[str, pl.Series]
    told: Mapping[str, bool | None] = field(factory=dict)


@frozen(eq=False)
class MeantFrames:
    """What columns mean: values by column, lists by column, and fixed values by path.

    `counts` are the columns of units, and `lines` the lists that stand in tables of their own.
    `empty` are the lists that hold nothing in every row.
    """

    cells: Mapping[str, CellMeaning]
    lists: Mapping[str, CellMeaning]
    fixed: Mapping[str, Value]
    reading: ColumnReading
    counts: Mapping[str, CountMeaning] = field(factory=dict)
    lines: tuple[LotLines, ...] = ()
    empty: tuple[str, ...] = ()


def load(frame: pl.DataFrame, meant: MeantFrames) -> LoadedFrames:
    """Return a frame as tables.

    Raises:
        TableError: with each column that cannot be what it is said to be.
    """
    return _Loading(frame, meant).loaded()


class _Loading:
    def __init__(self, frame: pl.DataFrame, meant: MeantFrames) -> None:
        self._frame = frame
        self._meant = meant
        self._reading = meant.reading
        self._catalogue = meant.reading.catalogue
        self._problems: list[Problem] = []
        self._sources: dict[str, LeafSource] = {}
        self._kinds: dict[str, Kind] = {}
        self._told: dict[str, bool | None] = {}
        self._within: dict[str, ItemsWithin] = {}
        self._number = 0

    def loaded(self) -> LoadedFrames:
        frame = self._frame.with_row_index(ROW)
        loads: list[Load] = []
        for name, cell in self._meant.cells.items():
            scalar, type_ = scalar_of(cell.path, self._catalogue), column_type(frame.schema[name])
            loads += self._fitting(self._reading.column(name, type_, cell, scalar, self._stem()))
        lots = with_values(frame, loads)
        for one in loads:
            self._take(one.cell.path, lots[one.value], one)
        lots = lots.with_columns(list(self._fixed()))
        items: dict[str, pl.DataFrame] = {}
        listed: dict[str, str] = {}
        bad: dict[str, pl.Series] = {}

        def take(path: str, rows: pl.DataFrame, is_listed: pl.Series) -> None:
            nonlocal lots
            items[path], listed[path] = rows, f"{RESERVED}listed_{path}"
            lots = lots.with_columns(is_listed.alias(listed[path]))
            self._told[path] = _alike(is_listed)

        for name, cell in self._meant.lists.items():
            found = self._list(lots, name, cell)
            if found is not None:
                bad[name] = found[1]
                take(cell.path, found[0], lots[name].is_not_null())
        for path in self._meant.empty:
            take(path, lots.select(ROW).clear(), pl.repeat(True, lots.height, eager=True))
        if self._meant.counts:
            schema = {name: column_type(frame.schema[name]) for name in self._meant.counts}
            made = counted_columns(self._meant.counts, schema, self._reading)
            by_column = {name: load for name in made for load in self._fitting(made[name])}
            loads += by_column.values()
            lots = with_values(lots, by_column.values())
            counted, is_known = counted_items(lots, self._meant.counts, by_column)
            take(DEFECTS, self._counted(counted), is_known)
        for lines in self._meant.lines:
            of_lots, is_listed, bad[lines.told] = lines.of(lots)
            for one in lines.loads:
                self._take(f"{lines.path}[].{one.cell.path}", of_lots[one.value], one)
            take(lines.path, of_lots, is_listed)
        if self._problems:
            raise TableError(dict.fromkeys(self._problems))
        # Columns of the table can be called as anything: what is reckoned with stands apart.
        held = [each for each in lots.columns if each.startswith(RESERVED)]
        most_items = {path: _most_items(each) for path, each in items.items()}
        tables = LotTables(
            lots.select(held), items, self._sources, listed, most_items, self._within
        )
        return LoadedFrames(tables, self._kinds, tuple(loads), bad, self._told)

    def _fitting(self, made: Load | Problem | None) -> list[Load]:
        """Return how a column is read, if it is; note the problem where it does not fit."""
        self._problems += [made] if isinstance(made, Problem) else []
        return [made] if isinstance(made, Load) else []

    def _stem(self) -> str:
        self._number += 1
        return f"{RESERVED}{self._number}"

    def _take(self, path: str, values: pl.Series, made: Load) -> None:
        """Note where a value stands that has been loaded, and how large its numbers are."""
        kind = made.scalar.type.kind
        self._kinds[path] = kind
        self._told[path] = _settled(values)
        if made.limits is None:
            self._sources[path] = LeafSource(made.value)
            return
        ends = (values.min(), values.max())
        found = LeafSource.holding(made.value, ends, 10**made.limits.places)
        plus = FIRST_EPOCH_DAY if kind is Kind.DATE else 0
        self._sources[path] = evolve(found, plus=plus)

    def _fixed(self) -> Iterator[pl.Expr]:
        for path, value in self._meant.fixed.items():
            held, name = exact(value), f"{RESERVED}fixed_{len(self._sources)}"
            self._kinds[path] = self._catalogue[path].type.kind
            self._told[path] = True
            if isinstance(held, bool | str):
                self._sources[path] = LeafSource(name)
                yield pl.lit(held).alias(name)
            else:
                self._sources[path] = LeafSource.holding(name, [held.numerator], held.denominator)
                yield pl.lit(held.numerator, dtype=pl.Int64).alias(name)

    # --- lists -----------------------------------------------------------------------------------

    def _list(
        self, lots: pl.DataFrame, name: str, cell: CellMeaning
    ) -> tuple[pl.DataFrame, pl.Series] | None:
        held_type = column_type(lots.schema[name])
        if held_type.stored is Stored.NOTHING:
            return None
        made = self._reading.listing(name, held_type, cell, self._stem())
        if not isinstance(made, ListLoad):
            self._problems += made
            return None
        return self._items(lots, made, held_type, ROW)

    def _items(
        self, frame: pl.DataFrame, made: ListLoad, held_type: ColumnType, place: str
    ) -> tuple[pl.DataFrame, pl.Series]:
        """Return the items of a column of lists, and in which rows of it one cannot be read.

        `place` is the column that numbers these rows.
        """
        name = made.column
        held = frame.select(place, pl.col(name)).filter(pl.col(name).list.len() > 0).explode(name)
        is_bad = held[name].is_null()
        loads = list(made.items.values())
        unnested = [pl.col(name).struct.unnest()] if held_type.items else []
        values = _with_parts(held.select(place, *unnested), held_type.items or {})
        items = self._taken(made.path, values, loads)
        for one in loads:
            is_bad |= items[one.bad].fill_null(value=False)
        for key, inner in made.within.items():
            outer = items.select(key).with_row_index(ITEM)
            within, is_bad_within = self._items(outer, inner, held_type.values[key], ITEM)
            self._within[inner.path] = ItemsWithin(within, outer[key].is_not_null())
            is_bad |= is_bad_within
        bad = pl.repeat(False, frame.height, eager=True)
        rows = items[place].filter(is_bad).unique()
        if len(rows):
            bad = bad.scatter(rows, True)
        return items.select(place, *(one.value for one in loads)), bad

    def _taken(self, path: str, items: pl.DataFrame, loads: Sequence[Load]) -> pl.DataFrame:
        """Return items with their values loaded, and note where these stand."""
        items = with_values(items, loads)
        for one in loads:
            self._take(f"{path}[].{one.cell.path}", items[one.value], one)
        return items

    def _counted(self, items: pl.DataFrame) -> pl.DataFrame:
        """Return the defects that columns count, with their values loaded."""
        schema = {name: column_type(dtype) for name, dtype in items.schema.items() if name != ROW}
        cells = {name: CellMeaning(name) for name in schema}
        made, problems = self._reading.items(
            cells, schema, DEFECTS, self._stem(), "column `counts`, "
        )
        self._problems += problems
        loads = list(made.values())
        items = self._taken(DEFECTS, items, loads)
        return items.select(ROW, *(one.value for one in loads))


def _with_parts(frame: pl.DataFrame, held: Mapping[str, ColumnType]) -> pl.DataFrame:
    """Return a frame with the values of its structs, each as a column `struct.value` beside."""
    for name, each in held.items():
        if each.parts is not None:
            parts = {f"{name}.{inner}": of for inner, of in each.parts.items()}
            values = pl.col(name).struct.unnest().name.prefix(f"{name}.")
            frame = _with_parts(frame.with_columns(values), parts)
    return frame


def _most_items(items: pl.DataFrame) -> int:
    """Return how many items no list has more than, as a power of two."""
    found = items[ROW].value_counts()["count"].max()
    return 1 << found.bit_length() if isinstance(found, int) else 0


def _alike(truths: pl.Series) -> bool | None:
    return True if truths.all() else None if truths.any() else False


def _settled(values: pl.Series) -> bool | None:
    nulls = values.null_count()
    return True if nulls == 0 else False if nulls == len(values) else None
