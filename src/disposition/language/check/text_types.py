"""Texts in expressions, which take the type of what they stand beside: a date, or one of words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from disposition.errors import suggest
from disposition.frozen import evolve
from disposition.language.check.operations import DATE, TEXT, common_type
from disposition.language.declarations import ParameterSpec
from disposition.language.expression import Conditional, Expression, Literal, Parameter, Span
from disposition.language.faults import ExpressionError
from disposition.language.literals import read_date
from disposition.language.text import expression_text
from disposition.language.types import FactType, Kind, Value
from disposition.words import listed

Checked = tuple[Expression, FactType | None]
"""A resolved expression and its type; None where the type could not be told."""


class Texts:
    """Reads texts, written out or those of parameters; what is wrong goes to `problems`."""

    def __init__(
        self, parameters: Mapping[str, ParameterSpec], problems: list[ExpressionError]
    ) -> None:
        self._parameters = parameters
        self._problems = problems

    def adapt(
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
            hint = "write its value without quotes"
            self._problems.append(ExpressionError("T204", side.span, message, hint))
            return side, None
        try:
            return Literal(read_date(value, side.span), DATE, span=side.span), DATE
        except ExpressionError as error:
            self._problems.append(error)
            return side, None

    def _adapt_to_enum(
        self, side: Literal | Parameter, value: str, other: Expression, other_type: FactType
    ) -> Checked:
        if value in other_type.values:
            return evolve(side, type=other_type), other_type
        what = f"the value `{value}` of" if isinstance(side, Parameter) else ""
        message = f"{what} `{side.name if isinstance(side, Parameter) else value}`".strip()
        message += f" is no value of `{expression_text(other)}`"
        choices = listed(other_type.values)
        hint = suggest(value, other_type.values) or f"it can be {choices}"
        self._problems.append(ExpressionError("T206", side.span, message, hint))
        return side, None

    def _text_of(self, side: Expression) -> str | None:
        value: Value | None = None
        if isinstance(side, Literal):
            value = side.value
        elif isinstance(side, Parameter):
            value = self._parameters[side.name].value
        return value if isinstance(value, str) else None

    def common(self, values: Sequence[Checked], span: Span, what: str) -> FactType | None:
        """Return the type of values of which one is taken; texts alone are one of these words.

        It is None where the type of one could not be told, or they do not go together.
        """
        if not values or any(type_ is None for _, type_ in values):
            return None
        texts = [text for each, _ in values if (text := self._text_of(each)) is not None]
        others = [type_ for each, type_ in values if type_ and self._text_of(each) is None]
        if not others:
            return FactType(Kind.ENUM, values=tuple(dict.fromkeys(texts)))
        if texts and others[0].kind not in (Kind.ENUM, Kind.DATE):
            others.append(TEXT)
        try:
            return common_type(others, span, what)
        except ExpressionError as error:
            self._problems.append(error)
            return None

    def read(self, value: Expression, values: Sequence[Checked], type_: FactType) -> Expression:
        """Read a text, and those in the values of a conditional, as of the type in common."""
        if isinstance(value, Conditional):
            then = self.read(value.then, values, type_)
            return evolve(value, then=then, otherwise=self.read(value.otherwise, values, type_))
        if self._text_of(value) is None:
            return value
        beside = next((each for each, _ in values if self._text_of(each) is None), value)
        return self.adapt(value, TEXT, beside, type_)[0]
