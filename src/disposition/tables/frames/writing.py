"""Nodes written as expressions of Polars."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import lru_cache, partial, reduce
from typing import Any

import polars as pl

from disposition.language.expression import Comparison
from disposition.tables.relation import (
    AllNode,
    Among,
    AnyNode,
    ChoiceNode,
    ColumnNode,
    ComparedNode,
    ConstantNode,
    FoldNode,
    HasValue,
    ItemNode,
    ListedNode,
    Node,
    Nothing,
    Opposite,
    Plain,
    Product,
    Settled,
    Sum,
    ToldNode,
)

_NARROW = 2**63 - 1

_SIGNS: Mapping[Comparison, Callable[[Any, Any], Any]] = {
    Comparison.EQUAL: operator.eq,
    Comparison.DIFFERENT: operator.ne,
    Comparison.LESS: operator.lt,
    Comparison.AT_MOST: operator.le,
    Comparison.MORE: operator.gt,
    Comparison.AT_LEAST: operator.ge,
}
GROUP = 10
"""Texts whose lists are looked up together: a table of 2 ** GROUP lists."""


class PolarsWriting:
    """Writes nodes; `words` are the columns that hold words of a closed list."""

    def __init__(self, words: frozenset[str]) -> None:
        self._words = words

    def written(self, node: Node) -> pl.Expr:  # noqa: C901 - one case for each node
        """Return the expression of a node."""
        match node:
            case ColumnNode(name=name):
                return pl.col(name)
            case ConstantNode(value=value):
                return _literal(value)
            case Nothing():
                return pl.lit(None, dtype=pl.Boolean)
            case AllNode(parts=parts):
                return reduce(operator.and_, map(self.written, parts))
            case AnyNode(parts=parts):
                return reduce(operator.or_, map(self.written, parts))
            case Opposite(part=HasValue(part=part)):
                return self.written(part).is_null()
            case Opposite(part=part):
                return ~self.written(part)
            case HasValue(part=part):
                return self.written(part).is_not_null()
            case ComparedNode(sign=sign, left=left, right=right):
                return self._compared(sign, left, right)
            case Among(item=item, values=values):
                found = self.written(item)
                if any(isinstance(each, int) and abs(each) > _NARROW for each in values):
                    wide = pl.Series(values, dtype=pl.Int128)
                    return found.cast(pl.Int128).is_in(wide.implode())
                return found.is_in(list(values))
            case Settled(value=value, given=given):
                return pl.when(self.written(given).is_not_null()).then(value)
            case Sum(left=left, right=right, most=most):
                return self._wide(left, most) + self._wide(right, most)
            case Product(left=left, right=right, most=most):
                return self._wide(left, most) * self._wide(right, most)
            case ChoiceNode():
                return self._choice(node)
            case ToldNode(position=position, texts=texts):
                listed = pl.Series(list(texts), dtype=pl.String)
                return pl.lit(listed).gather(self.written(position).cast(pl.UInt32))
            case ListedNode(cases=cases):
                return self._listed(cases)
            case ItemNode() | FoldNode():
                raise AssertionError("lists of frames are gone over by `folding`")

    def _compared(self, sign: Comparison, left: Node, right: Node) -> pl.Expr:
        one, other = self.written(left), self.written(right)
        if self._is_word(left) and not isinstance(right, ConstantNode):
            one = one.cast(pl.String)
        if self._is_word(right):
            other = other.cast(pl.String)
        return _SIGNS[sign](one, other)  # type: ignore[no-any-return] # it is an expression

    def _is_word(self, node: Node) -> bool:
        return isinstance(node, ColumnNode) and node.name in self._words

    def _wide(self, node: Node, most: int) -> pl.Expr:
        wide = pl.Int64 if most <= _NARROW else pl.Int128
        if isinstance(node, ConstantNode):
            return pl.lit(node.value, dtype=wide)
        return self.written(node).cast(wide)

    def _choice(self, choice: ChoiceNode) -> pl.Expr:
        match choice.cases:
            case ((HasValue(part=part), value),) if part is value:
                return self.written(value).fill_null(self._untyped(choice.otherwise))
        written: Any = pl
        for condition, value in choice.cases:
            written = written.when(self.written(condition)).then(self._untyped(value))
        return written.otherwise(self._untyped(choice.otherwise))  # type: ignore[no-any-return]

    def _untyped(self, node: Node) -> pl.Expr:
        """Return an expression whose null takes on the type of what stands beside it."""
        return pl.lit(None) if isinstance(node, Nothing) else self.written(node)

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
    told = [
        pl.when(number // (1 << at) % 2 == 1).then(pl.lit(text)) for at, text in enumerate(texts)
    ]
    return pl.select(pl.concat_list(told).list.drop_nulls()).to_series()


def _literal(value: Plain) -> pl.Expr:
    if isinstance(value, int) and not isinstance(value, bool):
        return pl.lit(value, dtype=pl.Int64 if abs(value) <= _NARROW else pl.Int128)
    return pl.lit(value)
