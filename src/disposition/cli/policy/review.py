"""`disposition review`: one page on a change of a policy, to sign before it goes live."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from disposition.cli.inputs import reading
from disposition.cli.messages import write, write_aside
from disposition.cli.options import A_FILE, new_file, overwrite_page_option
from disposition.cli.policy.versions import read_version
from disposition.cli.tables.past_lots import over_past_lots
from disposition.cli.writing import write_output

OBJECTIONS = 1
CASES = ".cases.yaml"


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--html",
    "page",
    metavar="PAGE",
    required=True,
    type=A_FILE,
    callback=new_file,
    help="Write the page into this file; `-` is standard output.",
)
@click.option(
    "--cases",
    metavar="FILE",
    type=A_FILE,
    help="The cases of NEW.  [default: the cases file beside it]",
)
@click.option("--lots", metavar="FILE", help="Past lots, as `backtest` takes them.")
@click.option(
    "--columns", metavar="FILE", type=A_FILE, help="What the columns of a table of past lots mean."
)
@click.option("--by", metavar="COLUMN", multiple=True, help="Group past lots by this; repeatable.")
@click.option(
    "--approver", "approvers", metavar="WHO", multiple=True, help="Who signs; repeatable."
)
@overwrite_page_option
def review(
    *,
    old: str,
    new: str,
    page: Path,
    cases: Path | None,
    lots: str | None,
    columns: Path | None,
    by: tuple[str, ...],
    approvers: tuple[str, ...],
    force: bool,
) -> None:
    """Write one page on the change from OLD to NEW, to be read and signed before it goes live.

    It has what is changed in words, what that does to every possible lot, what NEW promises, how
    its cases fare and what they do not show, which past lots would move, and lines to sign on.
    Versions are named as for `diff`.

    Tells what whoever signs answers for. The exit code is 0 if there is nothing of that, 1 if there
    is, and 2 for what cannot be used.
    """
    before, after = read_version(old, new), read_version(new, old)
    found_cases = cases or _beside(new)
    from disposition.review.reviewing import review as reviewed
    from disposition.review.reviewing import review_page

    with reading(lots or "", "the cases"):
        backtest = None
        if lots is not None:
            tried = partial(after.backtest, against=before, by=by)
            backtest = over_past_lots(lots, columns, [after, before], by, tried)
        found = reviewed(
            before,
            after,
            cases=found_cases,
            old_cases=_beside(old),
            backtest=backtest,
            approvers=approvers,
        )
    write_output(page, review_page(found), is_forced=force)
    for said in found.objections:
        write_aside(f"- {said}")
    if found.objections:
        raise SystemExit(OBJECTIONS)
    if page != Path("-"):
        write("nothing was found that speaks against it")


def _beside(name: str) -> Path | None:
    """Return the cases file beside a policy file, if there is one."""
    path = Path(name)
    file = path.with_name(f"{path.stem}{CASES}")
    return file if path.is_file() and file.is_file() else None
