"""The options that commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

FC = TypeVar("FC", bound=Callable[..., Any] | click.Command)

file_argument = click.argument("file", metavar="FILE|-", type=click.Path(allow_dash=True))

policy_option = click.option(
    "--policy",
    "policy_file",
    metavar="POLICY",
    type=click.Path(path_type=Path),
    help="The policy to decide by: a file, or a shipped one's name.  [default: failed-inspection]",
)

json_option = click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")

page_option = click.option(
    "--html",
    "page",
    metavar="PAGE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a page that needs nothing else into this file; `-` is standard output.",
)

overwrite_page_option = click.option(
    "--force", is_flag=True, help="Write over a page that is there."
)


def output_option(text: str) -> Callable[[FC], FC]:
    """Return the option that names the file to write into; `text` says what, and what if not."""
    return click.option(
        "-o", "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help=text
    )


overwrite_file_option = click.option(
    "--force", is_flag=True, help="Write over a file that is there."
)

columns_option = click.option(
    "--columns",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="What the columns of a table mean (YAML).",
)
