"""Types and units of expressions: names are resolved and every operation is checked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from attrs import evolve

from disposition.errors import suggest
from disposition.facts.kinds import FactType, Kind
from disposition.policy.expression import (
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
    Span,
    Within,
)
from disposition.policy.parsing import ExpressionError
from disposition.policy.scope import Scope

BOOLEAN = FactType(Kind.BOOLEAN)
DAYS = FactType(Kind.INTEGER, "days")


def check_condition(
    expression: Expression, scope: Scope
) -> tuple[Expression, list[ExpressionError]]:
    """Resolve and check an expression that must be true, false or unknown."""
    checker = _Checker(scope)
    checked, type_ = checker.check(expression)
    checker.expect_boolean(expression, type_)
    return checked, checker.problems


def check_value(
    expression: Expression, scope: Scope
) -> tuple[Expression, FactType | None, list[ExpressionError]]:
    """Resolve and check any expression; the type is None where it could not be found."""
    checker = _Checker(scope)
    checked, type_ = checker.check(expression)
    return checked, type_, checker.problems


def type_of_literal(literal: Literal) -> FactType:
    """Return the type that a written-out value has on its own."""
    if literal.type is not None:
        return literal.type
    match literal.value:
        case bool():
            return BOOLEAN
        case int():
            return FactType(Kind.INTEGER)
        case Decimal():
            return FactType(Kind.DECIMAL)
        case date():
            return FactType(Kind.DATE)
        case _:
            return FactType(Kind.TEXT)


Checked = tuple[Expression, FactType | None]


class _Checker:
    """Checks one expression; a part whose type cannot be told is left out of further checks."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self.problems: list[ExpressionError] = []

    def _problem(self, code: str, span: Span, message: str, hint: str = "") -> None:
        self.problems.append(ExpressionError(code, span, message, hint))

    def check(self, expression: Expression) -> Checked:
        match expression:
            case Literal():
                return expression, type_of_literal(expression)
            case Name():
                return self._name(expression)
            case Fact() | Parameter() | Definition():
                return expression, expression.type
            case Arithmetic():
                return self._arithmetic(expression)
            case Compare():
                return self._compare(expression)
            case Within():
                return self._within(expression)
            case Known():
                return self._known(expression)
            case Not():
                operand, type_ = self.check(expression.operand)
                self.expect_boolean(expression.operand, type_)
                return evolve(expression, operand=operand), BOOLEAN
            case And() | Or():
                return self._connective(expression)

    def expect_boolean(self, expression: Expression, type_: FactType | None) -> None:
        if type_ is None or type_.kind is Kind.BOOLEAN:
            return
        hint = "compare it, for example with `> 0`" if type_.kind.is_number else ""
        if type_.kind is Kind.ENUM:
            hint = f"compare it, for example with `== '{type_.values[0]}'`"
        self._problem("T201", expression.span, f"a condition is needed, this is {_a(type_)}", hint)

    def _name(self, name: Name) -> Checked:
        resolved = self._scope.resolve(name)
        if resolved is None:
            hint = self._scope.hint(name.text)
            self._problem("T202", name.span, f"`{name.text}` is not known", hint)
            return name, None
        assert isinstance(resolved, Fact | Parameter | Definition)
        return resolved, resolved.type

    def _known(self, known: Known) -> Checked:
        resolved, _ = self.check(known.fact)
        if isinstance(resolved, Fact):
            return evolve(known, fact=resolved), BOOLEAN
        if not isinstance(resolved, Name):
            self._problem("T203", known.fact.span, "only a fact can be known or unknown")
        return known, BOOLEAN

    def _connective(self, expression: And | Or) -> Checked:
        operands = []
        for operand in expression.operands:
            checked, type_ = self.check(operand)
            self.expect_boolean(operand, type_)
            operands.append(checked)
        return evolve(expression, operands=tuple(operands)), BOOLEAN

    def _compare(self, compare: Compare) -> Checked:
        left, left_type = self.check(compare.left)
        right, right_type = self.check(compare.right)
        if left_type is not None and right_type is not None:
            left, left_type = self._adapt(left, left_type, right_type)
            right, right_type = self._adapt(right, right_type, left_type)
        if left_type is not None and right_type is not None:
            self._expect_comparable(compare, left_type, right_type)
        return evolve(compare, left=left, right=right), BOOLEAN

    def _within(self, within: Within) -> Checked:
        item, type_ = self.check(within.item)
        if type_ is None:
            return evolve(within, item=item), BOOLEAN
        values = []
        for literal in within.values:
            adapted, value_type = self._adapt(literal, type_of_literal(literal), type_)
            if value_type is not None and not _same_family(type_, value_type):
                message = f"{_a(type_)} cannot be {_a(value_type)}"
                self._problem("T204", literal.span, message)
            if isinstance(adapted, Literal):
                values.append(adapted)
        return evolve(within, item=item, values=tuple(values)), BOOLEAN

    def _adapt(self, side: Expression, type_: FactType, other: FactType) -> Checked:
        """Read a written-out text as what it is compared with: a date, or an enum's value."""
        if not isinstance(side, Literal) or not isinstance(side.value, str):
            return side, type_
        if other.kind is Kind.DATE:
            try:
                day = date.fromisoformat(side.value)
            except ValueError:
                message = f"`{side.value}` is not a date"
                self._problem("T205", side.span, message, "write it as `'2026-12-01'`")
                return side, None
            return Literal(day, FactType(Kind.DATE), span=side.span), FactType(Kind.DATE)
        if other.kind is Kind.ENUM:
            if side.value not in other.values:
                choices = ", ".join(f"`{value}`" for value in other.values)
                hint = suggest(side.value, other.values) or f"it can be {choices}"
                self._problem("T206", side.span, f"`{side.value}` is never its value", hint)
                return side, None
            return Literal(side.value, other, span=side.span), other
        return side, type_

    def _expect_comparable(self, compare: Compare, left: FactType, right: FactType) -> None:
        if not _same_family(left, right):
            hint = _quoting_hint(compare)
            message = f"{_a(left)} is compared with {_a(right)}"
            self._problem("T204", compare.span, message, hint)
        elif compare.comparison.is_ordering and not (left.kind.is_number or _is_date(left)):
            hint = "only numbers and dates have an order"
            if left.kind is Kind.ENUM:
                hint += "; list the values: `x in ['a', 'b']`"
            message = f"`{compare.comparison.value}` between values without an order"
            self._problem("T207", compare.span, message, hint)
        elif not _units_fit(left, right):
            message = f"{left.unit} are compared with {right.unit}"
            self._problem("T208", compare.span, message)

    def _arithmetic(self, expression: Arithmetic) -> Checked:
        left, left_type = self.check(expression.left)
        right, right_type = self.check(expression.right)
        checked = evolve(expression, left=left, right=right)
        if left_type is None or right_type is None:
            return checked, None
        result = self._arithmetic_type(expression, left_type, right_type)
        return checked, result

    def _arithmetic_type(
        self, expression: Arithmetic, left: FactType, right: FactType
    ) -> FactType | None:
        operator = expression.operator
        if _is_date(left) or _is_date(right):
            return self._date_arithmetic(expression, left, right)
        for side, type_ in ((expression.left, left), (expression.right, right)):
            if not type_.kind.is_number:
                message = f"`{operator.value}` needs numbers, this is {_a(type_)}"
                self._problem("T209", side.span, message)
                return None
        kind = Kind.DECIMAL
        if left.kind is right.kind is Kind.INTEGER and operator is not Operator.DIVIDE:
            kind = Kind.INTEGER
        if operator in (Operator.ADD, Operator.SUBTRACT):
            if not _units_fit(left, right):
                word = "added to" if operator is Operator.ADD else "subtracted from"
                first, second = (left, right) if operator is Operator.ADD else (right, left)
                message = f"{first.unit} are {word} {second.unit}"
                self._problem("T208", expression.span, message)
                return None
            return FactType(kind, left.unit or right.unit)
        return FactType(kind, "·".join(sorted(filter(None, (left.unit, right.unit)))))

    def _date_arithmetic(
        self, expression: Arithmetic, left: FactType, right: FactType
    ) -> FactType | None:
        operator = expression.operator
        if _is_date(left) and _is_date(right) and operator is Operator.SUBTRACT:
            return DAYS
        days = right if _is_date(left) else left
        is_shift = operator is Operator.ADD or (operator is Operator.SUBTRACT and _is_date(left))
        if is_shift and days.kind is Kind.INTEGER and days.unit in ("", "days"):
            return FactType(Kind.DATE)
        hint = "to a date, whole days can be added; two dates can be subtracted"
        message = f"{_a(left)} `{operator.value}` {_a(right)} has no meaning"
        self._problem("T210", expression.span, message, hint)
        return None


