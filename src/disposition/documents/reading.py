"""Plain data to a declared class on the fast way: by functions written once for each class.

A document that the fast way refuses is read again by `reporting`, which finds every problem. Both
use the same readers of single values, so they accept the same documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from attrs import Attribute, fields

from disposition.documents.keeping import kept_with_class
from disposition.documents.reporting import report
from disposition.documents.scalars import Scalar
from disposition.errors import Problem


def read(kind: type, data: object, where: str = "$") -> tuple[Any, list[Problem]]:
    """Return what data says of a declared class, and every problem with it.

    Each problem has its place below `where`. A value that cannot be taken reads as unknown, and so
    does a whole list with a problem in it; data that is no object reads as None.

    >>> from attrs import make_class
    >>> from disposition.documents.declaring import value
    >>> from disposition.documents.scalars import DAY
    >>> Own = make_class("Own", {"due": value(DAY, "When it is due")}, frozen=True)
    >>> print(*read(Own, {"due": "soon"}, "$.custom")[1])
    $.custom.due: expected a date such as 2026-11-18, found `"soon"`
    """
    try:
        return reader_of(kind)(data), []
    except Exception:  # noqa: BLE001 - whatever made it fail, the careful way says why
        return report(kind, data, where)


@kept_with_class
def reader_of(kind: type) -> Callable[[Any], Any]:
    """Return a function from a mapping to a declared class; it raises anything on other data."""
    names: dict[str, Any] = {"kind": kind, "known": {each.name for each in fields(kind)}}
    lines = [
        "def read(mapping):",
        "    if not mapping.keys() <= known:",
        "        raise KeyError(f'there is no key {min(map(str, mapping.keys() - known))!r}')",
        "    get = mapping.get",
    ]
    for each in fields(kind):
        names[f"default_{each.name}"] = each.default
        lines += _reading(each, names)
    lines.append(f"    return kind({', '.join(f'of_{each.name}' for each in fields(kind))})")
    source = "\n".join(lines)
    exec(source, names)  # noqa: S102 - written from our own declarations alone
    read: Callable[[Any], Any] = names["read"]
    return read


def _reading(attribute: Attribute[Any], names: dict[str, Any]) -> Iterator[str]:
    """Yield the lines that read one key of `mapping`; what they call is put among the names."""
    key, declared = attribute.name, attribute.metadata
    yield f"    value = get({key!r}, default_{key})"
    if "scalar" in declared:
        scalar: Scalar = declared["scalar"]
        names[f"read_{key}"] = scalar.read
        yield f"    if value is not None and not ({scalar.usual}): value = read_{key}(value)"
        yield f"    of_{key} = value"
    elif "section" in declared:
        names[f"read_{key}"] = reader_of(declared["section"])
        yield f"    if value is None: value = default_{key}"
        yield f"    of_{key} = value if value is default_{key} else read_{key}(value)"
    else:
        names[f"read_{key}"] = _list_reader(reader_of(declared["items"]))
        yield f"    of_{key} = value if value is None else read_{key}(value)"


def _list_reader(read: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, ...]]:
    def read_list(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise TypeError("a list is expected")
        return tuple([read(item) for item in value])

    return read_list
