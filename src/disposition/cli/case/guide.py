"""`disposition case guide`: how to hold the next conversation with the supplier."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from disposition.cli.case.shared.inputs import (
    as_of_option,
    case_argument,
    expect_begun,
    language_option,
    opened_cases,
    policies_option,
    store_option,
)
from disposition.cli.messages import write


@click.command()
@case_argument
@as_of_option
@language_option
@store_option
@policies_option
def guide(*, case_id: str, as_of: date, language: str, store: str, folder: Path | None) -> None:
    """Tell how to hold the next conversation with the supplier of the case ID.

    Whom to call, how to open, what to show, to ask and to mind, and what to write down afterwards,
    with the case's own numbers, as its policies see it on that day. It is Markdown, and for your
    own people.
    """
    with opened_cases(store, folder) as cases:
        case = cases.get(case_id)
        expect_begun(case, as_of)
        write(case.call_guide(as_of, language=language).rstrip("\n"))
