"""Rows as lot documents, for the facts that Python computes: each combination of values once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from disposition.documents.places.data import put_into
from disposition.errors import LotError
from disposition.facts.catalogue import Catalogue
from disposition.facts.lot import Lot
from disposition.facts.native.fact import View
from disposition.facts.observation import view_of
from disposition.frozen import frozen
from disposition.language.evaluate.possible import Open
from disposition.language.types import Kind, Value
from disposition.tables.frames.relational.running import ITEM, LeafSource, LotTables
from disposition.tables.names import RESERVED, ROW

OUTER = f"{RESERVED}outer"
"""The column of items within items that tells the place of the outer one, beside their own."""


@frozen(eq=False)
class ComputedValue:
    """A fact of one row: its value, and whether it has none although nothing is absent."""

    value: Value | None
    lacks: bool


@frozen(eq=False)
class ComputedColumns:
    """A fact of some rows: told once for each combination of values, of which each row has one.

    `wrong` are rows that are no documents, and what is wrong with them.
    """

    told: Sequence[ComputedValue]
    way_of: pl.Series
    wrong: Mapping[int, LotError]


class Documents:
    """Makes lot documents of rows of tables; `kinds` are those of the values by their paths.

    `lacking` are the facts of which it is asked whether they have no value at all.
    """

    def __init__(
        self, tables: LotTables, kinds: Mapping[str, Kind], catalogue: Catalogue, lacking: Set[str]
    ) -> None:
        self._lacking = lacking
        self._tables = tables
        self._kinds = kinds
        self._catalogue = catalogue

    def computed(self, outside: Mapping[str, pl.Series]) -> dict[str, ComputedColumns]:
        """Return facts by their paths, each of those rows in which nothing else tells it."""
        by_list = {path: rows for path, rows in outside.items() if self._reads_list(path)}
        found = self._of_rows(by_list)
        for path, rows in outside.items():
            if path not in by_list:
                found[path] = self._of_ways(path, rows)
        return found

    def _reads(self, path: str) -> list[str]:
        return [*self._catalogue.specs[path].reads, path]

    def _reads_list(self, path: str) -> bool:
        return any(each.partition("[].")[0] in self._tables.items for each in self._reads(path))

    # --- of single values: each combination once -------------------------------------------------

    def _of_ways(self, path: str, rows: pl.Series) -> ComputedColumns:
        reads = self._reads(path)
        ways, way_of = self._ways(reads, rows)
        told: list[ComputedValue] = []
        wrong_ways: dict[int, LotError] = {}
        for number, values in enumerate(self._reading(reads)(ways)):
            view = self._view(values)
            if isinstance(view, LotError):
                wrong_ways[number] = view
            told.append(self._computed_value(path, view))
        wrong: dict[int, LotError] = {}
        if wrong_ways:
            pairs = zip(rows, way_of, strict=True)
            wrong = {int(row): wrong_ways[way] for row, way in pairs if way in wrong_ways}
        return ComputedColumns(told, way_of, wrong)

    def _ways(self, reads: Sequence[str], rows: pl.Series) -> tuple[pl.Series, pl.Series]:
        """Return a row for each combination of values, and the number of that of each row."""
        tables = self._tables
        columns = [tables.sources[path].column for path in reads if path in tables.sources]
        if not columns or not len(rows):
            return rows.head(1), pl.Series([0]).new_from_index(0, len(rows))
        keys = tables.lots[columns].select(pl.all().gather(rows)).with_columns(rows.alias(ROW))
        ways = keys.unique(columns, keep="first", maintain_order=True).with_row_index("way")
        found = keys.join(ways, on=columns, how="left", nulls_equal=True, maintain_order="left")
        return ways[ROW], found["way"]

    # --- of lists: one document for all facts of a row -------------------------------------------

    def _of_rows(self, outside: Mapping[str, pl.Series]) -> dict[str, ComputedColumns]:
        told: dict[str, list[ComputedValue]] = {path: [] for path in outside}
        wrong: dict[int, LotError] = {}
        if outside:
            reads = dict.fromkeys(each for path in outside for each in self._reads(path))
            rows = pl.concat(outside.values()).unique().sort()
            are_outside = {path: rows.is_in(of.implode()) for path, of in outside.items()}
            views: dict[Any, View | LotError] = {}
            for row, values, *wanted in zip(
                rows, self._reading(reads)(rows), *are_outside.values(), strict=True
            ):
                if values not in views:
                    views[values] = self._view(values)
                view = views[values]
                if isinstance(view, LotError):
                    wrong[int(row)] = view
                for path, is_wanted in zip(are_outside, wanted, strict=True):
                    if is_wanted:
                        told[path].append(self._computed_value(path, view))
        return {
            path: ComputedColumns(told[path], pl.int_range(len(rows), eager=True), wrong)
            for path, rows in outside.items()
        }

    def _view(self, values: tuple[tuple[str, Any], ...]) -> View | LotError:
        try:
            return view_of(Lot.from_dict(_nested(values)), self._catalogue)
        except LotError as error:
            return error

    def _computed_value(self, path: str, view: View | LotError) -> ComputedValue:
        if isinstance(view, LotError):
            return ComputedValue(None, lacks=False)
        value = self._catalogue.readers[path](view)
        known = self._catalogue.known
        if value is not None or known is None or path not in self._lacking:
            return ComputedValue(value, lacks=False)
        possible = known.fact(path)(view)
        return ComputedValue(value, isinstance(possible, Open) and possible.has_none)

    # --- what is read ----------------------------------------------------------------------------

    def _reading(
        self, reads: Iterable[str]
    ) -> Callable[[pl.Series], Iterable[tuple[tuple[str, Any], ...]]]:
        """Return what gives the values that are read of rows, as pairs of paths and values."""
        tables = self._tables
        paths = [path for path in dict.fromkeys(reads) if "[]" not in path]
        scalars = [path for path in paths if path in tables.sources]
        lists: dict[str, list[str]] = {}
        for path in dict.fromkeys(reads):
            outer, is_item, _ = path.partition("[].")
            outer = outer if is_item else path
            if outer in tables.items:
                keys = lists.setdefault(outer, [])
                if is_item and (path in tables.sources or path in tables.within):
                    keys.append(path)

        def read(rows: pl.Series) -> Iterable[tuple[tuple[str, Any], ...]]:
            frame = tables.lots
            columns = [self._values(frame, path, rows) for path in scalars]
            listed = [self._lists(path, keys, rows) for path, keys in lists.items()]
            names = [*scalars, *lists]
            for values in zip(*columns, *listed, strict=True) if names else [()] * len(rows):
                yield tuple(zip(names, values, strict=True))

        return read

    def _values(self, frame: pl.DataFrame, path: str, rows: pl.Series | None) -> list[Any]:
        source: LeafSource = self._tables.sources[path]
        column = frame[source.column]
        held = column if rows is None else column.gather(rows)
        match self._kinds[path]:
            case Kind.BOOLEAN:
                return held.to_list()
            case Kind.ENUM | Kind.TEXT:
                return held.cast(pl.String).to_list()
            case Kind.DATE:
                return [
                    None if each is None else date.fromordinal(each + source.plus) for each in held
                ]
            case _:
                whole = source.divisor == 1
                return [
                    None if each is None else each if whole else Decimal(each) / source.divisor
                    for each in held
                ]

    def _lists(self, path: str, keys: Sequence[str], rows: pl.Series) -> list[Any]:
        """Return the list of each row, its items as pairs of keys and values; None if absent."""
        wanted = rows.cast(pl.UInt32)
        frame = self._tables.items[path].with_row_index(ITEM)
        frame = frame.filter(pl.col(ROW).is_in(wanted.implode()))
        items = self._items(path, keys, frame, ROW)
        listed = self._tables.lots[self._tables.listed[path]].gather(rows)
        return [
            tuple(items.get(row, ())) if is_listed else None
            for row, is_listed in zip(rows, listed, strict=True)
        ]

    def _items(
        self, path: str, keys: Sequence[str], frame: pl.DataFrame, place: str
    ) -> dict[int, list[Any]]:
        """Return the items of a frame by what its column `place` says, each with what it holds."""
        within = self._within(path, keys)
        values = [key for key in keys if "[]" not in key.removeprefix(f"{path}[].")]
        values = [key for key in values if key not in self._tables.within]
        columns = [self._values(frame, key, None) for key in values]
        columns += [self._lists_within(each, keys, frame[ITEM]) for each in within]
        names = [each.removeprefix(f"{path}[].") for each in (*values, *within)]
        items: dict[int, list[Any]] = {}
        for at, row in enumerate(frame[place]):
            item = tuple((name, column[at]) for name, column in zip(names, columns, strict=True))
            items.setdefault(row, []).append(item)
        return items

    def _within(self, path: str, keys: Sequence[str]) -> list[str]:
        """Return the lists within the items of a list that are read."""
        inner = (key.removeprefix(f"{path}[].").partition("[].")[0] for key in keys)
        paths = dict.fromkeys(f"{path}[].{key}" for key in inner)
        return [each for each in paths if each in self._tables.within]

    def _lists_within(self, path: str, keys: Sequence[str], outer: pl.Series) -> list[Any]:
        """Return the list of each of some outer items, told by their places; None if absent."""
        within = self._tables.within[path]
        frame = within.items.rename({ITEM: OUTER}).with_row_index(ITEM)
        frame = frame.filter(pl.col(OUTER).is_in(outer.implode()))
        inner = [key for key in keys if key.startswith(f"{path}[].")]
        items = self._items(path, inner, frame, OUTER)
        return [
            tuple(items.get(place, ())) if is_listed else None
            for place, is_listed in zip(outer, within.is_listed.gather(outer), strict=True)
        ]


def _nested(values: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Return a document, or an item of a list, of values by their places; lists are tuples."""
    nested: dict[str, Any] = {}
    for place, value in values:
        if value is not None:
            is_list = isinstance(value, tuple)
            put_into(nested, place, [*map(_nested, value)] if is_list else value)
    return nested
