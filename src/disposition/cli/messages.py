"""What commands write: answers to stdout, errors with hints to stderr, colour on terminals."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import Any, NoReturn

import click

from disposition.errors import DispositionError, DocumentError, Problem

BAD_INPUT = 2


def colour() -> bool | None:
    """Whether to colour: never where NO_COLOR is set, else on terminals (None: click looks)."""
    return False if os.environ.get("NO_COLOR") else None


def write(text: str) -> None:
    """Write a line to stdout."""
    click.echo(text, color=colour())


def write_json(document: Any) -> None:
    """Write a document to stdout for people and programs: indented, UTF-8 whatever the locale."""
    click.echo(json.dumps(document, indent=2, ensure_ascii=False).encode())


def write_error(message: str, hint: str = "") -> None:
    """Write an error to stderr, with its hint on a line of its own."""
    click.echo(f"{click.style('error:', fg='red', bold=True)} {message}", err=True, color=colour())
    if hint:
        click.echo(f"  {click.style('hint:', fg='cyan')} {hint}", err=True, color=colour())


def fail(message: str, hint: str = "") -> NoReturn:
    """Write an error and exit: the input cannot be used."""
    write_error(message, hint)
    raise SystemExit(BAD_INPUT)


def fail_over(error: DispositionError) -> NoReturn:
    """Write everything that an error says and exit: the input cannot be used."""
    for problem in _problems(error):
        place = f"{problem.where}: " if problem.where else ""
        write_error(f"{place}{problem.message}", problem.hint)
    raise SystemExit(BAD_INPUT)


def _problems(error: DispositionError) -> Iterable[Problem]:
    if isinstance(error, DocumentError):
        return error.problems
    return [Problem("", str(error))]


def with_bold_titles(words: str) -> str:
    """Return words with the first line and the titles of sections in bold."""
    lines = words.rstrip("\n").split("\n")
    return "\n".join(
        click.style(line, bold=True)
        if line and not line[0].isspace() and (number == 0 or not lines[number - 1])
        else line
        for number, line in enumerate(lines)
    )
