"""Tables in files: Parquet, CSV and JSON Lines, looked at without reading them whole."""

from __future__ import annotations

from collections import Counter
from os import PathLike
from pathlib import Path

import polars as pl

from disposition.errors import Problem
from disposition.tables.columns import TableError
from disposition.words import listed

PARQUET, CSV, LINES = {".parquet", ".pq"}, {".csv", ".tsv", ".txt"}, {".jsonl", ".ndjson"}
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
            frame = pl.scan_csv(
                file, separator=_delimiter(file, start), infer_schema=False, glob=False
            )
        else:
            hint = f"names of tables end with {listed(sorted(PARQUET | CSV | LINES))}"
            raise _refusal(file, "not known as a table by its name", hint)
        frame.collect_schema()
    except pl.exceptions.PolarsError as error:
        first = str(error).partition("\n")[0]
        raise _refusal(file, f"it cannot be read as its name says: {first}") from None
    return frame


def _delimiter(file: Path, start: bytes) -> str:
    first = start.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0]
    try:
        names = first.decode()
    except UnicodeDecodeError:
        raise _refusal(file, "not UTF-8", "save it as `CSV UTF-8`") from None
    if not names.strip():
        raise _refusal(file, "there are no columns", "the first line names them")
    delimiter = max(_DELIMITERS, key=names.count)
    called = Counter(name.strip().strip('"') for name in names.rstrip("\r").split(delimiter))
    twice = [name for name, number in called.items() if number > 1]
    if twice:
        message = f"two columns are called `{twice[0]}`"
        raise _refusal(file, message, "give each a name of its own")
    return delimiter


def _refusal(file: Path, message: str, hint: str = "") -> TableError:
    return TableError([Problem(str(file), message, hint, "no-table")])
