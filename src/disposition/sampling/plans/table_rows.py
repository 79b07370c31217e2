"""The tables as rows of plain values, for an engine that joins them to many lots at once."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from disposition.sampling.names import AQLS, LETTERS, LEVELS, STANDARDS, STATES, ZERO
from disposition.sampling.plan_numbers import Stage, one_stage
from disposition.sampling.plans.single import SINGLE
from disposition.sampling.plans.staged import (
    DOUBLE,
    MULTIPLE,
    load_staged_tables,
    plan_letter,
)
from disposition.sampling.plans.tables import load_tables


class LetterRow(NamedTuple):
    """The code letter of lots from `lot_min` to `lot_max` units (None: no upper end)."""

    level: str
    lot_min: int
    lot_max: int | None
    code_letter: str


class PlanRow(NamedTuple):
    """One sample of the plan that a cell leads to, its arrows followed.

    `plan_type` is what was asked for, `used_type` what the table has there (`single` where a double
    plan is missing). `stage` counts from 1; sizes are in units; `accept` is None where the tables
    print `#`.
    """

    standard: str
    plan_type: str
    state: str
    code_letter: str
    aql: Decimal
    used_type: str
    plan_letter: str
    stage: int
    stages: int
    sample_size: int
    cumulative: int
    accept: int | None
    reject: int


def letter_rows() -> Iterator[LetterRow]:
    """Yield Table 1, row by row and level by level.

    >>> next(letter_rows())
    LetterRow(level='S-1', lot_min=2, lot_max=8, code_letter='A')
    """
    tables = load_tables()
    ends = [start - 1 for start in tables.lot_sizes[1:]]
    for level in LEVELS:
        rows = zip(tables.lot_sizes, [*ends, None], tables.letters[level], strict=True)
        for lot_min, lot_max, letter in rows:
            yield LetterRow(level, lot_min, lot_max, letter)


def plan_rows() -> Iterator[PlanRow]:
    """Yield every plan of every table, one row per sample.

    A lot's plan is `letter_rows` joined on level and lot size, then this on code letter, standard,
    type, state and AQL. Three rules are about the lot and stay with whoever joins: a lot of one
    unit takes 1 unit, 0/1; a single sample is at most the lot; and where the samples of a double or
    multiple plan are together more than the lot, the single plan's row counts.

    >>> row = next(plan_rows())
    >>> row.standard, row.plan_type, row.state, row.code_letter, row.sample_size
    ('iso2859-1', 'single', 'normal', 'A', 2)
    """
    for standard in STANDARDS:
        types = (SINGLE, DOUBLE) if standard == "iso2859-1" else (SINGLE, DOUBLE, MULTIPLE)
        for key in product((standard,), types, STATES, LETTERS, (ZERO, *AQLS)):
            used_type, end, stages = _cell(*key)
            for place, stage in enumerate(stages, start=1):
                sizes = stage.sample_size, stage.cumulative
                numbers = place, len(stages), *sizes, stage.accept, stage.reject
                yield PlanRow._make((*key, used_type, end, *numbers))


def _cell(
    standard: str, plan_type: str, state: str, letter: str, aql: Decimal
) -> tuple[str, str, tuple[Stage, ...]]:
    """Return the type, letter and samples of the plan that a cell leads to."""
    if plan_type == SINGLE:
        cell = load_tables().cells[standard, state, letter, aql]
        return SINGLE, cell.letter, one_stage(cell.sample_size, cell.accept, cell.reject)
    tables = load_staged_tables()
    key = (standard, plan_type, state, letter, aql)
    if key in tables.instead:
        return _cell(standard, tables.instead[key], state, letter, aql)
    stages = tables.cells[key]
    return plan_type, plan_letter(plan_type, state, stages), stages
