"""`disposition case confirm`: a draft of the letter that confirms what was talked about."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from disposition.cli.case.shared.inputs import language_option, with_case_as_of
from disposition.cli.messages import write

if TYPE_CHECKING:
    from disposition.casefile.case import Case


@click.command()
@with_case_as_of
@language_option
def confirm(*, case: Case, as_of: date, language: str) -> None:
    """Draft the letter that confirms to the supplier of the case ID what was talked about.

    It is a draft, in Markdown: read it, change it, send it yourself. Nothing is sent, and nothing
    is written into the case.
    """
    write(case.confirmation(as_of, language=language).rstrip("\n"))
