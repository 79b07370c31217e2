"""`disposition batch`: a file of many lots in, a file of decisions out, part by part."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from disposition.cli.inputs import engine_option, read_columns, read_policy
from disposition.cli.messages import fail, reason_of, write_aside, write_error
from disposition.cli.options import A_FILE, columns_option, policy_option
from disposition.cli.running import NOT_WRITTEN
from disposition.version import installing
from disposition.words import counted

SOME_BAD = 1
GOES_ON = "what is decided is kept: the same command goes on once there is room"


@click.command()
@click.argument("file", metavar="IN", type=A_FILE)
@click.argument("out", metavar="OUT", type=A_FILE)
@policy_option
@engine_option
@columns_option
@click.option("--full", "in_full", is_flag=True, help="Write whole decision documents.")
@click.option(
    "--jobs",
    metavar="N",
    default=1,
    type=click.IntRange(1, 256),
    help="Processes that decide at once.  [default: 1]",
)
@click.option("--force", is_flag=True, help="Write over OUT, and begin anew.")
def batch(
    *,
    file: Path,
    out: Path,
    policy_file: Path | None,
    engine: str,
    columns: Path | None,
    in_full: bool,
    jobs: int,
    force: bool,
) -> None:
    """Decide every lot of IN, and write the decisions to OUT.

    IN holds lot documents (`.jsonl`, an array in a `.json`, or `.parquet` with their sections as
    columns), or with --columns rows of a table (`.parquet`, `.csv`, `.jsonl`, `.json`). OUT is
    `.parquet`, `.csv` or `.jsonl`.

    A lot that cannot be decided goes to OUT.rejects.jsonl, with its place and why; none is left
    out. OUT appears when everything is decided. If the command is stopped before, the same command
    goes on where it was.

    The exit code is 0; 1 if some lots were rejected; 2 if something cannot be used; 74 if the disk
    is full.
    """
    if out.exists() and not force:
        fail(f"`{out}` is there already; nothing was decided", "`--force` writes over it")
    policy = read_policy(policy_file)
    try:
        from disposition.batch.run import Batch
        from disposition.batch.work import NotWrittenError
    except ModuleNotFoundError as error:
        fail(f"batches need `{error.name}`", f"{installing('tables')} brings it")
    declared = None if columns is None else read_columns(columns)
    try:
        counts = Batch(
            file,
            out,
            policy,
            engine,
            declared,
            in_full=in_full,
            jobs=jobs,
            anew=force,
            folder=None if columns is None else columns.parent,
            reads=tuple(each for each in (policy_file, columns) if each is not None),
            progress=_progress,
        ).run()
    except NotWrittenError as error:
        write_error(f"{error.filename}: {reason_of(error)}", GOES_ON)
        raise SystemExit(NOT_WRITTEN) from None
    except OSError as error:
        fail(f"{error.filename or file}: {reason_of(error, 'it cannot be read or written')}")
    _report(counts, out)
    raise SystemExit(SOME_BAD if counts["rejected"] else 0)


def _progress(lots: int, refused: int) -> None:
    """Tell how far it is, where somebody watches."""
    if sys.stderr.isatty():
        write_aside(f"{counted(lots, 'lot')}, {refused:,} rejected")


def _report(counts: Mapping[str, int], out: Path) -> None:
    told = [f"{number:,} {name}" for name, number in sorted(counts.items()) if name != "rejected"]
    if rejected := counts.get("rejected", 0):
        told.append(f"{rejected:,} rejected ({out.stem}.rejects.jsonl)")
    lots = counted(sum(counts.values()), "lot")
    write_aside(f"{lots}: {', '.join(told)}" if told else lots)
