"""`disposition new-lot`: a form to fill in, for the first lot of somebody's own."""

from __future__ import annotations

from pathlib import Path

import click

from disposition.cli.inputs import read_policy
from disposition.cli.lots.lot_form import form
from disposition.cli.messages import write_data
from disposition.cli.options import overwrite_page_option
from disposition.cli.writing import write_output
from disposition.facts.document.lot_document import LotDocument

HEAD = (
    "A lot, to be filled in as far as it is known: what stays empty is not known. A line of a list "
    "begins with `# -`: take the `# ` away from all its keys, and copy them for each. Decide it "
    "with `disposition decide FILE`; what is missing is asked then."
)
# What case files write, and what only a policy knows.
LEFT_OUT = ("case", "custom")

# What the shipped policy asks for of an ordinary lot.
SHORT = {
    f"{section}.{key}"
    for section, keys in {
        "lot": "id product quantity regulated",
        "inspection": "date type report_result sample_size",
        "inspection.plan": "standard level state type",
        "inspection.plan.aql": "critical major minor",
        "inspection.defects": "severity category units reworkable sortable description",
        "inspection.checks": "name category result reworkable sortable",
        "shipment": "ship_by rework_days reinspection_days",
        "supplier": "relationship_months lots_inspected lots_rejected consecutive_rejected "
        "repeat_defects",
        "contract": "notice_days cure_days",
        "contract.rework": "allowed",
    }.items()
    for key in keys.split()
} | {"as_of"}


@click.command(name="new-lot")
@click.option("--short", is_flag=True, help="Only what an ordinary decision asks for.")
@click.option(
    "--sheet",
    metavar="FILE.xlsx",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a workbook instead.",
)
@click.option(
    "--policy",
    "policy_file",
    metavar="POLICY",
    type=click.Path(path_type=Path),
    help="Add the fields that this policy declares of its own.",
)
@overwrite_page_option
def new_lot(*, short: bool, sheet: Path | None, policy_file: Path | None, force: bool) -> None:
    """Write a form for a lot, in YAML or as a workbook, with what each key means.

    Fill in what is known and leave the rest empty: `disposition decide` asks for what it needs, of
    a workbook too. A short form has some thirty of the keys; others can be added when they are
    asked for.
    """
    wanted = SHORT.__contains__ if short else _is_known_to_people
    if sheet is None:
        own = None if policy_file is None else read_policy(policy_file).checked.catalogue.custom
        write_data(form(LotDocument, HEAD, wanted, own))
        return
    if policy_file is not None:
        raise click.UsageError("a workbook has no fields of a policy's own; leave `--sheet` out")
    if sheet.suffix.lower() != ".xlsx":
        raise click.UsageError(f"`{sheet}`: the name of a workbook ends with `.xlsx`")
    from disposition.sheets.lot_workbook import lot_workbook

    write_output(sheet, lot_workbook(wanted), is_forced=force)


def _is_known_to_people(path: str) -> bool:
    return path.partition(".")[0] not in LEFT_OUT
