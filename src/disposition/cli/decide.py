"""`disposition decide`: what happens to a lot, and why; or to a stream of lots, line by line."""

from __future__ import annotations

from pathlib import Path

import click

from disposition.cli.inputs import (
    engine_option,
    file_argument,
    opened,
    policy_option,
    read_document,
    read_policy,
)
from disposition.cli.messages import with_bold_titles, write, write_json
from disposition.facts import Lot

SOME_BAD = 1


@click.command()
@file_argument
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
    type=click.Path(dir_okay=False, path_type=Path),
    help="Read a CSV file by what this mapping says of its columns; write as with --lines.",
)
def decide(
    *,
    file: str,
    policy_file: Path | None,
    engine: str,
    as_json: bool,
    lines: bool,
    columns: Path | None,
) -> None:
    """Decide what happens to the lot in FILE, or on standard input if FILE is `-`.

    FILE holds JSON, or YAML if its name ends with `.yaml` or `.yml`.

    Prints the outcome, the rules and facts it rests on, why the outcomes preferred to it are
    ruled out, what has to happen, and what is missing if it cannot be decided. `disposition
    explain` tells the same in full, with every condition and source.

    With --lines a line that is no lot gives `{"line": 7, "error": …, "problems": [{"where": …,
    "message": …, "hint": …}]}` in its place; blank lines are skipped; a count goes to stderr.

    The exit code says whether there is a decision, never which: 0, or 2 if the lot or the policy
    cannot be used; with --lines, 1 if some lines were bad.
    """
    policy = read_policy(policy_file)
    if columns is not None:
        from disposition.cli.rows import decide_rows

        raise SystemExit(0 if decide_rows(file, columns, policy, engine) else SOME_BAD)
    if lines:
        from disposition.cli.lines import decide_lines

        with opened(file) as stream:
            all_good = decide_lines(stream, policy, engine)
        raise SystemExit(0 if all_good else SOME_BAD)
    decision = policy.decide(Lot.from_dict(read_document(file)), engine=engine)
    if as_json:
        write_json(decision.to_dict())
    else:
        write(with_bold_titles(decision.explain()))
