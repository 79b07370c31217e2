"""Plain data to a lot and back, on the fast way: functions that cattrs writes once.

A document that the fast way refuses is read again by `reporting`, which finds every problem. Both
use the same readers of single values, so they accept the same documents.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import fields

from disposition.errors import LotError, few_suggestions
from disposition.facts.document import LotDocument
from disposition.facts.reporting import capped, report
from disposition.facts.sanity import contradictions

if TYPE_CHECKING:
    from cattrs import Converter


Document = TypeVar("Document", bound=LotDocument)


def read_lot(kind: type[Document], doc: Mapping[str, Any]) -> Document:
    """Return the lot that a document describes; raise `LotError` with every problem at once."""
    root: type = kind  # to mypy, a type of a type variable is no key of a cache
    try:
        lot: Document = reader_of(root)(doc, kind)
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
def reader_of(kind: type) -> Callable[[Any, type], Any]:
    """Return a function from a mapping to a class that is declared as the lot document is.

    It takes the class once more as its second argument, and raises anything on what it cannot take.
    """
    # Loading cattrs takes longer than everything else here: only who reads a document waits for it.
    from cattrs import Converter

    return _section_hook(kind, Converter(detailed_validation=False))


def _section_hook(kind: type, converter: Converter) -> Callable[[Any, type], Any]:
    """Return a function from a mapping to one of our classes, which refuses unknown keys."""
    from cattrs.gen import make_dict_structure_fn, override

    hooks: dict[str, Any] = {}
    for attribute in fields(kind):
        declared = attribute.metadata
        if "scalar" in declared:
            hook = declared["scalar"].read
        elif "section" in declared:
            hook = _optional(_section_hook(declared["section"], converter), attribute.default)
        else:
            hook = _tuple_of(_section_hook(declared["items"], converter), declared["items"])
        hooks[attribute.name] = override(struct_hook=hook)
    return make_dict_structure_fn(
        kind, converter, _cattrs_forbid_extra_keys=True, _cattrs_use_linecache=False, **hooks
    )


def _optional(hook: Callable[[Any, type], Any], absent: object) -> Callable[[Any, type], Any]:
    def structure(value: Any, kind: type) -> Any:
        return absent if value is None else hook(value, kind)

    return structure


def _tuple_of(hook: Callable[[Any, type], Any], kind: type) -> Callable[[Any, type], Any]:
    def structure(value: Any, _: type) -> Any:
        if value is None:
            return None
        if not isinstance(value, list | tuple):
            raise TypeError(value)
        return tuple([hook(item, kind) for item in value])

    return structure


def write_part(part: object) -> dict[str, Any]:
    """Return a lot, or a part of one, as plain data: absent keys left out, decimals as text."""
    written: dict[str, Any] = _writer()(part)
    return written


@cache
def _writer() -> Callable[[Any], dict[str, Any]]:
    from cattrs import Converter

    converter = Converter(omit_if_default=True)
    converter.register_unstructure_hook(Decimal, "{:f}".format)
    converter.register_unstructure_hook(date, date.isoformat)
    return converter.unstructure
