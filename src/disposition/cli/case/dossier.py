"""`disposition case dossier`: everything about a case, as a page or as JSON."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from disposition.cli.case.shared.inputs import with_case_as_of
from disposition.cli.messages import fail, fail_to_write, write, write_data
from disposition.cli.writing import create_file, replace_file

if TYPE_CHECKING:
    from disposition.casefile.case import Case


@click.command()
@with_case_as_of
@click.option("--json", "as_json", is_flag=True, help="Write the document in place of the page.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write it into this file.  [default: stdout]",
)
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option(
    "--for-supplier",
    is_flag=True,
    help="Leave out of the page what is for your own people only.",
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
    if output is None or output == Path("-"):
        write_data(text)
    else:
        _save(output, text.encode(), is_forced=force)
        write(f"wrote {output}")


def _save(path: Path, content: bytes, *, is_forced: bool) -> None:
    try:
        if is_forced and path.exists():
            replace_file(path, content)
        else:
            create_file(path, content)
    except FileExistsError:
        if not path.exists():
            fail(f"{path}: `{path.parent}` is no folder")
        fail(f"`{path}` is there already; nothing was written", "`--force` writes over it")
    except OSError as error:
        fail_to_write(path, error)
