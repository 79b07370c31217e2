"""The command line: `disposition` and its commands, one per file, loaded when they are called."""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module

import click

from disposition.cli.running import run
from disposition.version import __version__

SUMMARIES = {
    "decide": "Decide what happens to a lot, and say why.",
    "explain": "Tell a decision in full, from a lot or from a stored decision.",
    "check": "Find the mistakes in policy files.",
    "test": "Run the cases of policies, and tell what they do not show.",
    "init": "Begin a policy folder with cases that pass.",
    "new": "Add a rule to a policy file.",
    "format": "Write policy files in their canonical layout.",
    "facts": "List every fact that rules can read, and the rules that do.",
    "schema": "Print the JSON Schema of a document.",
    "sample": "Give a sampling plan, and judge a sample by it.",
    "case": "Keep a lot's case from the failed report to its release.",
}
"""The commands, in the order of `--help`, which is printed without loading any of them."""

EPILOG = """\b
Exit codes:
  0  done
  1  `check` found errors, cases of `test` failed, `format --check` would change a file, some lines
     of `decide --lines` were bad, `case release` was refused, or `case verify`, `case replay` or
     `case next` found something wrong
  2  wrong usage, or a lot, a policy, a case, a file or a database that cannot be used
"""


class _Commands(click.Group):
    """Commands that are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(SUMMARIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        if cmd_name not in SUMMARIES:
            close = get_close_matches(cmd_name, SUMMARIES, n=1)
            meant = f". Did you mean `{close[0]}`?" if close else ""
            ctx.fail(f"there is no command `{cmd_name}`{meant}")
        command: click.Command = getattr(import_module(f"disposition.cli.{cmd_name}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))


@click.group(
    cls=_Commands,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="disposition", message="%(prog)s %(version)s")
def disposition() -> None:
    """Decide what happens to an inspected lot, by rules that people can read, with reasons."""


def main() -> None:
    """Run the command line; never returns."""
    run(disposition)
