"""A form to fill in: the keys of a declared document as YAML, each with what it means above it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator

from disposition.documents.types import Kind
from disposition.frozen import fields

_WIDTH = 100
_STEP = "  "


Wanted = Callable[[str], bool]
"""Whether a key stands in a form, by its path, such as `inspection.defects.units`."""


def form(kind: type, head: str, wanted: Wanted, own: type | None = None) -> str:
    """Return a form for the documents that a class declares, with the keys that are wanted.

    Every key stands there with nothing after it, which means that it is not known. Of a list there
    is one item, as a comment. A section, and a list, stands there if any of its keys does. `own`
    declares the section `custom`, as a policy does.
    """
    lines = [*_comment(head, ""), *_section(kind, "", "", wanted)]
    if own is not None:
        lines += ["", *_comment("What the policy declares of its own", ""), "custom:"]
        lines += _section(own, _STEP, "custom.", lambda _: True)
    return "\n".join(lines) + "\n"


def _section(kind: type, indent: str, above: str, wanted: Wanted) -> Iterator[str]:
    for attribute in fields(kind):
        declared, name = attribute.metadata, attribute.name
        path = f"{above}{name}"
        if "told" in declared:
            continue
        if "scalar" in declared:
            if wanted(path):
                meant = f"{declared['about']} ({_written(declared['scalar'].type)})"
                yield from ([] if indent else [""])
                yield from _comment(meant, indent)
                yield f"{indent}{name}:"
            continue
        if "section" in declared:
            about = declared["about"]
            inside = [*_section(declared["section"], indent + _STEP, f"{path}.", wanted)]
        else:
            about = f"{declared['about']}; `[]` where there are none"
            inside = [*_item(declared["items"], indent + _STEP, f"{path}.", wanted)]
        if inside:
            yield from ([] if indent else [""])
            yield from _comment(about, indent)
            yield f"{indent}{name}:"
            yield from inside


def _item(kind: type, indent: str, above: str, wanted: Wanted) -> Iterator[str]:
    """Yield one item of a list as comments: who has some takes the signs away and copies it."""
    for number, line in enumerate(_of_item(kind, above, wanted)):
        yield f"{indent}# {_STEP if number else '- '}{line}"


def _of_item(kind: type, above: str, wanted: Wanted) -> Iterator[str]:
    for attribute in fields(kind):
        declared, path = attribute.metadata, f"{above}{attribute.name}"
        if "scalar" in declared and wanted(path):
            yield f"{attribute.name}:  # {_written(declared['scalar'].type)}"
        elif "section" in declared or "items" in declared:
            inner = declared.get("section") or declared["items"]
            inside = [*_of_item(inner, f"{path}.", wanted)]
            if inside:
                yield f"{attribute.name}:"
            for number, line in enumerate(inside):
                lead = _STEP if "section" in declared or number else "- "
                yield f"{_STEP}{lead if 'items' in declared else ''}{line}"


def _written(type_: object) -> str:
    kind, unit = getattr(type_, "kind", None), getattr(type_, "unit", "")
    if values := getattr(type_, "values", ()):
        return " | ".join(values)
    words = {
        Kind.TEXT: "text",
        Kind.INTEGER: "whole number",
        Kind.DECIMAL: "decimal",
        Kind.DATE: "day, such as 2026-11-18",
        Kind.BOOLEAN: "true | false",
    }
    said = words.get(kind, "text") if isinstance(kind, Kind) else "text"
    return f"{said}, {unit}" if unit else said


def _comment(text: str, indent: str) -> list[str]:
    lead = f"{indent}# "
    return textwrap.wrap(
        text, _WIDTH, initial_indent=lead, subsequent_indent=lead, break_on_hyphens=False
    )
