"""Single sampling plans: how many units to inspect, and on how many nonconforming to accept."""

from __future__ import annotations

from bisect import bisect
from decimal import Decimal
from functools import lru_cache

from attrs import frozen

from disposition.sampling.aql import HIGHEST_PERCENT_AQL, check_aql
from disposition.sampling.errors import SamplingError, quoted
from disposition.sampling.names import check_level, check_standard, check_state
from disposition.sampling.tables import Cell, load_tables


@frozen
class Plan:
    """A single sampling plan for one lot.

    `code_letter` is what Table 1 gives for the lot size and level; `plan_letter` is where the
    arrows of the plan table lead from there, and sample size, acceptance and rejection number are
    all that letter's. With `full_inspection` the table's sample would be the lot or more, and
    `sample_size` is the lot size. Sizes are in units; `accept` and `reject` count nonconforming
    units, or nonconformities where `per_hundred_units`.
    """

    standard: str
    level: str
    state: str
    aql: Decimal
    lot_size: int
    code_letter: str
    plan_letter: str
    sample_size: int
    accept: int
    reject: int
    full_inspection: bool

    @property
    def arrow(self) -> bool:
        """Whether an arrow of the plan table leads away from the lot's own code letter."""
        return self.plan_letter != self.code_letter

    @property
    def per_hundred_units(self) -> bool:
        """Whether the AQL can only mean nonconformities per 100 units (it is above 10)."""
        return self.aql > HIGHEST_PERCENT_AQL


def single_plan(
    *,
    lot_size: int,
    level: str,
    aql: Decimal | str | int,
    state: str = "normal",
    standard: str = "iso2859-1",
) -> Plan:
    """Return the single sampling plan for a lot.

    `lot_size` is in units, 1 or more; `aql` is a preferred AQL (0.010 to 1000) or 0, which takes
    the code letter's own sample size and accepts on 0. Lots of one unit are outside the standards:
    the unit is inspected and must be free of nonconformities. Raises `SamplingError` for anything
    that has no plan. Source: ISO 2859-1 and ANSI/ASQ Z1.4, see `docs/reference/sampling.md`.

    >>> plan = single_plan(lot_size=1200, level="II", aql="2.5")
    >>> plan.code_letter, plan.sample_size, plan.accept, plan.reject
    ('J', 80, 5, 6)
    """
    return _plan(lot_size, level, aql, state, standard)


# Typed, because `True` and `1.0` equal 1 and must still be refused.
@lru_cache(maxsize=4096, typed=True)
def _plan(lot_size: int, level: str, aql: Decimal | str | int, state: str, standard: str) -> Plan:
    check_standard(standard)
    check_level(level)
    check_state(state)
    number = check_aql(aql)
    letter = _code_letter(_check_lot_size(lot_size), level)
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
        sample_size=min(cell.sample_size, lot_size),
        accept=cell.accept,
        reject=cell.reject,
        full_inspection=cell.sample_size >= lot_size,
    )


def _check_lot_size(given: object) -> int:
    if isinstance(given, int) and not isinstance(given, bool) and given >= 1:
        return given
    raise SamplingError(
        f"{quoted(given)} is not a lot size",
        about="lot_size",
        hint="a lot is a whole number of units, 1 or more",
    )


def _code_letter(lot_size: int, level: str) -> str:
    """Return Table 1's letter; a single unit takes the first row."""
    tables = load_tables()
    row = bisect(tables.lot_sizes, lot_size) - 1
    return tables.letters[level][max(row, 0)]
