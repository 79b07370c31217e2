"""The types of columns, whatever engine holds them, and which facts each can be."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from disposition.documents.scalars import ScalarType
from disposition.errors import Problem
from disposition.frozen import frozen
from disposition.language.types import FactType, Kind
from disposition.tables.columns import CellMeaning


class Stored(Enum):
    """What a column holds."""

    FLAG = "true or false"
    WHOLE = "whole numbers"
    DECIMAL = "decimals"
    FLOAT = "floats"
    TEXT = "texts"
    DAY = "dates"
    TIME = "times"
    ZONED = "times with a time zone"
    NOTHING = "nothing"
    OTHER = "something else"


@frozen
class ColumnType:
    """What a column holds; of numbers, how large they can be, and the places behind the point.

    `name` is what its engine calls the type; `items` are what structs hold, of a list of them. Of
    a list `of_texts` each item may have any key, and a text there.
    """

    stored: Stored
    name: str
    most: int | None = None
    places: int = 0
    items: Mapping[str, ColumnType] | None = None
    of_texts: bool = False


_FITS = {
    Kind.BOOLEAN: {Stored.FLAG, Stored.WHOLE, Stored.TEXT},
    Kind.INTEGER: {Stored.WHOLE, Stored.DECIMAL, Stored.FLOAT, Stored.TEXT},
    Kind.DECIMAL: {Stored.WHOLE, Stored.DECIMAL, Stored.FLOAT, Stored.TEXT},
    Kind.DATE: {Stored.DAY, Stored.TIME, Stored.TEXT},
    Kind.ENUM: {Stored.TEXT},
    Kind.TEXT: {Stored.TEXT, Stored.WHOLE},
}
_WITH_WORDS = {Stored.TEXT, Stored.WHOLE, Stored.FLAG}


def misfit(where: str, held: ColumnType, cell: CellMeaning, type_: FactType) -> Problem | None:
    """Return what is wrong with the type of a column, if anything."""
    fits = _WITH_WORDS if cell.words is not None else _FITS[type_.kind]
    if held.stored in fits or held.stored is Stored.NOTHING:
        return None
    hint = ""
    if held.stored is Stored.ZONED and type_.kind is Kind.DATE:
        hint = "which day it is depends on the place: give the day there"
    elif held.stored is Stored.TIME:
        hint = "give days"
    elif type_.kind in (Kind.ENUM, Kind.BOOLEAN) and held.stored in _WITH_WORDS:
        hint = "say what each means: `words: {A: pass, R: fail}`"
    message = f"`{cell.path}` is {type_}, and the column holds {held.stored.value} ({held.name})"
    return Problem(where, message, hint, "wrong-type")


@frozen
class Limits:
    """What a number or the number of a day can be: whole numbers that stand for it, and places."""

    least: int
    most: int
    places: int

    @property
    def size(self) -> int:
        """The largest number below zero or above."""
        return max(abs(self.least), abs(self.most))


DIGITS = 15
FIRST_EPOCH_DAY = 719_163
"""The number of 1970-01-01 among days, from which tables count."""


def limits_of(scalar: ScalarType, held: ColumnType, cell: CellMeaning) -> Limits:
    """Return the whole numbers that cells of a column can be, as engines hold them."""
    within = scalar.within
    if scalar.type.kind is Kind.DATE:
        least, most = int(within.least or 1), int(within.most or 1)
        return Limits(least - FIRST_EPOCH_DAY, most - FIRST_EPOCH_DAY, 0)
    if scalar.type.kind is Kind.INTEGER:
        schema = scalar.schema
        return _narrowed(Limits(int(schema["minimum"]), int(schema["maximum"]), 0), held)
    places = {Stored.DECIMAL: held.places, Stored.WHOLE: 0}.get(held.stored, cell.places)
    most = 10 ** (DIGITS + places) - 1
    if held.stored is Stored.FLOAT:
        most = min(most, 10**DIGITS - 1)
    low, high = -most, most
    if within.least is not None:
        low = max(low, -int(-within.least * 10**places))
    if within.most is not None:
        high = min(high, int(within.most * 10**places))
    return _narrowed(Limits(low, high, places), held)


def _narrowed(limits: Limits, held: ColumnType) -> Limits:
    if held.most is None or held.stored not in (Stored.WHOLE, Stored.DECIMAL):
        return limits
    if held.places > limits.places:  # decimals for a whole number
        return limits
    return Limits(max(limits.least, -held.most), min(limits.most, held.most), limits.places)
