"""Columns of a frame as sources of leaves: values outside lists, and items of columns of lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl
from attrs import field, fields

from disposition.documents.scalars import ScalarType
from disposition.errors import Problem, suggest
from disposition.facts.catalogue import Catalogue
from disposition.facts.document.lot_document import LotDocument
from disposition.facts.flat import scalar_of
from disposition.frozen import frozen
from disposition.language.expression import POSITION
from disposition.language.types import Kind, ListSpec, Value
from disposition.semantics import exact
from disposition.tables.column_types import FIRST_EPOCH_DAY, Stored, limits_of, misfit
from disposition.tables.columns import CellMeaning, TableError
from disposition.tables.frames.folding.running import ROW, LeafSource, LotTables
from disposition.tables.frames.loading import column_type, loaded
from disposition.tables.names import RESERVED
from disposition.tables.program import Load


@frozen(eq=False)
class LoadedFrames:
    """A frame as tables, the cells that cannot be read, and what never varies.

    `loads` are the columns that hold values, `bad` tells by column in which rows a list has an item
    that cannot be read. `told` says of a path whether all rows have it, or none.
    """

    tables: LotTables
    kinds: Mapping[str, Kind]
    loads: tuple[Load, ...]
    bad: Mapping[str, pl.Series]
    told: Mapping[str, bool | None] = field(factory=dict)


@frozen(eq=False)
class MeantFrames:
    """What columns mean: values by column, lists by column, and fixed values by path."""

    cells: Mapping[str, CellMeaning]
    lists: Mapping[str, CellMeaning]
    fixed: Mapping[str, Value]
    absent: tuple[str, ...]


def load(frame: pl.DataFrame, meant: MeantFrames, catalogue: Catalogue) -> LoadedFrames:
    """Return a frame as tables.

    Raises:
        TableError: with each column that cannot be what it is said to be.
    """
    return _Loading(frame, meant, catalogue).loaded()


class _Loading:
    def __init__(self, frame: pl.DataFrame, meant: MeantFrames, catalogue: Catalogue) -> None:
        self._frame = frame
        self._meant = meant
        self._catalogue = catalogue
        self._problems: list[Problem] = []
        self._sources: dict[str, LeafSource] = {}
        self._kinds: dict[str, Kind] = {}
        self._told: dict[str, bool | None] = {}
        self._number = 0

    def loaded(self) -> LoadedFrames:
        frame = self._frame.with_row_index(ROW)
        loads: list[Load] = []
        for name, cell in self._meant.cells.items():
            scalar = scalar_of(cell.path, self._catalogue)
            made = self._load(name, frame.schema[name], cell, scalar, f"column `{name}`")
            if made is not None:
                loads.append(made)
        lots = frame.with_columns(each for one in loads for each in loaded(one))
        for one in loads:
            self._take(one.cell.path, lots[one.value], one)
        lots = lots.with_columns(list(self._fixed()))
        items: dict[str, pl.DataFrame] = {}
        listed: dict[str, str] = {}
        bad: dict[str, pl.Series] = {}
        for name, cell in self._meant.lists.items():
            path, found = cell.path, self._list(lots, name, cell)
            if found is not None:
                items[path], bad[name] = found
                listed[path] = f"{RESERVED}listed_{path}"
                lots = lots.with_columns(pl.col(name).is_not_null().alias(listed[path]))
                self._told[path] = _settled(lots[name])
        if self._problems:
            raise TableError(dict.fromkeys(self._problems))
        # Columns of the table can be called as anything: what is reckoned with stands apart.
        held = [each for each in lots.columns if each.startswith(RESERVED)]
        most_items = {path: _most_items(each) for path, each in items.items()}
        tables = LotTables(lots.select(held), items, self._sources, listed, most_items)
        return LoadedFrames(tables, self._kinds, tuple(loads), bad, self._told)

    def _load(
        self, name: str, dtype: Any, cell: CellMeaning, scalar: ScalarType, where: str
    ) -> Load | None:
        held = column_type(dtype)
        problem = misfit(name, held, cell, scalar.type)
        if problem is not None:
            self._problems.append(Problem(where, problem.message, problem.hint, problem.code))
            return None
        if held.stored is Stored.NOTHING:
            return None
        kind = scalar.type.kind
        limits = limits_of(scalar, held, cell) if kind.is_number or kind is Kind.DATE else None
        self._number += 1
        return Load(
            name,
            held,
            cell,
            scalar,
            f"{RESERVED}value_{self._number}",
            f"{RESERVED}bad_{self._number}",
            self._meant.absent,
            limits,
        )

    def _take(self, path: str, values: pl.Series, made: Load) -> None:
        """Note where a value stands that has been loaded, and how large its numbers are."""
        kind = made.scalar.type.kind
        self._kinds[path] = kind
        self._told[path] = _settled(values)
        if made.limits is None:
            self._sources[path] = LeafSource(made.value)
            return
        ends = [abs(int(each)) for each in (values.min(), values.max()) if each is not None]  # type: ignore[arg-type]
        plus = FIRST_EPOCH_DAY if kind is Kind.DATE else 0
        most = max(ends, default=0)
        self._sources[path] = LeafSource(made.value, most, 10**made.limits.places, plus)

    def _fixed(self) -> Iterator[pl.Expr]:
        for path, value in self._meant.fixed.items():
            held, name = exact(value), f"{RESERVED}fixed_{len(self._sources)}"
            self._kinds[path] = self._catalogue[path].type.kind
            self._told[path] = True
            if isinstance(held, bool | str):
                self._sources[path] = LeafSource(name)
                yield pl.lit(held).alias(name)
            else:
                self._sources[path] = LeafSource(name, abs(held.numerator), held.denominator)
                yield pl.lit(held.numerator, dtype=pl.Int64).alias(name)

    # --- lists -----------------------------------------------------------------------------------

    def _list(
        self, lots: pl.DataFrame, name: str, cell: CellMeaning
    ) -> tuple[pl.DataFrame, pl.Series] | None:
        path = cell.path
        dtype, spec = lots.schema[name], self._catalogue.lists[path]
        if dtype == pl.Null():
            return None
        inner = dtype.inner if isinstance(dtype, pl.List) else None
        if not isinstance(inner, pl.Struct | pl.Null):  # a list of nothing has no items
            message = f"`{path}` is a list, and the column holds {dtype}"
            hint = "a column of lists has structs as items, with the keys of the document"
            self._problems.append(Problem(f"column `{name}`", message, hint, "wrong-type"))
            return None
        held = lots.select(ROW, pl.col(name)).filter(pl.col(name).list.len() > 0).explode(name)
        nothing = held[name].is_null()
        problems = len(self._problems)
        fields = inner.fields if isinstance(inner, pl.Struct) else []
        made = [self._field(name, key, spec, cell.days) for key in fields]
        if len(self._problems) > problems:
            return None
        loads = [each for each in made if each is not None]
        items = held.select(ROW, pl.col(name).struct.unnest()) if fields else held.select(ROW)
        items = items.with_columns(each for one in loads for each in loaded(one))
        for one in loads:
            self._take(f"{path}[].{one.cell.path}", items[one.value], one)
        is_bad = nothing
        for one in loads:
            is_bad |= items[one.bad].fill_null(value=False)
        bad = pl.repeat(False, lots.height, eager=True)
        rows = items[ROW].filter(is_bad).unique()
        if len(rows):
            bad = bad.scatter(rows, True)
        return items.select(ROW, *(one.value for one in loads)), bad

    def _field(self, name: str, field: pl.Field, spec: ListSpec, days: str) -> Load | None:
        key, where = field.name, f"column `{name}`, `{field.name}`"
        if key not in spec.items or key == POSITION:
            hint = suggest(key, spec.items)
            message = "its items have no such value"
            self._problems.append(Problem(where, message, hint, "unknown-key"))
            return None
        scalar = _scalar_at(self._catalogue, spec.items[key].path)
        return self._load(key, field.dtype, CellMeaning(key, days=days), scalar, where)


def _scalar_at(catalogue: Catalogue, path: str) -> ScalarType:
    """Return how a value of the document is read, by its kind of place."""
    kind: Any = LotDocument
    if path.startswith("custom."):
        kind, path = catalogue.custom, path.removeprefix("custom.")
    declared: Mapping[str, Any] = {}
    for word in path.replace("[]", "").split("."):
        declared = getattr(fields(kind), word).metadata
        kind = declared.get("section") or declared.get("items")
    scalar: ScalarType = declared["scalar"]
    return scalar


def _most_items(items: pl.DataFrame) -> int:
    """Return how many items the longest list has."""
    found = items[ROW].value_counts()["count"].max()
    return found if isinstance(found, int) else 0


def _settled(values: pl.Series) -> bool | None:
    nulls = values.null_count()
    return True if nulls == 0 else False if nulls == len(values) else None
