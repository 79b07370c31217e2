"""Groups of commands, one command per file, which are imported when they are called."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """Commands that are imported when they are called, and listed without that.

    `summaries` tell of each command by the module of the `package` that it stands in, under its own
    name: `add` of the `package` `disposition.cli.case` is `disposition.cli.case.add.add`.
    """

    def __init__(
        self, *args: Any, summaries: Mapping[str, str], package: str, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._modules = {_name_of(module): module for module in summaries}
        self._summaries = dict(zip(self._modules, summaries.values(), strict=True))
        self._package = package

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names, in the order of `--help`."""
        return list(self._summaries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """Return a command, imported now; a wrong name is refused with the nearest one."""
        if cmd_name not in self._summaries:
            from difflib import get_close_matches

            close = get_close_matches(cmd_name, self._summaries, n=1)
            meant = f". Did you mean `{close[0]}`?" if close else ""
            above = self._package.split(".")[2:]
            ctx.fail(f"there is no command `{' '.join([*above, cmd_name])}`{meant}")
        module = import_module(f"{self._package}.{self._modules[cmd_name]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """Write the names with their summaries, without loading any command."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self._summaries.items()))


def _name_of(module: str) -> str:
    """Return what the command in a module is called."""
    return module.rpartition(".")[2].replace("_", "-")
