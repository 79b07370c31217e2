"""Columns of a Polars frame as values of facts: what their types are, and how cells are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

import polars as pl

from disposition.documents.scalars import LONGEST_TEXT, RefusalError, ScalarType
from disposition.language.types import Kind
from disposition.tables.column_reading import DIGITS, ColumnType, Load, Stored
from disposition.tables.columns import CellMeaning
from disposition.tables.frames.cells import CellError, Notation, read_cell
from disposition.tables.meanings import BLANKS, COMMA, ISO_DAY, NO, UNCLEAR, YES, is_plain_day

_PLAIN_NUMBER = r"^[+-]?\d{1,20}(\.\d+)?$"
_GROUPED = r"^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$"
_UNWANTED = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\u{9f}]"
"""Control characters but for tabs and line breaks, which no text of a document has."""


def column_type(dtype: Any) -> ColumnType:
    """Return what a column of some type holds."""
    name = str(dtype)
    match dtype:
        case pl.Boolean():
            return ColumnType(Stored.FLAG, name)
        case pl.Decimal():
            return ColumnType(Stored.DECIMAL, name, 10**dtype.precision - 1, dtype.scale)
        case pl.String() | pl.Categorical() | pl.Enum():
            return ColumnType(Stored.TEXT, name)
        case pl.Date():
            return ColumnType(Stored.DAY, name)
        case pl.Datetime():
            return ColumnType(Stored.TIME if dtype.time_zone is None else Stored.ZONED, name)
        case pl.Null():
            return ColumnType(Stored.NOTHING, name)
        case pl.List(inner=pl.Struct() as inner):
            items = {each: column_type(type_) for each, type_ in inner.to_schema().items()}
            return ColumnType(Stored.OTHER, name, items=items)
        case pl.Struct():
            parts = {each: column_type(type_) for each, type_ in dtype.to_schema().items()}
            return ColumnType(Stored.OTHER, name, parts=parts)
        case pl.List(inner=pl.Null()):  # a list of nothing has no items
            return ColumnType(Stored.OTHER, name, items={})
    if dtype.is_integer():
        return ColumnType(Stored.WHOLE, name, _MOST.get(name))
    return ColumnType(Stored.FLOAT if dtype.is_float() else Stored.OTHER, name)


_MOST = {
    **{f"Int{bits}": 2 ** (bits - 1) for bits in (8, 16, 32)},
    **{f"UInt{bits}": 2**bits for bits in (8, 16, 32)},
}


Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)


def with_values(frame: Frame, loads: Iterable[Load]) -> Frame:
    """Return a frame with the value of each cell of columns, and whether it cannot be read.

    Most texts are read by expressions. What these leave is read as each cell of a row is, each text
    once; in a step of its own, so that the expressions are not gone over again.
    """
    several = [*loads]
    # Texts are bared in a step before, since each expression over them would do so again.
    frame = frame.with_columns(_bare(load) for load in several if _is_bared(load))
    frame = frame.with_columns(each for load in several for each in _read(load))
    return frame.with_columns(each for load in several for each in _read_later(load))


def _is_bared(load: Load) -> bool:
    is_text = load.scalar.type.kind is Kind.TEXT and load.held.stored is not Stored.WHOLE
    return is_text and load.cell.words is None


def _bare(load: Load) -> pl.Expr:
    return pl.col(load.column).cast(pl.String).str.strip_chars().alias(load.value)


def _read(load: Load) -> Iterator[pl.Expr]:
    value, bad = _Reading(load, pl.col(load.value if _is_bared(load) else load.column)).read()
    yield bad.alias(load.bad)
    yield pl.when(bad.not_().fill_null(True)).then(value).alias(load.value)


def _read_later(load: Load) -> Iterator[pl.Expr]:
    is_read = load.scalar.type.kind is Kind.TEXT and load.cell.words is None
    if load.held.stored is not Stored.TEXT or is_read:
        return
    left = TextReading(load)
    bad, value = pl.col(load.bad), pl.col(load.value)
    texts = pl.when(bad).then(pl.col(load.column).cast(pl.String))
    wrong = texts.map_batches(left.bad, pl.Boolean(), is_elementwise=True)
    yield pl.when(bad).then(wrong).otherwise(bad).alias(load.bad)
    later = texts.map_batches(left.values, left.dtype, is_elementwise=True)
    yield pl.when(bad).then(later).otherwise(value).alias(load.value)


class _Reading:
    def __init__(self, load: Load, cells: pl.Expr) -> None:
        self._load = load
        self._cells = cells
        self._stored = load.held.stored

    def read(self) -> tuple[pl.Expr, pl.Expr]:
        """Return the values of cells, and which are not read."""
        match self._load.scalar.type.kind:
            case _ if self._load.cell.words is not None:
                return self._meant()
            case Kind.BOOLEAN:
                return self._flags()
            case Kind.ENUM:
                return self._words()
            case Kind.TEXT:
                return self._texts()
            case Kind.DATE:
                return self._days()
            case _:
                return self._numbers()

    def _is_filled(self, texts: pl.Expr) -> pl.Expr:
        """Return whether texts say anything."""
        return ~texts.str.strip_chars().is_in(list(self._load.absent))

    def _unless_read(self, texts: pl.Expr, value: pl.Expr) -> pl.Expr:
        return value.is_null() & texts.is_not_null() & self._is_filled(texts)

    # --- words, flags and texts ------------------------------------------------------------------

    def _meant(self) -> tuple[pl.Expr, pl.Expr]:
        words = self._load.cell.words or {}
        texts = self._cells.cast(pl.String).str.strip_chars()
        if self._stored is Stored.FLAG:
            words = {word.casefold(): meant for word, meant in words.items()}
        is_flag = self._load.scalar.type.kind is Kind.BOOLEAN
        is_text = self._load.scalar.type.kind is Kind.TEXT
        dtype = pl.Boolean() if is_flag else pl.String() if is_text else self._enum()
        told = pl.Series([words[word] for word in words], dtype=dtype)
        value = texts.replace_strict(
            pl.Series(list(words), dtype=pl.String), told, default=None, return_dtype=dtype
        )
        bad = texts.is_not_null() & ~texts.is_in([*words, *self._load.absent])
        return value, bad

    def _enum(self) -> pl.Enum:
        return pl.Enum(self._load.scalar.type.values)

    def _flags(self) -> tuple[pl.Expr, pl.Expr]:
        cells = self._cells
        match self._stored:
            case Stored.FLAG:
                return cells, pl.lit(False)
            case Stored.WHOLE:
                return cells == 1, ~cells.is_in([0, 1])
            case _:
                texts = cells.cast(pl.String).str.strip_chars().str.to_lowercase()
                value = pl.when(texts.is_in(YES)).then(True).when(texts.is_in(NO)).then(False)
                return value, self._unless_read(texts, value)

    def _words(self) -> tuple[pl.Expr, pl.Expr]:
        texts = self._cells.cast(pl.String)
        value = texts.cast(self._enum(), strict=False)
        return value, self._unless_read(texts, value)

    def _texts(self) -> tuple[pl.Expr, pl.Expr]:
        if self._stored is Stored.WHOLE:
            return self._cells.cast(pl.String), pl.lit(False)
        texts = self._cells
        wrong = texts.str.contains(_UNWANTED) | (texts.str.len_chars() > LONGEST_TEXT)
        return pl.when(~texts.is_in(list(self._load.absent))).then(texts), wrong

    # --- days and numbers ------------------------------------------------------------------------

    def _days(self) -> tuple[pl.Expr, pl.Expr]:
        cells = self._cells
        wrong = pl.lit(False)
        if self._stored is Stored.TEXT:
            first = self._load.cell.days[0]
            form = first if is_plain_day(first) else ISO_DAY
            form = form.replace("YYYY", "%Y").replace("MM", "%m").replace("DD", "%d")
            texts = cells.cast(pl.String)
            days = texts.str.strip_chars().str.strptime(pl.Date, form, strict=False)
            wrong = self._unless_read(texts, days)
        else:
            days = cells.cast(pl.Date)
            if self._stored is Stored.TIME:
                wrong = days.cast(pl.Datetime("us")) != cells.cast(pl.Datetime("us"))
        number = days.to_physical()
        return number, wrong | self._beyond(number)

    def _numbers(self) -> tuple[pl.Expr, pl.Expr]:
        cells, places = self._cells, self._load.bounds.places
        match self._stored:
            case Stored.WHOLE:
                value = cells.cast(pl.Int64, strict=False)
                return value, self._lost(cells, value) | self._beyond(value)
            case Stored.FLOAT:
                return self._floats(places)
            case Stored.DECIMAL:
                return self._decimals(places)
            case _:
                texts, is_unclear = self._with_point(cells.cast(pl.String))
                decimals = texts.cast(pl.Decimal(38, places), strict=False)
                form = _PLAIN_NUMBER.replace(r"\d+)", rf"\d{{1,{places}}}0*)")
                if not places:
                    form = _PLAIN_NUMBER.replace(r"(\.\d+)", r"(\.0+)")
                value = self._narrow(decimals.to_physical())
                wrong = texts.is_not_null() & self._is_filled(texts)
                wrong &= (
                    ~texts.str.contains(form) | value.is_null() | self._beyond(value) | is_unclear
                )
                return value, wrong

    def _with_point(self, texts: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
        """Return numbers without groups and with a decimal point, and which may have been either.

        `1.234` may be one or the other, unless it is said what the point means.
        """
        bare = texts.str.strip_chars()
        decimals = self._load.cell.decimals
        if not decimals:
            return bare, bare.str.contains(UNCLEAR)
        bare = bare.str.replace_all(BLANKS, "")
        if decimals == COMMA:
            # Both signs are exchanged, so that there is one form to look for.
            bare = bare.str.replace_many([",", "."], [".", ","])
        grouped = bare.str.contains(_GROUPED)
        return pl.when(grouped).then(bare.str.replace_all(",", "")).otherwise(bare), pl.lit(False)

    def _floats(self, places: int) -> tuple[pl.Expr, pl.Expr]:
        """A float is the decimal with few digits that is read as it again, if there is one."""
        cells = self._cells.cast(pl.Float64).fill_nan(None)
        scaled = (cells * 10**places).round()
        # By a constant, Polars multiplies with the reciprocal, which is no nearest float: 0.1 would
        # not be 100000 / 10**6. It divides by a column.
        divisor = cells * 0 + 10**places
        exact = (scaled.abs() < 10**DIGITS) & (scaled / divisor == cells)
        value = scaled.cast(pl.Int64, strict=False)
        return value, ~exact | self._beyond(value)

    def _decimals(self, places: int) -> tuple[pl.Expr, pl.Expr]:
        whole = self._cells.to_physical()
        more = self._load.held.places - places
        if more <= 0:
            value = self._narrow(whole)
            return value, self._lost(whole, value) | self._beyond(value)
        # Decimals for a whole number: nothing may stand behind the point.
        value = (whole // 10**more).cast(pl.Int64, strict=False)
        return value, (whole % 10**more != 0) | self._lost(whole, value) | self._beyond(value)

    def _narrow(self, value: pl.Expr) -> pl.Expr:
        return value.cast(pl.Int64, strict=False) if self._load.bounds.size < 2**63 else value

    @staticmethod
    def _lost(cells: pl.Expr, value: pl.Expr) -> pl.Expr:
        return cells.is_not_null() & value.is_null()

    def _beyond(self, value: pl.Expr) -> pl.Expr:
        """Return whether numbers are none that the fact can have."""
        least, most = self._load.bounds.least, self._load.bounds.most
        dtype = pl.Int64 if self._load.bounds.size < 2**63 else pl.Int128
        return (value < pl.lit(least, dtype=dtype)) | (value > pl.lit(most, dtype=dtype))


# --- texts that expressions do not read at once, read as every cell of a table: each once ---------


_FIRST = date(1970, 1, 1).toordinal()


def notation_of(cell: CellMeaning, absent: tuple[str, ...] = ()) -> Notation:
    """Return how the cells of a column are written."""
    usual = Notation()
    forms = [each for each in cell.days if each != ISO_DAY]
    is_blank = frozenset(("", *(each.strip().casefold() for each in absent)))
    return Notation(is_blank, (*forms, *usual.days), cell.decimals)


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