def _is_date(type_: FactType) -> bool:
    return type_.kind is Kind.DATE


def _units_fit(left: FactType, right: FactType) -> bool:
    return not left.unit or not right.unit or left.unit == right.unit


def _same_family(left: FactType, right: FactType) -> bool:
    if left.kind.is_number:
        return right.kind.is_number
    if left.kind is Kind.ENUM and right.kind is Kind.ENUM:
        return bool(set(left.values) & set(right.values))
    return left.kind is right.kind


def _quoting_hint(compare: Compare) -> str:
    for side in (compare.left, compare.right):
        if isinstance(side, Literal) and isinstance(side.value, str):
            text = side.value
            if text.replace(".", "", 1).isdigit():
                return f"a number has no quotes: `{text}`"
            if text in ("true", "false"):
                return f"`{text}` has no quotes"
    return ""


def _a(type_: FactType) -> str:
    """Return a type as it reads in a sentence."""
    match type_.kind:
        case Kind.BOOLEAN:
            return "a yes-or-no value"
        case Kind.INTEGER:
            return f"a whole number of {type_.unit}" if type_.unit else "a whole number"
        case Kind.DECIMAL:
            return f"a number of {type_.unit}" if type_.unit else "a number"
        case Kind.ENUM:
            return f"one of {', '.join(type_.values)}"
        case Kind.TEXT:
            return "a text"
        case Kind.DATE:
            return "a date"
