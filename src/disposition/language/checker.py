"""Checks expressions: names are resolved, every operation is checked, and so is plain nonsense."""

from __future__ import annotations

from attrs import evolve

from disposition.errors import suggest
from disposition.language.doubts import doubt_comparison, doubt_lookup
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
    Or,
    Parameter,
    Span,
    Within,
    walk,
)
from disposition.language.faults import ExpressionError
from disposition.language.literals import read_date
from disposition.language.operations import (
    BOOLEAN,
    DATE,
    a_type,
    arithmetic_type,
    expect_comparable,
    is_same_family,
    type_of_literal,
)
from disposition.language.scope import Scope
from disposition.language.text import expression_text
from disposition.language.types import FactType, Kind, Value

Checked = tuple[Expression, FactType | None]
"""A resolved expression and its type; None where the type could not be told."""


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
            case _:
                raise AssertionError(f"no check of {expression}")

    def expect_boolean(self, expression: Expression, type_: FactType | None) -> None:
        if type_ is None or type_.kind is Kind.BOOLEAN:
            return
        hint = "compare it, for example with `> 0`" if type_.kind.is_number else ""
        if type_.kind is Kind.ENUM:
            hint = f"compare it, for example with `== '{type_.values[0]}'`"
        message = f"a condition is needed, this is {a_type(type_)}"
        self._problem("T201", expression.span, message, hint)

    def _name(self, name: Name) -> Checked:
        resolved = self._scope.resolve(name)
        if resolved is not None:
            return resolved, resolved.type
        if name.text not in self._scope.broken:
            hint = self._scope.hint(name.text)
            self._problem("T202", name.span, f"`{name.text}` is not known", hint)
        return name, None

    def _known(self, known: Known) -> Checked:
        resolved, _ = self.check(known.fact)
        if isinstance(resolved, Fact) and resolved.path not in self._scope.decided:
            return evolve(known, fact=resolved), BOOLEAN
        span = known.fact.span
        match resolved:
            case Fact(path=path) | Parameter(name=path):
                self._problem("T203", span, f"`{path}` is always known", "leave this out")
            case Definition(name=name):
                message = f"`{name}` is a definition; only a fact can be known or unknown"
                self._problem("T203", span, message, self._facts_in(name))
        return known, BOOLEAN

    def _facts_in(self, name: str) -> str:
        body = self._scope.definitions[name].expression
        facts = sorted({node.path for node in walk(body) if isinstance(node, Fact)})
        shown = ", ".join(f"`{path}`" for path in facts[:3])
        return f"ask for what it is made of, such as {shown}" if facts else ""

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
            left, left_type = self._adapt(left, left_type, right, right_type)
        if left_type is not None and right_type is not None:
            right, right_type = self._adapt(right, right_type, left, left_type)
        checked = evolve(compare, left=left, right=right)
        if left_type is None or right_type is None:
            return checked, BOOLEAN
        try:
            expect_comparable(compare, left_type, right_type)
        except ExpressionError as error:
            self.problems.append(error)
        else:
            self.problems += doubt_comparison(checked, left_type, right_type, self._scope.facts)
        return checked, BOOLEAN

    def _within(self, within: Within) -> Checked:
        item, type_ = self.check(within.item)
        if type_ is None:
            return evolve(within, item=item), BOOLEAN
        values = []
        for literal in within.values:
            adapted, value_type = self._adapt(literal, type_of_literal(literal), item, type_)
            if value_type is not None and not is_same_family(type_, value_type):
                message = f"{a_type(type_)} cannot be {a_type(value_type)}"
                self._problem("T204", literal.span, message)
            if isinstance(adapted, Literal):
                values.append(adapted)
        checked = evolve(within, item=item, values=tuple(values))
        self.problems += doubt_lookup(checked, type_, self._scope.facts)
        return checked, BOOLEAN

    def _adapt(
        self, side: Expression, type_: FactType, other: Expression, other_type: FactType
    ) -> Checked:
        """Read a text, written out or a parameter's, as what it is compared with.

        That is a date or one of an enumeration's values; any other text stays as it is.
        """
        value = self._text_of(side)
        if value is None or not isinstance(side, Literal | Parameter):
            return side, type_
        if other_type.kind is Kind.ENUM:
            return self._adapt_to_enum(side, value, other, other_type)
        if other_type.kind is not Kind.DATE:
            return side, type_
        if isinstance(side, Parameter):
            message = f"`{side.name}` is a text, compared with a date"
            self._problem("T204", side.span, message, "write its value without quotes")
            return side, None
        try:
            return Literal(read_date(value, side.span), DATE, span=side.span), DATE
        except ExpressionError as error:
            self.problems.append(error)
            return side, None

    def _adapt_to_enum(
        self, side: Literal | Parameter, value: str, other: Expression, other_type: FactType
    ) -> Checked:
        if value in other_type.values:
            return evolve(side, type=other_type), other_type
        what = f"the value `{value}` of" if isinstance(side, Parameter) else ""
        message = f"{what} `{side.name if isinstance(side, Parameter) else value}`".strip()
        message += f" is no value of `{expression_text(other)}`"
        choices = ", ".join(f"`{each}`" for each in other_type.values)
        hint = suggest(value, other_type.values) or f"it can be {choices}"
        self._problem("T206", side.span, message, hint)
        return side, None

    def _text_of(self, side: Expression) -> str | None:
        value: Value | None = None
        if isinstance(side, Literal):
            value = side.value
        elif isinstance(side, Parameter):
            value = self._scope.parameters[side.name].value
        return value if isinstance(value, str) else None

    def _arithmetic(self, expression: Arithmetic) -> Checked:
        left, left_type = self.check(expression.left)
        right, right_type = self.check(expression.right)
        checked = evolve(expression, left=left, right=right)
        if left_type is None or right_type is None:
            return checked, None
        try:
            return checked, arithmetic_type(expression, left_type, right_type)
        except ExpressionError as error:
            self.problems.append(error)
            return checked, None
