"""Calls as they are written to nodes of the tree: what each takes, and lists within lists."""

from __future__ import annotations

from collections.abc import Sequence

from disposition.frozen import frozen
from disposition.language.expression import (
    Aggregate,
    Aggregation,
    And,
    Call,
    Compare,
    Comparison,
    Expression,
    Function,
    Literal,
    Lookup,
    Name,
    Span,
)
from disposition.language.faults import ExpressionError

_AGGREGATIONS = {each.value: each for each in Aggregation}
_FUNCTIONS = {each.value: each for each in Function}
_BY_ORDER = (Aggregation.FIRST, Aggregation.LAST)
_BY_SIZE = (Aggregation.MIN, Aggregation.MAX)
_SUMMED = (Aggregation.SUM, Aggregation.COUNT)
LOOKUP = "lookup"
CALLED = (*_AGGREGATIONS, Function.PERCENT.value, LOOKUP)
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
    source: Name
    where: Expression | None


def wrong_call(function: str, span: Span) -> ExpressionError:
    """Return the fault of a call that is not of what its function takes."""
    hint = _TAKES.get(function, f"write `{function}(d.units for d in inspection.defects if …)`")
    message = f"this is not what `{function}(…)` takes"
    return ExpressionError("E113", span, message, hint)


def call_of(function: str, values: Sequence[Expression], span: Span) -> Call | Lookup:
    """Return the node of a call without `for`.

    Raises:
        ExpressionError: E113, it has too few or too many values, or needs a list.
    """
    if function == LOOKUP:
        where = values[0]
        if not isinstance(where, Name) or "." not in where.text or len(values) < 2:
            raise wrong_call(function, span)
        table, _, column = where.text.rpartition(".")
        return Lookup(table, column, tuple(values[1:]), span=span)
    known = _FUNCTIONS.get(function)
    fits = len(values) == 2 if known is Function.PERCENT else len(values) >= 2
    if known is None or not fits:
        raise wrong_call(function, span)
    return Call(known, tuple(values), span=span)


def aggregate_of(
    function: str,
    value: Expression,
    clauses: Sequence[ForClause],
    otherwise: Expression | None,
    span: Span,
) -> Aggregate:
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
    if kind is Aggregation.COUNT:
        if not isinstance(value, Name) or value.text != last.variable:
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
    aggregate = Aggregate(kind, last.variable, last.source, told, last.where, otherwise, span=span)
    for clause in reversed(outer):
        where = clause.where
        if kind not in _SUMMED and kind not in (Aggregation.ANY, Aggregation.ALL):
            where = _has_items(aggregate, where, span)
        nested = Aggregation.SUM if kind is Aggregation.COUNT else kind
        aggregate = Aggregate(nested, clause.variable, clause.source, aggregate, where, span=span)
    return aggregate


def _has_items(inner: Aggregate, where: Expression | None, span: Span) -> Expression:
    """Leave out the items whose own list has none: the least of nothing is not known."""
    counted = Aggregate(
        Aggregation.COUNT, inner.variable, inner.source, None, inner.where, span=span
    )
    some = Compare(Comparison.MORE, counted, Literal(0), span=span)
    return some if where is None else And((where, some), span=span)
