"""`disposition facts`: every fact, what it means, and the rules that read it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from disposition.cli.inputs import read_policy
from disposition.cli.messages import fail, style, write, write_json
from disposition.cli.options import json_option, policy_option
from disposition.documents.numbers import MOST
from disposition.documents.plain import plain_value
from disposition.documents.types import Changeable
from disposition.errors import suggest
from disposition.explain.dependencies import Readers, readers_of_facts
from disposition.facts import FactSpec
from disposition.facts.catalogue import Catalogue
from disposition.facts.evaluation import Defined
from disposition.facts.own.catalogues import OwnFact
from disposition.facts.own.declared import PREFIX, OwnList, OwnValue
from disposition.language.text import expression_text

WIDTH = 100
_NOBODY = Readers()


@click.command()
@click.argument("pattern", default="")
@policy_option
@json_option
def facts(*, pattern: str, policy_file: Path | None, as_json: bool) -> None:
    """List the facts whose path matches PATTERN: a part of it, or with `*` all of it.

    Where no path does, those whose meaning has it in its words.

    Of each: its type and unit, whether it is given in the lot document or derived, what it
    means, its definition where it has one, and the rules and invariants of the policy whose
    conditions read it, through definitions too, or that show it in their texts. What the items
    of a policy's own lists hold is listed, too.
    """
    policy = read_policy(policy_file).checked
    named = (each for path, each in policy.catalogue.items() if path not in policy.hoisted)
    everything = [*named, *_held(policy.own.values())]
    specs = [spec for spec in everything if _matches(spec.path, pattern)]
    if not specs:  # no path has it: what is meant by it may
        word = pattern.casefold()
        specs = [spec for spec in everything if word in spec.about.casefold()]
    specs.sort(key=_is_own)
    if not specs:
        fail(f"no fact matches `{pattern}`", suggest(pattern, policy.catalogue))
    readers = readers_of_facts(policy)
    if as_json:
        write_json(
            {
                "facts": [
                    _entry(each, readers.get(each.path, _NOBODY), policy.catalogue)
                    for each in specs
                ]
            }
        )
    else:
        write("\n".join(_lines(specs, readers, policy.catalogue)))


def _is_own(spec: FactSpec) -> bool:
    return spec.path.startswith(PREFIX)


def _held(own: Iterable[OwnFact]) -> Iterator[FactSpec]:
    """Yield what the items of lists hold."""
    for each in own:
        if isinstance(each, OwnList):
            for held in each.holds.values():
                if isinstance(held, OwnValue):
                    yield held.spec
            yield from _held(each.holds.values())


def _matches(path: str, pattern: str) -> bool:
    return fnmatchcase(path, pattern) if "*" in pattern else pattern in path


def _entry(spec: FactSpec, readers: Readers, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "path": spec.path,
        "kind": spec.type.kind.value,
        "unit": spec.type.unit,
        "values": list(spec.type.values),
        "least": plain_value(spec.within.least) if spec.type.kind.is_number else None,
        "most": plain_value(spec.within.most) if spec.type.kind.is_number else None,
        "given": spec.given,
        "changeable": spec.changeable.value if spec.changeable else None,
        "about": spec.about,
        "is": _definition(spec, catalogue),
        "reads": list(spec.reads),
        "read_by": list(readers.conditions),
        "shown_by": list(readers.texts),
    }


def _definition(spec: FactSpec, catalogue: Catalogue) -> str | None:
    """Return the expression that defines a fact; None where none does."""
    fact = catalogue.derived.get(spec.path)
    return expression_text(fact.definition.expression) if isinstance(fact, Defined) else None


def _lines(
    specs: list[FactSpec], readers: Mapping[str, Readers], catalogue: Catalogue
) -> Iterator[str]:
    for number, (section, group) in enumerate(groupby(specs, key=_section)):
        if number:
            yield ""
        yield style(section, bold=True)
        for spec in group:
            origin = "given" if spec.given else "derived"
            said = f"{spec.path}: {origin}, {spec.type}{_range(spec)}"
            first, *others = _wrapped(said, "  ")
            yield first.replace(spec.path, style(spec.path, fg="cyan"), 1)
            yield from others
            yield from _wrapped(spec.about)
            if definition := _definition(spec, catalogue):
                yield from _wrapped(f"is {definition}")
            if spec.changeable:
                yield from _wrapped(_CHANGEABLE[spec.changeable])
            by = readers.get(spec.path, _NOBODY)
            if by.conditions:
                yield from _wrapped(f"read by {', '.join(by.conditions)}")
            if by.texts:
                yield from _wrapped(f"shown by {', '.join(by.texts)}")


_CHANGEABLE = {
    Changeable.ANY: "somebody can change it",
    Changeable.MORE: "somebody can change it to more, later, or yes",
    Changeable.TOLD: "somebody can tell it where it is not told",
}


def _range(spec: FactSpec) -> str:
    """Return the range of a number of the policy's own, for which no unit speaks."""
    least, most = spec.within.least, spec.within.most
    if not spec.signed or (least is None and most is None):
        return ""
    low = "" if least is None or least == -MOST else f" from {least:,}"
    return low + ("" if most is None else f" to {most:,}")


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
