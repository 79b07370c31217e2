"""`disposition case new`: a case, begun with the lot document of the first report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from disposition.casefile.case import Case
from disposition.casefile.errors import EntryError
from disposition.casefile.log.chain import lot_number
from disposition.casefile.log.storage import Keeper, Memory
from disposition.cli.case.shared import inputs
from disposition.cli.inputs import read_document
from disposition.cli.messages import write, write_aside
from disposition.errors import Problem
from disposition.frozen import evolve

_LOT = "$.lot"


@click.command()
@click.argument("case_id", metavar="ID")
@click.argument("lot", metavar="LOT.json|-", required=False)
@inputs.on_option
@inputs.by_option
@click.option("--inspector", metavar="NAME", help="Who inspected.")
@click.option(
    "--inspector-id",
    metavar="TEXT",
    help="Identifier of who inspected, which tells people apart whose names are alike.",
)
@click.option("--reference", metavar="TEXT", help="Number or file of the report.")
@click.option(
    "--rest-of",
    metavar="CASE",
    help="Begin with what did not ship of this case; without LOT, with the segments that stay.",
)
@inputs.key_option
@inputs.store_option
@inputs.policies_option
def new(
    *,
    case_id: str,
    lot: str | None,
    rest_of: str | None,
    store: str,
    folder: Path | None,
    **told: Any,
) -> None:
    """Begin the case ID with the lot document of the first report.

    The ID is yours: an order's number is a good one. The document is a JSON file as `disposition
    decide` reads it, or standard input for `-`. The store is made if it is not there.
    """
    if rest_of is not None:
        document = None if lot is None else read_document(lot)[0]
        with inputs.opened_cases(store, folder) as cases:
            own = {name: told[name] for name in ("on", "by", "key")}
            _, begun = cases.get(rest_of).open_rest(case_id, document, **own)
        write(f"case `{begun.id}` begins on {told['on']} with the rest of case `{rest_of}`")
        return
    if lot is None:
        raise click.UsageError("Missing argument 'LOT.json|-'.")
    document, source = read_document(lot)
    policies = inputs.load_policies(folder)

    def begin(keeper: Keeper) -> Case:
        return Case.begin(case_id, document, **told, policies=policies, keeper=keeper)

    with source.located():
        try:
            # In memory first: a lot that cannot be taken leaves no new database behind.
            begin(Memory())
        except EntryError as error:
            raise EntryError(error.kind, map(_as_of_the_file, error.problems)) from None
    with inputs.opened_cases(store, policies, create=True) as cases:
        begun = begin(cases.store)
    if len(begun.entries) > 1:
        write(f"case `{begun.id}` was there already, begun with the same key: nothing was written")
    else:
        write(f"case `{begun.id}` begins on {told['on']}")
        write(f"`disposition case next {begun.id} --as-of {told['on']}` tells what has to happen")
        if not lot_number(begun.entries[0].data):
            write_aside("note: the lot has no `lot.id`: no other case of it is found by its number")


def _as_of_the_file(problem: Problem) -> Problem:
    """Return a problem with its place in the lot document, or else in the options."""
    if not problem.where.startswith(_LOT):
        return evolve(problem, where=f"`{problem.where.replace('$.', '--')}`")
    where = problem.where.replace(_LOT, "$", 1)
    return evolve(problem, where=where, hint=problem.hint.replace(f"`{_LOT}", "`$"))
