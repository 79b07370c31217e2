"""Rows as lot documents, for the facts that Python computes: each combination of values once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from disposition.errors import LotError
from disposition.facts.catalogue import Catalogue
from disposition.facts.lot import Lot
from disposition.facts.observation import view_of
from disposition.frozen import frozen
from disposition.language.evaluate.possible import Open
from disposition.language.types import Kind, Value
from disposition.tables.frames.folding.running import ROW, Source, Tables


@frozen(eq=False)
class Told:
    """A fact of one row: its value, and whether it has none although nothing is absent."""

    value: Value | None
    lacks: bool


@frozen(eq=False)
class Computed:
    """A fact of some rows: told once for each combination of values, of which each row has one.

    `wrong` are rows that are no documents, and what is wrong with them.
    """

    told: Sequence[Told]
    way_of: pl.Series
    wrong: Mapping[int, LotError]


class Documents:
    """Makes lot documents of rows of tables; `kinds` are those of the values by their paths."""

    def __init__(self, tables: Tables, kinds: Mapping[str, Kind], catalogue: Catalogue) -> None:
        self._tables = tables
        self._kinds = kinds
        self._catalogue = catalogue

    def computed(self, path: str, rows: pl.Series) -> Computed:
        """Return a fact of each of some rows."""
        reads = [*self._catalogue.specs[path].reads, path]
        ways, way_of = self._ways(reads, rows)
        told, wrong = self._of_rows(path, reads, ways)
        if wrong:
            numbers = dict(enumerate(wrong.get(int(way)) for way in ways))
            pairs = zip(rows, (numbers[way] for way in way_of), strict=True)
            wrong = {int(row): error for row, error in pairs if error is not None}
        return Computed(told, way_of, wrong)

    def _ways(self, reads: Sequence[str], rows: pl.Series) -> tuple[pl.Series, pl.Series]:
        """Return a row for each combination of values, and the number of that of each row.

        Where a list is read, these are all rows: lists are compared one by one.
        """
        tables = self._tables
        if any(path.partition("[].")[0] in tables.items for path in reads):
            return rows, pl.int_range(len(rows), eager=True)
        columns = [tables.sources[path].column for path in reads if path in tables.sources]
        if not columns or not len(rows):
            return rows.head(1), pl.Series([0]).new_from_index(0, len(rows))
        keys = tables.lots[columns].select(pl.all().gather(rows)).with_columns(rows.alias(ROW))
        ways = keys.unique(columns, keep="first", maintain_order=True).with_row_index("way")
        found = keys.join(ways, on=columns, how="left", nulls_equal=True, maintain_order="left")
        return ways[ROW], found["way"]

    def _of_rows(
        self, path: str, reads: Sequence[str], rows: pl.Series
    ) -> tuple[list[Told], dict[int, LotError]]:
        read = self._reading(reads)
        found: dict[Any, Told | LotError] = {}
        told: list[Told] = []
        wrong: dict[int, LotError] = {}
        for row, values in zip(rows, read(rows), strict=True):
            if values not in found:
                found[values] = self._told(path, values)
            each = found[values]
            if isinstance(each, LotError):
                wrong[int(row)] = each
                each = Told(None, lacks=False)
            told.append(each)
        return told, wrong

    def _told(self, path: str, values: tuple[tuple[str, Any], ...]) -> Told | LotError:
        document: dict[str, Any] = {}
        for place, value in values:
            if isinstance(value, tuple):
                held: Any = [_nested(dict(item)) for item in value]
            else:
                held = value
            if held is not None:
                _put(document, place, held)
        try:
            lot = Lot.from_dict(document)
        except LotError as error:
            return error
        catalogue = self._catalogue
        view = view_of(lot, catalogue)
        value = catalogue.readers[path](view)
        known = catalogue.known
        possible = None if known is None or value is not None else known.fact(path)(view)
        return Told(value, isinstance(possible, Open) and possible.has_none)

    def _reading(
        self, reads: Iterable[str]
    ) -> Callable[[pl.Series], Iterable[tuple[tuple[str, Any], ...]]]:
        """Return what gives the values that are read of rows, as pairs of paths and values."""
        tables = self._tables
        paths = [path for path in dict.fromkeys(reads) if "[]" not in path]
        scalars = [path for path in paths if path in tables.sources]
        lists: dict[str, list[str]] = {}
        for path in reads:
            outer, is_item, _ = path.partition("[].")
            outer = outer if is_item else path
            if outer in tables.items:
                keys = lists.setdefault(outer, [])
                if is_item and path in tables.sources:
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
        source: Source = self._tables.sources[path]
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
        frame = self._tables.items[path]
        frame = frame.filter(pl.col(ROW).is_in(wanted.implode()))
        names = [key.partition("[].")[2] for key in keys]
        columns = [self._values(frame, key, None) for key in keys]
        items: dict[int, list[Any]] = {}
        for at, row in enumerate(frame[ROW]):
            item = tuple((name, column[at]) for name, column in zip(names, columns, strict=True))
            items.setdefault(row, []).append(item)
        listed = self._tables.lots[self._tables.listed[path]].gather(rows)
        return [
            tuple(items.get(row, ())) if is_listed else None
            for row, is_listed in zip(rows, listed, strict=True)
        ]


def _nested(values: Mapping[str, Any]) -> dict[str, Any]:
    item: dict[str, Any] = {}
    for key, value in values.items():
        if value is not None:
            _put(item, key, value)
    return item


def _put(document: dict[str, Any], path: str, value: Any) -> None:
    *sections, last = path.split(".")
    for each in sections:
        document = document.setdefault(each, {})
    document[last] = value
