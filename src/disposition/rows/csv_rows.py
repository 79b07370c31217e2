"""The rows of a CSV file as people and ERPs write it: any usual delimiter, any encoding."""

from __future__ import annotations

import csv
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Iterator
from os import PathLike
from pathlib import Path

from disposition.documents.shown import shown
from disposition.errors import Problem
from disposition.rows.columns import RowError
from disposition.tables.meanings import SAYS_DELIMITER

_DELIMITERS = ",;\t|"
_WHICH = "say which it has, such as `encoding: cp1252`, or save it as `CSV UTF-8`"
_LONGEST_CELL = 1024 * 1024


def csv_rows(path: str | PathLike[str], encoding: str = "") -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file by the names in its first line; blank rows are left out.

    The delimiter is the one that the first line has most of: comma, semicolon, tab or bar. Without
    an encoding it is UTF-8, or UTF-16 if its first two bytes say so.

    Raises:
        RowError: it has another encoding, two columns have one name, or a row has more cells than
            names, or a cell in a column without one.
        OSError: it cannot be read.
    """
    file = Path(path)
    # A mark of the order of bytes is no part of the first name.
    is_utf_8 = encoding.casefold() in ("utf-8", "utf8", "utf_8")
    held = "utf-8-sig" if is_utf_8 else encoding or _marked(file)
    with file.open(encoding=held, newline="") as stream:
        try:
            yield from _rows(stream, str(path))
        except UnicodeError:
            raise _refusal(str(path), f"not {encoding or 'UTF-8'}", _WHICH) from None
        except csv.Error as error:
            raise _refusal(str(path), f"no CSV: {error}") from None


def _marked(file: Path) -> str:
    """Return the encoding that a file's first bytes say."""
    with file.open("rb") as stream:
        return "utf-16" if stream.read(2) in (BOM_UTF16_LE, BOM_UTF16_BE) else "utf-8-sig"


def _rows(stream: Iterator[str], name: str) -> Iterator[dict[str, str]]:
    first, above = next(stream, ""), 1
    said = SAYS_DELIMITER.fullmatch(first.strip())
    if said:
        first, above = next(stream, ""), 2
    if not first.strip():
        raise _refusal(name, "there are no columns", "the first line names them")
    delimiter = said[1] if said else max(_DELIMITERS, key=first.count)
    csv.field_size_limit(_LONGEST_CELL)
    [names] = csv.reader([first], delimiter=delimiter)
    names = [each.strip() for each in names]
    named = [each for each in names if each]
    if 2 * len(named) < len(names):
        message = f"the first line names {len(named)} of {len(names)} columns"
        raise _refusal(name, message, "remove the lines above the names")
    twice = [each for each, number in Counter(named).items() if number > 1]
    if twice:
        raise _refusal(name, f"two columns are called `{twice[0]}`", "give each a name of its own")
    reader = csv.reader(stream, delimiter=delimiter, strict=True)
    for cells in reader:
        line = reader.line_num + above
        if len(cells) > len(names):
            hint = "put cells that hold the delimiter in quotes"
            message = f"{len(cells)} cells for {len(names)} columns"
            raise _refusal(f"{name}, line {line}", message, hint)
        if not any(cell.strip() for cell in cells):
            continue
        row = list(zip(names, cells, strict=False))
        if lost := [cell for title, cell in row if not title and cell.strip()]:
            message = f"the column of {shown(lost[0])} has no name"
            raise _refusal(f"{name}, line {line}", message, "name it in the first line")
        yield {title: cell for title, cell in row if title}


def _refusal(where: str, message: str, hint: str = "") -> RowError:
    return RowError([Problem(where, message, hint)])
