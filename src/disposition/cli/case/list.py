"""`disposition case list`: the cases of a store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from disposition.cli.case.shared.inputs import opened_store, store_option
from disposition.cli.messages import write, write_aside, write_json_lines
from disposition.documents.plain import picked
from disposition.visible import one_line
from disposition.words import counted

if TYPE_CHECKING:
    from disposition.casefile.log.entry import CaseHead


@click.command()
@click.option("--open", "open_only", is_flag=True, help="Only cases that are not closed.")
@click.option("--lines", is_flag=True, help="Write one JSON object per case, one on each line.")
@store_option
def list(*, open_only: bool, lines: bool, store: str) -> None:  # noqa: A001 - the command's name
    """List the cases in the order of their IDs, and count them on stderr.

    Of each: when it began, whether it is closed, its entries, its goods and supplier. With --lines
    also the hash of its last entry, for `case verify --head`.
    """
    number = 0
    with opened_store(store) as opened:
        for head in opened.heads(open_only=open_only):
            number += 1
            if lines:
                write_json_lines([_document(head)])
            else:
                write(_as_text(head))
    write_aside(counted(number, "open case" if open_only else "case"))


def _as_text(head: CaseHead) -> str:
    supplier = f"supplier {head.supplier}" if head.supplier else ""
    goods = one_line(", ".join(filter(None, (head.product, supplier))))
    state = "closed" if head.is_closed else "open"
    entries = counted(head.entries, "entry", "entries")
    return f"{head.id:<16}  {head.opened_on}  {state:<6}  {entries:>10}  {goods}".rstrip()


def _document(head: CaseHead) -> dict[str, Any]:
    return {
        "case": head.id,
        **picked(head, "opened_on", "is_closed", "entries", "product", "supplier"),
        "head": head.hash,
    }
