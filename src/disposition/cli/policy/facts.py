"""`disposition facts`: every fact, what it means, and the rules that read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from disposition.cli.inputs import read_policy
from disposition.cli.messages import fail, style, write, write_json
from disposition.cli.options import json_option, policy_option
from disposition.documents.plain import picked, plain_value
from disposition.documents.types import Changeable
from disposition.errors import suggest
from disposition.explain.limits import Readers, readers_of_facts
from disposition.facts import FactSpec
from disposition.facts.catalogue import Catalogue
from disposition.facts.evaluation import Defined
from disposition.facts.own.catalogues import OwnFact
from disposition.facts.own.declared import PREFIX, OwnList, OwnTable, OwnValue, table_entry
from disposition.language.text import expression_text, value_text
from disposition.language.types import TableSpec
from disposition.words import wrapped

WIDTH = 100
MOST_ROWS = 10
"""Rows of a table that are shown in words; `--json` has all."""

Shown = FactSpec | OwnList | OwnTable

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
    conditions read it, through definitions too, or that show it in their texts. A policy's own
    lists are among them, with what their items hold, and its tables, with their rows.
    """
    policy = read_policy(policy_file).checked
    named = (each for path, each in policy.catalogue.items() if path not in policy.hoisted)
    everything = [*named, *_tables_and_lists(policy.own.values())]
    specs = [spec for spec in everything if _matches(spec.path, pattern)]
    if not specs:  # no path has it: what is meant by it may
        word = pattern.casefold()
        specs = [spec for spec in everything if word in spec.about.casefold()]
    specs.sort(key=lambda spec: spec.path.startswith(PREFIX))
    if not specs:
        fail(f"no fact matches `{pattern}`", suggest(pattern, policy.catalogue))
    readers = readers_of_facts(policy)
    if as_json:
        write_json(_document(specs, readers, policy.catalogue))
    else:
        write("\n".join(_lines(specs, readers, policy.catalogue)))


def _tables_and_lists(own: Iterable[OwnFact]) -> Iterator[Shown]:
    """Yield tables and lists, and what the items of these hold."""
    for each in own:
        if isinstance(each, OwnTable):
            yield each
        if isinstance(each, OwnList):
            yield each
            for held in each.holds.values():
                if isinstance(held, OwnValue):
                    yield held.spec
            yield from _tables_and_lists(each.holds.values())


def _matches(path: str, pattern: str) -> bool:
    return fnmatchcase(path, pattern) if "*" in pattern else pattern in path


def _document(
    specs: list[Shown], readers: Mapping[str, Readers], catalogue: Catalogue
) -> dict[str, Any]:
    return {
        "facts": [
            _entry(each, readers.get(each.path, _NOBODY), catalogue)
            for each in specs
            if isinstance(each, FactSpec)
        ],
        "lists": [
            {**picked(each, "path", "about"), "holds": list(each.holds)}
            for each in specs
            if isinstance(each, OwnList)
        ],
        "tables": [_table(each) for each in specs if isinstance(each, OwnTable)],
    }


def _table(table: OwnTable) -> dict[str, Any]:
    """Return a table as plain data, its rows each with its keys and values by their columns."""
    spec = table.spec
    return {
        "path": table.path,
        "about": table.about,
        "keys": list(spec.keys),
        "columns": {
            name: {"kind": type_.kind.value, "unit": type_.unit}
            for name, type_ in {**spec.keys, **spec.columns}.items()
        },
        "rows": [
            {name: plain_value(value) for name, value in row.items()}
            for row in table_entry(table)["rows"]
        ],
    }


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
    specs: list[Shown], readers: Mapping[str, Readers], catalogue: Catalogue
) -> Iterator[str]:
    for number, (section, group) in enumerate(
        groupby(specs, key=lambda spec: spec.path.partition(".")[0])
    ):
        if number:
            yield ""
        yield style(section, bold=True)
        for spec in group:
            first, *others = _wrapped(f"{spec.path}: {_kind(spec)}", "  ")
            yield first.replace(spec.path, style(spec.path, fg="cyan"), 1)
            yield from others
            yield from _wrapped(spec.about)
            if isinstance(spec, OwnTable):
                yield from _rows(spec.spec)
            if not isinstance(spec, FactSpec):
                continue
            if definition := _definition(spec, catalogue):
                yield from _wrapped(f"is {definition}")
            if spec.changeable:
                yield from _wrapped(_CHANGEABLE[spec.changeable])
            by = readers.get(spec.path, _NOBODY)
            if by.conditions:
                yield from _wrapped(f"read by {', '.join(by.conditions)}")
            if by.texts:
                yield from _wrapped(f"shown by {', '.join(by.texts)}")


def _kind(spec: Shown) -> str:
    """Return what something is: a fact with its type, a list or a table with its columns."""
    match spec:
        case OwnList():
            return f"list of items with {', '.join(spec.holds)}"
        case OwnTable(spec=table):
            keys, told = (
                ", ".join(f"{name} ({type_})" for name, type_ in columns.items())
                for columns in (table.keys, table.columns)
            )
            return f"table, {told} by {keys}"
        case _:
            origin = "given" if spec.given else "derived"
            return f"{origin}, {spec.type}{_range(spec)}"


def _rows(table: TableSpec) -> Iterator[str]:
    """Yield the first rows of a table, each in words."""
    for row in table.rows[:MOST_ROWS]:
        keys = ", ".join(map(value_text, row.keys))
        told = ", ".join(f"{name} {value_text(value)}" for name, value in row.values.items())
        yield from _wrapped(f"{keys}: {told}")
    if len(table.rows) > MOST_ROWS:
        yield from _wrapped(f"and {len(table.rows) - MOST_ROWS:,} more rows")


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
    low = "" if least is None else f" from {least:,}"
    return low + ("" if most is None else f" to {most:,}")


def _wrapped(text: str, indent: str = " " * 6) -> list[str]:
    return wrapped(text, indent, " " * 8, WIDTH)
