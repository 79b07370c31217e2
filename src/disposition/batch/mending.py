"""A copy of a file with rows that are no rows: these are marked, and all others can be decided."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any

from disposition.documents.json.array import lines_of_file
from disposition.documents.json.lines import row_of_line
from disposition.errors import Problem
from disposition.rows.csv_rows import BrokenRow, csv_table
from disposition.tables.columns import TableError
from disposition.tables.names import RESERVED
from disposition.tables.suffixes import CSV

BROKEN = f"{RESERVED}broken"
"""The column of a copy that says of a row why it is none, and where it stood."""

_MOST_SHOWN = 1_000


def mend(file: Path, copy: Path) -> bool:
    """Write a copy of a CSV file or of JSON Lines whose broken rows are marked.

    Returns whether a row of it can be read.

    Raises:
        DocumentError: it is not UTF-8.
        OSError: it cannot be read or written.
    """
    write: Callable[[Path, IO[str]], int]
    write = _mend_csv if file.suffix.lower() in CSV else _mend_lines
    with copy.open("w", encoding="utf-8", newline="") as made:
        try:
            return write(file, made) > 0
        except UnicodeDecodeError:
            raise TableError([Problem(str(file), "not UTF-8", code="no-table")]) from None


def _marked(broken: BrokenRow) -> str:
    return json.dumps([broken.line, broken.why, broken.text, broken.hint, broken.what])


def broken_row(mark: str) -> BrokenRow:
    """Return the row that was marked."""
    return BrokenRow(*json.loads(mark))


def _mend_csv(file: Path, made: IO[str]) -> int:
    """Write the rows, and return how many can be read."""
    read = 0
    with csv_table(file, is_named=False) as table:
        blank = [""] * len(table.names)
        writer = csv.writer(made, delimiter=table.delimiter, lineterminator="\n")
        made.write(f"sep={table.delimiter}\n")
        writer.writerow([*table.names, BROKEN])
        for record in table.records:
            if isinstance(record, BrokenRow):
                writer.writerow([*blank, _marked(record)])
            else:
                read += 1
                writer.writerow([*record, *blank[len(record) :], ""])
    return read


def _mend_lines(file: Path, made: IO[str]) -> int:
    read = 0
    with lines_of_file(file).stream as stream:
        usual = usual_kinds(row for _, _, row in _rows(stream) if not isinstance(row, str))
    found = lines_of_file(file)
    for number, line, row in _rows(found.stream):
        why = row if isinstance(row, str) else odd_kind(row, usual)
        read += not why
        broken = BrokenRow(number, why, line[:_MOST_SHOWN], what=found.what)
        made.write((json.dumps({BROKEN: _marked(broken)}) if why else line) + "\n")
    return read


def _rows(stream: IO[bytes]) -> Iterator[tuple[int, str, dict[str, Any] | str]]:
    """Yield the lines that are not blank, with their numbers, and the row of each or its fault."""
    with TextIOWrapper(stream, "utf-8-sig", newline="\n") as lines:
        for number, line in enumerate(lines, start=1):
            if text := line.strip():
                try:
                    yield number, text, row_of_line(text)
                except ValueError as error:
                    yield number, text, str(error)


# --- kinds of values that keys of JSON Lines have: a line with another kind fits no table ---------


TEXT, NUMBER, LOGICAL, LIST, OBJECT = "a text", "a number", "true or false", "a list", "an object"


def usual_kinds(rows: Iterable[Mapping[str, Any]]) -> Mapping[str, str]:
    """Return the kind that each place of some rows has most often, if they do not go together.

    Texts go with every kind, as all others can be written as texts.

    >>> usual_kinds([{"n": 1, "x": 1}, {"n": True, "x": "a"}, {"n": 2, "x": 2}])
    {'n': 'a number'}
    """
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        for place, kind in _kinds(row):
            counts.setdefault(place, Counter())[kind] += 1
    return {
        place: found.most_common(1)[0][0]
        for place, found in counts.items()
        if len(found) > 1 and TEXT not in found
    }


def odd_kind(row: Mapping[str, Any], usual: Mapping[str, str]) -> str:
    """Return what keeps a row from standing in one table with others, if something does.

    >>> odd_kind({"n": True}, {"n": "a number"})
    '`n` is true or false, and in most rows a number'
    """
    for place, kind in _kinds(row):
        if (most := usual.get(place, kind)) != kind:
            return f"`{place}` is {kind}, and in most rows {most}"
    return ""


def _kinds(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    match value:
        case str():
            yield place, TEXT
        case bool():
            yield place, LOGICAL
        case int() | float() | Decimal():
            yield place, NUMBER
        case list():
            yield place, LIST
            for each in value:
                yield from _kinds(each, f"{place}[]")
        case dict():
            if place:
                yield place, OBJECT
            for key, each in value.items():
                yield from _kinds(each, f"{place}.{key}" if place else key)
