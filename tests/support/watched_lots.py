"""Lots that write down which of their values are read, and lots with one value changed."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

from attrs import fields, has

from disposition.documents.scalars import ScalarType
from disposition.errors import LotError
from disposition.facts import Kind, Lot
from disposition.facts.document.lot_document import LotDocument

Document = dict[str, Any]
Place = tuple[str | int, ...]


def watched(lot: LotDocument, read: set[str]) -> Any:
    """Return what looks like the lot and adds the path of each value that is read to a set."""
    return _watched(lot, "", read)


def _watched(part: Any, path: str, read: set[str]) -> Any:
    if has(type(part)):
        seen = object.__new__(_watching(type(part)))
        object.__setattr__(seen, "_part", (part, path and f"{path}.", read, {}))
        return seen
    read.add(path)
    if isinstance(part, tuple) and part and has(type(part[0])):
        return tuple(_watched(item, f"{path}[]", read) for item in part)
    return part


@cache
def _watching(kind: type) -> type:
    """Return a subclass whose fields are those of another object, and write down who reads them."""
    names = {attribute.name for attribute in fields(kind)}

    def look_up(self: object, name: str) -> Any:
        if name not in names:
            return object.__getattribute__(self, name)
        part, prefix, read, known = object.__getattribute__(self, "_part")
        if name not in known:
            known[name] = _watched(getattr(part, name), prefix + name, read)
        return known[name]

    same = {"__eq__": object.__eq__, "__hash__": object.__hash__}
    return type(f"Watched{kind.__name__}", (kind,), {"__getattribute__": look_up, **same})


def path_of(place: Place) -> str:
    """Return where values of the same kind stand, such as `inspection.defects[].units`."""
    path = ""
    for step in place:
        path += "[]" if isinstance(step, int) else f".{step}" if path else step
    return path


def places_of(part: Any, above: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Yield every single value and every list of a document, with its place."""
    if isinstance(part, dict):
        for key, value in part.items():
            yield from places_of(value, (*above, key))
        return
    yield above, part
    if isinstance(part, list):
        for index, item in enumerate(part):
            yield from places_of(item, (*above, index))


def changed(document: Document, place: Place, value: Any) -> Iterator[Lot]:
    """Yield the lots of a document whose value at a place is another, or absent."""
    for other in (None, *_others(path_of(place), value)):
        changed_one = copy.deepcopy(document)
        part: Any = changed_one
        for step in place[:-1]:
            part = part[step]
        part[place[-1]] = other
        if other is None:
            del part[place[-1]]
        try:
            yield Lot.from_dict(changed_one)
        except LotError:  # it cannot be true, beside the other values
            continue


def _others(path: str, value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        yield from ([], value[:-1], [*value, {}])
        return
    scalar = _scalars().get(path)
    match scalar.type.kind if scalar else None:
        case Kind.BOOLEAN:
            yield not value
        case Kind.ENUM:
            yield from [word for word in scalar.type.values if word != value][:2]  # type: ignore[union-attr] # one has a kind
        case Kind.INTEGER:
            yield from (value + 1, value - 1, 0)
        case Kind.DECIMAL:
            yield from ("0", "1.5", "10", "40")
        case Kind.DATE:
            yield from (str(date.fromisoformat(value) + timedelta(days)) for days in (1, -1, 9))
        case Kind.TEXT:
            yield from ("another", "reinspection", "USD")


@cache
def _scalars() -> dict[str, ScalarType]:
    return dict(_declared(LotDocument, ""))


def _declared(kind: type, prefix: str) -> Iterator[tuple[str, ScalarType]]:
    for attribute in fields(kind):
        declared, path = attribute.metadata, prefix + attribute.name
        if "scalar" in declared:
            yield path, declared["scalar"]
        elif "section" in declared:
            yield from _declared(declared["section"], f"{path}.")
        elif "items" in declared:
            yield from _declared(declared["items"], f"{path}[].")
