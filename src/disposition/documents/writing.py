"""A declared class to plain data: a function is written for each class once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import Attribute, fields

from disposition.documents.keeping import kept_with_class
from disposition.documents.types import Kind


def write(part: object) -> dict[str, Any]:
    """Return a part as plain data: what says nothing left out, decimals and dates as text."""
    return writer_of(type(part))(part)


@kept_with_class
def writer_of(kind: type) -> Callable[[Any], dict[str, Any]]:
    """Return the function that writes the parts of a declared class."""
    names: dict[str, Any] = {}
    lines = ["def write(part):", "    doc = {}"]
    for attribute in fields(kind):
        lines.extend(f"    {line}" for line in _of_key(attribute, names))
    exec("\n".join([*lines, "    return doc"]), names)  # noqa: S102 - from our declarations alone
    written: Callable[[Any], dict[str, Any]] = names["write"]
    return written


def _of_key(attribute: Attribute[Any], names: dict[str, Any]) -> list[str]:
    """Return the lines that write one key; what they need goes to `names`."""
    key, declared = attribute.name, attribute.metadata
    if "section" in declared:
        names[f"write_{key}"] = writer_of(declared["section"])
        return [f"value = write_{key}(part.{key})", f"if value: doc[{key!r}] = value"]
    names[f"absent_{key}"] = attribute.default
    if "items" in declared:
        names[f"write_{key}"] = writer_of(declared["items"])
        written = f"[write_{key}(each) for each in value]"
    else:
        written = _as_text(declared["scalar"].type.kind)
    return [f"value = part.{key}", f"if value != absent_{key}: doc[{key!r}] = {written}"]


def _as_text(kind: Kind) -> str:
    match kind:
        case Kind.DECIMAL:
            return "format(value, 'f')"
        case Kind.DATE:
            return "value.isoformat()"
        case _:
            return "value"
