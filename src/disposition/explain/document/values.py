"""Typed values in a decision document: what an obligation carries beside its texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import evolve

from disposition.documents.scalars import END
from disposition.documents.shown import at_key
from disposition.errors import Problem
from disposition.explain.document.forms import Day, Object, Schema, Text, refuse
from disposition.explain.document.keys import told
from disposition.frozen import frozen
from disposition.language.types import Kind, Value

Plain = bool | int | str | None
"""A value as it stands in a document: decimals and dates as text, unknown as nothing."""


def plain(value: Value | None) -> Plain:
    """Return a value as it stands in a document.

    >>> plain(Decimal("7.20")), plain(date(2026, 12, 1)), plain(None)
    ('7.2', '2026-12-01', None)
    """
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return value.isoformat() if isinstance(value, date) else value


_DECIMAL = re.compile(rf"^(?!-0{END})-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?{END}")
_KINDS: Mapping[str, tuple[str, Schema]] = {
    Kind.BOOLEAN.value: ("true, false", {"type": ["boolean", "null"]}),
    Kind.INTEGER.value: ("a whole number", {"type": ["integer", "null"]}),
    Kind.DECIMAL.value: (
        "a number as text, such as `7.2`,",
        {"type": ["string", "null"], "pattern": _DECIMAL.pattern},
    ),
    Kind.ENUM.value: ("a text", Text(or_null=True).schema()),
    Kind.TEXT.value: ("a text", Text(or_null=True).schema()),
    Kind.DATE.value: ("a date", Day().schema()),
}
"""What values of each kind are, or null, in words and as a schema."""


@frozen
class AnyOfKind:
    """A value whose kind is told beside it, which says what it can be."""

    def read(self, value: Any, where: str, problems: list[Problem]) -> Any:  # noqa: ARG002 - a form
        """Return the value as it is."""
        return value

    def schema(self) -> Schema:
        """Return the schema of values of every kind."""
        return {"type": ["boolean", "integer", "string", "null"]}


@frozen
class TypedValue:
    """A value that an obligation carries: exact, or None where it is unknown."""

    value: Value | None = told(
        "The value, decimals and dates as text; null where it is unknown", AnyOfKind()
    )
    type: str = told("Its kind", Text(tuple(_KINDS)))
    unit: str = told("Unit of a number; may be empty")


@frozen
class TypedValues:
    """Values by their names, each with its kind and unit."""

    def read(self, value: Any, where: str, problems: list[Problem]) -> dict[str, TypedValue]:
        """Return the values by their names."""
        if not isinstance(value, Mapping):
            refuse("an object", value, where, problems)
            return {}
        read = {}
        for name, each in value.items():
            whole: TypedValue | None = Object(TypedValue).read(each, at_key(where, name), problems)
            if whole is not None:
                place = at_key(at_key(where, name), "value")
                read[name] = evolve(whole, value=_read(whole, place, problems))
        return read

    def schema(self) -> Schema:
        """Return the schema of the values."""
        whole = Object(TypedValue).schema()
        kinds = [
            {**whole["properties"], "type": {"const": kind}, "value": schema}
            for kind, (_, schema) in _KINDS.items()
        ]
        each = {"anyOf": [{**whole, "properties": properties} for properties in kinds]}
        return {"type": "object", "additionalProperties": each}


def plain_values(values: Mapping[str, TypedValue]) -> dict[str, Plain]:
    """Return typed values as they stand in a document, without their kinds."""
    return {name: plain(each.value) for name, each in values.items()}


def write_values(values: Mapping[str, TypedValue]) -> dict[str, dict[str, Plain]]:
    """Return typed values as they stand in a document."""
    return {
        name: {"value": plain(each.value), "type": each.type, "unit": each.unit}
        for name, each in values.items()
    }


def _read(written: TypedValue, where: str, problems: list[Problem]) -> Value | None:
    """Return a value of a document as Python has it."""
    value: Any = written.value
    match written.type, value:
        case (_, None) | ("boolean", bool()) | ("enum" | "text", str()):
            return value  # type: ignore[no-any-return] # it is one of those
        case "integer", int() if not isinstance(value, bool):
            return value
        case "decimal", str() if _DECIMAL.match(value):
            return Decimal(value)
        case "date", _:
            return Day().read(value, where, problems)
        case _:
            refuse(f"{_KINDS[written.type][0]} or null", value, where, problems)
            return None
