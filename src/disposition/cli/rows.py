"""Rows of a table in, decisions out: a row that cannot be read costs only itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from disposition.cli.lines import BAD, as_line, refusal, write_answers
from disposition.cli.messages import fail, fail_over, reason_of, write_aside
from disposition.decide import Policy
from disposition.policy import PolicyError
from disposition.rows.columns import RowError
from disposition.rows.csv_rows import csv_rows
from disposition.rows.mapping import LotMapping


def decide_rows(file: str, columns: Path, policy: Policy, engine: str) -> bool:
    """Decide each row of a CSV file and write what came of it; return whether all were good."""
    mapping = _mapping(columns)
    try:
        return write_answers(_answers(file, mapping, policy, engine))
    except RowError as error:
        fail_over(error)
    except OSError as error:
        fail(f"{file}: {reason_of(error, 'it cannot be read')}")


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


def _answers(
    file: str, mapping: LotMapping, policy: Policy, engine: str
) -> Iterator[tuple[str, str]]:
    for number, row in enumerate(csv_rows(file), start=1):
        try:
            decision = policy.decide(mapping.lot(row), engine=engine)
        except RowError as error:
            yield BAD, as_line(refusal("row", number, error))
        else:
            yield decision.status, decision.to_json()
