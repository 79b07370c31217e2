"""The rows of a CSV file as people and ERPs write it: any usual delimiter, any encoding.

A row that is none (too many cells, a quote that nothing closes) costs only itself.
"""

from __future__ import annotations

import csv
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from os import PathLike
from pathlib import Path

from disposition.documents.shown import shown
from disposition.errors import Problem
from disposition.frozen import frozen
from disposition.rows.columns import RowError
from disposition.tables.meanings import SAYS_DELIMITER

_DELIMITERS = ",;\t|"
_WHICH = "say which it has, such as `encoding: cp1252`, or save it as `CSV UTF-8`"
_MOST_SHOWN = 1_000

MOST_BROKEN = 1_000
"""Rows that can be none at the beginning of a file; where there are more, it is no table."""


@frozen
class BrokenRow:
    """A row that is none: the line from 1 where it begins, why, and the beginning of its text."""

    line: int
    why: str
    text: str
    hint: str = ""

    @property
    def problem(self) -> Problem:
        """What is wrong with it, at its line."""
        return Problem(f"line {self.line}", self.why, self.hint, "broken-row")


@frozen
class CsvTable:
    """A CSV file that is open: what its first line says, and the records below, once.

    Blank records are left out. `records` have at most as many cells as there are `names`; one that
    is none is told as a `BrokenRow`.
    """

    delimiter: str
    names: Sequence[str]
    records: Iterator[list[str] | BrokenRow]


def csv_rows(path: str | PathLike[str], encoding: str = "") -> Iterator[dict[str, str] | BrokenRow]:
    """Yield the rows of a CSV file by the names in its first line; blank rows are left out.

    The delimiter is the one that the first line has most of: comma, semicolon, tab or bar. Without
    an encoding it is UTF-8, or UTF-16 if its first two bytes say so. A row that has more cells than
    names, or a cell in a column without one, comes as a `BrokenRow`.

    Raises:
        RowError: it has another encoding, two columns have one name, or no row can be read.
        OSError: it cannot be read.
    """
    with csv_table(path, encoding) as table:
        for record in _some_whole(table.records, str(path)):
            if isinstance(record, BrokenRow):
                yield record
            else:
                yield {name: cell for name, cell in zip(table.names, record, strict=False) if name}


def csv_names(path: str | PathLike[str], encoding: str = "") -> tuple[str, ...]:
    """Return the names in the first line of a CSV file; raises as `csv_rows` does."""
    with csv_table(path, encoding) as table:
        return tuple(name for name in table.names if name)


@contextmanager
def csv_table(
    path: str | PathLike[str], encoding: str = "", *, is_named: bool = True
) -> Iterator[CsvTable]:
    """Open a CSV file; raises as `csv_rows` does.

    Where it `is_named`, a cell in a column without a name makes a row none.
    """
    file, name = Path(path), str(path)
    # A mark of the order of bytes is no part of the first name.
    is_utf_8 = encoding.casefold() in ("utf-8", "utf8", "utf_8")
    held = "utf-8-sig" if is_utf_8 else encoding or _marked(file)
    with file.open(encoding=held, newline="") as stream:
        try:
            delimiter, names, line = _head(stream, name)
            records = _records(stream, line, delimiter)
            yield CsvTable(delimiter, names, _fitting(records, names, is_named=is_named))
        except UnicodeError:
            raise _refusal(name, f"not {encoding or 'UTF-8'}", _WHICH) from None
        except csv.Error as error:
            raise _refusal(name, f"no CSV: {error}") from None


def _marked(file: Path) -> str:
    """Return the encoding that a file's first bytes say."""
    with file.open("rb") as stream:
        return "utf-16" if stream.read(2) in (BOM_UTF16_LE, BOM_UTF16_BE) else "utf-8-sig"


def _head(stream: Iterator[str], name: str) -> tuple[str, list[str], int]:
    """Return the delimiter, the names of the columns, and the number of the line below them."""
    first, below = next(stream, ""), 2
    said = SAYS_DELIMITER.fullmatch(first.strip())
    if said:
        first, below = next(stream, ""), 3
    if not first.strip():
        raise _refusal(name, "there are no columns", "the first line names them")
    delimiter = said[1] if said else max(_DELIMITERS, key=first.count)
    [names] = csv.reader([first], delimiter=delimiter)
    names = [each.strip() for each in names]
    named = [each for each in names if each]
    if 2 * len(named) < len(names):
        message = f"the first line names {len(named)} of {len(names)} columns"
        raise _refusal(name, message, "remove the lines above the names")
    twice = [each for each, number in Counter(named).items() if number > 1]
    if twice:
        raise _refusal(name, f"two columns are called `{twice[0]}`", "give each a name of its own")
    return delimiter, names, below


Lines = tuple[int, str, list[str] | str]
"""A record: its first line, the text of that, and its cells, or why it has none."""


def _records(lines: Iterator[str], number: int, delimiter: str) -> Iterator[Lines]:
    """Yield the records from a line on.

    Below a quote that nothing closes it goes on with the next line, so that no row is lost in it.
    Such a quote goes no further than the longest cell that `csv` reads in this process.
    """
    given_back, taken = deque[str](), list[str]()

    def following() -> Iterator[str]:
        while (line := given_back.popleft() if given_back else next(lines, None)) is not None:
            taken.append(line)
            yield line

    reader = csv.reader(following(), delimiter=delimiter, strict=True)
    while True:
        try:
            for cells in reader:
                yield number, taken[0], cells
                number += len(taken)
                taken.clear()
        except csv.Error:
            yield number, taken[0], "a quote stands where none can be, or nothing closes it"
            number += 1
            given_back.extendleft(reversed(taken[1:]))
            taken.clear()
            reader = csv.reader(following(), delimiter=delimiter, strict=True)
        else:
            return


def _fitting(
    records: Iterator[Lines], names: Sequence[str], *, is_named: bool
) -> Iterator[list[str] | BrokenRow]:
    """Yield the records that say anything, or what keeps them from being rows."""
    without = [at for at, name in enumerate(names) if not name] if is_named else []
    for line, text, cells in records:
        why, hint = (cells, "") if isinstance(cells, str) else ("", "")
        if not why and any(map(str.strip, cells[len(names) :])):
            why = f"{len(cells)} cells for {len(names)} columns"
            hint = "put cells that hold the delimiter in quotes"
        elif not why:
            lost = [cells[at] for at in without if at < len(cells) and cells[at].strip()]
            if lost:
                why = f"the column of {shown(lost[0])} has no name"
                hint = "name it in the first line"
        if why:
            yield BrokenRow(line, why, text.strip()[:_MOST_SHOWN], hint)
        elif isinstance(cells, list) and any(map(str.strip, cells)):
            yield cells[: len(names)]


def _some_whole(
    records: Iterator[list[str] | BrokenRow], name: str
) -> Iterator[list[str] | BrokenRow]:
    """Yield all records; refuse the file by the first, where no record is a row."""
    broken: list[BrokenRow] = []
    for record in records:
        if isinstance(record, BrokenRow):
            broken.append(record)
            if len(broken) < MOST_BROKEN:
                continue
            break
        yield from broken
        yield record
        yield from records
        return
    if broken:
        first = broken[0].problem
        raise _refusal(f"{name}, {first.where}", first.message, first.hint)


def _refusal(where: str, message: str, hint: str = "") -> RowError:
    return RowError([Problem(where, message, hint)])
