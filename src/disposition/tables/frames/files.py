"""Tables in files: Parquet, CSV and JSON Lines, looked at without reading them whole."""

from __future__ import annotations

import csv
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections import Counter
from io import BytesIO
from os import PathLike
from pathlib import Path

import polars as pl

from disposition.errors import Problem
from disposition.tables.columns import TableError
from disposition.tables.frames.json_lines import first_fault
from disposition.tables.meanings import SAYS_DELIMITER
from disposition.words import listed

PARQUET, CSV, LINES = {".parquet", ".pq"}, {".csv", ".tsv", ".txt"}, {".jsonl", ".ndjson"}
NOT_UTF_8 = "say which encoding it has, such as `encoding: cp1252`, or save it as `CSV UTF-8`"
_DELIMITERS = ",;\t|"
_LINE_OF_JSON = "each line is a JSON object with each key once"
BROKEN_ROWS = "broken-rows"
"""The code of a file of which some rows cannot be read."""


def scan_table(path: str | PathLike[str]) -> pl.LazyFrame:
    """Return a file as a lazy frame, by the ending of its name.

    Cells of CSV are texts, which columns say the meaning of; its delimiter is the one that the
    first line has most of: comma, semicolon, tab or bar.

    Raises:
        TableError: it is none of these, or not what its name says; or a line of JSON Lines is not
            one object, or has a key twice.
        OSError: it cannot be read.
    """
    file = Path(path)
    ending = file.suffix.lower()
    source, start = _source(file)
    try:
        if ending in PARQUET:
            frame = pl.scan_parquet(file, glob=False)
        elif ending in LINES:
            if not start.strip():
                raise _refusal(file, "there are no rows", _LINE_OF_JSON)
            frame = pl.scan_ndjson(source, infer_schema_length=None)
        elif ending in CSV:
            frame = _csv(file, source, start)
        else:
            hint = f"names of tables end with {listed(sorted(PARQUET | CSV | LINES))}"
            raise _refusal(file, "not known as a table by its name", hint)
        schema = frame.collect_schema()
    except pl.exceptions.PolarsError as error:
        if ending in LINES:
            _expect_whole_lines(file, source)
        first = str(error).partition("\n")[0]
        message = f"it cannot be read as its name says: {first}"
        raise TableError([Problem(str(file), message, code=BROKEN_ROWS)]) from None
    if ending in LINES:
        _expect_whole_lines(file, source, schema)
    return frame


def _expect_whole_lines(
    file: Path, source: Path | BytesIO, schema: pl.Schema | None = None
) -> None:
    """Refuse JSON Lines of which one has a fault, by the first of them."""
    if (found := first_fault(source, schema)) is not None:
        line, fault = found
        problem = Problem(f"{file}, line {line}", fault, _LINE_OF_JSON, BROKEN_ROWS)
        raise TableError([problem]) from None


def _source(file: Path) -> tuple[Path | BytesIO, bytes]:
    """Return what a file is read from, and its first bytes: UTF-8, also where it is UTF-16."""
    with file.open("rb") as stream:
        start = stream.read(1 << 16)
    ending = file.suffix.lower()
    if ending in CSV and start.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        try:
            text = file.read_bytes().decode("utf-16")
        except UnicodeError:
            raise _refusal(file, "not UTF-16, though it begins like it", NOT_UTF_8) from None
        content = text.encode()
        return BytesIO(content), content[: 1 << 16]
    if ending in LINES and start.startswith(BOM_UTF8):
        content = file.read_bytes().removeprefix(BOM_UTF8)
        return BytesIO(content), content[: 1 << 16]
    return file, start


def _csv(file: Path, source: Path | BytesIO, start: bytes) -> pl.LazyFrame:
    """Return the rows of a CSV file that say anything, with blanks around names left out."""
    end = b"\n" if b"\n" in start or b"\r" not in start else b"\r"
    delimiter, names, skipped = _names(file, start, end)
    frame = pl.scan_csv(
        source,
        separator=delimiter,
        infer_schema=False,
        glob=False,
        eol_char=end.decode(),
        skip_lines=skipped,
    )
    held = frame.collect_schema().names()
    frame = frame.rename(dict(zip(held, names, strict=True)))
    frame = frame.with_columns(pl.all().str.strip_chars())
    return frame.filter(pl.concat_str(pl.all(), ignore_nulls=True).str.contains(r"\S"))


def delimiter_of(line: str) -> str:
    """Return the sign between the cells of a line: the one that it has most of."""
    return max(_DELIMITERS, key=line.count)


def _names(file: Path, start: bytes, end: bytes) -> tuple[str, list[str], int]:
    """Return the delimiter of a CSV file, what its first line calls the columns, lines above it.

    A line `sep=;` above the names, as Excel reads it, says the delimiter.
    """
    try:
        # The last letter may go on beyond what was read.
        text = getincrementaldecoder("utf-8-sig")().decode(start)
    except UnicodeDecodeError:
        raise _refusal(file, "not UTF-8", NOT_UTF_8) from None
    line, _, below = text.partition(end.decode())
    said = SAYS_DELIMITER.fullmatch(line.strip())
    line = (below.partition(end.decode())[0] if said else line).rstrip("\r")
    if "\0" in line:
        hint = "say which encoding it has, such as `encoding: utf-16-le`"
        raise _refusal(file, "it is UTF-16 without the mark that says so, or no text", hint)
    if not line.strip():
        raise _refusal(file, "there are no columns", "the first line names them")
    delimiter = said[1] if said else delimiter_of(line)
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
    called = [name or f"column {at}" for at, name in enumerate(names, start=1)]
    return delimiter, called, 1 if said else 0


def _refusal(file: Path, message: str, hint: str = "") -> TableError:
    return TableError([Problem(str(file), message, hint, "no-table")])
