"""`disposition case read`: how the supplier's arguments read, as a hint to a person."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from disposition.cli.case.shared.inputs import (
    as_of_option,
    case_argument,
    expect_begun,
    json_option,
    opened_cases,
    policies_option,
    store_option,
)
from disposition.cli.case.shared.text import fitted
from disposition.cli.messages import with_bold_titles, write, write_json


@click.command()
@case_argument
@as_of_option
@json_option
@store_option
@policies_option
def read(*, case_id: str, as_of: date, as_json: bool, store: str, folder: Path | None) -> None:
    """Tell how the supplier's arguments in the case ID read, with what speaks for it.

    Each argument with when it came, what supports it, what changed and whether it was answered.
    This is a hint to a person: nothing follows from it by itself.
    """
    with opened_cases(store, folder) as cases:
        case = cases.get(case_id)
        expect_begun(case, as_of)
        reading = case.reading(as_of)
    if as_json:
        write_json(reading.to_dict())
    else:
        write(with_bold_titles(fitted(reading.says())))
