"""`disposition case guide`: how to hold the next conversation with the supplier."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from disposition.cli.case.shared.inputs import language_option, with_case_as_of
from disposition.cli.messages import write
from disposition.cli.options import page_options
from disposition.cli.writing import write_output

if TYPE_CHECKING:
    from disposition.casefile.case import Case


@click.command()
@with_case_as_of
@language_option
@page_options
def guide(*, case: Case, as_of: date, language: str, page: Path | None, force: bool) -> None:
    """Tell how to hold the next conversation with the supplier of the case ID.

    Whom to call, how to open, what to show, to ask and to mind, and what to write down afterwards,
    with the case's own numbers, as its policies see it on that day. It is Markdown, or a page with
    --html, and for your own people.
    """
    made = case.call_guide(as_of, language=language)
    if page is not None:
        write_output(page, made.html(), is_forced=force)
    else:
        write(made.rstrip("\n"))
