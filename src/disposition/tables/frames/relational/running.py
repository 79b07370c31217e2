"""Runs nodes over a frame of lots, and those of the items of their lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import polars as pl

from disposition.frozen import field, frozen
from disposition.language.lower import total
from disposition.language.lower.build import FALSE, column, position, variable
from disposition.language.lower.total import Fold, Folding, Node, NodeSort, sort_of
from disposition.language.types import ANYTHING, FactType, Kind, Origin, Range
from disposition.tables.frames.relational.schedule import LOTS, Level, Schedule
from disposition.tables.frames.writing import PolarsWriting
from disposition.tables.names import RESERVED, ROW
from disposition.tables.scaled import NotInTablesError, Scaled
from disposition.tables.whole_nodes import FactColumn, WholeNodes, not_done


@frozen
class LeafSource:
    """The column of a leaf: without value where it is not known.

    A number is `(column + plus) / divisor`; what stands there is from `least` to `most`.
    """

    column: str
    least: int = 0
    most: int = 0
    divisor: int = 1
    plus: int = 0

    @classmethod
    def holding(cls, name: str, values: Iterable[object], divisor: int = 1) -> LeafSource:
        """Return the column that holds some whole numbers, over a divisor.

        Limits are those of some bits, so that parts of one table mostly have the same.
        """
        whole = [each for each in values if isinstance(each, int)]
        least, most = min(whole, default=0), max(whole, default=0)
        low = -(1 << (-least).bit_length()) if least < 0 else 0
        return cls(name, low, (1 << max(most, 0).bit_length()) - 1, divisor)


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


def lacks_of(path: str) -> str:
    """Return under which path it is told whether a native fact has no value at all."""
    return f"{path}: lacks"


class FrameNodes(WholeNodes):
    """Tells nodes by the columns of frames: that of the lots, and those of their items."""

    def __init__(self, tables: LotTables) -> None:
        super().__init__()
        self._sources = tables.sources
        self._listed = tables.listed
        self._most_items = tables.most_items

    def truths(self, roots: Mapping[str, Node]) -> dict[str, Node]:
        """Return truths by their names.

        Raises what `of` does.
        """
        return {name: self.of(node) for name, node in roots.items()}

    def _leaf(self, leaf: total.LeafColumn | total.LeafItem) -> FactColumn:
        source, of = self._source(leaf.path), None
        if isinstance(leaf, total.LeafItem):
            of = self._variable(leaf.variable, leaf)
        within = ANYTHING
        if sort_of(leaf) is NodeSort.NUMBER:
            within = Range(source.least, source.most)
        return FactColumn.at(source.column, leaf.type, within, of, (source.plus, source.divisor))

    def _source(self, path: str) -> LeafSource:
        source = self._sources.get(path)
        if source is None:
            raise NotInTablesError(f"no column tells `{path}`")
        return source

    def _lacks(self, path: str) -> Node:
        return _truth(self._source(lacks_of(path)).column)

    def _is_listed(self, path: str) -> Node:
        return _truth(self._listed[path]) if path in self._listed else FALSE

    def _variable(self, of: total.Variable, node: Node) -> total.Variable | None:
        if of.outer is not None:
            raise not_done(node)
        if of.path not in self._listed:
            return None
        return variable(of.path, of.level, most=self._most_items.get(of.path, 0))

    def _position(self, node: total.Position) -> Scaled:
        of = self._variable(node.variable, node)
        if of is None:
            raise not_done(node)
        return Scaled(position(of))


def _truth(name: str) -> Node:
    return column(name, FactType(Kind.BOOLEAN), ANYTHING, Origin.GIVEN)


@frozen(eq=False)
class NodeValues:
    """What nodes are in each row, over the columns of a frame of the lots."""

    frame: pl.DataFrame
    values: Mapping[str, pl.Expr]


def run(roots: Mapping[str, Node], schedule: Schedule, tables: LotTables) -> NodeValues:
    """Return the values of some nodes, as frames tell them, each of all lots, by their names."""
    running = _Running(tables)
    for level in schedule.levels():
        running.take(level)
    values = {name: running.writing[LOTS].written(node) for name, node in roots.items()}
    return NodeValues(running.frames[LOTS], values)


class _Running:
    def __init__(self, tables: LotTables) -> None:
        self.frames = {LOTS: tables.lots, **tables.items}
        self._named: dict[str, dict[Node, str]] = {path: {} for path in self.frames}
        self.writing = {path: PolarsWriting(named) for path, named in self._named.items()}

    def take(self, level: Level) -> None:
        """Add the columns of a level."""
        self._add(LOTS, level)
        for path, carried in level.carried.items():
            self._carry(path, carried)
        for path in self.frames:
            if path != LOTS:
                self._add(path, level)
        for path, folds in level.folds.items():
            self._fold(path, folds)

    def _names(self, path: str, nodes: Iterable[Node]) -> list[str]:
        """Give nodes names of columns, and return these."""
        named = self._named[path]
        return [named.setdefault(node, f"n{len(named)}") for node in nodes]

    def _add(self, path: str, level: Level) -> None:
        for step in level.steps.get(path, ()):
            added = list(map(self.writing[path].reckoned, step))
            named = zip(self._names(path, step), added, strict=True)
            self.frames[path] = self.frames[path].with_columns(**dict(named))

    def _carry(self, path: str, nodes: list[Node]) -> None:
        """Bring what stands with the lots to the items of a list."""
        rows = self.frames[path][ROW]
        values_of = map(self.writing[LOTS].written, nodes)
        held = self.frames[LOTS].select(
            **dict(zip(self._names(path, nodes), values_of, strict=True))
        )
        self.frames[path] = self.frames[path].hstack(held.select(pl.all().gather(rows)))

    def _fold(self, path: str, folds: list[Fold]) -> None:
        of_items, of_lots = self.writing[path], self.writing[LOTS]
        added: dict[str, pl.Expr] = {}
        grouped: dict[str, pl.Expr] = {}
        filled: dict[str, pl.Expr] = {}
        otherwise = [of_lots.typed(fold.otherwise, fold) for fold in folds]
        for name, fold, of_none in zip(self._names(LOTS, folds), folds, otherwise, strict=True):
            taken = of_items.written(fold.where)
            if fold.kind is not Folding.ANY:
                taken = pl.when(taken).then(of_items.typed(fold.value, fold))
            added[name], grouped[name] = taken, _FOLDS[fold.kind](pl.col(name))
            filled[name] = pl.col(name).fill_null(of_none)
        values_of = self.frames[path].select(ROW, **added).group_by(ROW).agg(**grouped)
        rows = (
            self.frames[LOTS].select(ROW).join(values_of, on=ROW, how="left", maintain_order="left")
        )
        # What is told of none can stand with the lots.
        self.frames[LOTS] = self.frames[LOTS].hstack(rows.drop(ROW)).with_columns(**filled)


_FOLDS: Mapping[Folding, Callable[[pl.Expr], pl.Expr]] = {
    Folding.ANY: pl.Expr.any,
    Folding.SUM: pl.Expr.sum,
    Folding.MIN: pl.Expr.min,
    Folding.MAX: pl.Expr.max,
    Folding.FIRST: lambda column: column.drop_nulls().first(),
    Folding.LAST: lambda column: column.drop_nulls().last(),
}
"""What is told of a column that has a value for each item that is taken."""
