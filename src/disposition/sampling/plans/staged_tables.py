"""The tables of double and multiple plans, read from the package's data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from itertools import accumulate
from types import MappingProxyType

from disposition.frozen import frozen
from disposition.sampling.aql import ZERO, check_aql
from disposition.sampling.names import STATES
from disposition.sampling.plan_numbers import Stage
from disposition.sampling.plans.tables import read_rows

DOUBLE = "double"
MULTIPLE = "multiple"

StagedKey = tuple[str, str, str, str, Decimal]
"""Standard, type, state, code letter and AQL."""

_FILES = {
    ("iso2859-1", DOUBLE): "double_{state}_iso2859.csv",
    ("z1.4", DOUBLE): "double_{state}_z14.csv",
    ("z1.4", MULTIPLE): "multiple_{state}_z14.csv",
}
_LETTERS = "ABCDEFGHJKLMNPQRS"
_SIZES = (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000)
# Sample sizes rise by one of `_SIZES` from letter to letter; here is where each table starts.
_LETTER_OF_TWO_UNITS = {
    (DOUBLE, "normal"): "B",
    (DOUBLE, "tightened"): "B",
    (DOUBLE, "reduced"): "D",
    (MULTIPLE, "normal"): "D",
    (MULTIPLE, "tightened"): "D",
    (MULTIPLE, "reduced"): "F",
}
_CANNOT_ACCEPT = "#"


@frozen
class StagedTables:
    """Every cell of the double and multiple tables: its samples, or the type to use instead.

    `cells` has the samples of the plan where the arrows end; `instead` has `single` or `double`
    where the table has no plan and points at that type's. Each key is in exactly one of the two.
    """

    cells: Mapping[StagedKey, tuple[Stage, ...]]
    instead: Mapping[StagedKey, str]


@cache
def load_staged_tables() -> StagedTables:
    """Return the tables; the package's data is read at the first call.

    Source: ISO 2859-1 tables 3-A, 3-B, 3-C; ANSI/ASQ Z1.4 tables III-A to IV-C (see
    `data/SOURCES.md`).

    >>> stages = load_staged_tables().cells["z1.4", "double", "normal", "J", Decimal("2.5")]
    >>> [(stage.sample_size, stage.accept, stage.reject) for stage in stages]
    [(50, 2, 5), (50, 6, 7)]
    """
    cells: dict[StagedKey, tuple[Stage, ...]] = {}
    instead: dict[StagedKey, str] = {}
    for (standard, plan_type), name in _FILES.items():
        for state in STATES:
            rows = list(read_rows(name.format(state=state)))
            samples = _double(rows) if plan_type == DOUBLE else _multiple(rows)
            for letter, aql, of_cell in samples:
                key = (standard, plan_type, state, letter, aql)
                instead[standard, plan_type, state, letter, ZERO] = "single"
                if isinstance(of_cell, str):
                    instead[key] = of_cell
                else:
                    cells[key] = of_cell
    return StagedTables(MappingProxyType(cells), MappingProxyType(instead))


def plan_letter(plan_type: str, state: str, stages: tuple[Stage, ...]) -> str:
    """Return the code letter that samples of this size belong to.

    >>> plan_letter("double", "normal", (Stage(50, 50, 2, 5), Stage(50, 100, 6, 7)))
    'J'
    """
    first = _LETTERS.index(_LETTER_OF_TWO_UNITS[plan_type, state])
    return _LETTERS[first + _SIZES.index(stages[0].sample_size)]


_CellOrType = tuple[str, Decimal, tuple[Stage, ...] | str]


def _double(rows: list[dict[str, str]]) -> Iterator[_CellOrType]:
    for row in rows:
        letter, aql = row["code_letter"], check_aql(row["aql"])
        if row["n1"]:
            numbers = [(row[f"n{i}"], row[f"ac{i}"], row[f"re{i}"]) for i in (1, 2)]
            yield letter, aql, _stages(numbers)
        else:
            yield letter, aql, "single"


def _multiple(rows: list[dict[str, str]]) -> Iterator[_CellOrType]:
    """Return the cells; one without samples has the words `use single` or `use double` as Re."""
    numbers: dict[tuple[str, Decimal], list[tuple[str, str, str]]] = {}
    for row in rows:
        letter, aql = row["code_letter"], check_aql(row["aql"])
        if row["stage"]:
            of_cell = numbers.setdefault((letter, aql), [])
            of_cell.append((row["n_per_stage"], row["ac"], row["re"]))
        else:
            yield letter, aql, row["re"].removeprefix("use ")
    for (letter, aql), of_cell in numbers.items():
        yield letter, aql, _stages(of_cell)


def _stages(numbers: list[tuple[str, str, str]]) -> tuple[Stage, ...]:
    totals = accumulate(int(size) for size, _, _ in numbers)
    return tuple(
        Stage(int(size), total, None if ac == _CANNOT_ACCEPT else int(ac), int(re))
        for (size, ac, re), total in zip(numbers, totals, strict=True)
    )
