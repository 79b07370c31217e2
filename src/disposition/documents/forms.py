"""The forms that a value of a document can have: a single one, a part, a list, values by names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_
from types import NoneType, UnionType
from typing import Any, TypeAlias, get_args, get_origin

from disposition.documents.scalars import END, FLAG, ScalarType, as_text_hint, day, refusal
from disposition.documents.types import FactType, Kind
from disposition.frozen import frozen

Plain = bool | int | str | None
"""A fact's value as it stands in a document: decimals and dates as text, unknown as nothing."""


@frozen
class Untyped:
    """A value of no one type, which may be null: how it is read, described, and written."""

    read: Callable[[object], Any]
    schema: Mapping[str, Any]
    write: Callable[[Any], Any] | None = None


@frozen
class Listed:
    """A list of any number of values of one form, none of them null."""

    form: Form


@frozen
class Named:
    """Any number of values of one form by their names."""

    form: Form


Form: TypeAlias = "ScalarType | Untyped | Listed | Named | type"
"""How a value is read, written and described; a class is a part of the document."""


def exactly(number: int) -> ScalarType:
    """Always the same whole number."""

    def read(value: object) -> int:
        if value == number and not isinstance(value, bool):
            return number
        raise refusal(f"`{number}`", value)

    return ScalarType(FactType(Kind.INTEGER), read, {"const": number})


def _text(value: object) -> str:
    if isinstance(value, str):
        return str(value)
    raise refusal("text", value, as_text_hint(value))


def _integer(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise refusal("a whole number", value)
    if value.bit_length() > _MOST_BITS:
        raise refusal("a whole number of at most 1,200 digits", value)
    return int(value)


_MOST_BITS = 4096  # Python makes no text of much longer numbers, so that nothing could be told


_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)


def _decimal(value: object) -> Decimal:
    if isinstance(value, str) and _DECIMAL.fullmatch(value):
        return Decimal(value)
    raise refusal("a decimal as text", value)


def _plain(value: object) -> Plain:
    if isinstance(value, str | bool | None):
        return value
    if isinstance(value, int):
        return _integer(value)
    raise refusal("a text, a whole number, true, false or null", value)


def copied(value: Any) -> Any:
    """Return plain data that shares nothing with other plain data."""
    match value:
        case Mapping():
            return {name: copied(each) for name, each in value.items()}
        case list() | tuple():
            return [copied(each) for each in value]
        case _:
            return value


ANY_TEXT = ScalarType(FactType(Kind.TEXT), _text, {"type": "string"}, "type(value) is str")
ANY_INTEGER = ScalarType(
    FactType(Kind.INTEGER),
    _integer,
    {"type": "integer"},
    f"type(value) is int and value.bit_length() <= {_MOST_BITS}",
)
ANY_DECIMAL = ScalarType(
    FactType(Kind.DECIMAL), _decimal, {"type": "string", "pattern": f"^{_DECIMAL.pattern}{END}"}
)
ANY_DATE = day(date.min, date.max)
PLAIN = Untyped(_plain, {"type": ["string", "integer", "boolean", "null"]})
ANY_DATA = Untyped(lambda value: value, {}, copied)

OF_TYPES: Mapping[object, Form] = {
    str: ANY_TEXT,
    bool: FLAG,
    int: ANY_INTEGER,
    Decimal: ANY_DECIMAL,
    date: ANY_DATE,
    Plain: PLAIN,
    Any: ANY_DATA,
}
"""What a value of a Python type is in a document, unless something else is said of it."""


def or_none(hint: Any) -> tuple[Any, bool]:
    """Return an annotation without None, and whether it had it.

    >>> or_none(date | None)
    (<class 'datetime.date'>, True)
    """
    if isinstance(hint, UnionType) and hint not in OF_TYPES and NoneType in get_args(hint):
        return reduce(or_, (each for each in get_args(hint) if each is not NoneType)), True
    return hint, False


def form_of(hint: Any) -> Form:
    """Return the form of the values of a Python type."""
    if hint in OF_TYPES:
        return OF_TYPES[hint]
    arguments = get_args(hint)
    if get_origin(hint) is tuple:
        return Listed(form_of(arguments[0]))
    if get_origin(hint) is Mapping:
        return Named(form_of(arguments[1]))
    kind: type = hint
    return kind
