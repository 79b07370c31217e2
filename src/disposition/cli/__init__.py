"""The command line: `disposition` and its commands, one per file, loaded when they are called."""

from __future__ import annotations

import click

from disposition.cli.lazy import LazyGroup
from disposition.cli.running import run
from disposition.version import __version__

SUMMARIES = {
    "lots.decide": "Decide what happens to a lot, and say why.",
    "lots.explain": "Tell a decision in full, from a lot or from a stored decision.",
    "lots.ask": "Ask what a lot lacks, what narrows its outcomes most first.",
    "lots.what_if": "Tell what would have to change for a lot to come to an outcome.",
    "policy.show": "Show a policy as people read it, and what its layers change.",
    "policy.check": "Find the mistakes in policy files.",
    "policy.verify": "Prove what policies promise of every lot, or show where it is not so.",
    "policy.diff": "Tell what a change of a policy says, and what it does to every lot.",
    "policy.review": "Write one page on a change of a policy, to sign before it goes live.",
    "policy.boundaries": "Write cases on both sides of every boundary of every rule.",
    "test": "Run the cases of policies, and tell what they do not show.",
    "policy.init": "Begin a policy folder with cases that pass.",
    "policy.new": "Add a rule to a policy file.",
    "policy.format": "Write policy files in their canonical layout.",
    "sheets.to_sheet": "Write the limits and tables of a file as a workbook, or as CSV.",
    "sheets.from_sheet": "Take changed sheets back into their file.",
    "policy.facts": "List every fact that rules can read, and the rules that do.",
    "lots.new_lot": "Write a form for a lot to fill in.",
    "lots.map_columns": "Propose what the columns of a table mean.",
    "tables.map": "Draw how the outcome changes as two values of a lot vary.",
    "tables.backtest": "Try a policy on past lots, and tell which lots move.",
    "tables.batch": "Decide every lot of a file, part by part.",
    "schema": "Print the JSON Schema of a document.",
    "sample": "Give a sampling plan, and judge a sample by it.",
    "case": "Keep a lot's case from the failed report to its release.",
}
"""The commands by module, in the order of `--help`, which is printed without loading any."""

EPILOG = """\b
Exit codes:
  0  done
  1  `check` found errors, cases of `test` failed, `format --check` would change a file, some of
     many lots of `decide` were bad, `case release` was refused, `case verify`, `case replay` or
     `case next` found something wrong, `verify` that something is not so, `diff` that a lot ships
     more, `review` something that speaks against a change, `what-if` no way, or `ask` left a lot
     undecided
  2  wrong usage, or a lot, a policy, a case, a file or a database that cannot be used
  3  `verify`, `diff` or `what-if` left something unsettled
"""


@click.group(
    cls=LazyGroup,
    summaries=SUMMARIES,
    package=__name__,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="disposition", message="%(prog)s %(version)s")
def disposition() -> None:
    """Decide what happens to an inspected lot, by rules that people can read, with reasons."""


def main() -> None:
    """Run the command line; never returns."""
    run(disposition)
