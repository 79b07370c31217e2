"""Plain data that nothing declares: texts, exact numbers, true and false, lists and groups of them.

It is taken as it is, so that it can be kept, and read by whoever declares what stands in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from disposition.documents import scalars
from disposition.documents.external_values import as_list, as_plain
from disposition.documents.forms import ANY_DATE, Untyped, copied
from disposition.documents.json.text import REPEATED, TOO_LARGE, Repeated
from disposition.documents.numbers import exact, inexact
from disposition.documents.quoting import at_index, at_key, shown
from disposition.errors import Problem

DEEPEST = 16
"""Lists and groups that may stand inside each other."""

MOST_VALUES = 100_000
"""Values, lists and groups that there may be, all together."""

LONGEST_KEY = 100
"""Characters of a key."""

MOST_DIGITS = 40
"""Digits of a number, before the point and behind it."""

EXPECTED_SINGLE = "text, a number, true or false"
EXPECTED = f"{EXPECTED_SINGLE}, a list or an object"

_read_text = scalars.text(blank=True).read
_read_key = scalars.text(longest=LONGEST_KEY).read


def read_plain(data: object) -> dict[str, Any] | None:
    """Return a copy of a group of plain data, None of an empty one; raise on any other.

    A decimal becomes its text, as in all documents that are written; one that is whole, a number.

    >>> read_plain({"pallets": [{"weight": Decimal("412.50"), "boxes": Decimal("3.0")}]})
    {'pallets': [{'weight': '412.50', 'boxes': 3}]}
    """
    if not isinstance(data, Mapping | Repeated):
        raise scalars.refusal("an object", data)
    reading = _Reading()
    found = reading.group(data, "", 1)
    if reading.problems:
        raise scalars.RefusedPartsError(reading.problems)
    return found or None


OPEN = Untyped(read_plain, {"type": "object"}, copied)
"""A part of a document in which anything may stand."""


def plain_value(value: Any) -> Any:
    """Return a trusted value as plain data: decimals and dates as text."""
    match value:
        case Enum():
            return value.value
        case Decimal():
            return f"{value:f}"
        case date():
            return value.isoformat()
        case tuple():
            return list(value)
        case _:
            return value


def picked(it: object, *names: str) -> dict[str, Any]:
    """Return some of the values of a thing as plain data, under their names.

    >>> picked(date(2026, 12, 1), "year", "month")
    {'year': 2026, 'month': 12}
    """
    return {name: plain_value(getattr(it, name)) for name in names}


class _Reading:
    """Copies plain data and notes what is none."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._values = 0

    def group(self, data: Any, where: str, depth: int) -> dict[str, Any]:
        if isinstance(data, Repeated):
            self.problems += [Problem(at_key(where, key), *REPEATED) for key in data.twice]
            data = data.content
        found: dict[str, Any] = {}
        for key, value in data.items():
            if self._is_too_much(where):
                break
            if self._is_key(key, where):
                found[key] = self._value(value, at_key(where, key), depth)
        return found

    def _is_key(self, key: object, where: str) -> bool:
        if not isinstance(key, str):
            message = f"expected keys that are text, found {shown(key)}"
            self.problems.append(Problem(where, message, code=scalars.WRONG_TYPE))
            return False
        try:
            _read_key(key)
        except scalars.RefusalError as error:
            message = error.message.replace("text", "a key that is text", 1)
            self.problems.append(Problem(where, message, code=error.code))
            return False
        return True

    def _value(self, value: object, where: str, depth: int) -> Any:
        self._values += 1
        value = as_list(as_plain(value))
        if isinstance(value, Mapping | Repeated | list | tuple):
            if depth >= DEEPEST:
                message = f"expected at most {DEEPEST} levels of nesting, found more"
                self.problems.append(Problem(where, message, code=TOO_LARGE))
                return None
            if not isinstance(value, list | tuple):
                return self.group(value, where, depth + 1)
            items: list[Any] = []
            for index, item in enumerate(value):
                if self._is_too_much(where):
                    break
                items.append(self._value(item, at_index(where, index), depth + 1))
            return items
        try:
            return plain_single(value)
        except scalars.RefusalError as error:
            self.problems.append(Problem(where, error.message, error.hint, error.code))
            return None

    def _is_too_much(self, where: str) -> bool:
        """Whether there are more values than may be; noted once."""
        if self._values == MOST_VALUES:
            self._values += 1
            message = f"expected at most {MOST_VALUES:,} values, found more"
            self.problems.append(Problem(where, message, code=TOO_LARGE))
        return self._values > MOST_VALUES


def plain_single(value: object, expected: str = EXPECTED) -> Any:
    """Return a single value as it is kept, or refuse it."""
    value = as_plain(value)
    match value:
        case None | bool():
            return value
        case str():
            return _read_text(value)
        case int():
            if abs(value) >= 10**MOST_DIGITS:
                expected = f"a number of at most {MOST_DIGITS} digits"
                raise scalars.refusal(expected, value, code=scalars.TOO_MANY_DIGITS)
            return int(value)
        case Decimal():
            return _decimal(value)
        case float():
            number = exact(value)
            if number is None:
                raise inexact(value, EXPECTED)
            return _decimal(number)
        case date():
            return plain_value(ANY_DATE.read(value))
        case _:
            raise scalars.refusal(expected, value)


def _decimal(value: Decimal) -> str | int:
    if not value.is_finite():
        raise scalars.refusal(EXPECTED, value, code=scalars.OUT_OF_RANGE)
    exponent = value.as_tuple().exponent
    if value.adjusted() >= MOST_DIGITS or not isinstance(exponent, int) or exponent < -MOST_DIGITS:
        expected = f"a number of at most {MOST_DIGITS} digits"
        raise scalars.refusal(expected, value, code=scalars.TOO_MANY_DIGITS)
    whole = int(value)
    return whole if whole == value else f"{value:f}"
