"""Groups of commands, one command per file, which are imported when they are called."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """Commands that are imported when they are called, and listed without that.

    `summaries` tell of each command by its name; the command `add` of a group with the `prefix`
    `case_` stands in `disposition.cli.case_add`, under its own name.
    """

    def __init__(
        self, *args: Any, summaries: Mapping[str, str], prefix: str = "", **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._summaries = summaries
        self._prefix = prefix

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names, in the order of `--help`."""
        return list(self._summaries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """Return a command, imported now; a wrong name is refused with the nearest one."""
        if cmd_name not in self._summaries:
            close = get_close_matches(cmd_name, self._summaries, n=1)
            meant = f". Did you mean `{close[0]}`?" if close else ""
            above = self._prefix.replace("_", " ")
            ctx.fail(f"there is no command `{above}{cmd_name}`{meant}")
        module = import_module(f"disposition.cli.{self._prefix}{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Write the names with their summaries, without loading any command."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self._summaries.items()))
