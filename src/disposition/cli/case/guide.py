"""`disposition case guide`: how to hold the next conversation with the supplier."""

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
def guide(*, case: Case, as_of: date, language: str) -> None:
    """Tell how to hold the next conversation with the supplier of the case ID.

    Whom to call, how to open, what to show, to ask and to mind, and what to write down afterwards,
    with the case's own numbers, as its policies see it on that day. It is Markdown, and for your
    own people.
    """
    write(case.call_guide(as_of, language=language).rstrip("\n"))
