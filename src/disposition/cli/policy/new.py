"""`disposition new`: what is added to a policy file, such as a rule."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import click

from disposition.cli.messages import BAD_INPUT, fail, fail_to_write, write, write_aside, write_error
from disposition.cli.options import NamedPath
from disposition.cli.writing import replace_file
from disposition.decide import Policy, load_policy
from disposition.documents.diagnostics import render
from disposition.facts import CATALOGUE
from disposition.language.naming import ID_PATTERN
from disposition.policy import Diagnostic, Effect, PolicyError, Severity
from disposition.policy.edit.insertion import InsertionError, NewRule, insert_rule
from disposition.policy.load.files import text_of
from disposition.policy.load.loader import load_checked_change
from disposition.visible import visible

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
NO_RULES = "P403"


@click.group()
def new() -> None:
    """Add to a policy file."""


@new.command()
@click.argument("policy", type=NamedPath(exists=True, dir_okay=False, path_type=Path))
@click.option("--id", "id_", metavar="ID", required=True, help="The rule's name: `no-late-toys`.")
@click.option("--permit", metavar="OUTCOME[,...]", help="The outcomes that it permits.")
@click.option("--forbid", metavar="OUTCOME[,...]", help="The outcomes that it forbids.")
@click.option("--require", metavar="WORD[,...]", help="What it requires to be done.")
@click.option(
    "--with",
    "goes_with",
    metavar="OUTCOME[,...]",
    help="The outcomes that a requirement goes with.  [default: all]",
)
@click.option("--when", metavar="CONDITION", help="When it holds; --require may do without.")
@click.option("--because", metavar="TEXT", default="", help="The reason that people are told.")
@click.option("--source", metavar="TEXT", default="", help="Where the rule comes from.")
@click.option("--stdout", is_flag=True, help="Write the new text to stdout, not to the file.")
def rule(
    *,
    policy: Path,
    id_: str,
    permit: str | None,
    forbid: str | None,
    require: str | None,
    goes_with: str | None,
    when: str | None,
    because: str,
    source: str,
    stdout: bool,
) -> None:
    """Add a rule to the file POLICY, at the end of its rules.

    All other text stays as it is. The file is written only if it can be used with the rule in it;
    what `check` warns of on account of the rule is told.
    """
    if not policy.is_file():
        fail(f"{policy}: not a file, so it cannot be read twice and replaced")
    if not re.fullmatch(ID_PATTERN, id_):
        fail(f"`{id_}` cannot be the name of a rule", "use small letters, digits and hyphens")
    effect, words = _effect({"permit": permit, "forbid": forbid, "require": require})
    wanted = NewRule(
        id_, effect, words, _when(when, effect), _goes_with(goes_with, effect), because, source
    )
    try:
        _add(policy, wanted, stdout=stdout)
    except InsertionError as error:
        fail(f"{policy}: {error}", error.hint)
    except PolicyError as error:
        _refuse(policy, error)
    except OSError as error:
        fail_to_write(policy, error)


def _effect(given: dict[str, str | None]) -> tuple[Effect, tuple[str, ...]]:
    """Return what the rule does, and to what."""
    found = [(name, text) for name, text in given.items() if text is not None]
    if len(found) != 1:
        hint = "write a rule for each" if found else "for example `--forbid accept`"
        fail("give one of `--permit`, `--forbid` and `--require`", hint)
    ((name, text),) = found
    return Effect(name), _words(name, text)


def _when(text: str | None, effect: Effect) -> str:
    """Return the condition; only what is required may be so of every lot without saying it."""
    if text is None and effect is Effect.REQUIRE:
        return "true"
    if text is None or not text.strip():
        fail(
            f"`--when` is to say when to {effect.value}",
            "for example `--when 'defects.major.found > 2'`; `disposition facts` lists the facts",
        )
    return text


def _goes_with(text: str | None, effect: Effect) -> tuple[str, ...]:
    if text is None:
        return ()
    if effect is not Effect.REQUIRE:
        fail(f"`--with` goes with `--require`, not with `--{effect.value}`")
    return _words("with", text)


def _words(option: str, text: str) -> tuple[str, ...]:
    words = tuple(word.strip() for word in text.split(","))
    for word in words:
        if not re.fullmatch(ID_PATTERN, word):
            fail(
                f"`--{option}` needs words with commas between them, not `{text}`",
                f"for example `--{option} {'reinspect' if option == 'require' else 'accept'}`",
            )
    return words


def _add(path: Path, wanted: NewRule, *, stdout: bool) -> None:
    """Put a rule into a file, and tell what is found on account of it.

    Raises:
        InsertionError: the rule cannot be put in.
        PolicyError: the file cannot be read or used, or not with the rule in it.
        OSError: the file cannot be written.
    """
    text = text_of(path)
    before = _findings_of(path)
    changed = insert_rule(str(path), text, wanted)
    warnings = Policy(load_checked_change(path, changed, CATALOGUE)).warnings
    mark = BYTE_ORDER_MARK if path.read_bytes().startswith(BYTE_ORDER_MARK) else b""
    if stdout:
        _show(mark, changed)
    else:
        replace_file(path, mark + changed.encode())
        write(f"{path}: added the rule `{wanted.id}`")
    known = {(each.code, each.message) for each in before}
    _report(each for each in warnings if (each.code, each.message) not in known)


def _show(mark: bytes, text: str) -> None:
    """Write the text of a file to stdout: as it is into another file, fit to be seen elsewhere."""
    click.echo(mark + (visible(text) if sys.stdout.isatty() else text).encode(), nl=False)


def _findings_of(path: Path) -> tuple[Diagnostic, ...]:
    """Return what is found in a file as it is, which may have no rules yet.

    Raises:
        PolicyError: it has other errors, which are told at their places before anything is added.
    """
    try:
        return load_policy(path).warnings
    except PolicyError as error:
        if any(
            each.severity is Severity.ERROR and each.code != NO_RULES for each in error.diagnostics
        ):
            raise
        return error.diagnostics


def _report(findings: Iterable[Diagnostic]) -> None:
    for each in findings:
        write_aside(f"\n{render(each)}")


def _refuse(path: Path, error: PolicyError) -> NoReturn:
    write_aside(f"{error}\n")
    write_error(f"the rule was not added; {path} is as it was")
    raise SystemExit(BAD_INPUT)
