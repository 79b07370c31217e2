"""Whatever holds a table as a lazy frame: frames of every kind, relations of DuckDB, and files."""

from __future__ import annotations

from os import PathLike
from typing import Any

import narwhals as nw
import polars as pl

from disposition.errors import DispositionError
from disposition.tables.frames.files import scan_table


def lazy_frame(table: Any) -> pl.LazyFrame:
    """Return a table as a lazy frame of Polars.

    Raises:
        TableError: a file is no table, or not what its name says.
        OSError: a file cannot be read.
        DispositionError: it is no table.
    """
    if isinstance(table, pl.LazyFrame):
        return table
    if isinstance(table, pl.DataFrame):
        return table.lazy()
    if isinstance(table, str | PathLike):
        return scan_table(table)
    if type(table).__name__ == "DuckDBPyRelation":
        return pl.DataFrame(table.to_arrow_table()).lazy()
    held: Any = nw.from_native(table, eager_only=True, pass_through=True)
    if isinstance(held, nw.DataFrame):
        return pl.DataFrame(held.to_polars()).lazy()
    if hasattr(table, "__arrow_c_stream__"):
        return pl.DataFrame(table).lazy()
    raise DispositionError(f"a table is a data frame, not a `{type(table).__name__}`")
