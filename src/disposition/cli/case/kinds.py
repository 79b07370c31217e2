"""`disposition case kinds`: what can be written into a case, and how."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import click

from disposition.casefile.log.entry_data import kind_of
from disposition.casefile.log.kinds import KINDS, EntryKind
from disposition.cli.case.shared.text import folded
from disposition.cli.messages import style, with_bold_titles, write, write_json
from disposition.cli.options import json_option
from disposition.frozen import fields, frozen
from disposition.language.types import FactType, Kind

_COMMANDS = {
    "decision": "decide ID --on DAY",
    "released": "release ID --on DAY",
    "refused": "release ID --on DAY",
    "rest": "new ID --rest-of CASE --on DAY",
}
_TYPES = {
    Kind.BOOLEAN: "true or false",
    Kind.INTEGER: "a whole number",
    Kind.DECIMAL: "a decimal",
    Kind.TEXT: "text",
    Kind.DATE: "a day, as 2026-11-18",
}


@click.command()
@click.argument("kind", metavar="[KIND]", required=False)
@json_option
def kinds(*, kind: str | None, as_json: bool) -> None:
    """List the kinds of entries; of one KIND, tell its keys and give an example.

    Needs no store. Of each key: whether it is needed, what it may be and what it means.
    """
    chosen = list(KINDS.values()) if kind is None else [kind_of(kind)]
    if as_json:
        write_json({"kinds": [_document(each) for each in chosen]})
    elif kind is None:
        write("\n".join(_list_lines()))
    else:
        write(with_bold_titles("\n".join(_kind_lines(chosen[0]))))


@frozen
class _Key:
    """A key of an entry's data: its path, what it may be, and what it means."""

    path: str
    type: str
    about: str
    is_needed: bool
    values: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        document = {"path": self.path, "type": self.type, "values": list(self.values)}
        return document | {"needed": self.is_needed, "about": self.about}


def _keys(kind: type, above: str = "") -> Iterator[_Key]:
    """Yield the keys of a declared class, and those of the parts below them."""
    for attribute in fields(kind):
        declared = attribute.metadata
        path, about = f"{above}{attribute.name}", declared["about"]
        is_needed = bool(declared.get("needed"))
        if "scalar" in declared:
            type_: FactType = declared["scalar"].type
            yield _Key(path, _typed(type_), about, is_needed, type_.values)
        elif "items" in declared:
            yield _Key(f"{path}[]", "a list", about, is_needed)
            yield from _keys(declared["items"], f"{path}[].")
        else:
            yield _Key(path, "as in a lot document (`disposition schema lot`)", about, is_needed)


def _typed(type_: FactType) -> str:
    if type_.kind is Kind.ENUM:
        return f"one of {', '.join(type_.values)}"
    unit = f" of {type_.unit}" if type_.kind.is_number and type_.unit else ""
    return f"{_TYPES[type_.kind]}{unit}"


def _written_by(kind: EntryKind) -> str:
    return "add" if kind.is_written else _COMMANDS[kind.name].split()[0]


# --- in words -------------------------------------------------------------------------------------


def _list_lines() -> Iterator[str]:
    width = max(map(len, KINDS))
    for each in KINDS.values():
        how = "" if each.is_written else f" (written by `case {_written_by(each)}`)"
        yield f"{style(f'{each.name:<{width}}', bold=True)}  {each.about}{how}"
    yield ""
    yield "`disposition case kinds KIND` tells the keys of one, with an example."


def _kind_lines(kind: EntryKind) -> Iterator[str]:
    yield f"{kind.name}: {kind.about}"
    if not kind.is_written:
        command = f"disposition case {_COMMANDS[kind.name]}"
        yield f"It is never written by hand: `{command}` writes it."
    yield ""
    yield "Keys of its data"
    for key in _keys(kind.data):
        needed = " (needed)" if key.is_needed else ""
        yield from folded(f"{key.path}{needed}: {key.type}", "  ", "      ")
        yield from folded(key.about, "      ", "      ")
    if kind.name in examples():
        yield ""
        yield "Example"
        yield from _command_lines(kind.name)
        yield ""
        yield "The same data as JSON, which can be a file in place of the settings"
        yield f"  {json.dumps(examples()[kind.name], ensure_ascii=False)}"


def _command_lines(kind: str) -> Iterator[str]:
    """Yield a command for a shell that writes the example."""
    yield f"  disposition case add PO-4711 {kind} --on 2026-11-19 --by Li \\"
    settings = [f"    --set {shlex.quote(each)}" for each in settings_of(examples()[kind])]
    yield " \\\n".join(settings)


def _document(kind: EntryKind) -> dict[str, Any]:
    return {
        "kind": kind.name,
        "about": kind.about,
        "written_by": _written_by(kind),
        "keys": [each.to_dict() for each in _keys(kind.data)],
        "example": examples().get(kind.name),
    }


# --- examples ------------------------------------------------------------------------------------


@cache
def examples() -> Mapping[str, Mapping[str, Any]]:
    """Return the data of an entry for each kind that people write."""
    # JSON, which is read without what reads YAML: that takes longer than all else here.
    written = Path(__file__).with_name("examples.json").read_text(encoding="utf-8")
    found: Mapping[str, Mapping[str, Any]] = json.loads(written)
    return found


def settings_of(data: Mapping[str, Any], above: str = "") -> Iterator[str]:
    """Yield the `path=value` settings that give some data.

    >>> list(settings_of({"people": [{"name": "Li", "senior": True}], "photos": 7}))
    ['people[0].name=Li', 'people[0].senior=true', 'photos=7']
    """
    for key, value in data.items():
        yield from _settings(f"{above}{key}", value)


def _settings(path: str, value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from settings_of(value, f"{path}.")
    elif value == []:
        yield f"{path}=[]"
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _settings(f"{path}[{index}]", item)
    else:
        yield f"{path}={str(value).lower() if isinstance(value, bool) else value}"
