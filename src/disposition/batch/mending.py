"""A copy of a file with rows that are no rows: these are marked, and all others can be decided."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from disposition.documents.json.row import fault_of_row
from disposition.errors import Problem
from disposition.tables.columns import TableError
from disposition.tables.frames.files import CSV, delimiter_of
from disposition.tables.meanings import SAYS_DELIMITER
from disposition.tables.names import RESERVED

BROKEN = f"{RESERVED}broken"
"""The column of a copy that says of a row why it is none, and where it stood."""

_LONGEST_CELL = 1024 * 1024
_MOST_SHOWN = 1_000


def mended(file: Path, folder: Path) -> Path | None:
    """Write a copy of a CSV file or of JSON Lines whose broken rows are marked; return its path.

    None where no row of it can be read.

    Raises:
        TableError: it is not UTF-8.
        OSError: it cannot be read or written.
    """
    copy = folder / f"input{file.suffix.lower()}"
    write = _mend_csv if file.suffix.lower() in CSV else _mend_lines
    try:
        with (
            file.open(encoding="utf-8-sig", newline="") as given,
            copy.open("w", encoding="utf-8", newline="") as made,
        ):
            read = write([*given], made)
    except UnicodeDecodeError:
        raise TableError([Problem(str(file), "not UTF-8", code="no-table")]) from None
    return copy if read else None


def _marked(line: int, why: str, text: str) -> str:
    return json.dumps({"line": line, "why": why, "text": text.strip()[:_MOST_SHOWN]})


def problem_of(mark: str) -> tuple[Problem, Mapping[str, Any]]:
    """Return what is wrong with a row that was marked, and its text as it stood in the file."""
    told = json.loads(mark)
    problem = Problem(f"line {told['line']}", told["why"], code="broken-row")
    return problem, {"line": told["text"]}


def _mend_csv(lines: Sequence[str], made: Any) -> int:
    """Write the rows, and return how many can be read."""
    said = SAYS_DELIMITER.fullmatch(lines[0].strip())
    first = 1 if said else 0
    delimiter = said[1] if said else delimiter_of(lines[0])
    [names] = csv.reader(lines[first : first + 1], delimiter=delimiter)
    writer = csv.writer(made, delimiter=delimiter, lineterminator="\n")
    writer.writerow([*names, BROKEN])
    read = 0
    for at, cells, wrong in _records(lines, first + 1, delimiter):
        has_more = any(map(str.strip, cells[len(names) :]))
        why = f"{len(cells)} cells for {len(names)} columns" if has_more else wrong
        if why:
            writer.writerow([*[""] * len(names), _marked(at + 1, why, lines[at])])
        elif any(map(str.strip, cells)):
            read += 1
            writer.writerow([*(cells + [""] * len(names))[: len(names)], ""])
    return read


def _records(
    lines: Sequence[str], first: int, delimiter: str
) -> Iterator[tuple[int, list[str], str]]:
    """Yield the records from a line on: the place of the first line, cells, and what is wrong.

    Below a quote that nothing closes it goes on with the next line, so that no row is lost in it.
    """
    csv.field_size_limit(_LONGEST_CELL)
    while first < len(lines):
        begin = first
        left = (lines[at] for at in range(begin, len(lines)))
        reader = csv.reader(left, delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                yield first, cells, ""
                first = begin + reader.line_num
        except csv.Error:
            yield first, [], "a quote stands where none can be, or nothing closes it"
            first += 1


def _mend_lines(lines: Sequence[str], made: Any) -> int:
    read = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        why = fault_of_row(line)
        read += not why
        mark = json.dumps({BROKEN: _marked(number, why, line)}) if why else line.strip()
        made.write(f"{mark}\n")
    return read
