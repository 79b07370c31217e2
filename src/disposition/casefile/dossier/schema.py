"""A dossier's classes to plain data, and to the JSON Schema that documents it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from attrs import fields, has

from disposition.documents.scalars import ANY_DAY, END

_SCALARS: Mapping[Any, dict[str, Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    date: {"type": "string", "format": "date", "pattern": ANY_DAY},
    Decimal: {"type": "string", "pattern": rf"^-?[0-9]+(\.[0-9]+)?{END}"},
}


def plain(value: Any) -> Any:
    """Return a value as plain data: dates and decimals as text, the keys in their order."""
    match value:
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
        case Mapping():
            return {name: plain(each) for name, each in value.items()}
        case tuple() | list():
            return [plain(each) for each in value]
        case _ if has(type(value)):
            return {each.name: plain(getattr(value, each.name)) for each in fields(type(value))}
        case _:
            return value


def schema_of(kind: Any) -> dict[str, Any]:
    """Return the JSON Schema of what `plain` makes of a type."""
    if kind in _SCALARS:
        return dict(_SCALARS[kind])
    arguments = get_args(kind)
    if isinstance(kind, UnionType):
        return {"anyOf": [schema_of(each) for each in arguments]}
    if kind is NoneType:
        return {"type": "null"}
    if get_origin(kind) is tuple:
        return {"type": "array", "items": schema_of(arguments[0])}
    if get_origin(kind) is Mapping:
        return {"type": "object"}
    return _object(kind)


def _object(kind: type) -> dict[str, Any]:
    types = get_type_hints(kind)
    properties = {
        each.name: {"description": each.metadata["about"], **schema_of(types[each.name])}
        for each in fields(kind)
    }
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
