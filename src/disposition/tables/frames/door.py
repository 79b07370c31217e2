"""The door for frames: whatever comes in is decided by Polars, and goes out as it came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import narwhals as nw
import polars as pl

from disposition.errors import DispositionError, Problem
from disposition.policy.model import CheckedPolicy
from disposition.tables.columns import TableColumns, TableError
from disposition.tables.frames.deciding import decide_eagerly, decide_lazily


def decide_frame(
    policy: CheckedPolicy,
    frame: Any,
    columns: TableColumns | None,
    *,
    outputs: Sequence[str],
    prefix: str,
    marks: bool,
) -> Any:
    """Return a frame of the same kind with decisions."""
    if isinstance(frame, pl.LazyFrame):
        return decide_lazily(policy, frame, columns, outputs=outputs, prefix=prefix)

    def decided(table: pl.DataFrame) -> pl.DataFrame:
        return decide_eagerly(policy, table, columns, outputs=outputs, prefix=prefix, marks=marks)

    if isinstance(frame, pl.DataFrame):
        return decided(frame)
    _expect_names_once(frame)
    held: Any = nw.from_native(frame, eager_only=True, pass_through=True)
    if isinstance(held, nw.DataFrame):
        return _beside(held, decided, columns)
    if hasattr(frame, "__arrow_c_stream__"):
        return decided(pl.DataFrame(frame))
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
    """Return the columns that are told about, and those of others that Polars has a type for."""
    problems = []
    readable = table
    for field in table.schema:
        # Polars panics, rather than refuse it.
        if str(field.type).startswith("decimal256"):
            readable = readable.drop_columns([field.name])
            if columns is None or field.name in columns.names:
                message = f"the column holds {field.type}, and decimals have at most 38 digits"
                hint = "give it as `decimal128`"
                problems.append(Problem(f"column `{field.name}`", message, hint, "wrong-type"))
    if problems:
        raise TableError(problems)
    found = pl.DataFrame(readable)
    missing = [name for name in table.column_names if name not in found.columns]
    return found.with_columns(pl.lit(None).alias(name) for name in missing).select(
        table.column_names
    )


def _of_pandas(native: Any, columns: TableColumns | None) -> pl.DataFrame:
    """Return the columns that are told about; of the others only the names count."""
    problems = []
    found: dict[str, pl.Series] = {}
    for name in native.columns:
        found[str(name)] = pl.Series(str(name), [None], dtype=pl.Null).new_from_index(
            0, len(native)
        )
        if columns is not None and str(name) not in columns.names:
            continue
        try:
            found[str(name)] = pl.Series(pl.from_pandas(native[name]))
        except (TypeError, ValueError, pl.exceptions.PolarsError) as error:
            if columns is not None:
                message = f"the cells are of different types: {error}"
                problems.append(Problem(f"column `{name}`", message, code="wrong-type"))
    if problems:
        raise TableError(problems)
    return pl.DataFrame(found)


def _for_pandas(series: pl.Series, index: Any) -> Any:
    if series.dtype == pl.String:
        return series.to_pandas().set_axis(index)
    import pandas as pd

    return pd.Series(series.to_list(), index=index, dtype=object)
