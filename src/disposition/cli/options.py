"""The options that commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from disposition.cli.writing import expect_new

FC = TypeVar("FC", bound=Callable[..., Any] | click.Command)


class NamedPath(click.Path):
    """A path that is not empty: one is empty where a variable of the shell is not set."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path; refuse an empty text, which would stand for this folder."""
        if value == "":
            self.fail("the name of the file is empty", param, ctx)
        return super().convert(value, param, ctx)


A_FILE, A_PATH = NamedPath(dir_okay=False, path_type=Path), NamedPath(path_type=Path)
"""A file that an option names, and a file or a folder."""

file_argument = click.argument("file", metavar="FILE|-", type=NamedPath(allow_dash=True))

policy_option = click.option(
    "--policy",
    "policy_file",
    metavar="POLICY",
    type=A_PATH,
    help="The policy to decide by: a file, or a shipped one's name.  [default: failed-inspection]",
)

json_option = click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")


def new_file(context: click.Context, _option: click.Parameter, path: Path | None) -> Path | None:
    """Refuse a file that is there, unless it may be written over: before anything is done."""
    if path is not None and path != Path("-"):
        expect_new([path], is_forced=context.params["force"])
    return path


def force_option(what: str) -> Callable[[FC], FC]:
    """Return the option to write over `what` is there; it is read before the files are."""
    text = f"Write over {what} there."
    return click.option("--force", is_flag=True, is_eager=True, help=text)


_page_option = click.option(
    "--html",
    "page",
    metavar="PAGE",
    type=A_FILE,
    callback=new_file,
    help="Write a page that needs nothing else into this file; `-` is standard output.",
)

overwrite_page_option = force_option("a page that is")


def page_options(command: FC) -> FC:
    """Give a command a page to write, and whether over one that is there."""
    return _page_option(overwrite_page_option(command))


def output_options(text: str) -> Callable[[FC], FC]:
    """Return the options for a file to write into, and whether over one; `text` says what."""
    output = click.option(
        "-o", "--output", metavar="FILE", type=A_FILE, callback=new_file, help=text
    )
    force = force_option("a file that is")
    return lambda command: output(force(command))


columns_option = click.option(
    "--columns", metavar="FILE", type=A_FILE, help="What the columns of a table mean (YAML)."
)
