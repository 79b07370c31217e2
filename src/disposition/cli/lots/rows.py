"""The rows of a CSV file as lots, by a mapping of its columns, with what becomes of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from disposition.cli.inputs import reading
from disposition.cli.lots.answers import Answer, answer
from disposition.decide import Policy
from disposition.decision import Decision
from disposition.rows.columns import RowError
from disposition.rows.csv_rows import BrokenRow, csv_names, csv_rows
from disposition.rows.mapping import LotMapping


def decided_rows(file: str, columns: Path, policy: Policy, engine: str) -> Iterator[Answer]:
    """Yield what becomes of each row of a CSV file; exit if it is none."""
    with reading(columns, f"the mapping `{columns}`"):
        mapping = LotMapping.read(columns)
    with reading(file):
        mapping.expect_columns(csv_names(file, mapping.encoding))
        for number, row in enumerate(csv_rows(file, mapping.encoding), start=1):
            yield answer("row", number, partial(_decided, mapping, row, policy, engine))


def _decided(
    mapping: LotMapping, row: Mapping[str, str | None] | BrokenRow, policy: Policy, engine: str
) -> Decision:
    if isinstance(row, BrokenRow):
        raise RowError([row.problem])
    return policy.decide(mapping.lot(row), engine=engine)
