"""What commands write: answers to stdout, errors with hints to stderr, colour on terminals."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import Any, NoReturn

import click

from disposition.documents.json.line import json_line
from disposition.errors import DispositionError, DocumentError, HintedError, Problem
from disposition.visible import visible

BAD_INPUT = 2


def colour() -> bool | None:
    """Whether to colour: never where NO_COLOR is set, else on terminals (None: click looks)."""
    return False if os.environ.get("NO_COLOR") else None


# Stands for the beginning of our own control sequences. Nobody can have it in a text of theirs.
_OURS = os.urandom(16).hex()
_ESCAPE = "\x1b["


def style(text: str, *, fg: str | None = None, bold: bool | None = None) -> str:
    """Return text that `write` shows in a colour, or bold, where that can be seen."""
    before, after = click.style("\n", fg=fg, bold=bold).split("\n")
    return f"{before.replace(_ESCAPE, _OURS)}{text}{after.replace(_ESCAPE, _OURS)}"


def write(text: str) -> None:
    """Write a line to stdout. Only `style` steers the terminal, whatever else the text holds."""
    click.echo(_shown(text), color=colour())


def write_aside(text: str) -> None:
    """Write a line to stderr that is no error."""
    click.echo(_shown(text), err=True, color=colour())


def write_json(document: Any) -> None:
    """Write a document to stdout for people and programs: indented, UTF-8 whatever the locale."""
    write_data(json.dumps(document, indent=2, ensure_ascii=False) + "\n")


def write_json_lines(documents: Iterable[Any]) -> None:
    """Write documents to stdout, each on a line of its own."""
    for each in documents:
        write_data(json_line(each) + "\n")


def write_data(made: str | bytes) -> None:
    """Write what is for programs and files to stdout, as UTF-8 whatever the locale.

    JSON and pages say the same with the escapes of `visible`.
    """
    click.echo(visible(made).encode() if isinstance(made, str) else made, nl=False)


def _shown(text: str) -> str:
    return visible(text).replace(_OURS, _ESCAPE)


def write_error(message: str, hint: str = "", code: str = "") -> None:
    """Write an error to stderr, with its code if it has one, and its hint on a line of its own."""
    named = f"error[{code}]:" if code else "error:"
    write_aside(f"{style(named, fg='red', bold=True)} {message}")
    if hint:
        write_aside(f"  {style('hint:', fg='cyan')} {hint}")


def fail(message: str, hint: str = "") -> NoReturn:
    """Write an error and exit: the input cannot be used."""
    write_error(message, hint)
    raise SystemExit(BAD_INPUT)


def fail_to_write(path: object, error: OSError) -> NoReturn:
    """Write why the system refuses to write a file, and exit."""
    fail(f"{path}: {reason_of(error)}")


def reason_of(error: OSError, otherwise: str = "it cannot be written") -> str:
    """Return what the system says of an error, as messages have it."""
    return (error.strerror or otherwise).lower()


def fail_over(error: DispositionError) -> NoReturn:
    """Write everything that an error says and exit: the input cannot be used."""
    if isinstance(error, HintedError):
        write_error(error.placed(), error.hint, error.code)
        raise SystemExit(BAD_INPUT)
    for problem in _problems(error):
        write_problem(problem)
    raise SystemExit(BAD_INPUT)


def write_problem(problem: Problem) -> None:
    """Write what is wrong, after where it stands: in the file, and in the document."""
    write_error(
        ": ".join(filter(None, (problem.place, problem.where, problem.message))), problem.hint
    )


def _problems(error: DispositionError) -> Iterable[Problem]:
    if isinstance(error, DocumentError):
        return error.problems
    return [Problem("", str(error))]


def with_bold_titles(words: str) -> str:
    """Return words with the first line and the titles of sections in bold."""
    lines = words.rstrip("\n").split("\n")
    return "\n".join(
        style(line, bold=True)
        if line and not line[0].isspace() and (number == 0 or not lines[number - 1])
        else line
        for number, line in enumerate(lines)
    )
