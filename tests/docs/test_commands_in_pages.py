"""Pages name commands and options that there are, and the reference tells of each that there is."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from disposition.cli import disposition
from support.checkout import DOCS, pages, relative

REFERENCE = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted(DOCS.glob("reference/**/*.md"))
)
# `disposition case file 1` is the name of a format.
WRITTEN = re.compile(
    r"(?<!`)`(disposition (?!case file 1)[^`\n]+)`|^ *(?:\$ )?(disposition [^\n`]+)$", re.MULTILINE
)
OPTION = re.compile(r"(?<![\w-])--?[a-zA-Z][a-z-]*")


def commands(
    command: click.Command, context: click.Context, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Return every command by the words that call it."""
    if not isinstance(command, click.Group):
        yield path, command
        return
    for name in command.list_commands(context):
        below = command.get_command(context, name)
        assert below is not None
        yield from commands(below, click.Context(below, context, name), (*path, name))


COMMANDS = dict(commands(disposition, click.Context(disposition, info_name="disposition")))


def options(command: click.Command) -> list[tuple[str, ...]]:
    """Return the options of a command, each with all its names."""
    found = (each for each in command.params if isinstance(each, click.Option))
    return [(*each.opts, *each.secondary_opts) for each in found]


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_the_reference_tells_of_a_command_and_its_options(path: tuple[str, ...]) -> None:
    assert f"disposition {' '.join(path)}" in REFERENCE
    told = {*OPTION.findall(REFERENCE)}
    assert [names for names in options(COMMANDS[path]) if not told & {*names}] == []


@pytest.mark.parametrize(
    "page", [page for page in pages() if page.name != "CHANGELOG.md"], ids=relative
)
def test_a_page_names_commands_and_options_that_there_are(page: Path) -> None:
    if page.parent.name == "decisions":
        return  # they stay as they were written
    wrong = []
    for inline, line in WRITTEN.findall(page.read_text(encoding="utf-8")):
        words = _words(inline or line)
        path, rest = _split(words)
        if path is None:
            wrong.append(" ".join(words))
            continue
        known = {"--help", "-h", "--version"}
        known |= {name for each in path for names in options(COMMANDS[each]) for name in names}
        wrong += [word for word in OPTION.findall(" ".join(rest)) if word not in known]
    assert wrong == []


def _words(written: str) -> list[str]:
    """Return what is written after `disposition`, up to what a shell would do with it."""
    said = re.split(r" [|&>#;]|\\$", written)[0]
    try:
        words = shlex.split(said)
    except ValueError:  # a quotation that ends on another line
        words = said.split()
    return words[1:]


def _split(words: list[str]) -> tuple[list[tuple[str, ...]] | None, list[str]]:
    """Return the commands that words can mean, or all of a group, and the words after."""
    calls = [path[:length] for path in COMMANDS for length in range(len(path) + 1)]
    begun = max((each for each in calls if each == tuple(words[: len(each)])), key=len)
    rest = words[len(begun) :]
    if begun not in COMMANDS and rest and re.fullmatch(r"[a-z][a-z-]*", rest[0]):
        return None, rest
    return [path for path in COMMANDS if path[: len(begun)] == begun], rest
