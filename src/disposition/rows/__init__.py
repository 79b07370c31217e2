"""Rows of tables, as ERPs and spreadsheets give them, to lots: a mapping says what columns mean."""

from typing import TYPE_CHECKING

from disposition.runtime.lazy import on_demand

if TYPE_CHECKING:
    from disposition.rows.mapping import LotMapping, RowError
    from disposition.rows.proposal import propose_columns, propose_mapping

__all__ = ["LotMapping", "RowError", "propose_columns", "propose_mapping"]

__getattr__, __dir__ = on_demand(
    __name__,
    {
        ".mapping": "LotMapping RowError",
        ".proposal": "propose_columns propose_mapping",
    },
)
