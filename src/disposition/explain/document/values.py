"""Typed values in a decision document: what an obligation carries beside its texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from disposition.documents import forms, scalars
from disposition.documents.declaring import output
from disposition.documents.reading import read
from disposition.documents.schema import Schema, object_schema, or_null
from disposition.errors import Problem
from disposition.frozen import evolve, frozen
from disposition.frozen.classes import filling
from disposition.language.types import FactType, Kind, Value


def plain(value: Value | None) -> forms.Plain:
    """Return a value as it stands in a document.

    >>> plain(Decimal("7.20")), plain(date(2026, 12, 1)), plain(None)
    ('7.2', '2026-12-01', None)
    """
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_DECIMAL = re.compile(rf"^(?!-0{scalars.END})-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?{scalars.END}")


def _decimal(value: object) -> Decimal:
    if isinstance(value, str) and _DECIMAL.match(value):
        return Decimal(value)
    raise scalars.refusal("a number as text, such as `7.2`, or null", value)


_KINDS: Mapping[str, scalars.ScalarType] = {
    Kind.BOOLEAN.value: scalars.FLAG,
    Kind.INTEGER.value: forms.ANY_INTEGER,
    Kind.DECIMAL.value: scalars.ScalarType(
        FactType(Kind.DECIMAL), _decimal, {"type": "string", "pattern": _DECIMAL.pattern}
    ),
    Kind.ENUM.value: forms.ANY_TEXT,
    Kind.TEXT.value: forms.ANY_TEXT,
    Kind.DATE.value: forms.ANY_DATE,
}


@frozen
class TypedValue:
    """A value that an obligation carries: exact, or None where it is unknown."""

    value: Value | None = output(
        "The value, decimals and dates as text; null where it is unknown", forms.PLAIN
    )
    type: str = output("Its kind", scalars.enum(*_KINDS))
    unit: str = output("Unit of a number; may be empty")


typed_value = filling(TypedValue)
"""Returns a typed value of its value, kind and unit."""


def _read(data: object) -> TypedValue:
    """Return a typed value of a document."""
    made: TypedValue
    made, problems = read(TypedValue, data, "")
    if not problems and made.value is not None:
        try:
            return evolve(made, value=_KINDS[made.type].read(made.value))
        except scalars.RefusalError as refused:
            problems = [Problem(".value", refused.message, refused.hint, refused.code)]
    if problems:
        raise scalars.RefusedPartsError(problems)
    return made


def _write(each: TypedValue) -> dict[str, forms.Plain]:
    return {"value": plain(each.value), "type": each.type, "unit": each.unit}


def _schema() -> Schema:
    whole = object_schema(TypedValue)
    kinds = [
        {**whole["properties"], "type": {"const": kind}, "value": or_null(scalar.schema)}
        for kind, scalar in _KINDS.items()
    ]
    return {"anyOf": [{**whole, "properties": properties} for properties in kinds]}


TYPED_VALUES = forms.Named(forms.Untyped(_read, _schema(), _write))
"""Values by their names, each with its kind and unit."""


def plain_values(values: Mapping[str, TypedValue]) -> dict[str, forms.Plain]:
    """Return typed values as they stand in a document, without their kinds."""
    return {name: plain(each.value) for name, each in values.items()}
