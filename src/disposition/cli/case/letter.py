"""`disposition case letter`: a draft of the letter that confirms what was talked about."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from disposition.cli.case.shared.inputs import language_option, with_case_as_of
from disposition.cli.messages import fail
from disposition.cli.options import output_options
from disposition.cli.writing import write_output

if TYPE_CHECKING:
    from disposition.casefile.case import Case


@click.command()
@with_case_as_of
@language_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "html", "docx"]),
    default="md",
    show_default=True,
    help="Markdown, a page, or a document of a word processor.",
)
@output_options("Write it into this file.  [default: stdout]")
def letter(
    *, case: Case, as_of: date, language: str, form: str, output: Path | None, force: bool
) -> None:
    """Draft the letter that confirms to the supplier of the case ID what was talked about.

    It is a draft: read it, change it, send it yourself. Nothing is sent, and nothing is written
    into the case. A document (docx) needs the extra `letters`.
    """
    draft = case.confirmation(as_of, language=language)
    if form == "docx":
        if output in (None, Path("-")) and sys.stdout.isatty():
            fail("a document is not for a terminal", "name a file: `-o FILE.docx`")
        write_output(output, draft.docx(), is_forced=force)
    else:
        write_output(output, draft.html() if form == "html" else draft, is_forced=force)
