"""Condition text to expression tree: a closed subset of Python's expression syntax, never evaluated."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from decimal import Decimal

from disposition.policy.expression import (
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

LONGEST_TEXT = 4000
DEEPEST_NESTING = 40
MOST_DIGITS = 15
LARGEST_NUMBER = Decimal(10) ** 15

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
_NUMBER = re.compile(r"\d+(\.\d+)?")
_WORDS = {"true": True, "false": False}
_FOREIGN = {
    "True": "write `true`",
    "False": "write `false`",
    "None": "write `x is unknown`",
    "null": "write `x is unknown`",
    "AND": "write `and`",
    "OR": "write `or`",
    "NOT": "write `not`",
}


class ExpressionError(Exception):
    """A text that is not an expression of the policy language; never leaves the package."""

    def __init__(self, code: str, span: Span, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.span = span
        self.message = message
        self.hint = hint


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
    _bound_nesting(text)
    # Python ends an expression at a line's end; in YAML a long condition may be folded or not.
    flat = re.sub(r"[\n\r\t]", " ", text)
    lead = len(flat) - len(flat.lstrip())
    try:
        tree = ast.parse(flat.lstrip(), mode="eval")
    except SyntaxError as error:
        raise _syntax(error, flat, lead) from None
    except (RecursionError, MemoryError, ValueError):
        raise ExpressionError("E103", (0, len(text)), "the expression cannot be read") from None
    return _Parser(flat, lead).expression(tree.body)


def _bound_nesting(text: str) -> None:
    """Refuse deep nesting before Python's parser sees it, which recurses."""
    depth = 0
    for offset, character in enumerate(text):
        if character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        if depth > DEEPEST_NESTING:
            raise _too_deep((offset, offset + 1))


def _too_deep(span: Span) -> ExpressionError:
    message = f"the expression is nested more than {DEEPEST_NESTING} levels deep"
    return ExpressionError("E103", span, message, "name parts of it under `define`")


def _syntax(error: SyntaxError, flat: str, lead: int) -> ExpressionError:
    offset = min(max(0, (error.offset or 1) - 1 + lead), len(flat))
    for pattern, hint in (
        (r"(?<![=<>!])=(?!=)", "compare with `==`"),
        (r"&&", "write `and`"),
        (r"\|\|", "write `or`"),
        (r"<>", "write `!=`"),
        (r"!(?!=)", "write `not`"),
        (r"\b(AND|OR|NOT)\b", "write `and`, `or`, `not` in small letters"),
        (r"=>|=<", "write `>=` or `<=`"),
        (r"\d\s*%", "percent are plain numbers here: write `2.5`"),
        (r"\bis\s+not\s+(known|unknown)\b", "write `is unknown` or `is known`"),
    ):
        found = re.search(pattern, flat)
        if found:
            return ExpressionError("E104", found.span(), "not a condition", hint)
    if offset >= len(flat.rstrip()):
        end = len(flat.rstrip())
        return ExpressionError("E104", (max(0, end - 1), end), "the expression stops too early")
    if "was never closed" in str(error.msg):
        return ExpressionError("E104", (offset, offset + 1), "this bracket is never closed")
    return ExpressionError("E104", (offset, offset + 1), "not a condition from here on")


