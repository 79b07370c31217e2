"""Nodes written as expressions of Polars."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from functools import lru_cache, partial, reduce
from typing import Any

import polars as pl

from disposition.language.expression import COMPARE, Comparison
from disposition.language.lower import total
from disposition.language.lower.build import constant, negation
from disposition.language.lower.total import Node, NodeSort, sort_of
from disposition.language.types import Kind
from disposition.tables.names import ROW
from disposition.tables.scaled import room
from disposition.tables.shared_columns import Levels, Output, TextAt, cases_of, leaf_of, tests_of

_NARROW = 2**63 - 1

GROUP = 10
"""Texts whose lists are looked up together: a table of 2 ** GROUP lists."""


def with_levels(frame: pl.LazyFrame, levels: Levels) -> pl.LazyFrame:
    """Return a frame with outputs, and the columns that are there meanwhile."""
    named: dict[Node, str] = {}
    writing = PolarsWriting(named)
    for step in levels.steps:
        frame = frame.with_columns(**{name: writing.reckoned(node) for name, node in step.items()})
        named |= {node: name for name, node in step.items() if node in levels.named}
    return frame.with_columns(
        **{name: writing.output(output) for name, output in levels.outputs.items()}
    )


class PolarsWriting:
    """Writes nodes; `named` are those that have a column by now."""

    def __init__(self, named: Mapping[Node, str]) -> None:
        self._named = named

    def output(self, output: Output) -> pl.Expr:
        """Return the expression of an output."""
        if not isinstance(output, TextAt):
            return self._listed(output.cases)
        if isinstance(output.position, total.Fixed):
            return pl.lit(output.texts[int(output.position.value)], dtype=pl.String)
        texts = pl.Series(list(output.texts), dtype=pl.String)
        return pl.lit(texts).gather(self.written(output.position).cast(pl.UInt32))

    def written(self, node: Node) -> pl.Expr:
        """Return the expression of a node, which may have a column."""
        name = self._named.get(node)
        return self.reckoned(node) if name is None else pl.col(name)

    def reckoned(self, node: Node) -> pl.Expr:  # noqa: C901 - one case for each node
        """Return what a node is reckoned by."""
        leaf = leaf_of(node)
        if leaf is not None:
            return pl.col(leaf.path)
        match node:
            case total.Fixed(value=value):
                return _literal(value)
            case total.Conjunction():
                tested, others = tests_of(node)
                parts = [~self._among(item, values) for item, values in tested.items()]
                return reduce(operator.and_, [*parts, *map(self.written, others)])
            case total.Disjunction():
                tested, others = tests_of(node)
                parts = [self._among(item, values) for item, values in tested.items()]
                return reduce(operator.or_, [*parts, *map(self.written, others)])
            case total.Negated(part=total.IsKnown(of=of)):
                return self.written(of).is_null()
            case total.Negated(part=part):
                return ~self.written(part)
            case total.IsKnown(of=of):
                return self.written(of).is_not_null()
            case total.Compared(comparison=sign, left=left, right=right):
                return self._compared(sign, left, right)
            case total.Add(left=left, right=right):
                return self._wide(left, node) + self._wide(right, node)
            case total.Multiply(left=left, right=right):
                return self._wide(left, node) * self._wide(right, node)
            case total.Negative(part=part):
                return self._wide(part, node) * self._wide(constant(-1), node)
            case total.Position():
                return pl.int_range(pl.len(), dtype=pl.Int64).over(ROW) + 1
            case total.ValueWhere(known=known, value=value):
                if total.is_nothing(node):
                    return pl.lit(None, dtype=pl.Boolean)
                return pl.when(self.written(known)).then(self._untyped(value))
            case total.Choose():
                return self._choice(node)
        raise AssertionError("folds over the items of frames have columns")

    def _among(self, item: Node, values: tuple[total.Plain, ...]) -> pl.Expr:
        found = self.written(item)
        if any(isinstance(each, int) and abs(each) > _NARROW for each in values):
            wide = pl.Series(values, dtype=pl.Int128)
            return found.cast(pl.Int128).is_in(wide.implode())
        return found.is_in(list(values))

    def _compared(self, sign: Comparison, left: Node, right: Node) -> pl.Expr:
        one = (self.written if isinstance(right, total.Fixed) else self._text)(left)
        other = self._text(right)
        return COMPARE[sign](one, other)  # type: ignore[no-any-return] # it is an expression

    def typed(self, node: Node, of: Node) -> pl.Expr:
        """Return a value in the type of what is made of it: wide numbers, texts for words."""
        return self._wide(node, of) if sort_of(node) is NodeSort.NUMBER else self._text(node)

    def _text(self, node: Node) -> pl.Expr:
        """Return a value, a text where it is a word of a column."""
        leaf = leaf_of(node)
        is_word = leaf is not None and leaf.type.kind is Kind.ENUM
        return self.written(node).cast(pl.String) if is_word else self.written(node)

    def _wide(self, node: Node, of: Node) -> pl.Expr:
        """Return a whole number in a type that what is made of it fits into as well."""
        wide = pl.Int64 if room(of) <= _NARROW else pl.Int128
        if isinstance(node, total.Fixed):
            return pl.lit(node.value, dtype=wide)
        return self.written(node).cast(wide)

    def _choice(self, node: total.Choose) -> pl.Expr:
        match node:
            case total.Choose(condition=total.IsKnown(of=part), then=value) if part is value:
                return self._text(value).fill_null(self._untyped(node.otherwise))
        written: Any = pl
        cases, otherwise = cases_of(node, self._named)
        for condition, value in cases:
            written = written.when(self._condition(condition)).then(self._untyped(value))
        return written.otherwise(self._untyped(otherwise))  # type: ignore[no-any-return]

    def _condition(self, node: Node) -> pl.Expr:
        """Return the expression of a truth, of which the opposite may have a column."""
        name = None if node in self._named else self._named.get(negation(node))
        return self.written(node) if name is None else ~pl.col(name)

    def _untyped(self, node: Node) -> pl.Expr:
        """Return an expression whose null takes on the type of what stands beside it."""
        return pl.lit(None) if total.is_nothing(node) else self._text(node)

    def _listed(self, cases: tuple[tuple[Node, str], ...]) -> pl.Expr:
        """Return a list for each row: texts are bits of numbers, each of which has one list."""
        if not cases:
            return pl.lit([], dtype=pl.List(pl.String))
        numbers = [
            _number([self.written(each) for each, _ in cases[first : first + GROUP]])
            for first in range(0, len(cases), GROUP)
        ]
        lists = partial(_lists_of, tuple(text for _, text in cases))
        dtype = pl.List(pl.String)
        row = pl.struct([each.alias(str(at)) for at, each in enumerate(numbers)])
        return row.map_batches(lists, return_dtype=dtype, is_elementwise=True)


def _number(truths: list[pl.Expr]) -> pl.Expr:
    """Return a number whose bits are truths."""
    bits = [
        pl.when(each).then(pl.lit(1 << at, pl.UInt16)).otherwise(pl.lit(0, pl.UInt16))
        for at, each in enumerate(truths)
    ]
    return reduce(operator.add, bits)


def _lists_of(texts: tuple[str, ...], numbers: pl.Series) -> pl.Series:
    """Return the list of each row; few rows differ in their numbers, so each is made once."""
    rows = numbers.struct.unnest()
    several = rows.unique()
    if 2 * several.height > rows.height:
        return _made_lists(texts, rows)
    places = several.with_row_index("place")
    found = rows.join(places, on=rows.columns, how="left", maintain_order="left")
    return _made_lists(texts, several).gather(found["place"])


def _made_lists(texts: tuple[str, ...], numbers: pl.DataFrame) -> pl.Series:
    parts = [
        _lists(texts[GROUP * at : GROUP * (at + 1)]).gather(number)
        for at, number in enumerate(numbers)
    ]
    return parts[0].list.concat(parts[1:]) if len(parts) > 1 else parts[0]


@lru_cache(maxsize=256)
def _lists(texts: tuple[str, ...]) -> pl.Series:
    """Return for each number the list of those texts whose bit is set in it."""
    number = pl.int_range(1 << len(texts), dtype=pl.Int64)
    parts = [
        pl.when(number // (1 << at) % 2 == 1).then(pl.lit(text)) for at, text in enumerate(texts)
    ]
    return pl.select(pl.concat_list(parts).list.drop_nulls()).to_series()


def _literal(value: total.Plain) -> pl.Expr:
    if isinstance(value, int) and not isinstance(value, bool):
        return pl.lit(value, dtype=pl.Int64 if abs(value) <= _NARROW else pl.Int128)
    return pl.lit(value)
