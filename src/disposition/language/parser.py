"""Condition text to expression tree: a subset of Python's syntax, parsed and never evaluated."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from decimal import Decimal

from disposition.language.expression import (
    And,
    Arithmetic,
    Compare,
    Comparison,
    Expression,
    Known,
    Literal,
    Name,
    Not,
    Operator,
    Or,
    Span,
    Within,
)
from disposition.language.faults import ExpressionError
from disposition.language.literals import read_number
from disposition.language.order import DEEPEST_NESTING, expect_order, too_deep
from disposition.language.tokens import split

LONGEST_TEXT = 4000
MOST_PARTS = 1000

_COMPARISONS: dict[type[ast.cmpop], Comparison] = {
    ast.Eq: Comparison.EQUAL,
    ast.NotEq: Comparison.DIFFERENT,
    ast.Lt: Comparison.LESS,
    ast.LtE: Comparison.AT_MOST,
    ast.Gt: Comparison.MORE,
    ast.GtE: Comparison.AT_LEAST,
}
_OPERATORS: dict[type[ast.operator], Operator] = {
    ast.Add: Operator.ADD,
    ast.Sub: Operator.SUBTRACT,
    ast.Mult: Operator.MULTIPLY,
    ast.Div: Operator.DIVIDE,
}
_WORDS = {"true": True, "false": False}


def parse_expression(text: str) -> Expression:
    """Parse the text of a condition or value.

    Raises:
        ExpressionError: with a code, the span within `text`, a message and a hint.
    """
    if not text.strip():
        raise ExpressionError("E101", (0, 0), "an expression is missing here")
    if len(text) > LONGEST_TEXT:
        message = f"the expression is longer than {LONGEST_TEXT:,} characters"
        raise ExpressionError("E102", (0, 40), message, "name parts of it under `define`")
    expect_order(split(text))
    # Python ends an expression at a line's end; in YAML a long condition may be folded or not.
    flat = re.sub(r"[\n\r\t]", " ", text)
    lead = len(flat) - len(flat.lstrip())
    try:
        tree = ast.parse(flat.lstrip(), mode="eval")
    except SyntaxError as error:
        offset = min(max(0, (error.offset or 1) - 1 + lead), len(flat.rstrip()) - 1)
        span = (offset, offset + 1)
        hint = "put brackets around a condition within another"
        raise ExpressionError("E104", span, "not a condition from here on", hint) from None
    except (RecursionError, MemoryError):
        raise too_deep((0, len(text))) from None
    return _Parser(flat, lead).expression(tree.body)


class _Parser:
    """Turns Python's syntax tree into ours, refusing what is not in the language."""

    def __init__(self, text: str, lead: int) -> None:
        self._text = text
        self._lead = lead
        self._depth = 0
        self._parts = 0
        self._characters = _columns(text[lead:])

    def expression(self, node: ast.expr) -> Expression:
        self._depth += 1
        self._parts += 1
        if self._depth > DEEPEST_NESTING:
            raise too_deep(self._span(node))
        if self._parts > MOST_PARTS:
            message = f"the expression has more than {MOST_PARTS:,} parts"
            raise ExpressionError(
                "E102", self._span(node), message, "name parts of it under `define`"
            )
        converted = self._convert(node)
        self._depth -= 1
        return converted

    def _convert(self, node: ast.expr) -> Expression:
        match node:
            case ast.Constant():
                return self._literal(node)
            case ast.Name() | ast.Attribute():
                return self._name(node)
            case ast.UnaryOp(op=ast.Not()):
                return Not(self.expression(node.operand), span=self._span(node))
            case ast.UnaryOp():
                return self._negative(node)
            case ast.BoolOp():
                operands = tuple(map(self.expression, node.values))
                kind = And if isinstance(node.op, ast.And) else Or
                return kind(operands, span=self._span(node))
            case ast.Compare():
                return self._comparison(node)
            case ast.BinOp():
                return self._arithmetic(node)
            case _:
                message = "a list can only stand after `in`"
                hint = "write `x in ['a', 'b']`"
                raise ExpressionError("E111", self._span(node), message, hint)

    def _literal(self, node: ast.Constant) -> Literal:
        span = self._span(node)
        if isinstance(node.value, str):
            return Literal(node.value, span=span)
        return Literal(read_number(self._text[slice(*span)], span), span=span)

    def _name(self, node: ast.Name | ast.Attribute) -> Literal | Name:
        span = self._span(node)
        text = self._text[slice(*span)]
        if text in _WORDS:
            return Literal(_WORDS[text], span=span)
        return Name(text, span=span)

    def _negative(self, node: ast.UnaryOp) -> Literal:
        operand = self.expression(node.operand)
        span = self._span(node)
        value = operand.value if isinstance(operand, Literal) else None
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            # `-value` would round a decimal to the thread's precision.
            return Literal(value.copy_negate() if isinstance(value, Decimal) else -value, span=span)
        message = "a minus sign stands before numbers only"
        raise ExpressionError("E107", span, message, "write `0 - x`")

    def _comparison(self, node: ast.Compare) -> Expression:
        pairs = []
        left = node.left
        for operator, right in zip(node.ops, node.comparators, strict=True):
            span = (self._span(left)[0], self._span(right)[1])
            pairs.append(self._pair(operator, left, right, span))
            left = right
        return pairs[0] if len(pairs) == 1 else And(tuple(pairs), span=self._span(node))

    def _pair(self, operator: ast.cmpop, left: ast.expr, right: ast.expr, span: Span) -> Expression:
        match operator:
            case ast.Is():
                return self._known(left, right, span)
            case ast.In():
                return self._within(left, right, span)
            case ast.NotIn():
                return Not(self._within(left, right, span), span=span)
            case _:
                comparison = _COMPARISONS[type(operator)]
                return Compare(comparison, self.expression(left), self.expression(right), span=span)

    def _known(self, left: ast.expr, right: ast.expr, span: Span) -> Expression:
        fact = self._name(left) if isinstance(left, ast.Name | ast.Attribute) else None
        if not isinstance(fact, Name):
            message = "only a fact can be known or unknown"
            raise ExpressionError("E108", self._span(left), message)
        known = Known(fact, span=span)
        return known if self._text[slice(*self._span(right))] == "known" else Not(known, span=span)

    def _within(self, left: ast.expr, right: ast.expr, span: Span) -> Within:
        if not isinstance(right, ast.List | ast.Tuple) or not right.elts:
            hint = "write `x in ['a', 'b']`"
            raise ExpressionError("E109", self._span(right), "`in` needs a list of values", hint)
        values = tuple(map(self._listed, right.elts))
        return Within(self.expression(left), values, span=span)

    def _listed(self, element: ast.expr) -> Literal:
        value = self.expression(element)
        if isinstance(value, Literal):
            return value
        hint = ""
        if isinstance(value, Name) and "." not in value.text:
            hint = f"a text needs quotes: `'{value.text}'`"
        message = "a list after `in` holds written-out values only"
        raise ExpressionError("E109", self._span(element), message, hint)

    def _arithmetic(self, node: ast.BinOp) -> Arithmetic:
        operator = _OPERATORS[type(node.op)]
        left, right = self.expression(node.left), self.expression(node.right)
        if operator is Operator.DIVIDE:
            if not isinstance(right, Literal):
                hint = "turn `a / b > 2` into `a > 2 * b`"
                message = "division is by a written-out number only"
                raise ExpressionError("E110", self._span(node.right), message, hint)
            if right.value == 0:
                raise ExpressionError("E110", self._span(node.right), "division by zero")
        return Arithmetic(operator, left, right, span=self._span(node))

    def _span(self, node: ast.expr) -> Span:
        start = self._characters(node.col_offset)
        end = self._characters(node.end_col_offset or node.col_offset)
        return (start + self._lead, end + self._lead)


def _columns(text: str) -> Callable[[int], int]:
    """Return how to turn Python's byte columns into character columns."""
    if text.isascii():
        return lambda column: column
    encoded = text.encode()
    return lambda column: len(encoded[:column].decode(errors="ignore"))
