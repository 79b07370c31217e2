"""Tables in files: Parquet, CSV and JSON Lines, looked at without reading them whole."""

from __future__ import annotations

import csv
from codecs import getincrementaldecoder
from collections import Counter
from os import PathLike
from pathlib import Path

import polars as pl

from disposition.errors import Problem
from disposition.tables.columns import TableError
from disposition.words import listed

PARQUET, CSV, LINES = {".parquet", ".pq"}, {".csv", ".tsv", ".txt"}, {".jsonl", ".ndjson"}
NOT_UTF_8 = "say which encoding it has, such as `encoding: cp1252`, or save it as `CSV UTF-8`"
_DELIMITERS = ",;\t|"


def scan_table(path: str | PathLike[str]) -> pl.LazyFrame:
    """Return a file as a lazy frame, by the ending of its name.

    Cells of CSV are texts, which columns say the meaning of; its delimiter is the one that the
    first line has most of: comma, semicolon, tab or bar.

    Raises:
        TableError: it is none of these, or not what its name says.
        OSError: it cannot be read.
    """
    file = Path(path)
    ending = file.suffix.lower()
    with file.open("rb") as stream:
        start = stream.read(1 << 16)
    try:
        if ending in PARQUET:
            frame = pl.scan_parquet(file, glob=False)
        elif ending in LINES:
            frame = pl.scan_ndjson(file, infer_schema_length=None)
        elif ending in CSV:
            frame = _csv(file, start)
        else:
            hint = f"names of tables end with {listed(sorted(PARQUET | CSV | LINES))}"
            raise _refusal(file, "not known as a table by its name", hint)
        frame.collect_schema()
    except pl.exceptions.PolarsError as error:
        first = str(error).partition("\n")[0]
        raise _refusal(file, f"it cannot be read as its name says: {first}") from None
    return frame


def _csv(file: Path, start: bytes) -> pl.LazyFrame:
    """Return the rows of a CSV file that say anything, with blanks around names left out."""
    end = b"\n" if b"\n" in start or b"\r" not in start else b"\r"
    delimiter, names = _names(file, start, end)
    frame = pl.scan_csv(
        file, separator=delimiter, infer_schema=False, glob=False, eol_char=end.decode()
    )
    held = frame.collect_schema().names()
    frame = frame.rename(dict(zip(held, names, strict=True)))
    return frame.filter(pl.concat_str(pl.all(), ignore_nulls=True).str.contains(r"\S"))


def _names(file: Path, start: bytes, end: bytes) -> tuple[str, list[str]]:
    """Return the delimiter of a CSV file, and what its first line calls the columns."""
    try:
        # The last letter may go on beyond what was read.
        text = getincrementaldecoder("utf-8-sig")().decode(start)
    except UnicodeDecodeError:
        raise _refusal(file, "not UTF-8", NOT_UTF_8) from None
    line = text.partition(end.decode())[0].rstrip("\r")
    if not line.strip():
        raise _refusal(file, "there are no columns", "the first line names them")
    delimiter = max(_DELIMITERS, key=line.count)
    [cells] = csv.reader([line], delimiter=delimiter)
    names = [cell.strip() for cell in cells]
    named = [name for name in names if name]
    if 2 * len(named) < len(names):
        message = f"the first line names {len(named)} of {len(names)} columns"
        raise _refusal(file, message, "remove the lines above the names")
    twice = [name for name, number in Counter(named).items() if number > 1]
    if twice:
        message = f"two columns are called `{twice[0]}`"
        raise _refusal(file, message, "give each a name of its own")
    return delimiter, [name or f"column {at}" for at, name in enumerate(names, start=1)]


def _refusal(file: Path, message: str, hint: str = "") -> TableError:
    return TableError([Problem(str(file), message, hint, "no-table")])
