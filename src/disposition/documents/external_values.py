"""Values as databases and data frames give them, as plain ones; no library of theirs is imported.

They are known by what they can do: numbers by the abstract classes of `numbers`, arrays and times
of numpy by their `dtype`, values of Arrow by `as_py`, what stands for nothing by not being equal
to itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

_NOTHING = {"NAType", "MaskedConstant"}
"""Classes of pandas and numpy; what compares their one value gets no answer."""


class NotFinite(float):
    """NaN or infinity as JSON text has it: no number, and no way to say that nothing is known."""

    __slots__ = ()


def as_plain(value: Any) -> Any:
    """Return a single value as a plain one, None where it says that there is none.

    What nobody knows, and what is plain already, is returned as it is.

    >>> as_plain(float("nan")), as_plain(Decimal("NaN")), as_plain("RED")
    (None, None, 'RED')
    """
    match value:
        case None | str() | bool() | NotFinite() | Mapping() | list() | tuple():
            return value
        case Decimal():
            return None if value.is_nan() else value
        case float() | date():  # the NaT of pandas is a date
            return value if value == value else None  # noqa: PLR0124 - NaN and NaT alone are not
        case int():
            return value
    if type(value).__name__ in _NOTHING:
        return None
    return as_plain(value.as_py()) if hasattr(value, "as_py") else _number_or_time(value)


def _number_or_time(value: Any) -> Any:
    from numbers import Integral, Rational, Real

    match value, getattr(getattr(value, "dtype", None), "kind", ""):
        case _, "m":
            return value  # a stretch of time, which numpy takes for a whole number
        case Integral(), _:
            return int(value)
        case Real(), _ if not isinstance(value, Rational):
            # The shortest text of a short float is what was written; its own digits are not.
            return as_plain(float(str(value)))
        case _, "b" if not value.shape:
            return bool(value)
        case _, "i" | "u" | "f" if not value.shape:  # an array without a dimension
            return as_plain(value[()])
        case _, "M" if not value.shape:
            return value.astype("datetime64[us]").item()
        case _:
            return value


def as_list(value: Any) -> Any:
    """Return an array or a column as a list, and anything else as it is."""
    if isinstance(value, list | tuple):
        return value
    if hasattr(value, "to_pylist"):
        return value.to_pylist()
    is_row = len(getattr(value, "shape", ())) == 1 and hasattr(value, "__iter__")
    return list(value) if is_row else value
