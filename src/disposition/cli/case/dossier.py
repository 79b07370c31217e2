"""`disposition case dossier`: everything about a case, as a page or as JSON."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from disposition.cli.case.shared.inputs import with_case_as_of
from disposition.cli.messages import fail
from disposition.cli.options import output_options
from disposition.cli.writing import write_output

if TYPE_CHECKING:
    from disposition.casefile.case import Case


@click.command()
@with_case_as_of
@click.option("--json", "as_json", is_flag=True, help="Write the document in place of the page.")
@output_options("Write it into this file.  [default: stdout]")
@click.option(
    "--for-supplier", is_flag=True, help="Leave out of the page what is for your own people only."
)
def dossier(
    *, case: Case, as_of: date, as_json: bool, output: Path | None, force: bool, for_supplier: bool
) -> None:
    """Write everything about the case ID as of a day: one HTML page that needs nothing else.

    It holds the findings, the decision and its reasons, what happened, the correspondence, photos,
    papers and checklist, what is missing, and the hash of the last entry; it prints well. A page
    for the supplier leaves out how its arguments read, and the open steps.
    """
    if as_json and for_supplier:
        fail("`--for-supplier` is for the page", "the JSON document holds everything: keep it")
    made = case.dossier(as_of)
    if as_json:
        text = json.dumps(made.to_dict(), indent=2, ensure_ascii=False) + "\n"
    else:
        text = made.html(internal=not for_supplier)
    write_output(output, text, is_forced=force)
