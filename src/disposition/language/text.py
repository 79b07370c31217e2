"""The canonical text of an expression and of a value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from disposition.language.expression import (
    And,
    Arithmetic,
    Compare,
    Definition,
    Expression,
    Fact,
    Known,
    Literal,
    Name,
    Not,
    Operator,
    Or,
    Parameter,
    Within,
)
from disposition.language.types import Value

_OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _ATOM = range(7)


def expression_text(expression: Expression) -> str:
    """Return an expression as the policy language writes it, with no bracket too many.

    >>> from disposition.language.parser import parse_expression
    >>> expression_text(parse_expression("(a>1) and not(b in ('x',))"))
    "a > 1 and b not in ['x']"
    """
    return _write(expression)[0]


def _write(expression: Expression) -> tuple[str, int]:
    """Return the text of an expression and how tightly its outermost operator binds."""
    match expression:
        case Literal(value=value):
            return value_text(value), _ATOM
        case Name(text=text):
            return text, _ATOM
        case Fact(path=path):
            return path, _ATOM
        case Parameter(name=name) | Definition(name=name):
            return name, _ATOM
        case Or(operands=operands):
            return " or ".join(_within(each, _AND) for each in operands), _OR
        case And(operands=operands):
            return " and ".join(_within(each, _NOT) for each in operands), _AND
        case Not(operand=Known(fact=fact)):
            return f"{_write(fact)[0]} is unknown", _COMPARE
        case Not(operand=Within(item=item, values=values)):
            return f"{_within(item, _SUM)} not in {_list(values)}", _COMPARE
        case Not(operand=operand):
            return f"not {_within(operand, _NOT)}", _NOT
        case Known(fact=fact):
            return f"{_write(fact)[0]} is known", _COMPARE
        case Within(item=item, values=values):
            return f"{_within(item, _SUM)} in {_list(values)}", _COMPARE
        case Compare(comparison=comparison, left=left, right=right):
            return f"{_within(left, _SUM)} {comparison.value} {_within(right, _SUM)}", _COMPARE
        case Arithmetic():
            return _arithmetic(expression)
        case _:
            raise AssertionError(f"no text for {expression}")


def _arithmetic(expression: Arithmetic) -> tuple[str, int]:
    tight = expression.operator in (Operator.MULTIPLY, Operator.DIVIDE)
    level = _PRODUCT if tight else _SUM
    left = _within(expression.left, level)
    right = _within(expression.right, level + 1)
    return f"{left} {expression.operator.value} {right}", level


def _within(expression: Expression, level: int) -> str:
    text, own = _write(expression)
    return text if own >= level else f"({text})"


def _list(values: tuple[Literal, ...]) -> str:
    return f"[{', '.join(value_text(each.value) for each in values)}]"


def value_text(value: Value) -> str:
    """Return a value as the policy language writes it out.

    >>> value_text("new"), value_text(True), value_text(Decimal("2.50"))
    ("'new'", 'true', '2.50')
    """
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Decimal():
            return f"{value:f}"
        case date():
            return f"'{value.isoformat()}'"
        case _:
            return f'"{value}"' if "'" in value else f"'{value}'"
