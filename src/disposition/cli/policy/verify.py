"""`disposition verify`: what a policy promises of every lot, proved or shown not to be so."""

from __future__ import annotations

from pathlib import Path

import click

from disposition.cli.inputs import read_policy
from disposition.cli.messages import write, write_json
from disposition.cli.options import A_PATH, json_option, page_options
from disposition.cli.writing import write_output

NOT_SO, NOT_SETTLED = 1, 3


@click.command()
@click.argument("policies", metavar="POLICY...", nargs=-1, required=True, type=A_PATH)
@click.option("--strict", is_flag=True, help="What is only to be known fails too.")
@click.option("--brief", is_flag=True, help="Leave out what is proved.")
@json_option
@page_options
def verify(
    *,
    policies: tuple[Path, ...],
    strict: bool,
    brief: bool,
    as_json: bool,
    page: Path | None,
    force: bool,
) -> None:
    """Prove of every possible lot what each POLICY promises: files, or names of shipped ones.

    Its invariants and claims; that what is unknown never ships; outcomes, rules and comparisons
    that no lot can reach; rows of tables that overlap, and lots that no row is about. Everything
    is proved, shown by a lot on which it is not so, or not settled, with the reason.

    The exit code is 0 if everything is proved, 1 if something is not so, 2 for a policy that cannot
    be used, and 3 if something is not settled and nothing is not so.
    """
    loaded = [read_policy(path) for path in policies]
    from disposition.analysis.verification.report import document, html_page, sentences
    from disposition.analysis.verification.verifying import verify as verified

    found = []
    for policy in loaded:
        found.append(verified(policy))
        if not as_json and str(page) != "-":
            write("\n".join(sentences(found[-1], in_full=not brief)))
            write("")
    if as_json:
        write_json(document(found))
    if page is not None:
        write_output(page, html_page(found), is_forced=force)
    if any(each.broken or (strict and each.notes) for each in found):
        raise SystemExit(NOT_SO)
    raise SystemExit(NOT_SETTLED if any(each.open for each in found) else 0)
