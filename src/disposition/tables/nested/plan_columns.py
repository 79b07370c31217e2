"""Sampling plans that a table is joined with: by which columns, and what is told by the join.

Lots and plans meet by the code letter, which size and level tell, the AQL, and the tables that
standard and state tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import TypeAlias

from disposition.facts.document.lot_document import SEVERITIES
from disposition.frozen import fields, frozen
from disposition.language.types import Value
from disposition.sampling import STANDARDS, STATES
from disposition.sampling.aql import AQLS, ZERO
from disposition.sampling.names import LEVELS
from disposition.tables.loads import Load
from disposition.tables.names import RESERVED
from disposition.tables.nested.plan_rows import JoinedPlanRow, letters_of, rows_of_letters
from disposition.tables.nested.sampled import plan_column

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
        return cls(
            key(f"{plan}.standard"),
            key(f"{plan}.state"),
            key(f"{plan}.level"),
            key(f"{plan}.type"),
            key("lot.quantity"),
            {each: key(f"{plan}.aql.{each}") for each in SEVERITIES},
        )

    def is_told(self, severity: str) -> bool:
        """Whether a row can have a plan for a severity: all that tells it is there."""
        keys = (self.level, self.type, self.quantity, self.aqls[severity])
        return all(each is not None for each in keys)

    @property
    def columns(self) -> Mapping[str, str]:
        """The columns that the join adds, by the paths under which samples are told by them."""
        return {
            plan_column(severity, name).path: column_of(severity, name)
            for severity in SEVERITIES
            if self.is_told(severity)
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
