"""The rows of a CSV file as people and ERPs write it: any usual delimiter, UTF-8."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from os import PathLike
from pathlib import Path

from disposition.errors import Problem
from disposition.rows.columns import RowError

_DELIMITERS = ",;\t|"
_LONGEST_CELL = 1024 * 1024


def csv_rows(path: str | PathLike[str]) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file by the names in its first line; blank rows are left out.

    The delimiter is the one that the first line has most of: comma, semicolon, tab or bar.

    Raises:
        RowError: it is no UTF-8, two columns have one name, or a row has more cells than names.
        OSError: it cannot be read.
    """
    with Path(path).open(encoding="utf-8-sig", newline="") as stream:
        try:
            yield from _rows(stream, str(path))
        except UnicodeDecodeError:
            raise _refusal(str(path), "not UTF-8", "save it as `CSV UTF-8`") from None
        except csv.Error as error:
            raise _refusal(str(path), f"no CSV: {error}") from None


def _rows(stream: Iterator[str], name: str) -> Iterator[dict[str, str]]:
    first = next(stream, "")
    if not first.strip():
        raise _refusal(name, "there are no columns", "the first line names them")
    delimiter = max(_DELIMITERS, key=first.count)
    csv.field_size_limit(_LONGEST_CELL)
    [names] = csv.reader([first], delimiter=delimiter)
    names = [each.strip() for each in names]
    twice = [each for each, number in Counter(names).items() if number > 1]
    if twice:
        raise _refusal(name, f"two columns are called `{twice[0]}`", "give each a name of its own")
    reader = csv.reader(stream, delimiter=delimiter, strict=True)
    for cells in reader:
        line = reader.line_num + 1
        if len(cells) > len(names):
            hint = "put cells that hold the delimiter in quotes"
            message = f"{len(cells)} cells for {len(names)} columns"
            raise _refusal(f"{name}, line {line}", message, hint)
        if any(cell.strip() for cell in cells):
            yield dict(zip(names, cells, strict=False))


def _refusal(where: str, message: str, hint: str = "") -> RowError:
    return RowError([Problem(where, message, hint)])
