"""`disposition map`: the outcome of a lot as two of its values vary, drawn as a page."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import click

from disposition.cli.inputs import read_document, read_policy
from disposition.cli.messages import write, write_json
from disposition.cli.options import NamedPath, page_options, policy_option
from disposition.cli.writing import write_output
from disposition.facts import Lot

_NUMBER = r"-?\d+(?:\.\d+)?"
_RANGE = re.compile(rf"({_NUMBER})\.\.({_NUMBER})(?:\.\.({_NUMBER}))?")
MOST_VALUES = 1_000


@click.command()
@click.argument("file", metavar="LOT", type=NamedPath(allow_dash=True))
@click.option("--x", "across", metavar="PLACE=VALUES", required=True, help="What varies across.")
@click.option("--y", "up", metavar="PLACE=VALUES", required=True, help="What varies upwards.")
@policy_option
@click.option("--json", "as_json", is_flag=True, help="Write the cells as JSON.")
@page_options
def map(  # noqa: A001 - commands are found by their names
    *,
    file: str,
    across: str,
    up: str,
    policy_file: Path | None,
    as_json: bool,
    page: Path | None,
    force: bool,
) -> None:
    """Draw how the outcome of LOT changes as two of its values vary, and by which rules.

    A PLACE is one of the lot document, such as `inspection.defects[0].units`. VALUES are from and
    to (`0..20`), with a step (`0..5..0.5`), or listed (`low,normal,high`).

    The exit code is 0, or 2 if something cannot be used.
    """
    if as_json == (page is not None):
        raise click.UsageError("say how to show the map: `--json`, or `--html PAGE`")
    policy = read_policy(policy_file)
    document, source = read_document(file)
    with source.located():
        lot = Lot.from_dict(document)
    found = policy.map(_axis(across), _axis(up), given=lot)
    if as_json:
        write_json(found.to_dict())
    elif page is not None:
        write_output(page, found.html(), is_forced=force)
        if page != Path("-"):
            for border in found.borders:
                write(f"{' | '.join(border.outcomes)}: {', '.join(border.rules)}")


def _axis(said: str) -> tuple[str, list[int | str]]:
    place, sign, values = said.partition("=")
    if not sign or not place or not values:
        raise click.UsageError(f"`{said}`: write `PLACE=VALUES`, such as `lot.quantity=90..1200`")
    match = _RANGE.fullmatch(values)
    if match is None:
        return place, [int(each) if each.isdigit() else each for each in values.split(",")]
    low, high = Decimal(match[1]), Decimal(match[2])
    step = Decimal(match[3] or 1)
    if step <= 0 or (high - low) / step >= MOST_VALUES:
        raise click.UsageError(f"`{said}`: from 1 to {MOST_VALUES:,} values, with a step above 0")
    number = int((high - low) // step) + 1
    listed = [low + step * each for each in range(number)]
    return place, [int(each) if each == each.to_integral() else f"{each:f}" for each in listed]
