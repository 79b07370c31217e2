"""Tables as lazy frames: files, looked at without reading them whole, and frames of every kind."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from disposition.documents.json.array import ARRAYS, begins_array, lines_of_file
from disposition.errors import DispositionError, Problem
from disposition.tables.frames.csv_head import WHICH_ENCODING, csv_below_head, no_table
from disposition.tables.frames.json_lines import first_fault
from disposition.tables.meanings import TableError
from disposition.tables.suffixes import CSV, LINES, PARQUET
from disposition.words import listed

_OF_JSON = "each {} is a JSON object with each key once"
_AT_START = 1 << 16
BROKEN_ROWS = "broken-rows"
"""The code of a file of which some rows cannot be read."""


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
    if (found := of_stream(table)) is not None:
        return found.lazy()
    raise DispositionError(f"a table is a data frame, not a `{type(table).__name__}`")


def of_stream(table: Any) -> pl.DataFrame | None:
    """Return the table that something hands out by Arrow's streams; None if it does not."""
    if not hasattr(table, "__arrow_c_stream__"):
        return None
    try:
        return pl.DataFrame(table)
    except (pl.exceptions.PolarsError, TypeError, ValueError):  # one column, which is no table
        return None


def whole_table(table: Any) -> pl.DataFrame:
    """Return a table as a frame; raises as `lazy_frame` does."""
    with naming_file(table):
        return lazy_frame(table).collect()


class LazyFrameError(TableError):
    """A lazy frame cannot be collected; whoever made it of a file says that of the file."""


@contextmanager
def naming_file(table: object) -> Iterator[None]:
    """Say of a file or a lazy frame that it cannot be read to its end: that comes out late."""
    try:
        yield
    except (pl.exceptions.PolarsError, LazyFrameError) as error:
        if isinstance(error, LazyFrameError) and not isinstance(table, str | PathLike):
            raise
        cause = error.__cause__ if isinstance(error, LazyFrameError) else error
        if isinstance(table, pl.LazyFrame):
            message = f"it cannot be collected: {str(cause).splitlines()[0]}"
            hint = "`frame.collect()` tells more, without this library"
            raise LazyFrameError([Problem("the lazy frame", message, hint, "no-table")]) from cause
        if not isinstance(table, str | PathLike):
            raise
        file = Path(table)
        why = str(cause).partition("\n")[0]
        if "n_extra" in why:  # of a first row, and its advice is to lose the cells
            why = "its first row has more cells than there are names"
        message = f"it cannot be read as its name says: {why}"
        hint = "a row may have more cells than there are names, or a quote that nothing closes"
        code = BROKEN_ROWS
        if "utf-8" in why:
            message, hint, code = "not UTF-8", WHICH_ENCODING, "no-table"
        if file.suffix.lower() not in CSV:
            hint = ""
        raise TableError([Problem(str(file), message, hint, code)]) from None


def scan_table(path: str | PathLike[str]) -> pl.LazyFrame:
    """Return a file as a lazy frame, by the ending of its name.

    Cells of CSV are texts, which columns say the meaning of; its head is read as by
    `csv_below_head`.

    Raises:
        TableError: it is none of these, or not what its name says; or a line of JSON Lines is not
            one object, or has a key twice.
        OSError: it cannot be read.
    """
    file = Path(path)
    ending = file.suffix.lower()
    with file.open("rb") as stream:
        start = stream.read(_AT_START)
    source: Path | BytesIO = file
    what = "line"
    if ending in LINES and start.startswith(BOM_UTF8):
        source = BytesIO(file.read_bytes().removeprefix(BOM_UTF8))
    if ending in ARRAYS or (ending in LINES and begins_array(start)):
        source, what = _of_array(file)
    try:
        if ending in PARQUET:
            frame = pl.scan_parquet(file, glob=False)
        elif ending in LINES:
            if not start.removeprefix(BOM_UTF8).strip() or _is_empty(source):
                raise no_table(file, "there are no rows", _OF_JSON.format(what))
            # Of JSON Lines alone a name is always a pattern.
            named = escape(str(source)) if isinstance(source, Path) else source
            frame = pl.scan_ndjson(named, infer_schema_length=None)
        elif ending in CSV:
            frame = _csv(file)
        else:
            hint = f"names of tables end with {listed(sorted(PARQUET | CSV | LINES))}"
            raise no_table(file, "not known as a table by its name", hint)
        schema = frame.collect_schema()
    except pl.exceptions.PolarsError as error:
        if ending in LINES:
            _expect_whole_lines(file, source, what=what)
        first = str(error).partition("\n")[0]
        message = f"it cannot be read as its name says: {first}"
        raise TableError([Problem(str(file), message, code=BROKEN_ROWS)]) from None
    if ending in LINES:
        _expect_whole_lines(file, source, schema, what=what)
    return frame


def _of_array(file: Path) -> tuple[BytesIO, str]:
    """Return the items of an array as lines, or the lines of what is none, and what they are.

    Raises:
        TableError: its name says that it is one, and it is none.
    """
    try:
        found = lines_of_file(file)
    except ValueError as error:
        hint = "a `.json` holds an array of rows, a `.jsonl` a row on each line"
        raise no_table(file, str(error), hint) from None
    with found.stream as stream:
        return BytesIO(stream.read()), found.what


def _is_empty(source: Path | BytesIO) -> bool:
    return isinstance(source, BytesIO) and not source.getbuffer().nbytes


def _expect_whole_lines(
    file: Path, source: Path | BytesIO, schema: pl.Schema | None = None, *, what: str
) -> None:
    """Refuse JSON Lines of which one has a fault, by the first of them."""
    if (found := first_fault(source, schema)) is not None:
        line, fault = found
        problem = Problem(f"{file}, {what} {line}", fault, _OF_JSON.format(what), BROKEN_ROWS)
        raise TableError([problem]) from None


def _csv(file: Path) -> pl.LazyFrame:
    """Return the rows of a CSV file that say anything, with blanks around cells left out."""
    with csv_below_head(file) as (head, text):
        is_utf_8 = text.encoding == "utf-8"
        below = text.read(_AT_START if is_utf_8 else -1)
    names = [name or f"column {at}" for at, name in enumerate(head.names, start=1)]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        message = f"two columns are called `{twice}`, one of them for want of a name"
        raise no_table(file, message, "give each a name of its own")
    frame = pl.scan_csv(
        file if is_utf_8 else BytesIO(below.encode()),
        has_header=False,
        separator=head.delimiter,
        schema=dict.fromkeys(names, pl.String),
        missing_columns="insert",
        raise_if_empty=False,
        glob=False,
        eol_char=head.end,
        skip_lines=head.lines if is_utf_8 else 0,
    )
    frame = frame.with_columns(pl.all().str.strip_chars())
    return frame.filter(pl.concat_str(pl.all(), ignore_nulls=True).str.contains(r"\S"))
