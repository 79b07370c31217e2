"""Texts that expressions do not read at once, read as every cell of a table: each text once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import polars as pl

from disposition.documents.scalars import RefusalError, ScalarType
from disposition.language.types import Kind
from disposition.tables.columns import CellMeaning
from disposition.tables.frames.cells import CellError, Notation, read_cell
from disposition.tables.loads import Load
from disposition.tables.meanings import ISO_DAY

_FIRST = date(1970, 1, 1).toordinal()


def notation_of(cell: CellMeaning, absent: tuple[str, ...] = ()) -> Notation:
    """Return how the cells of a column are written."""
    usual = Notation()
    forms = [each for each in cell.days if each != ISO_DAY]
    says_nothing = frozenset(("", *(each.strip().casefold() for each in absent)))
    return Notation(says_nothing, (*forms, *usual.days), cell.decimals)


def read_text(
    text: str, cell: CellMeaning, scalar: ScalarType, absent: tuple[str, ...] = ()
) -> object:
    """Return the value that a text of a column has; None where it says nothing.

    Raises:
        CellError: it cannot be read.
        RefusalError: a document does not take its value.
    """
    told = read_cell(text, scalar.type, notation_of(cell, absent), cell.words)
    return None if told is None else scalar.read(told)


class TextReading:
    """Reads the texts of a column that are left, and remembers them."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._known: dict[str, object] = {}

    @property
    def dtype(self) -> pl.DataType:
        """The type of the values."""
        kind = self._load.scalar.type.kind
        if kind is Kind.ENUM:
            return pl.Enum(self._load.scalar.type.values)
        if kind is Kind.TEXT:
            return pl.String()
        if kind is Kind.BOOLEAN:
            return pl.Boolean()
        if kind is Kind.DATE:
            return pl.Int32()
        return pl.Int64() if self._load.bounds.size < 2**63 else pl.Int128()

    def values(self, texts: pl.Series) -> pl.Series:
        """Return what texts say; none where they say nothing, or cannot be read."""
        return self._each(texts, self.dtype, lambda held: None if held is _BAD else held)

    def bad(self, texts: pl.Series) -> pl.Series:
        """Return which texts cannot be read."""
        return self._each(texts, pl.Boolean(), lambda held: held is _BAD)

    def _each(
        self, texts: pl.Series, dtype: pl.DataType, told: Callable[[object], object]
    ) -> pl.Series:
        different = texts.drop_nulls().unique()
        if not len(different):
            return pl.repeat(None, len(texts), dtype=dtype, eager=True)
        values = [told(self._value(text)) for text in different]
        return texts.replace_strict(
            different, pl.Series(values, dtype=dtype), default=None, return_dtype=dtype
        )

    def _value(self, text: str) -> object:
        if text not in self._known:
            self._known[text] = self._read(text)
        return self._known[text]

    def _read(self, text: str) -> object:
        load = self._load
        try:
            value = read_text(text, load.cell, load.scalar, load.absent)
        except (CellError, RefusalError):
            return _BAD
        limits = load.limits
        if value is None or limits is None:
            return value
        if isinstance(value, date):
            number = Decimal(value.toordinal() - _FIRST)
        else:
            number = Decimal(str(value)).scaleb(limits.places)
        is_read = number == number.to_integral_value() and limits.least <= number <= limits.most
        return int(number) if is_read else _BAD


_BAD = object()
