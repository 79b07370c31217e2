"""The canonical text of an expression and of a value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from disposition.language import expression as tree
from disposition.language.expression import Expression, Operator
from disposition.language.types import Value

_IF, _OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _ATOM = range(8)


def expression_text(expression: Expression) -> str:
    """Return an expression as the policy language writes it, with no bracket too many.

    >>> from disposition.language.parse.parser import parse_expression
    >>> expression_text(parse_expression("(a>1) and not(b in ('x',))"))
    "a > 1 and b not in ['x']"
    """
    return _write(expression)[0]


def _write(expression: Expression) -> tuple[str, int]:  # noqa: C901 - one case for each node
    """Return the text of an expression and how tightly its outermost operator binds."""
    match expression:
        case tree.Literal(value=value):
            return value_text(value), _ATOM
        case tree.Name(text=text):
            return text, _ATOM
        case tree.Fact(path=path):
            return path, _ATOM
        case tree.Parameter(name=name) | tree.Definition(name=name):
            return name, _ATOM
        case tree.Or(operands=operands):
            return " or ".join(_within(each, _AND) for each in operands), _OR
        case tree.And(operands=operands):
            return " and ".join(_within(each, _NOT) for each in operands), _AND
        case tree.Not(operand=tree.Known(fact=fact)):
            return f"{_write(fact)[0]} is unknown", _COMPARE
        case tree.Not(operand=tree.Within(item=item, values=values)):
            return f"{_within(item, _SUM)} not in {_list(values)}", _COMPARE
        case tree.Not(operand=operand):
            return f"not {_within(operand, _NOT)}", _NOT
        case tree.Known(fact=fact):
            return f"{_write(fact)[0]} is known", _COMPARE
        case tree.Within(item=item, values=values):
            return f"{_within(item, _SUM)} in {_list(values)}", _COMPARE
        case tree.Compare(comparison=comparison, left=left, right=right):
            return f"{_within(left, _SUM)} {comparison.value} {_within(right, _SUM)}", _COMPARE
        case tree.Arithmetic():
            return _arithmetic(expression)
        case tree.Conditional(condition=condition, then=then, otherwise=otherwise):
            either = f"{_within(then, _OR)} if {_within(condition, _OR)}"
            return f"{either} else {_within(otherwise, _IF)}", _IF
        case tree.Item(variable=variable, key=key):
            return f"{variable}.{key}", _ATOM
        case tree.Unknown():
            return "unknown", _ATOM
        case tree.Aggregate():
            return _aggregate(expression), _ATOM
        case tree.Call(function=function, operands=operands):
            return f"{function.value}({', '.join(map(expression_text, operands))})", _ATOM
        case tree.Lookup(table=table, column=column, keys=keys):
            return f"lookup({', '.join((f'{table}.{column}', *map(expression_text, keys)))})", _ATOM


def _aggregate(expression: tree.Aggregate) -> str:
    source, variable = expression.source, expression.variable
    told = variable if expression.value is None else expression_text(expression.value)
    listed = source.text if isinstance(source, tree.Name) else listing_text(source)
    clause = f"for {variable} in {listed}"
    if expression.where is not None:
        clause += f" if {_within(expression.where, _OR)}"
    if expression.otherwise is not None:
        clause += f" else {expression_text(expression.otherwise)}"
    return f"{expression.kind.value}({told} {clause})"


def listing_text(listing: tree.Listing) -> str:
    """Return how an expression names a list: one within an item by its variable.

    >>> listing_text(tree.Listing("custom.pallets[].boxes", "p"))
    'p.boxes'
    """
    if not listing.variable:
        return listing.path
    return f"{listing.variable}.{listing.path.rpartition('[].')[2]}"


def _arithmetic(expression: tree.Arithmetic) -> tuple[str, int]:
    tight = expression.operator in (Operator.MULTIPLY, Operator.DIVIDE)
    level = _PRODUCT if tight else _SUM
    left = _within(expression.left, level)
    right = _within(expression.right, level + 1)
    return f"{left} {expression.operator.value} {right}", level


def _within(expression: Expression, level: int) -> str:
    text, own = _write(expression)
    return text if own >= level else f"({text})"


def _list(values: tuple[tree.Literal, ...]) -> str:
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