class _Parser:
    """Turns Python's syntax tree into ours, refusing what is not in the language."""

    def __init__(self, text: str, lead: int) -> None:
        self._text = text
        self._lead = lead
        self._depth = 0
        self._characters = _columns(text[lead:])

    def expression(self, node: ast.expr) -> Expression:
        self._depth += 1
        if self._depth > DEEPEST_NESTING:
            raise _too_deep(self._span(node))
        try:
            return self._convert(node)
        finally:
            self._depth -= 1

    def _convert(self, node: ast.expr) -> Expression:
        match node:
            case ast.Constant():
                return self._literal(node)
            case ast.Name() | ast.Attribute():
                return self._name(node)
            case ast.UnaryOp(op=ast.Not()):
                return Not(self.expression(node.operand), span=self._span(node))
            case ast.UnaryOp(op=ast.USub()):
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
                raise self._foreign(node)

    def _literal(self, node: ast.Constant) -> Literal:
        span = self._span(node)
        if isinstance(node.value, str):
            return Literal(node.value, span=span)
        written = self._text[slice(*span)]
        if not _NUMBER.fullmatch(written):
            hint = _FOREIGN.get(written, "")
            raise ExpressionError(
                "E105", span, f"`{written}` is not a value of the policy language", hint
            )
        if len(written.replace(".", "").strip("0")) > MOST_DIGITS:
            message = f"`{written}` has more than {MOST_DIGITS} significant digits"
            raise ExpressionError("E106", span, message)
        if Decimal(written) >= LARGEST_NUMBER:
            raise ExpressionError("E106", span, f"`{written}` is larger than any fact can be")
        return Literal(Decimal(written) if "." in written else int(written), span=span)

    def _name(self, node: ast.expr) -> Literal | Name:
        span = self._span(node)
        part = node
        while isinstance(part, ast.Attribute):
            part = part.value
        if not isinstance(part, ast.Name):
            raise self._foreign(part)
        text = re.sub(r"\s", "", self._text[slice(*span)])
        if text in _WORDS:
            return Literal(_WORDS[text], span=span)
        if text in _FOREIGN:
            raise ExpressionError(
                "E105", span, f"`{text}` is not part of the policy language", _FOREIGN[text]
            )
        return Name(text, span=span)

    def _negative(self, node: ast.UnaryOp) -> Literal:
        operand = self.expression(node.operand)
        span = self._span(node)
        if isinstance(operand, Literal) and isinstance(operand.value, int | Decimal):
            if not isinstance(operand.value, bool):
                return Literal(-operand.value, span=span)
        raise ExpressionError(
            "E107", span, "a minus sign stands before numbers only", "write `0 - x`"
        )

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
            case ast.Is() | ast.IsNot():
                return self._known(operator, left, right, span)
            case ast.In():
                return self._within(left, right, span)
            case ast.NotIn():
                return Not(self._within(left, right, span), span=span)
            case _:
                comparison = _COMPARISONS[type(operator)]
                return Compare(
                    comparison, self.expression(left), self.expression(right), span=span
                )

    def _known(self, operator: ast.cmpop, left: ast.expr, right: ast.expr, span: Span) -> Expression:
        word = right.id if isinstance(right, ast.Name) else ""
        if word not in ("known", "unknown") or isinstance(operator, ast.IsNot):
            hint = "write `x is known` or `x is unknown`; compare values with `==`"
            raise ExpressionError("E108", self._span(right), "`is` asks for known or unknown", hint)
        fact = self._name(left) if isinstance(left, ast.Name | ast.Attribute) else None
        if not isinstance(fact, Name):
            raise ExpressionError("E108", self._span(left), "only a fact can be known or unknown")
        known = Known(fact, span=span)
        return known if word == "known" else Not(known, span=span)

    def _within(self, left: ast.expr, right: ast.expr, span: Span) -> Within:
        if not isinstance(right, ast.List | ast.Tuple | ast.Set) or not right.elts:
            hint = "write `x in ['a', 'b']`"
            raise ExpressionError("E109", self._span(right), "`in` needs a list of values", hint)
        values = []
        for element in right.elts:
            value = self.expression(element)
            if not isinstance(value, Literal):
                hint = ""
                if isinstance(value, Name) and "." not in value.text:
                    hint = f"a word needs quotes: `'{value.text}'`"
                message = "a list after `in` holds written-out values only"
                raise ExpressionError("E109", self._span(element), message, hint)
            values.append(value)
        return Within(self.expression(left), tuple(values), span=span)

    def _arithmetic(self, node: ast.BinOp) -> Arithmetic:
        operator = _OPERATORS.get(type(node.op))
        if operator is None:
            message = "this operator is not part of the policy language"
            hint = "there are `+`, `-`, `*` and `/` by a number"
            raise ExpressionError("E110", self._span(node), message, hint)
        left, right = self.expression(node.left), self.expression(node.right)
        if operator is Operator.DIVIDE:
            if not isinstance(right, Literal):
                hint = "turn `a / b > 2` into `a > 2 * b`"
                message = "division is by a written-out number only"
                raise ExpressionError("E111", self._span(node.right), message, hint)
            if right.value == 0:
                raise ExpressionError("E111", self._span(node.right), "division by zero")
        return Arithmetic(operator, left, right, span=self._span(node))

    def _foreign(self, node: ast.expr) -> ExpressionError:
        construct, hint = _describe(node)
        return ExpressionError(
            "E112", self._span(node), f"{construct} is not part of the policy language", hint
        )

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


def _describe(node: ast.expr) -> tuple[str, str]:
    match node:
        case ast.Call(func=ast.Name(id=name)):
            return f"the call `{name}(…)`", "facts stand for themselves; nothing is called"
        case ast.Call():
            return "a call", ""
        case ast.IfExp():
            return "`if … else`", "write two rules"
        case ast.List() | ast.Tuple() | ast.Set() | ast.Dict():
            return "a list outside `in`", "write `x in ['a', 'b']`"
        case ast.UnaryOp(op=ast.UAdd()):
            return "a plus sign before a value", "leave it out"
        case ast.UnaryOp(op=ast.Invert()):
            return "`~`", "write `not`"
        case ast.Subscript():
            return "`[…]` after a name", "a fact is a path of words with dots"
        case ast.JoinedStr():
            return "a formatted text", "write the text in plain quotes"
        case _:
            return f"`{type(node).__name__.lower()}`", ""
