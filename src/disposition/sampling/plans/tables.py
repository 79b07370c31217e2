"""The tables of code letters and single plans, read from the package's data; doubtful cells too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType

from disposition.frozen import frozen
from disposition.sampling.names import AQLS, LEVELS, STANDARDS, STATES, ZERO, check_aql

CellKey = tuple[str, str, str, Decimal]
"""Standard, state, code letter and AQL."""

_DATA = Path(__file__).parents[1] / "data"
_AS_PRINTED = {f"{aql}": aql for aql in (ZERO, *AQLS)}
_SAME_IN_BOTH = {"normal": "single_normal.csv", "tightened": "single_tightened.csv"}
_REDUCED = {"iso2859-1": "single_reduced_iso2859.csv", "z1.4": "single_reduced_z14.csv"}


@frozen
class Cell:
    """One cell of a table of single plans, its arrows already followed.

    `letter` is the code letter where the arrows end; the sample size (units), the acceptance number
    and the rejection number are all that letter's.
    """

    letter: str
    sample_size: int
    accept: int
    reject: int


@frozen
class Tables:
    """Everything a single plan is looked up in: the rows of Table 1 and every cell by its key.

    `lot_sizes` has the smallest lot size (units) of each row of Table 1, the last row without an
    upper end; `letters` has each level's code letters, row by row. `cells` holds both standards,
    all states, all code letters, all preferred AQLs, and AQL 0 (not in the standards): the code
    letter's own sample size, accept on 0, reject on 1.
    """

    lot_sizes: tuple[int, ...]
    letters: Mapping[str, tuple[str, ...]]
    cells: Mapping[CellKey, Cell]


@cache
def load_tables() -> Tables:
    """Return the tables; the package's data is read at the first call.

    Source: ISO 2859-1 tables 1, 2-A, 2-B, 2-C; ANSI/ASQ Z1.4 tables I, II-A, II-B, II-C (see
    `data/SOURCES.md`).

    >>> load_tables().cells["iso2859-1", "normal", "J", Decimal("2.5")]
    Cell(letter='J', sample_size=80, accept=5, reject=6)
    """
    cells: dict[CellKey, Cell] = {}
    for state in STATES:
        for standard in STANDARDS:
            table = _table(_SAME_IN_BOTH.get(state) or _REDUCED[standard])
            for (letter, aql), cell in table.items():
                cells[standard, state, letter, aql] = cell
    rows = list(read_rows("code_letters.csv"))
    letters = {level: tuple(row[level] for row in rows) for level in LEVELS}
    return Tables(
        lot_sizes=tuple(int(row["lot_min"]) for row in rows),
        letters=MappingProxyType(letters),
        cells=MappingProxyType(cells),
    )


@cache
def _table(name: str) -> dict[tuple[str, Decimal], Cell]:
    """Return the cells of a file, which two standards can share, and those of AQL 0."""
    table = dict(_read_cells(name))
    return table | _zero_acceptance(table)


def _zero_acceptance(table: Mapping[tuple[str, Decimal], Cell]) -> dict[tuple[str, Decimal], Cell]:
    """Return the AQL 0 cell of each letter: the sample size where no arrow leads away."""
    own = {letter: cell for (letter, _), cell in table.items() if cell.letter == letter}
    return {(letter, ZERO): Cell(letter, own[letter].sample_size, 0, 1) for letter in own}


def _read_cells(name: str) -> Iterator[tuple[tuple[str, Decimal], Cell]]:
    cells: dict[tuple[str, ...], Cell] = {}  # most of them stand in many places
    rows = _rows(name)
    if next(rows) != ["code_letter", "sample_size", "aql", "ac", "re", "resolved_letter"]:
        raise AssertionError(f"`{name}` has other columns")
    for letter, size, aql, accept, reject, resolved in rows:
        cell = cells.get(numbers := (resolved, size, accept, reject))
        if cell is None:
            cell = cells[numbers] = Cell(resolved, int(size), int(accept), int(reject))
        yield (letter, _AS_PRINTED[aql]), cell


def read_rows(name: str) -> Iterator[dict[str, str]]:
    """Return the rows of one of the package's data files."""
    rows = _rows(name)
    keys = next(rows)
    return (dict(zip(keys, row, strict=True)) for row in rows)


def _rows(name: str) -> Iterator[list[str]]:
    # Imported here: it costs more than the rest of the package, for the first lookup only.
    import csv

    return csv.reader((_DATA / name).read_text(encoding="utf-8").splitlines())


CellName = tuple[str, str, str, str, Decimal]
"""Standard, type, state, code letter and AQL."""

_BOTH = "both"


@cache
def load_doubts() -> Mapping[CellName, str]:
    """Return why each doubtful cell is doubtful; it is used as its source has it all the same.

    Source: the comparisons described in `docs/reference/sampling.md`.
    """
    found: dict[CellName, str] = {}
    for row in read_rows("doubtful_cells.csv"):
        standards = tuple(STANDARDS) if row["standard"] == _BOTH else (row["standard"],)
        for standard in standards:
            name = (standard, row["type"], row["state"], row["code_letter"], check_aql(row["aql"]))
            found[name] = row["reason"]
    return MappingProxyType(found)


def doubt(standard: str, plan_type: str, state: str, letter: str, aql: Decimal) -> str:
    """Return the sentence to add to a plan from a doubtful cell, empty for all other cells."""
    reason = load_doubts().get((standard, plan_type, state, letter, aql))
    return f"doubtful cell: {reason}" if reason else ""
