"""`disposition new-lot`: a form to fill in, for the first lot of somebody's own."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from disposition.cli.inputs import read_policy
from disposition.cli.messages import write_data
from disposition.cli.options import A_FILE, A_PATH, force_option, new_file
from disposition.cli.writing import write_output
from disposition.documents.types import Kind
from disposition.facts.document.lot_document import LotDocument
from disposition.frozen import fields

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
    type=A_FILE,
    callback=new_file,
    help="Write a workbook instead.",
)
@click.option(
    "--policy",
    "policy_file",
    metavar="POLICY",
    type=A_PATH,
    help="Add the fields that this policy declares of its own.",
)
@force_option("a workbook that is")
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


# --- the form ------------------------------------------------------------------------------------


_WIDTH = 100
_STEP = "  "


Wanted = Callable[[str], bool]
"""Whether a key stands in a form, by its path, such as `inspection.defects.units`."""


def form(kind: type, head: str, wanted: Wanted, own: type | None = None) -> str:
    """Return a form for the documents that a class declares, with the keys that are wanted.

    Every key stands there with nothing after it, which means that it is not known. Of a list there
    is one item, as a comment. A section, and a list, stands there if any of its keys does. `own`
    declares the section `custom`, as a policy does.
    """
    lines = [*_comment(head, ""), *_section(kind, "", "", wanted)]
    if own is not None:
        lines += ["", *_comment("What the policy declares of its own", ""), "custom:"]
        lines += _section(own, _STEP, "custom.", lambda _: True)
    return "\n".join(lines) + "\n"


def _section(kind: type, indent: str, above: str, wanted: Wanted) -> Iterator[str]:
    for attribute in fields(kind):
        declared, name = attribute.metadata, attribute.name
        path = f"{above}{name}"
        if "output" in declared:
            continue
        if "scalar" in declared:
            if wanted(path):
                meant = f"{declared['about']} ({_written(declared['scalar'].type)})"
                yield from ([] if indent else [""])
                yield from _comment(meant, indent)
                yield f"{indent}{name}:"
            continue
        if "section" in declared:
            about = declared["about"]
            inside = [*_section(declared["section"], indent + _STEP, f"{path}.", wanted)]
        else:
            about = f"{declared['about']}; `[]` where there are none"
            inside = [*_item(declared["items"], indent + _STEP, f"{path}.", wanted)]
        if inside:
            yield from ([] if indent else [""])
            yield from _comment(about, indent)
            yield f"{indent}{name}:"
            yield from inside


def _item(kind: type, indent: str, above: str, wanted: Wanted) -> Iterator[str]:
    """Yield one item of a list as comments: who has some takes the signs away and copies it."""
    for number, line in enumerate(_of_item(kind, above, wanted)):
        yield f"{indent}# {_STEP if number else '- '}{line}"


def _of_item(kind: type, above: str, wanted: Wanted) -> Iterator[str]:
    for attribute in fields(kind):
        declared, path = attribute.metadata, f"{above}{attribute.name}"
        if "scalar" in declared and wanted(path):
            yield f"{attribute.name}:  # {_written(declared['scalar'].type)}"
        elif "section" in declared or "items" in declared:
            inner = declared.get("section") or declared["items"]
            inside = [*_of_item(inner, f"{path}.", wanted)]
            if inside:
                yield f"{attribute.name}:"
            for number, line in enumerate(inside):
                lead = _STEP if "section" in declared or number else "- "
                yield f"{_STEP}{lead if 'items' in declared else ''}{line}"


def _written(type_: object) -> str:
    kind, unit = getattr(type_, "kind", None), getattr(type_, "unit", "")
    if values := getattr(type_, "values", ()):
        return " | ".join(values)
    words = {
        Kind.TEXT: "text",
        Kind.INTEGER: "whole number",
        Kind.DECIMAL: "decimal",
        Kind.DATE: "day, such as 2026-11-18",
        Kind.BOOLEAN: "true | false",
    }
    said = words.get(kind, "text") if isinstance(kind, Kind) else "text"
    return f"{said}, {unit}" if unit else said


def _comment(text: str, indent: str) -> list[str]:
    lead = f"{indent}# "
    return textwrap.wrap(
        text, _WIDTH, initial_indent=lead, subsequent_indent=lead, break_on_hyphens=False
    )
