"""A declared class to plain data: a function is written for each class once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from disposition.documents.declaring import kept_with_class, keys_of
from disposition.documents.forms import Form, Listed, Named, Untyped
from disposition.documents.scalars import ScalarType
from disposition.documents.types import FactType, Kind


def write(part: object) -> dict[str, Any]:
    """Return a part as plain data, which shares nothing with it that can be changed.

    Decimals and dates are written as text. A key that need not be there is left out if it says
    nothing.
    """
    return writer_of(type(part))(part)


@kept_with_class
def writer_of(kind: type) -> Callable[[Any], dict[str, Any]]:
    """Return the function that writes the parts of a declared class."""
    names: dict[str, Any] = {}
    always: list[str] = []
    lines: list[str] = []
    for key in keys_of(kind):
        held = f"it.{key.attribute}"
        value = _written(key.form, held, names)
        if key.or_null and not key.left_out and value != held:
            value = f"None if {held} is None else {value}"
        if key.left_out and isinstance(key.form, type):
            lines.append(f"if part := {value}: doc[{key.name!r}] = part")
        elif key.left_out:
            names[f"no_{key.attribute}"] = key.default
            lines.append(f"if {held} != no_{key.attribute}: doc[{key.name!r}] = {value}")
        elif lines:
            lines.append(f"doc[{key.name!r}] = {value}")  # in its place, after what is left out
        else:
            always.append(f"{key.name!r}: {value}")
    source = ["def write(it):", f"doc = {{{', '.join(always)}}}", *lines, "return doc"]
    exec("\n    ".join(source), names)  # noqa: S102 - written from our own declarations alone
    write: Callable[[Any], dict[str, Any]] = names["write"]
    return write


def _written(form: Form, value: str, names: dict[str, Any]) -> str:
    """Return the source of a value as it is written; what it calls is put among the names."""
    match form:
        case Listed(inner):
            item = _written(inner, "each", names)
            return f"list({value})" if item == "each" else f"[{item} for each in {value}]"
        case Named(inner):
            item = _written(inner, "each", names)
            if item == "each":
                return f"dict({value})"
            return f"{{name: {item} for name, each in {value}.items()}}"
        case ScalarType(type=FactType(Kind.DECIMAL)):
            return f"format({value}, 'f')"
        case ScalarType(type=FactType(Kind.DATE)):
            return f"{value}.isoformat()"
        case Untyped(write=function) if function is not None:
            names[name := f"write_{len(names)}"] = function
            return f"{name}({value})"
        case type():
            names[name := f"write_{len(names)}"] = writer_of(form)
            return f"{name}({value})"
        case _:
            return value
