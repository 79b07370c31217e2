"""`disposition decide`: what happens to a lot, and why; or to a stream of lots, line by line."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from disposition.cli.inputs import (
    GivenDocument,
    engine_of_one_lot,
    engine_option,
    opened,
    read_document,
    read_policy,
    read_source,
)
from disposition.cli.messages import fail, with_bold_titles, write, write_json
from disposition.cli.options import A_FILE, NamedPath, page_options, policy_option
from disposition.cli.writing import write_output
from disposition.decide import Policy
from disposition.decision import Decision
from disposition.errors import LotError, Problem
from disposition.facts import Lot
from disposition.policy import PolicyError

SOME_BAD = 1


@click.command()
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=NamedPath(allow_dash=True)
)
@policy_option
@engine_option
@click.option("--json", "as_json", is_flag=True, help="Write the decision document.")
@click.option(
    "--lines",
    is_flag=True,
    help="Read one lot per line, write one decision document or error per line.",
)
@click.option(
    "--columns",
    metavar="MAPPING",
    type=A_FILE,
    help="Read a CSV file by what this mapping says of its columns; write as with --lines.",
)
@page_options
def decide(
    *,
    files: tuple[str, ...],
    policy_file: Path | None,
    engine: str,
    as_json: bool,
    lines: bool,
    columns: Path | None,
    page: Path | None,
    force: bool,
) -> None:
    """Decide what happens to the lot in FILE, or on standard input if FILE is `-`.

    FILE holds JSON, YAML if its name ends with `.yaml` or `.yml`, or is a workbook that `new-lot
    --sheet` wrote (`.xlsx`).

    Prints the outcome, the rules and facts it rests on, why the outcomes preferred to it are
    ruled out, what has to happen, and what is missing if it cannot be decided. `disposition
    explain` tells the same in full, with every condition and source.

    With --html a page shows it, to keep, print or send. Lots of --lines or --columns, or several
    FILEs, make one page: a table that leads to each decision, and what is wrong with other lots.

    With --lines a line that is no lot gives `{"line": 7, "error": …, "problems": [{"where": …,
    "message": …, "hint": …}]}` in its place; blank lines are skipped; a count goes to stderr.

    The exit code says whether there is a decision, never which: 0, or 2 if the lot or the policy
    cannot be used; 1 if some of many lots were bad.
    """
    if as_json and page is not None:
        raise click.UsageError("`--json` and `--html` write two things: give one of the two")
    several = len(files) > 1
    if several and (lines or columns is not None or page is None):
        raise click.UsageError("several files make one page: give `--html PAGE`, and no other way")
    policy = read_policy(policy_file)
    if several or lines or columns is not None:
        raise SystemExit(_decide_many(files, policy, engine, columns, page, force=force))
    document, source = read_document(files[0])
    if isinstance(document, list):
        hint = "put each lot on a line of its own, and give `--lines`"
        fail(f"{files[0]}: a list, and no lot", hint)
    with source.located():
        decision = policy.decide(Lot.from_dict(document), engine=engine_of_one_lot(engine))
    if page is not None:
        write_output(page, decision.html(), is_forced=force)
    elif as_json:
        write_json(decision.to_dict())
    else:
        write(with_bold_titles(decision.explain()))


def _decide_many(
    files: tuple[str, ...],
    policy: Policy,
    engine: str,
    columns: Path | None,
    page: Path | None,
    *,
    force: bool,
) -> int:
    """Write what becomes of each of many lots, and return the exit code."""
    from disposition.cli.lots.answers import answer, decided_lines, decided_rows, write_answers

    first, *others = files
    if others:
        # What cannot be read ends the command before anything is decided.
        sources = [read_source(file) for file in files]
        answers = (
            answer("file", each.name, partial(_decided, each, policy, engine)) for each in sources
        )
        is_good = write_answers(answers, page, is_forced=force)
    elif columns is not None:
        is_good = write_answers(decided_rows(first, columns, policy, engine), page, is_forced=force)
    else:
        with opened(first) as stream:
            is_good = write_answers(decided_lines(stream, policy, engine), page, is_forced=force)
    return 0 if is_good else SOME_BAD


def _decided(source: GivenDocument, policy: Policy, engine: str) -> Decision:
    with source.located():
        try:
            document = source.data()
        except PolicyError as error:
            found = error.diagnostics
            raise LotError(
                Problem("$", each.message, each.hint, "not-yaml", str(each.place)) for each in found
            ) from None
        return policy.decide(Lot.from_dict(document), engine=engine)
