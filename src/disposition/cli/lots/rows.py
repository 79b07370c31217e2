"""The rows of a CSV file as lots, by a mapping of its columns, with what becomes of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from disposition.cli.lots.answers import Answer, answer
from disposition.cli.messages import fail, fail_over, reason_of, write_aside
from disposition.decide import Policy
from disposition.decision import Decision
from disposition.policy import PolicyError
from disposition.rows.columns import RowError
from disposition.rows.csv_rows import csv_rows
from disposition.rows.mapping import LotMapping


def decided_rows(file: str, columns: Path, policy: Policy, engine: str) -> Iterator[Answer]:
    """Yield what becomes of each row of a CSV file; exit if it is none."""
    mapping = _mapping(columns)
    try:
        for number, row in enumerate(csv_rows(file, mapping.encoding), start=1):
            yield answer("row", number, partial(_decided, mapping, row, policy, engine))
    except RowError as error:
        fail_over(error)
    except OSError as error:
        fail(f"{file}: {reason_of(error, 'it cannot be read')}")


def _decided(mapping: LotMapping, row: Mapping[str, str], policy: Policy, engine: str) -> Decision:
    return policy.decide(mapping.lot(row), engine=engine)


def _mapping(columns: Path) -> LotMapping:
    try:
        return LotMapping.read(columns)
    except RowError as error:
        fail_over(error)
    except PolicyError as error:
        write_aside(str(error))
        fail(f"the mapping `{columns}` cannot be used")
    except (OSError, UnicodeDecodeError) as error:
        reason = (
            reason_of(error, "it cannot be read") if isinstance(error, OSError) else "not UTF-8"
        )
        fail(f"{columns}: {reason}")
