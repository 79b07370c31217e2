"""Comparisons that can be made but say nothing: probably something else was meant."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal

from disposition.language.check.operations import a_type
from disposition.language.expression import Compare, Literal, Span, Within
from disposition.language.faults import ExpressionError
from disposition.language.text import expression_text, value_text
from disposition.language.types import FactType, Kind

Doubts = Iterator[ExpressionError]


def doubt_comparison(
    compare: Compare, left: FactType, right: FactType, facts: Collection[str]
) -> Doubts:
    """Yield what is odd about a comparison of values of two types; `facts` are the known paths."""
    if isinstance(compare.left, Literal) and isinstance(compare.right, Literal):
        yield _of_literals(compare.left, compare.right, compare.span, facts)
        return
    if compare.left == compare.right:
        message = f"`{expression_text(compare.left)}` is compared with itself"
        yield _warning("W706", compare.span, message, "to ask whether a fact is known: `is known`")
    if compare.comparison.is_ordering:
        return
    for side, other in ((compare.left, right), (compare.right, left)):
        if isinstance(side, Literal):
            yield from _impossible(side, other, compare.span)


def doubt_lookup(within: Within, type_: FactType, facts: Collection[str]) -> Doubts:
    """Yield what is odd about looking for a value of a type in a list."""
    if isinstance(within.item, Literal):
        yield _of_literals(within.item, within.item, within.span, facts)
        return
    for literal in within.values:
        yield from _impossible(literal, type_, literal.span)


def _warning(code: str, span: Span, message: str, hint: str = "") -> ExpressionError:
    return ExpressionError(code, span, message, hint, is_warning=True)


def _of_literals(
    left: Literal, right: Literal, span: Span, facts: Collection[str]
) -> ExpressionError:
    for side in (left, right):
        if isinstance(side.value, str) and side.value in facts:
            message = f"`{value_text(side.value)}` is a text, not the fact of that name"
            hint = f"a fact has no quotes: `{side.value}`"
            return ExpressionError("T211", side.span, message, hint)
    message = "two written-out values are compared: the answer is always the same"
    return _warning("W706", span, message, "to say so, write `true` or `false`")


def _impossible(literal: Literal, other: FactType, span: Span) -> Doubts:
    value = literal.value
    if other.kind is Kind.INTEGER and isinstance(value, Decimal) and value != int(value):
        yield _warning("W707", span, f"{a_type(other)} never equals `{value_text(value)}`")
