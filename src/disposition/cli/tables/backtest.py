"""`disposition backtest`: what a policy does with past lots, and which lots a change moves."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path

import click

from disposition.cli.inputs import read_policy, reading
from disposition.cli.messages import with_bold_titles, write, write_json
from disposition.cli.options import A_PATH, NamedPath, columns_option, page_options
from disposition.cli.tables.past_lots import over_past_lots
from disposition.cli.writing import write_output


@click.command()
@click.argument("file", metavar="FILE", type=NamedPath(allow_dash=True))
@click.option(
    "--policy",
    "policy_file",
    metavar="POLICY",
    type=A_PATH,
    help="The policy to try: a file, or a shipped one's name.  [default: failed-inspection]",
)
@click.option("--against", metavar="POLICY", type=A_PATH, help="The policy of before.")
@click.option(
    "--then", metavar="COLUMN", help="The column, or fact of lots, with what was decided then."
)
@columns_option
@click.option("--by", metavar="COLUMN", multiple=True, help="Group lots by this; repeatable.")
@click.option(
    "--cost",
    "costs",
    metavar="OUTCOME=NUMBER|COLUMN",
    multiple=True,
    help="What a lot with an outcome costs; repeatable.",
)
@click.option("--json", "as_json", is_flag=True, help="Write everything as JSON.")
@page_options
def backtest(
    *,
    file: str,
    policy_file: Path | None,
    against: Path | None,
    then: str | None,
    columns: Path | None,
    by: tuple[str, ...],
    costs: tuple[str, ...],
    as_json: bool,
    page: Path | None,
    force: bool,
) -> None:
    """Tell what a policy does with the past lots of FILE, and which lots move.

    FILE holds a lot document on each line (`.jsonl`, or `-` for standard input), an array of them
    (`.json`), or a table (`.parquet`, `.csv`, `.jsonl`, `.json`) whose columns --columns tells the
    meaning of. Of lots, --by, --then and costs name facts, such as `supplier.id`; of tables they
    name columns. Days are grouped by their month.

    The exit code is 0, also where lots move; 2 if something cannot be used.
    """
    if against is not None and then is not None:
        raise click.UsageError("`--against` and `--then` compare with two things: give one")
    if as_json and page is not None:
        raise click.UsageError("`--json` and `--html` write two things: give one of the two")
    policy = read_policy(policy_file)
    before = then if against is None else read_policy(against)
    policies = [policy] if before is None or isinstance(before, str) else [policy, before]
    with reading(file):
        amounts = _costs(costs) if costs else None
        named = [*by, *filter(None, [then]), *(each for each in (amounts or {}).values())]
        tried = partial(policy.backtest, against=before, by=by, costs=amounts)
        found = over_past_lots(
            file, columns, policies, (each for each in named if isinstance(each, str)), tried
        )
    if page is not None:
        write_output(page, found.html(), is_forced=force)
    elif as_json:
        write_json(found.to_dict())
    else:
        from disposition.backtesting.backtest import in_words

        write(with_bold_titles(in_words(found)))


def _costs(given: tuple[str, ...]) -> Mapping[str, object]:
    costs: dict[str, object] = {}
    for each in given:
        outcome, sign, cost = each.partition("=")
        if not sign or not outcome or not cost:
            raise click.UsageError(f"`--cost {each}`: write `OUTCOME=NUMBER` or `OUTCOME=COLUMN`")
        is_number = cost.lstrip("-").replace(".", "", 1).isdigit()
        costs[outcome] = Decimal(cost) if is_number else cost
    return costs
