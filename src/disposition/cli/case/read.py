"""`disposition case read`: how the supplier's arguments read, as a hint to a person."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from disposition.cli.case.shared.inputs import with_case_as_of
from disposition.cli.case.shared.text import fitted
from disposition.cli.messages import with_bold_titles, write, write_json
from disposition.cli.options import json_option

if TYPE_CHECKING:
    from disposition.casefile.case import Case


@click.command()
@with_case_as_of
@json_option
def read(*, case: Case, as_of: date, as_json: bool) -> None:
    """Tell how the supplier's arguments in the case ID read, with what speaks for it.

    Each argument with when it came, what supports it, what changed and whether it was answered.
    This is a hint to a person: nothing follows from it by itself.
    """
    reading = case.reading(as_of)
    if as_json:
        write_json(reading.to_dict())
    else:
        write(with_bold_titles(fitted(reading.says())))
