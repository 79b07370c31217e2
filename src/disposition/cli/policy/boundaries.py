"""`disposition boundaries`: cases on both sides of every comparison of every rule."""

from __future__ import annotations

from pathlib import Path

import click

from disposition.cli.inputs import read_policy
from disposition.cli.messages import write_aside
from disposition.cli.options import A_PATH, output_options
from disposition.cli.writing import write_output
from disposition.words import counted


@click.command()
@click.argument("policy_file", metavar="POLICY", type=A_PATH)
@output_options("Write into this file, in the folder of the policy; else to standard output.")
def boundaries(*, policy_file: Path, output: Path | None, force: bool) -> None:
    """Write a cases file with lots on both sides of every boundary of every rule of a POLICY.

    Just inside, the rule holds; just outside, a comparison keeps it from holding. The cases pass:
    each expects what is decided. Read them as a list of what the policy does at its limits. Sides
    on which there is no lot, or none was found, stand as comments.
    """
    policy = read_policy(policy_file)
    from disposition.analysis.boundaries import boundaries as found_of
    from disposition.analysis.boundaries import cases_text

    found = list(found_of(policy, str(policy_file)))
    write_output(output, cases_text(policy, policy_file.name, found), is_forced=force)
    shown = sum(each.document is not None for each in found)
    write_aside(f"{counted(shown, 'case')}, {counted(len(found) - shown, 'side')} without a lot")
