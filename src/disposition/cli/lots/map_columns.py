"""`disposition map-columns`: a first mapping for the columns of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from disposition.cli.inputs import reading
from disposition.cli.messages import fail, write_data
from disposition.cli.options import A_FILE
from disposition.tables.suffixes import LINES, PARQUET


@click.command(name="map-columns")
@click.argument("file", type=A_FILE)
@click.option(
    "--encoding", default="", metavar="NAME", help="How the file is encoded, if not as UTF-8."
)
def map_columns(*, file: Path, encoding: str) -> None:
    """Propose what the columns of FILE mean, as a mapping to look over and save.

    Names that ERPs and inspection reports use are known. What is not sure is a comment. With the
    mapping, `disposition batch FILE OUT --columns MAPPING.yaml` decides each row.

    FILE is CSV, or with the extra `tables` JSON Lines, a JSON array or Parquet.
    """
    from disposition.rows.csv_rows import BrokenRow, csv_rows
    from disposition.rows.declaration import is_encoding
    from disposition.rows.proposal import propose_mapping

    if encoding and not is_encoding(encoding):
        fail(f"there is no encoding `{encoding}`", "such as `cp1252`, `latin-1` or `gb18030`")
    with reading(file):
        is_csv = file.suffix.lower() not in LINES | PARQUET
        rows = csv_rows(file, encoding) if is_csv else _rows(file)
        proposed = propose_mapping(row for row in rows if not isinstance(row, BrokenRow))
    write_data(f"encoding: {encoding}\n{proposed}" if encoding else proposed)


def _rows(file: Path) -> Iterator[Mapping[str, str | None]]:
    """Yield the rows of a table that is no CSV, their cells as CSV has them."""
    from disposition.tables.deciding import needing

    with needing("tables"):
        from disposition.tables.frames.files import scan_table
    for row in scan_table(file).collect().iter_rows(named=True):
        yield {name: _cell(value) for name, value in row.items()}


def _cell(value: Any) -> str | None:
    if value is None or isinstance(value, list | dict | bytes):
        return None
    return str(value).lower() if isinstance(value, bool) else str(value).strip() or None
