"""`disposition case confirm`: a draft of the letter that confirms what was talked about."""

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
def confirm(*, case_id: str, as_of: date, language: str, store: str, folder: Path | None) -> None:
    """Draft the letter that confirms to the supplier of the case ID what was talked about.

    It is a draft, in Markdown: read it, change it, send it yourself. Nothing is sent, and nothing
    is written into the case.
    """
    with opened_cases(store, folder) as cases:
        case = cases.get(case_id)
        expect_begun(case, as_of)
        write(case.confirmation(as_of, language=language).rstrip("\n"))
