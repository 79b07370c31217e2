"""`disposition case release`: asks the gate whether the lot may go, and writes its answer down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from disposition.cli.case.shared import inputs
from disposition.cli.case.shared.text import gate_lines, new_entry, written_line
from disposition.cli.messages import write, write_json
from disposition.cli.options import json_option

REFUSED = 1


if TYPE_CHECKING:
    from disposition.casefile.cases import Cases


@click.command()
@inputs.with_cases
@inputs.case_argument
@inputs.on_option
@inputs.by_option
@click.option("--note", metavar="TEXT", help="A remark.")
@click.option(
    "--units",
    type=click.IntRange(min=1),
    help="Units to ship, where not all of a part; more than may ship are refused.",
)
@inputs.key_option
@json_option
def release(*, cases: Cases, case_id: str, as_json: bool, **given: Any) -> None:
    """Ask for the release of the lot of the case ID, and write the answer down.

    Nothing that failed is released before all that was wrong is put right and shown to be. What is
    missing is listed, each piece with its rule. Where a part ships, the answer says which, and how
    many units. The exit code is 0 if the lot is released, 1 if it is refused. `disposition case
    show` tells what is missing without asking.
    """
    before = cases.get(case_id)
    after, gate = before.release(**given)
    if as_json:
        write_json(gate.to_dict())
    else:
        kinds = ("released", "refused")
        entry = new_entry(before, after, kinds=kinds, on=given["on"], key=given["key"])
        write("\n".join(gate_lines(gate)))
        write("")
        write(written_line(before, entry))
    raise SystemExit(0 if gate.is_open else REFUSED)
