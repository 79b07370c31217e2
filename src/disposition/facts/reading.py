"""Plain data to a lot and back, on the fast way: functions that are written once for each class.

A document that the fast way refuses is read again by `reporting`, which finds every problem. Both
use the same readers of single values, so they accept the same documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from attrs import Attribute, fields

from disposition.errors import LotError, few_suggestions
from disposition.facts.document import LotDocument
from disposition.facts.reporting import capped, report
from disposition.facts.sanity import contradictions
from disposition.facts.scalars import Scalar

Document = TypeVar("Document", bound=LotDocument)


def read_lot(kind: type[Document], doc: Mapping[str, Any]) -> Document:
    """Return the lot that a document describes; raise `LotError` with every problem at once."""
    root: type = kind  # to mypy, a type of a type variable is no key of a cache
    try:
        lot: Document = reader_of(root)(doc)
    except Exception:  # noqa: BLE001 - whatever made it fail, the careful way says why
        lot, problems = report(kind, doc)
    else:
        problems = []
    with few_suggestions():
        problems.extend(contradictions(lot))
    if problems:
        raise LotError(capped(problems))
    return lot


@cache
def reader_of(kind: type) -> Callable[[Any], Any]:
    """Return a function from a mapping to a class that is declared as the lot document is.

    It raises anything on what it cannot take.
    """
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


def write_part(part: object) -> dict[str, Any]:
    """Return a lot, or a part of one, as plain data: absent keys left out, decimals as text."""
    written: dict[str, Any] = _writer()(part)
    return written


@cache
def _writer() -> Callable[[Any], dict[str, Any]]:
    # Loading cattrs takes long: only who writes lots waits for it.
    from cattrs import Converter

    converter = Converter(omit_if_default=True)
    converter.register_unstructure_hook(Decimal, "{:f}".format)
    converter.register_unstructure_hook(date, date.isoformat)
    return converter.unstructure
