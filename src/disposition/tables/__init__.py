"""Policies over whole tables: one expression for each output, run where the data is."""

from typing import TYPE_CHECKING

from disposition.runtime.lazy import on_demand

if TYPE_CHECKING:
    from disposition.tables.columns import (
        CellMeaning,
        CountMeaning,
        LinesMeaning,
        TableColumns,
        TableError,
    )

__all__ = ["CellMeaning", "CountMeaning", "LinesMeaning", "TableColumns", "TableError"]

__getattr__, __dir__ = on_demand(
    __name__, {".columns": "CellMeaning CountMeaning LinesMeaning TableColumns TableError"}
)
