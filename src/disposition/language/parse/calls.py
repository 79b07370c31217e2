"""Calls as they are written to nodes of the tree: what each takes, and lists within lists."""

from __future__ import annotations

from collections.abc import Sequence

from disposition.frozen import frozen
from disposition.language import expression as tree
from disposition.language.expression import Comparison, Expression, Span
from disposition.language.faults import ExpressionError

_AGGREGATIONS = {each.value: each for each in tree.Aggregation}
_FUNCTIONS = {each.value: each for each in tree.Function}
_BY_ORDER = (tree.Aggregation.FIRST, tree.Aggregation.LAST)
_BY_SIZE = (tree.Aggregation.MIN, tree.Aggregation.MAX)
_SUMMED = (tree.Aggregation.SUM, tree.Aggregation.COUNT)
LOOKUP = "lookup"
CALLED = (*_AGGREGATIONS, tree.Function.PERCENT.value, LOOKUP)
"""The words that are functions where a bracket follows."""

_TAKES = {
    "count": "write `count(d for d in inspection.defects if …)`",
    "any": "write `any(d.units > 2 for d in inspection.defects)`",
    "all": "write `all(d.units > 2 for d in inspection.defects)`",
    "min": "write `min(a, b)`, or `min(d.units for d in inspection.defects)`",
    "max": "write `max(a, b)`, or `max(d.units for d in inspection.defects)`",
    "percent": "write `percent(part, whole)`",
    "lookup": "write `lookup(table.column, key)`",
}


@frozen
class ForClause:
    """A `for v in list if condition` of an aggregate."""

    variable: str
    source: tree.Name
    where: Expression | None


def wrong_call(function: str, span: Span) -> ExpressionError:
    """Return the fault of a call that is not of what its function takes."""
    hint = _TAKES.get(function, f"write `{function}(d.units for d in inspection.defects if …)`")
    message = f"this is not what `{function}(…)` takes"
    return ExpressionError("E113", span, message, hint)


def call_of(function: str, values: Sequence[Expression], span: Span) -> tree.Call | tree.Lookup:
    """Return the node of a call without `for`.

    Raises:
        ExpressionError: E113, it has too few or too many values, or needs a list.
    """
    if function == LOOKUP:
        where = values[0]
        if not isinstance(where, tree.Name) or "." not in where.text or len(values) < 2:
            raise wrong_call(function, span)
        table, _, column = where.text.rpartition(".")
        return tree.Lookup(table, column, tuple(values[1:]), span=span)
    known = _FUNCTIONS.get(function)
    fits = len(values) == 2 if known is tree.Function.PERCENT else len(values) >= 2
    if known is None or not fits:
        raise wrong_call(function, span)
    return tree.Call(known, tuple(values), span=span)


def aggregate_of(
    function: str,
    value: Expression,
    clauses: Sequence[ForClause],
    otherwise: Expression | None,
    span: Span,
) -> tree.Aggregate:
    """Return the node of a call with `for`; several are lists within lists.

    Raises:
        ExpressionError: E113, it goes over no list, counts something else than items, or takes the
            first of several lists.
    """
    kind = _AGGREGATIONS.get(function)
    if kind is None:
        raise wrong_call(function, span)
    *outer, last = clauses
    told: Expression | None = value
    if kind is tree.Aggregation.COUNT:
        if not isinstance(value, tree.Name) or value.text != last.variable:
            name = last.variable
            hint = f"write `count({name} for {name} in {last.source.text} if …)`"
            message = f"`count` counts items: before `for` stands `{name}` alone"
            raise ExpressionError("E113", value.span, message, hint)
        told = None
    if outer and kind in _BY_ORDER:
        message = f"`{function}` goes over one list"
        hint = f"put one into another: `{function}({function}(…) for …)`"
        raise ExpressionError("E113", span, message, hint)
    if otherwise is not None and (outer or kind not in (*_BY_ORDER, *_BY_SIZE)):
        message = f"`{function}` over {'several lists' if outer else 'a list'} has no `else`"
        hint = (
            "`first`, `last`, `min` and `max` over one list tell by it what holds without an item"
        )
        raise ExpressionError("E113", otherwise.span, message, hint)
    aggregate = tree.Aggregate(
        kind, last.variable, last.source, told, last.where, otherwise, span=span
    )
    for clause in reversed(outer):
        where = clause.where
        if kind not in _SUMMED and kind not in (tree.Aggregation.ANY, tree.Aggregation.ALL):
            where = _has_items(aggregate, where, span)
        nested = tree.Aggregation.SUM if kind is tree.Aggregation.COUNT else kind
        aggregate = tree.Aggregate(
            nested, clause.variable, clause.source, aggregate, where, span=span
        )
    return aggregate


def _has_items(inner: tree.Aggregate, where: Expression | None, span: Span) -> Expression:
    """Leave out the items whose own list has none: the least of nothing is not known."""
    counted = tree.Aggregate(
        tree.Aggregation.COUNT, inner.variable, inner.source, None, inner.where, span=span
    )
    some = tree.Compare(Comparison.MORE, counted, tree.Literal(0), span=span)
    return some if where is None else tree.And((where, some), span=span)
