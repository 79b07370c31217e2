"""What columns of a table are proposed to mean, whatever kind of table it is."""

from __future__ import annotations

from typing import Any

import duckdb
import polars as pl
import pytest

from disposition.rows import propose_columns

FRAME = pl.DataFrame({"LOSMENGE": [1], "Major": [2], "major found": [3], "as_of": [4], "x": [5]})
MEANT = {"LOSMENGE": "lot.quantity", "as_of": "as_of", "Major": "defects.major.found"}


@pytest.mark.parametrize(
    "table",
    [
        *(FRAME, FRAME.lazy(), FRAME.to_pandas(), FRAME.to_arrow(), list(FRAME.columns)),
        duckdb.connect().from_arrow(FRAME.to_arrow()),
    ],
    ids=["frame", "lazy", "pandas", "arrow", "names", "relation"],
)
def test_columns_are_known_by_their_names(table: Any) -> None:
    found = propose_columns(table)
    assert {name: cell.path for name, cell in found.cells.items()} == MEANT
