"""A form to fill in: the keys of a declared document as YAML, each with what it means above it."""

from __future__ import annotations

import textwrap
from collections.abc import Container, Iterator

from attrs import fields

from disposition.documents.types import Kind

_WIDTH = 100
_STEP = "  "


def form(kind: type, head: str, without: Container[str] = ()) -> str:
    """Return a form for the documents that a class declares, without some of its sections.

    Every key stands there with nothing after it, which means that it is not known. Of a list there
    is one item, as a comment.
    """
    lines = [*_comment(head, ""), *_section(kind, "", without)]
    return "\n".join(lines) + "\n"


def _section(kind: type, indent: str, without: Container[str] = ()) -> Iterator[str]:
    for attribute in fields(kind):
        declared, name = attribute.metadata, attribute.name
        if name in without or "told" in declared:
            continue
        if not indent and ("section" in declared or "items" in declared):
            yield ""
        if "scalar" in declared:
            yield from _comment(
                f"{declared['about']} ({_written(declared['scalar'].type)})", indent
            )
            yield f"{indent}{name}:"
        elif "section" in declared:
            yield from _comment(declared["about"], indent)
            yield f"{indent}{name}:"
            yield from _section(declared["section"], indent + _STEP)
        else:
            yield from _comment(f"{declared['about']}; `[]` where there are none", indent)
            yield f"{indent}{name}:"
            yield from _item(declared["items"], indent + _STEP)


def _item(kind: type, indent: str) -> Iterator[str]:
    """Yield one item of a list as comments: who has some takes the signs away and copies it."""
    dash = "- "
    for attribute in fields(kind):
        if "scalar" in attribute.metadata:
            written = _written(attribute.metadata["scalar"].type)
            yield f"{indent}# {dash}{attribute.name}:  # {written}"
            dash = _STEP


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
