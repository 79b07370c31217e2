"""The head of a CSV file as people and ERPs write it: its encoding, its delimiter, its names."""

from __future__ import annotations

import csv
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from disposition.errors import Problem
from disposition.frozen import frozen
from disposition.tables.meanings import TableError

_DELIMITERS = ",;\t|"
_SAYS_DELIMITER = re.compile(r'"?sep=([,;\t|])"?', re.IGNORECASE)
_MARK = "\ufeff"
WHICH_ENCODING = "say which encoding it has, such as `encoding: cp1252`, or save it as `CSV UTF-8`"

_SAVE, _UNPACK = "save the sheet as `CSV UTF-8`", "unpack it first"
_NO_TEXT = {
    b"PK\x03\x04": ("a workbook or another ZIP archive", _SAVE),
    b"\xd0\xcf\x11\xe0": ("a workbook of an old Excel", _SAVE),
    b"\x1f\x8b": ("packed by gzip", _UNPACK),
    b"\x28\xb5\x2f\xfd": ("packed by zstd", _UNPACK),
    b"PAR1": ("Parquet", "its name ends with `.parquet` then"),
}
"""What files are that begin so, and what to do."""


@frozen
class CsvHead:
    """What the first line of a CSV file says: `names` is empty where a column has none.

    `lines` are those of the head: 2 where a line `sep=;`, as Excel writes it, says the delimiter.
    `end` is the sign at which lines end: a line feed, or a carriage return where there is none.
    """

    delimiter: str
    names: Sequence[str]
    lines: int
    end: str


@contextmanager
def csv_below_head(file: Path, encoding: str = "") -> Iterator[tuple[CsvHead, TextIO]]:
    """Open a CSV file; give its head, and the text below it.

    The delimiter is the one that the first line has most of: comma, semicolon, tab or bar. Without
    an encoding it is UTF-8, or UTF-16 if its first two bytes say so.

    Raises:
        TableError: it has another encoding, which may come out below the head; it is no CSV, its
            first line names too few columns, or two columns have one name.
        OSError: it cannot be read.
    """
    marked = _marked(file)
    held = encoding or marked
    with file.open(encoding=held, newline="") as text:
        try:
            yield _head(text, file), text
        except UnicodeError:
            usual = "UTF-8" if held == "utf-8" else "UTF-16, though it begins like it"
            raise no_table(file, f"not {encoding or usual}", WHICH_ENCODING) from None
        except csv.Error as error:
            raise no_table(file, f"no CSV: {error}") from None


def no_table(where: object, message: str, hint: str = "") -> TableError:
    """Return what says that a file is no table."""
    return TableError([Problem(str(where), message, hint, "no-table")])


def _marked(file: Path) -> str:
    """Return the encoding that a file's first bytes say.

    Raises:
        TableError: they say that it is no text.
    """
    with file.open("rb") as stream:
        start = stream.read(4)
    for mark, (what, hint) in _NO_TEXT.items():
        if start.startswith(mark):
            raise no_table(file, f"it is {what}, no CSV", hint)
    return "utf-16" if start[:2] in (BOM_UTF16_LE, BOM_UTF16_BE) else "utf-8"


def _head(text: Iterator[str], file: Path) -> CsvHead:
    # A mark of the order of bytes is no part of the first name.
    first = next(text, "").removeprefix(_MARK)
    said = _SAYS_DELIMITER.fullmatch(first.strip())
    if said:
        first = next(text, "")
    if "\0" in first:
        hint = "say which encoding it has, such as `encoding: utf-16-le`"
        raise no_table(file, "it is UTF-16 and nothing says so, or no text", hint)
    if not first.strip():
        raise no_table(file, "there are no columns", "the first line names them")
    delimiter = said[1] if said else max(_DELIMITERS, key=first.count)
    try:
        [cells] = csv.reader([first.rstrip("\r\n")], delimiter=delimiter, strict=True)
    except csv.Error as error:
        hint = "write all names on one line, and quotes around whole names only"
        raise no_table(file, f"the first line is no CSV: {error}", hint) from None
    names = [each.strip() for each in cells]
    named = [each for each in names if each]
    if 2 * len(named) < len(names):
        message = f"the first line names {len(named)} of {len(names)} columns"
        raise no_table(file, message, "remove the lines above the names")
    twice = [each for each, number in Counter(named).items() if number > 1]
    if twice:
        message = f"two columns are called `{twice[0]}`"
        raise no_table(file, message, "give each a name of its own")
    end = "\r" if first.endswith("\r") else "\n"
    return CsvHead(delimiter, names, 2 if said else 1, end)
