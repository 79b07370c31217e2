"""Sampling plans as rows of a table: what a plan asks for, once for each way to agree on one.

An absent standard or state stands for each that there is; then a row tells the least and the most.
A lot is told by the row of Table 1 that its size falls into, since within one the size only limits
how many units can be inspected. That limit is put elsewhere, so that a code letter tells it all: a
join meets plans by the letter, which size and level tell, the AQL, and the tables that standard and
state tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import product
from typing import TypeAlias

from disposition.facts.document.agreed_plans import SEVERITIES
from disposition.frozen import fields, frozen
from disposition.language.types import Value
from disposition.sampling import STANDARDS, STATES
from disposition.sampling.names import AQLS, LEVELS, ZERO
from disposition.sampling.plans.tables import Cell, load_tables
from disposition.tables.column_reading import Load
from disposition.tables.names import RESERVED
from disposition.tables.nested.sampled import plan_column


@frozen
class JoinedPlanRow:
    """What the plans that may be agreed ask for; `is_none`: there is surely none of these tables.

    Where `is_some`, a plan inspects `low_size` to `high_size` units, or the whole lot if that is
    less, and accepts and rejects on numbers within the others.
    """

    is_some: bool = False
    is_none: bool = False
    low_size: int = 0
    high_size: int = 0
    low_accept: int = 0
    high_accept: int = 0
    low_reject: int = 0
    high_reject: int = 0


def rows_of_sizes() -> tuple[int, ...]:
    """Return where lot sizes begin that differ in their plans: one unit, then rows of Table 1.

    >>> rows_of_sizes()[:4]
    (1, 2, 9, 16)
    """
    return (1, *(size for size in load_tables().lot_sizes if size > 1))


ONE = "1"
"""Stands for the code letter of a lot of one unit, whose plan is the same in all tables."""


def letters_of(level: str) -> tuple[str, ...]:
    """Return the code letter of each row that lot sizes fall into, `ONE` of a single unit.

    >>> letters_of("II")[:5]
    ('1', 'A', 'B', 'C', 'D')
    """
    return (ONE, *load_tables().letters[level])


def tables_of(state: str | None, standard: str | None) -> str:
    """Return how the tables are called that a plan may be in: both standards share some.

    >>> tables_of("normal", None), tables_of("reduced", "z1.4"), tables_of(None, None)
    ('normal', 'reduced z1.4', ' ')
    """
    return state if state in SHARED else f"{state or ''} {standard or ''}"


SHARED = ("normal", "tightened")


def rows_of_letters(
    letters: Iterable[str],
    aqls: Iterable[Decimal],
    standards: Sequence[str | None],
    states: Sequence[str | None],
) -> Iterator[tuple[str, Decimal, str, JoinedPlanRow]]:
    """Yield what single plans ask for by their code letter, AQL, and `tables_of` them.

    Their sizes are not limited by the lot. There is no row where the tables have no such plan.

    >>> [(*_, row)] = rows_of_letters("J", [Decimal("2.5")], ["iso2859-1"], ["normal"])
    >>> row.low_size, row.high_accept
    (80, 5)
    """
    cells = load_tables().cells
    ways = {tables_of(*each): each for each in product(states, standards)}
    for letter, aql, (tables, (state, standard)) in product(letters, aqls, ways.items()):
        if ("z1.4", "normal", "A", aql) not in cells:
            continue
        found = [
            Cell(ONE, 1, 0, 1) if letter == ONE else cells[one, other, letter, aql]
            for one in (STANDARDS if standard is None else (standard,))
            for other in (STATES if state is None else (state,))
        ]
        ends = [
            end(getattr(each, name) for each in found)
            for name in ("sample_size", "accept", "reject")
            for end in (min, max)
        ]
        yield letter, aql, tables, JoinedPlanRow(True, False, *ends)


def plan_row(
    standard: str | None,
    state: str | None,
    level: str | None,
    aql: Decimal | None,
    sizes: int | None,
) -> JoinedPlanRow:
    """Return what single plans ask for that may be agreed for lots of some sizes.

    >>> plan_row("iso2859-1", "normal", "II", Decimal("2.5"), rows_of_sizes().index(501))
    ... # doctest: +NORMALIZE_WHITESPACE
    JoinedPlanRow(is_some=True, is_none=False, low_size=80, high_size=80,
                  low_accept=5, high_accept=5, low_reject=6, high_reject=6)
    """
    if level is None or aql is None or sizes is None:
        return JoinedPlanRow()
    found = [*rows_of_letters([letters_of(level)[sizes]], [aql], [standard], [state])]
    return found[0][-1] if found else JoinedPlanRow(is_none=standard is not None)


# --- joined with a table: by which columns, and what is told so -----------------------------------


Key: TypeAlias = Load | Value | None
"""A column that is read, a value that all rows have, or nothing."""

FLAGS, SMALLEST = ("is_some", "is_none"), 1000
"""Which of the columns of plans are truths; AQLs are whole numbers of a thousandth."""

NUMBERS = tuple(each.name for each in fields(JoinedPlanRow) if each.name not in FLAGS)


@frozen(eq=False)
class JoinedPlans:
    """The plans of all severities that are asked for, by the columns of what is told of each."""

    standard: Key
    state: Key
    level: Key
    type: Key
    quantity: Key
    aqls: Mapping[str, Key]

    @classmethod
    def by(cls, key: Callable[[str], Key]) -> JoinedPlans:
        """Return plans by what tells the facts at some paths."""
        plan = "inspection.plan"
        standard, state, level, type_ = (
            key(f"{plan}.{each}") for each in ("standard", "state", "level", "type")
        )
        aqls = {each: key(f"{plan}.aql.{each}") for each in SEVERITIES}
        return cls(standard, state, level, type_, key("lot.quantity"), aqls)

    def is_complete(self, severity: str) -> bool:
        """Whether a row can have a plan for a severity: all that tells it is there."""
        keys = (self.level, self.type, self.quantity, self.aqls[severity])
        return all(each is not None for each in keys)

    @property
    def columns(self) -> Mapping[str, str]:
        """The columns that the join adds, by the paths under which samples are told by them."""
        return {
            plan_column(severity, name).path: column_of(severity, name)
            for severity in SEVERITIES
            if self.is_complete(severity)
            for name in (*FLAGS, *NUMBERS)
        }

    def rows(self, severities: list[str]) -> Iterator[tuple[object, ...]]:
        """Yield the plans that there can be: code letter, AQL, tables, and the numbers."""
        levels = LEVELS if isinstance(self.level, Load) else (str(self.level),)
        letters = dict.fromkeys(each for level in levels for each in letters_of(level))
        told: dict[Decimal, None] = {}
        for severity in severities:
            aql = self.aqls[severity]
            told |= dict.fromkeys((ZERO, *AQLS) if isinstance(aql, Load) else [_decimal(aql)])
        found = rows_of_letters(
            letters, told, _choices(self.standard, STANDARDS), _choices(self.state, STATES)
        )
        for letter, aql, tables, row in found:
            numbers = (getattr(row, name) for name in NUMBERS)
            yield letter, int(aql * SMALLEST), tables, *numbers


def column_of(severity: str, name: str) -> str:
    """Return the column of a number of the plan of a severity."""
    return f"{RESERVED}{severity}_{name}"


def _choices(key: Key, several: Mapping[str, str] | tuple[str, ...]) -> tuple[str | None, ...]:
    if isinstance(key, Load):
        return (None, *several)
    return (None if key is None else str(key),)


def _decimal(value: Key) -> Decimal:
    return Decimal(str(value))
