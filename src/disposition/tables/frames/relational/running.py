"""Runs nodes of the total language over a frame of lots, and those of the items of their lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import polars as pl

from disposition.frozen import evolve, field, frozen
from disposition.language.lower import total
from disposition.language.lower.total import Fold, Folding, Node, NodeSort, sort_of
from disposition.tables.frames.relational.expressions import (
    NARROW,
    NotInFramesError,
    RowsAtHand,
    Writing,
    Written,
    alike,
)
from disposition.tables.frames.relational.schedule import LOTS, Level, Schedule
from disposition.tables.levels import leaf_of
from disposition.tables.names import RESERVED

ROW = f"{RESERVED}row"
"""The column of a frame of items that tells the place of their lot."""


@frozen(eq=False)
class LeafSource:
    """The column of a leaf: without value where it is not known.

    A number is `(column + plus) / divisor`, and no further from zero than `most / divisor`.
    """

    column: str
    most: int = 0
    divisor: int = 1
    plus: int = 0


ITEM = f"{RESERVED}item"
"""The column of a frame of items within items that tells the place of the outer one."""


@frozen(eq=False)
class ItemsWithin:
    """Lists that the items of a list hold: their items, and of which outer items there is one."""

    items: pl.DataFrame
    is_listed: pl.Series


@frozen(eq=False)
class LotTables:
    """Where leaves are read: the frame of the lots, those of items by the path of their list.

    Sources are told by the path of the value (`lot.quantity`, `inspection.defects[].units`).
    `listed` are the columns of the lots that tell whether a list is there, and `most_items` how
    many items it has at most. Lists `within` the items of others are there for Python only.
    """

    lots: pl.DataFrame
    items: Mapping[str, pl.DataFrame] = field(factory=dict)
    sources: Mapping[str, LeafSource] = field(factory=dict)
    listed: Mapping[str, str] = field(factory=dict)
    most_items: Mapping[str, int] = field(factory=dict)
    within: Mapping[str, ItemsWithin] = field(factory=dict)

    def without_rows(self) -> LotTables:
        """Return tables without rows, with the bounds of those that there are."""
        items = {path: frame.head(0) for path, frame in self.items.items()}
        return evolve(self, lots=self.lots.head(0), items=items)


def lacks_of(path: str) -> str:
    """Return under which path it is told whether a native fact has no value at all."""
    return f"{path}: lacks"


@frozen(eq=False)
class ToldNodes:
    """What nodes are in each row, over the columns of a frame of the lots."""

    frame: pl.DataFrame
    values: Mapping[str, Written]


def run(roots: Mapping[str, Node], schedule: Schedule, tables: LotTables) -> ToldNodes:
    """Return the values of some nodes, each of all lots, by their names.

    Raises:
        NotInFramesError: as writing them does.
    """
    running = _Running(schedule, tables)
    values = running.told(roots)
    return ToldNodes(running.lots, values)


class _Running:
    def __init__(self, schedule: Schedule, tables: LotTables) -> None:
        self._schedule = schedule
        self._tables = tables
        self._frames = {LOTS: tables.lots, **tables.items}
        self._most_items = tables.most_items
        self._named: dict[tuple[str, Node], Written] = {}
        self._writing = {path: Writing(partial(self._read, path)) for path in self._frames}

    def told(self, roots: Mapping[str, Node]) -> dict[str, Written]:
        for level in self._schedule.levels():
            self._add(LOTS, level)
            for path, carried in level.carried.items():
                if path in self._tables.items:
                    self._carry(path, carried)
            for path in self._tables.items:
                self._add(path, level)
            for path, folds in level.folds.items():
                self._fold(path, folds)
        found: dict[str, Written] = {}
        for name, node in roots.items():
            found[name] = self._writing[LOTS].of(node)
        return found

    @property
    def lots(self) -> pl.DataFrame:
        return self._frames[LOTS]

    # --- leaves ----------------------------------------------------------------------------------

    def _read(self, path: str, node: Node) -> Written | None:
        found = self._named.get((path, node))
        if found is not None:
            return found
        match node:
            case total.LeafColumn(path=of) | total.LeafItem(path=of):
                return self._leaf(node, self._source(of))
            case total.ValueWhere() if leaf := leaf_of(node):
                return self._leaf(leaf, self._source(leaf.path), fills=False)
            case total.IsKnown(of=total.LeafColumn(path=of) | total.LeafItem(path=of)):
                return pl.col(self._source(of).column).is_not_null()
            case total.Lacks(of=total.LeafColumn(path=of)):
                return pl.col(self._source(lacks_of(of)).column)
            case total.Position():
                place = pl.int_range(pl.len(), dtype=pl.Int64).over(ROW) + 1
                return RowsAtHand(place, self._most_items.get(path, 0) + 1)
            case total.IsListed(path=of, outer=None):
                return pl.col(self._tables.listed[of])
            case _:
                return None

    def _source(self, path: str) -> LeafSource:
        source = self._tables.sources.get(path)
        if source is None:
            raise NotInFramesError(f"no column tells `{path}`")
        return source

    @staticmethod
    def _leaf(
        node: total.LeafColumn | total.LeafItem, source: LeafSource, *, fills: bool = True
    ) -> Written:
        column = pl.col(source.column)
        match sort_of(node):
            case NodeSort.TRUTH:
                return column.fill_null(value=False) if fills else column
            case NodeSort.TEXT:
                column = column.cast(pl.String)
                return column.fill_null("") if fills else column
            case NodeSort.NUMBER:
                whole = column.fill_null(0) if fills else column
                if source.most < NARROW:
                    whole = whole.cast(pl.Int64)
                if source.plus:
                    whole += source.plus
                return RowsAtHand(whole, source.most + abs(source.plus), source.divisor)

    # --- columns ---------------------------------------------------------------------------------

    def _add(self, path: str, level: Level) -> None:
        for step in level.steps.get(path, ()):
            added: dict[str, pl.Expr] = {}
            for node in step:
                self._name(path, node, self._writing[path].of(node), added)
            self._frames[path] = self._frames[path].with_columns(**added)

    def _name(self, path: str, node: Node, written: Written, added: dict[str, pl.Expr]) -> None:
        name = f"n{len(self._named)}"
        self._named[path, node] = _named(name, written, added)

    def _carry(self, path: str, nodes: list[Node]) -> None:
        """Bring what stands with the lots to the items of a list."""
        rows = self._frames[path][ROW]
        added: dict[str, pl.Expr] = {}
        for node in nodes:
            self._name(path, node, self._writing[LOTS].of(node), added)
        held = self.lots.select(**added)
        self._frames[path] = self._frames[path].hstack(held.select(pl.all().gather(rows)))

    # --- folds -----------------------------------------------------------------------------------

    def _fold(self, path: str, folds: list[Fold]) -> None:
        if path not in self._tables.items:  # a list that no row has
            for fold in folds:
                self._named[LOTS, fold] = self._writing[LOTS].of(fold.otherwise)
            return
        of_items, of_lots = self._writing[path], self._writing[LOTS]
        added: dict[str, pl.Expr] = {}
        grouped: dict[str, pl.Expr] = {}
        filled: dict[str, pl.Expr] = {}
        for fold in folds:
            name = f"n{len(self._named)}"
            where = of_items.truth(fold.where)
            match fold.kind:
                case Folding.ANY:
                    added[name], grouped[name] = where, pl.col(name).any()
                    filled[name] = pl.col(name).fill_null(value=False)
                    self._named[LOTS, fold] = pl.col(name)
                case Folding.SUM:
                    value = of_items.number(fold.value)
                    if value.of_row is not None or value.finest:
                        raise NotInFramesError("a sum of quotients")
                    most = value.most * max(self._most_items.get(path, 0), 1)
                    whole = value.whole if most < NARROW else value.whole.cast(pl.Int128)
                    added[name] = pl.when(where).then(whole).otherwise(0)
                    grouped[name] = pl.col(name).sum()
                    filled[name] = pl.col(name).fill_null(0)
                    self._named[LOTS, fold] = RowsAtHand(pl.col(name), most, value.divisor)
                case _:
                    self._end(name, fold, where, (of_items, of_lots), added, filled)
                    grouped[name] = _ENDS[fold.kind](pl.col(name))
        told = self._frames[path].select(ROW, **added).group_by(ROW).agg(**grouped)
        rows = self.lots.select(ROW).join(told, on=ROW, how="left", maintain_order="left")
        # What is told of none can stand with the lots.
        self._frames[LOTS] = self.lots.hstack(rows.drop(ROW)).with_columns(**filled)

    def _end(  # noqa: PLR0917 - what is collected of all folds together
        self,
        name: str,
        fold: Fold,
        where: pl.Expr,
        writing: tuple[Writing, Writing],
        added: dict[str, pl.Expr],
        filled: dict[str, pl.Expr],
    ) -> None:
        of_items, of_lots = writing
        value, otherwise = of_items.of(fold.value), of_lots.of(fold.otherwise)
        if isinstance(value, RowsAtHand) and isinstance(otherwise, RowsAtHand):
            if value.of_row is not None or otherwise.of_row is not None:
                raise NotInFramesError("the first or last of percentages")
            value, otherwise = alike(value, otherwise)
            added[name] = pl.when(where).then(value.whole)
            filled[name] = pl.col(name).fill_null(otherwise.whole)
            self._named[LOTS, fold] = evolve(
                value,
                whole=pl.col(name),
                most=max(value.most, otherwise.most),
                finest=max(value.finest, otherwise.finest),
            )
            return
        if isinstance(value, RowsAtHand) or isinstance(otherwise, RowsAtHand):
            raise AssertionError("what is told of none is of the same sort")
        if sort_of(fold.value) is NodeSort.TEXT:
            value, otherwise = value.cast(pl.String), otherwise.cast(pl.String)
        added[name] = pl.when(where).then(value)
        filled[name] = pl.col(name).fill_null(otherwise)
        self._named[LOTS, fold] = pl.col(name)


_ENDS: Mapping[Folding, Callable[[pl.Expr], pl.Expr]] = {
    Folding.MIN: pl.Expr.min,
    Folding.MAX: pl.Expr.max,
    Folding.FIRST: lambda column: column.drop_nulls().first(),
    Folding.LAST: lambda column: column.drop_nulls().last(),
}
"""What is told of a column that has a value for each item that is taken."""


def _named(name: str, written: Written, added: dict[str, pl.Expr]) -> Written:
    """Return what reads back what is written, from the columns that are added for it."""
    if not isinstance(written, RowsAtHand):
        added[name] = written
        return pl.col(name)
    added[name] = written.whole
    if written.of_row is None:
        return evolve(written, whole=pl.col(name))
    added[f"{name}r"] = written.of_row
    return evolve(written, whole=pl.col(name), of_row=pl.col(f"{name}r"))
