"""`disposition new-lot`: a form to fill in, for the first lot of somebody's own."""

from __future__ import annotations

import click

from disposition.cli.lots.lot_form import form
from disposition.cli.messages import write_data
from disposition.facts.document.lot_document import LotDocument

HEAD = (
    "A lot, to be filled in as far as it is known: what stays empty is not known. Decide it with "
    "`disposition decide FILE`; what is missing is asked then."
)
# What case files write, and what only a policy knows.
LEFT_OUT = ("case", "custom")


@click.command(name="new-lot")
def new_lot() -> None:
    """Write a form for a lot, in YAML, with what each key means.

    Fill in what is known and leave the rest empty: `disposition decide` asks for what it needs.
    """
    write_data(form(LotDocument, HEAD, LEFT_OUT))
