"""Frames of any kind: decided as frames of Polars, and handed back as they came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import narwhals as nw
import polars as pl

from disposition.documents.external_values import as_plain
from disposition.errors import DispositionError, Problem
from disposition.policy.model import CheckedPolicy
from disposition.tables.columns import TableColumns, TableError
from disposition.tables.frames.deciding import decide_eagerly, decide_lazily
from disposition.tables.frames.files import of_stream
from disposition.tables.meanings import COMMA
from disposition.tables.names import RowOutputs
from disposition.words import listed


def decide_frame(
    policy: CheckedPolicy, frame: Any, columns: TableColumns | None, wanted: RowOutputs
) -> Any:
    """Return a frame of the same kind with decisions."""
    if isinstance(frame, pl.LazyFrame):
        return decide_lazily(policy, frame, columns, wanted)

    def decided(table: pl.DataFrame) -> pl.DataFrame:
        return decide_eagerly(policy, table, columns, wanted)

    if isinstance(frame, pl.DataFrame):
        return decided(frame)
    _expect_names_once(frame)
    held: Any = nw.from_native(frame, eager_only=True, pass_through=True)
    if isinstance(held, nw.DataFrame):
        return _beside(held, decided, columns)
    if (table := of_stream(frame)) is not None:
        return decided(table)
    raise DispositionError(
        f"a table is a data frame, not a `{type(frame).__name__}` (Polars, pandas, PyArrow, DuckDB,"
        " or what hands out Arrow's streams; documents are decided by `decide_many`)"
    )


def _expect_names_once(frame: Any) -> None:
    names = Counter(map(str, getattr(frame, "column_names", getattr(frame, "columns", ()))))
    twice = [name for name, number in names.items() if number > 1]
    if twice:
        message, hint = "two columns have this name", "give each a name of its own"
        raise TableError([Problem(f"column `{twice[0]}`", message, hint, "twice")])


def _beside(
    frame: nw.DataFrame[Any],
    decided: Callable[[pl.DataFrame], pl.DataFrame],
    columns: TableColumns | None,
) -> Any:
    """Return a frame as it came with decisions beside; its own columns stay untouched."""
    if frame.implementation.is_pyarrow():
        table = frame.to_native()
        added = decided(_of_arrow(table, columns)).drop(table.column_names).to_arrow()
        for name in added.column_names:
            table = table.append_column(name, added[name])
        return table
    if not frame.implementation.is_pandas():
        found = decided(frame.to_polars()).to_arrow()
        return nw.from_arrow(found, backend=frame.implementation).to_native()
    native = frame.to_native()
    readable = _of_pandas(native, columns)
    added = decided(readable).drop(readable.columns)
    return native.assign(**{each.name: _for_pandas(each, native.index) for each in added})


def _of_arrow(table: Any, columns: TableColumns | None) -> pl.DataFrame:
    """Return the columns that are told about; of the others only the names count."""

    def cells(name: str) -> pl.Series:
        held = table[name]
        if str(held.type).startswith("decimal256"):
            # Polars panics, rather than refuse it.
            message = f"the column holds {held.type}, and decimals have at most 38 digits"
            raise _UnreadableColumnError(message, "give it as `decimal128`")
        try:
            return pl.Series(name, pl.from_arrow(held))
        except pl.exceptions.PolarsError as error:
            message = f"the column holds {held.type}, which Polars does not read"
            raise _UnreadableColumnError(message, "give it as a column of plain values") from error

    return _columns_of(table.column_names, table.num_rows, columns, cells)


def _of_pandas(native: Any, columns: TableColumns | None) -> pl.DataFrame:
    """Return the columns that are told about; of the others only the names count."""
    by_text = {str(name): name for name in native.columns}

    def cells(name: str) -> pl.Series:
        held = native[by_text[name]]
        try:
            return pl.Series(name, pl.from_pandas(held))
        except (TypeError, ValueError, pl.exceptions.PolarsError) as error:
            comma = columns is not None and columns.decimals_of(name) == COMMA
            try:
                return pl.Series(name, as_texts(held, comma=comma), dtype=pl.String)
            except TypeError as other:
                raise _UnreadableColumnError(f"the cells are {other}") from error

    return _columns_of(list(by_text), len(native), columns, cells)


class _UnreadableColumnError(ValueError):
    """A column that cannot be read: what it holds, and perhaps what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        self.hint = hint
        super().__init__(message)


def _columns_of(
    names: Sequence[str], rows: int, columns: TableColumns | None, cells: Callable[[str], pl.Series]
) -> pl.DataFrame:
    """Return the columns that are told about, which `cells` reads, and nothing in the others."""
    problems = []
    found: dict[str, pl.Series] = {}
    for name in names:
        found[name] = pl.repeat(None, rows, dtype=pl.Null, eager=True).alias(name)
        if columns is not None and name not in columns.names:
            continue
        try:
            found[name] = cells(name)
        except _UnreadableColumnError as error:
            problems.append(Problem(f"column `{name}`", str(error), error.hint, "wrong-type"))
    if problems and columns is not None:
        raise TableError(problems)
    return pl.DataFrame(found)


def _for_pandas(series: pl.Series, index: Any) -> Any:
    if series.dtype == pl.String:
        return series.to_pandas().set_axis(index)
    import pandas as pd

    return pd.Series(series.to_list(), index=index, dtype=object)


# --- columns whose cells are of several types, as spreadsheets have them --------------------------


_GROUP = 3


def as_texts(cells: Iterable[object], *, comma: bool) -> list[str | None]:
    """Return cells as texts that mean the same; numbers have a comma where texts have one.

    Raises:
        TypeError: some are nothing that a text could tell, such as lists; with the types.

    >>> as_texts([3200, "1.200", Decimal("7.125"), 2.0, None, float("nan")], comma=False)
    ['3200', '1.200', '7.1250', '2', None, None]
    """
    plain = [as_plain(cell) for cell in cells]
    texts = [_text(cell, comma=comma) for cell in plain]
    if any(text is None and cell is not None for text, cell in zip(texts, plain, strict=True)):
        types = sorted({type(cell).__name__ for cell in plain if cell is not None})
        raise TypeError(f"of different types: {listed(types)}")
    return texts


def _text(cell: object, *, comma: bool) -> str | None:
    match cell:
        case str() | bool() | int():
            return str(cell)
        case float() | Decimal():
            return _number(cell, comma=comma)
        case datetime() if cell.tzinfo is not None or cell.time() != datetime.min.time():
            return None
        case date():
            return cell.strftime("%Y-%m-%d")
    return None


def _number(cell: float | Decimal, *, comma: bool) -> str:
    exact = Decimal(repr(cell)) if isinstance(cell, float) else cell
    if not exact.is_finite():
        return str(cell)
    if exact == exact.to_integral_value():
        return f"{exact.to_integral_value():f}"
    whole, _, decimals = f"{exact:f}".partition(".")
    # Three digits behind a point might be thousands; with a zero after them they are not.
    decimals += "0" * (len(decimals) == _GROUP)
    return f"{whole}{',' if comma else '.'}{decimals}"
