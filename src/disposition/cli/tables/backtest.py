"""`disposition backtest`: what a policy does with past lots, and which lots a change moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from disposition.cli.inputs import opened, page_option, read_policy, write_over_option
from disposition.cli.messages import (
    fail,
    fail_over,
    reason_of,
    with_bold_titles,
    write,
    write_aside,
    write_json,
)
from disposition.cli.writing import write_output
from disposition.documents.json.text import LARGEST
from disposition.errors import DispositionError, DocumentError
from disposition.facts import Lot
from disposition.policy import PolicyError
from disposition.words import counted

LINES = {".jsonl", ".ndjson"}
OF_MAPPINGS = {"counts", "checks", "decimals"}
"""Keys by which a declaration of columns is one of whole lot documents."""

MOST_TOLD = 3
"""Lots that cannot be read which are told one by one."""


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(allow_dash=True))
@click.option(
    "--policy",
    "policy_file",
    metavar="POLICY",
    type=click.Path(path_type=Path),
    help="The policy to try: a file, or a shipped one's name.  [default: failed-inspection]",
)
@click.option(
    "--against",
    metavar="POLICY",
    type=click.Path(path_type=Path),
    help="The policy of before.",
)
@click.option(
    "--then", metavar="COLUMN", help="The column, or fact of lots, with what was decided then."
)
@click.option(
    "--columns",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="What the columns of a table mean (YAML).",
)
@click.option("--by", metavar="COLUMN", multiple=True, help="Group lots by this; repeatable.")
@click.option(
    "--cost",
    "costs",
    metavar="OUTCOME=NUMBER|COLUMN",
    multiple=True,
    help="What a lot with an outcome costs; repeatable.",
)
@click.option("--json", "as_json", is_flag=True, help="Write everything as JSON.")
@page_option
@write_over_option
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

    FILE holds a lot document on each line (`.jsonl`, or `-` for standard input), or a table
    (`.parquet`, `.csv`, `.jsonl`) whose columns --columns tells the meaning of. Of lots, --by,
    --then and costs name facts, such as `supplier.id`; of tables they name columns. Days are
    grouped by their month.

    The exit code is 0, also where lots move; 2 if something cannot be used.
    """
    if against is not None and then is not None:
        raise click.UsageError("`--against` and `--then` compare with two things: give one")
    if as_json and page is not None:
        raise click.UsageError("`--json` and `--html` write two things: give one of the two")
    policy = read_policy(policy_file)
    before = then if against is None else read_policy(against)
    try:
        lots, meant = _lots(file, columns)
        found = policy.backtest(
            lots, meant, against=before, by=by, costs=_costs(costs) if costs else None
        )
    except DispositionError as error:
        fail_over(error)
    except OSError as error:
        fail(f"{file}: {reason_of(error, 'it cannot be read')}")
    if page is not None:
        write_output(page, found.html(), is_forced=force)
    elif as_json:
        write_json(found.to_dict())
    else:
        from disposition.backtesting.in_words import in_words

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


def _lots(file: str, columns: Path | None) -> tuple[Any, Any]:
    """Return the lots of a file, or its table, and what its columns mean."""
    if columns is None:
        if file == "-" or Path(file).suffix.lower() in LINES:
            return _documents(file), None
        hint = "`--columns FILE` says what they mean; lots are lines of a `.jsonl` file"
        fail(f"nothing says what the columns of `{file}` mean", hint)
    declared = _declared(columns)
    if OF_MAPPINGS & set(declared):
        return _rows(file, declared), None
    from disposition.tables.columns import TableColumns
    from disposition.tables.deciding import scan

    return scan(file), TableColumns.from_dict(declared)


def _declared(columns: Path) -> Mapping[str, Any]:
    from disposition.language.plain_data import plain_yaml

    try:
        declared = plain_yaml(str(columns), columns.read_text(encoding="utf-8-sig"))
    except PolicyError as error:
        write_aside(str(error))
        fail(f"`{columns}` cannot be used")
    except UnicodeDecodeError:
        fail(f"{columns}: not UTF-8")
    except OSError as error:
        fail(f"{columns}: {reason_of(error, 'it cannot be read')}")
    return declared if isinstance(declared, Mapping) else {}


def _rows(file: str, declared: Mapping[str, Any]) -> Iterator[Lot | None]:
    from disposition.rows.csv_rows import csv_rows
    from disposition.rows.mapping import LotMapping

    mapping = LotMapping.from_dict(declared)
    refused = _Refused("row")
    for number, row in enumerate(csv_rows(file), start=1):
        try:
            lot = mapping.lot(row)
        except DocumentError as error:
            refused.add(number, error)
            yield None
        else:
            yield lot
    refused.tell()


def _documents(file: str) -> Iterator[Lot | None]:
    refused = _Refused("line")
    with opened(file) as stream:
        number = 0
        while line := stream.readline(LARGEST + 1):
            number += 1
            if line.isspace():
                continue
            try:
                lot = Lot.from_json(line.rstrip(b"\r\n"))
            except DocumentError as error:
                refused.add(number, error)
                yield None
            else:
                yield lot
    refused.tell()


class _Refused:
    """Lots that cannot be read: the first are told, all are counted."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._number = 0

    def add(self, place: int, error: DocumentError) -> None:
        self._number += 1
        if self._number <= MOST_TOLD:
            first = error.problems[0]
            write_aside(f"{self._what} {place}: {first.where}: {first.message}")

    def tell(self) -> None:
        if self._number:
            write_aside(f"{counted(self._number, self._what)} cannot be read")
