"""`disposition format`: policy files in their canonical layout."""

from __future__ import annotations

import difflib
from pathlib import Path

import click

from disposition.cli.messages import BAD_INPUT, reason_of, style, write, write_aside, write_error
from disposition.cli.options import NamedPath
from disposition.cli.writing import replace_file
from disposition.frozen import frozen
from disposition.policy import PolicyError, format_policy
from disposition.policy.load.files import text_of

WOULD_CHANGE = 1


@frozen
class _Layout:
    """A file as it is and as it should be."""

    path: Path
    now: str
    wanted: str
    is_canonical: bool


@click.command()
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=NamedPath(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a file would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
def format(*, files: tuple[Path, ...], check: bool, diff: bool) -> None:  # noqa: A001 - the command's name
    """Write the conditions of the policy FILES in one way; comments and meaning stay.

    A file that is no YAML is left as it is; the exit code is 2 then. A file is replaced at once,
    never half.
    """
    broken = changed = 0
    for path in dict.fromkeys(files):
        if not path.is_file():
            broken += 1
            write_error(f"{path}: not a file, so it cannot be read twice and replaced")
            continue
        try:
            layout = _layout(path)
            if layout.is_canonical:
                continue
            changed += 1
            if diff:
                _show(layout)
            elif check:
                write(f"{path}: would be formatted")
            else:
                replace_file(path, layout.wanted.encode())
                write(f"{path}: formatted")
        except PolicyError as error:
            broken += 1
            write_aside(str(error))
        except OSError as error:
            broken += 1
            write_error(f"{path}: {reason_of(error)}")
    if broken:
        raise SystemExit(BAD_INPUT)
    raise SystemExit(WOULD_CHANGE if check and changed else 0)


def _layout(path: Path) -> _Layout:
    """Return how a file is laid out, and how it should be.

    Raises:
        PolicyError: it cannot be read, or is no YAML.
    """
    now = text_of(path)
    wanted = format_policy(str(path), now)
    return _Layout(path, now, wanted, path.read_bytes() == wanted.encode())


def _show(layout: _Layout) -> None:
    lines = difflib.unified_diff(
        layout.now.splitlines(),
        layout.wanted.splitlines(),
        fromfile=str(layout.path),
        tofile=f"{layout.path} (formatted)",
        lineterm="",
    )
    shown = list(lines)
    if not shown:
        write(f"{layout.path}: line ends, the last line or a byte order mark would change")
    for line in shown:
        tone = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
        write(style(line, fg=tone) if tone else line)
