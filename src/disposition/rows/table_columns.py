"""What the columns of a table probably mean, where it is decided as a table: by their names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from disposition.rows.proposal import homes
from disposition.tables.columns import TableColumns


def propose_columns(table: Any) -> TableColumns:
    """Return what the columns of a table probably mean, to be looked over: by their names alone.

    `table` is a frame, a relation, or the names themselves. Columns that count defects of a
    severity are units found of it. What is not known is left out, and so left alone.

    >>> meant = propose_columns(["LOSMENGE", "Major", "Werk"])
    >>> {name: cell.path for name, cell in meant.cells.items()}
    {'LOSMENGE': 'lot.quantity', 'Major': 'defects.major.found'}
    """
    paths, counts, _ = homes(_names(table))
    found = {name: f"defects.{severity}.found" for name, severity in counts.items()}
    return TableColumns({**paths, **found})


def _names(table: Any) -> Iterable[str]:
    if hasattr(table, "collect_schema"):
        table = table.collect_schema()  # a lazy frame warns of its columns
    names = getattr(table, "column_names", None) or getattr(table, "columns", table)
    return map(str, names)
