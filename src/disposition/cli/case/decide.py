"""`disposition case decide`: what happens to the lot of a case, decided and written down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from disposition.cli.case.shared import inputs
from disposition.cli.case.shared.text import new_entry, written_line
from disposition.cli.messages import with_bold_titles, write, write_json
from disposition.cli.options import json_option
from disposition.decision import Decision

if TYPE_CHECKING:
    from disposition.casefile.cases import Cases


@click.command()
@inputs.with_cases
@inputs.case_argument
@inputs.on_option
@inputs.by_option
@click.option("--approved-by", metavar="NAME", help="Who approved it.")
@click.option("--note", metavar="TEXT", help="A remark.")
@inputs.key_option
@json_option
def decide(*, cases: Cases, case_id: str, as_json: bool, **given: Any) -> None:
    """Decide on the lot of the case ID as of a day, and write the decision down.

    It is told as `disposition decide` tells it, or with --json as its document. The exit code says
    whether it was written, never what was decided.
    """
    before = cases.get(case_id)
    after = before.decide(**given)
    entry = new_entry(before, after, kinds=("decision",), on=given["on"], key=given["key"])
    document = entry.data["decision"]
    if as_json:
        write_json(document)
        return
    write(with_bold_titles(Decision.from_dict(document).explain()))
    write("")
    write(written_line(before, entry))
