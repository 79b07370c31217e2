"""The cells of the tables that are doubtful, each with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from disposition.sampling.aql import check_aql
from disposition.sampling.names import STANDARDS
from disposition.sampling.plans.tables import read_rows

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
