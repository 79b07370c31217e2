"""`disposition case decide`: what happens to the lot of a case, decided and written down."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from disposition.cli.case.shared.inputs import (
    by_option,
    case_argument,
    json_option,
    key_option,
    on_option,
    opened_cases,
    policies_option,
    store_option,
)
from disposition.cli.case.shared.text import new_entry, written_line
from disposition.cli.messages import with_bold_titles, write, write_json
from disposition.decision import Decision


@click.command()
@case_argument
@on_option
@by_option
@click.option("--approved-by", metavar="NAME", help="Who approved it.")
@click.option("--note", metavar="TEXT", help="A remark.")
@key_option
@json_option
@store_option
@policies_option
def decide(
    *,
    case_id: str,
    on: date,
    by: str,
    approved_by: str | None,
    note: str | None,
    key: str,
    as_json: bool,
    store: str,
    folder: Path | None,
) -> None:
    """Decide on the lot of the case ID as of a day, and write the decision down.

    It is told as `disposition decide` tells it, or with --json as its document. The exit code says
    whether it was written, never what was decided.
    """
    with opened_cases(store, folder) as cases:
        before = cases.get(case_id)
        after = before.decide(on=on, by=by, approved_by=approved_by, note=note, key=key)
    entry = new_entry(before, after, kinds=("decision",), on=on, key=key)
    document = entry.data["decision"]
    if as_json:
        write_json(document)
        return
    write(with_bold_titles(Decision.from_dict(document).explain()))
    write("")
    write(written_line(before, entry))
