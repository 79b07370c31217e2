"""Single sampling plans: how many units to inspect, and on how many nonconforming to accept."""

from __future__ import annotations

from bisect import bisect
from decimal import Decimal
from functools import lru_cache

from disposition.sampling.errors import SamplingError, quoted
from disposition.sampling.names import (
    check_aql,
    check_counting,
    check_level,
    check_standard,
    check_state,
)
from disposition.sampling.plan_numbers import one_stage
from disposition.sampling.plans.plan import Plan
from disposition.sampling.plans.tables import Cell, doubt, load_tables

SINGLE = "single"

MOST_KEPT = 16_384
"""Plans that are kept to be given again, of each type."""


def single_plan(
    *,
    lot_size: int,
    level: str,
    aql: Decimal | str | int,
    state: str = "normal",
    standard: str = "iso2859-1",
    counting: str | None = None,
) -> Plan:
    """Return the single sampling plan for a lot.

    `lot_size` is in units, 1 or more; `aql` is a preferred AQL (0.010 to 1000) or 0, which takes
    the code letter's own sample size and accepts on 0. `counting` is a counting rule, or None when
    nobody stated one. Lots of one unit are outside the standards: the unit is inspected and must be
    free of nonconformities. Raises `SamplingError` for anything that has no plan. Source: ISO
    2859-1 and ANSI/ASQ Z1.4, see `docs/reference/sampling.md`.

    >>> plan = single_plan(lot_size=1200, level="II", aql="2.5")
    >>> plan.code_letter, plan.sample_size, plan.accept, plan.reject
    ('J', 80, 5, 6)
    """
    return _plan(lot_size, level, aql, state, standard, counting)


# By type as well: `True` equals 1 and 2.5 equals Decimal("2.5"), and both must still be refused.
@lru_cache(MOST_KEPT, typed=True)
def _plan(  # noqa: PLR0917 - as they are asked for
    lot_size: int,
    level: str,
    aql: Decimal | str | int,
    state: str,
    standard: str,
    counting: str | None,
) -> Plan:
    check_standard(standard)
    check_level(level)
    check_state(state)
    number = check_aql(aql)
    letter = code_letter(lot_size, level)
    cell = load_tables().cells[standard, state, letter, number]
    if lot_size == 1:
        cell = Cell(letter, 1, 0, 1)
    return Plan(
        standard=standard,
        level=level,
        state=state,
        aql=number,
        lot_size=lot_size,
        code_letter=letter,
        plan_letter=cell.letter,
        stages=one_stage(min(cell.sample_size, lot_size), cell.accept, cell.reject),
        full_inspection=cell.sample_size >= lot_size,
        type=SINGLE,
        counting=check_counting(counting, number),
        note=doubt(standard, SINGLE, state, letter, number) if lot_size > 1 else "",
    )


def check_lot_size(given: object) -> int:
    """Return the lot size unchanged; raises `SamplingError` unless it is a whole number from 1."""
    if isinstance(given, int) and not isinstance(given, bool) and given >= 1:
        return given
    hint = "a lot is a whole number of units, 1 or more"
    raise SamplingError(f"{quoted(given)} is not a lot size", about="lot_size", hint=hint)


def code_letter(lot_size: int, level: str) -> str:
    """Return Table 1's letter; a single unit takes the first row."""
    tables = load_tables()
    row = bisect(tables.lot_sizes, check_lot_size(lot_size)) - 1
    return tables.letters[level][max(row, 0)]
