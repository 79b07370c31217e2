"""`disposition facts`: every fact, what it means, and the rules that read it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from disposition.cli.inputs import policy_option, read_policy
from disposition.cli.messages import fail, style, write, write_json
from disposition.errors import suggest
from disposition.explain.dependencies import Readers, readers_of_facts
from disposition.facts import FactSpec

WIDTH = 100
_NOBODY = Readers()


@click.command()
@click.argument("pattern", default="")
@policy_option
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")
def facts(*, pattern: str, policy_file: Path | None, as_json: bool) -> None:
    """List the facts whose path matches PATTERN: a part of it, or with `*` all of it.

    Of each: its type and unit, whether it is given in the lot document or derived, what it
    means, and the rules and invariants of the policy whose conditions read it, through
    definitions too, or that show it in their texts.
    """
    policy = read_policy(policy_file).checked
    specs = [spec for path, spec in policy.catalogue.items() if _matches(path, pattern)]
    if not specs:
        fail(f"no fact matches `{pattern}`", suggest(pattern, policy.catalogue))
    readers = readers_of_facts(policy)
    if as_json:
        write_json({"facts": [_entry(each, readers.get(each.path, _NOBODY)) for each in specs]})
    else:
        write("\n".join(_lines(specs, readers)))


def _matches(path: str, pattern: str) -> bool:
    return fnmatchcase(path, pattern) if "*" in pattern else pattern in path


def _entry(spec: FactSpec, readers: Readers) -> dict[str, Any]:
    return {
        "path": spec.path,
        "kind": spec.type.kind.value,
        "unit": spec.type.unit,
        "values": list(spec.type.values),
        "given": spec.given,
        "about": spec.about,
        "reads": list(spec.reads),
        "read_by": list(readers.conditions),
        "shown_by": list(readers.texts),
    }


def _lines(specs: list[FactSpec], readers: Mapping[str, Readers]) -> Iterator[str]:
    for number, (section, group) in enumerate(groupby(specs, key=_section)):
        if number:
            yield ""
        yield style(section, bold=True)
        for spec in group:
            origin = "given" if spec.given else "derived"
            first, *others = _wrapped(f"{spec.path}: {origin}, {spec.type}", "  ")
            yield first.replace(spec.path, style(spec.path, fg="cyan"), 1)
            yield from others
            yield from _wrapped(spec.about)
            by = readers.get(spec.path, _NOBODY)
            if by.conditions:
                yield from _wrapped(f"read by {', '.join(by.conditions)}")
            if by.texts:
                yield from _wrapped(f"shown by {', '.join(by.texts)}")


def _section(spec: FactSpec) -> str:
    return spec.path.partition(".")[0]


def _wrapped(text: str, indent: str = " " * 6) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=" " * 8,
        break_long_words=False,
        break_on_hyphens=False,
    )
