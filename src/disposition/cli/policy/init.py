"""`disposition init`: a policy folder that works, ready to be changed."""

from __future__ import annotations

import re
from pathlib import Path

import click

from disposition.cli.messages import fail, fail_to_write, write
from disposition.cli.policy.folder import policy_folder
from disposition.cli.writing import create_file
from disposition.language.naming import ID_PATTERN
from disposition.policy import shipped_names


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", help="The policy's name.  [default: the folder's]")
@click.option(
    "--ci",
    type=click.Choice(["github", "gitlab", "none"]),
    default="github",
    show_default=True,
    help="Whose continuous integration is to run the cases.",
)
def init(*, folder: Path, name: str | None, ci: str) -> None:
    """Begin a policy FOLDER: a policy on top of the shipped one, with cases that pass.

    It never overwrites a file: if one of those that it would write is there, it writes nothing.
    """
    named = _checked(name) if name else _name_of(folder)
    texts = policy_folder(named, ci)
    there = [path for path in texts if (folder / path).exists()]
    if there:
        more = f", with {len(there) - 1} others" if len(there) > 1 else ""
        fail(
            f"`{folder / there[0]}` is there already{more}; nothing was written",
            "begin in a new folder, and move what you need",
        )
    for path, text in texts.items():
        try:
            create_file(folder / path, text.encode())
        except OSError as error:
            fail_to_write(folder / path, error)
        write(f"wrote {folder / path}")
    write("")
    write(f"Look at {folder / 'README.md'}, then run: disposition test {folder}")


def _name_of(folder: Path) -> str:
    """Return the name of a folder, as a policy may be called."""
    own = folder.resolve().name
    name = re.sub("[^a-z0-9]+", "-", own.lower()).strip("-")
    if not re.fullmatch(ID_PATTERN, name) or name in shipped_names():
        fail(f"the folder's name `{own}` makes no name of a policy", "give one: `--name acme`")
    return name


def _checked(name: str) -> str:
    if not re.fullmatch(ID_PATTERN, name):
        fail(
            f"`{name}` cannot be the name of a policy",
            "use small letters, digits and hyphens: `a-b-2`",
        )
    if name in shipped_names():
        fail(f"`{name}` is the name of a shipped policy", "choose a name of your own")
    return name
