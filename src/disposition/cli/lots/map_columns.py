"""`disposition map-columns`: a first mapping for the columns of a table."""

from __future__ import annotations

from pathlib import Path

import click

from disposition.cli.inputs import reading
from disposition.cli.messages import fail, write_data
from disposition.cli.options import A_FILE


@click.command(name="map-columns")
@click.argument("file", metavar="FILE.csv", type=A_FILE)
@click.option(
    "--encoding", default="", metavar="NAME", help="How the file is encoded, if not as UTF-8."
)
def map_columns(*, file: Path, encoding: str) -> None:
    """Propose what the columns of FILE.csv mean, as a mapping to look over and save.

    Names that ERPs and inspection reports use are known. What is not sure is a comment. With the
    mapping, `disposition decide FILE.csv --columns MAPPING.yaml` decides each row.
    """
    from disposition.rows.csv_rows import BrokenRow, csv_rows
    from disposition.rows.declaration import is_encoding
    from disposition.rows.proposal import propose_mapping

    if encoding and not is_encoding(encoding):
        fail(f"there is no encoding `{encoding}`", "such as `cp1252`, `latin-1` or `gb18030`")
    with reading(file):
        rows = csv_rows(file, encoding)
        proposed = propose_mapping(row for row in rows if not isinstance(row, BrokenRow))
    write_data(f"encoding: {encoding}\n{proposed}" if encoding else proposed)
