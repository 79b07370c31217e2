"""Documents that differ from a given one in one place: changed, left out, added or renamed."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from typing import Any

Place = tuple[Any, ...]


def places(part: Any, above: Place = ()) -> Iterator[Place]:
    """Yield every place of a document but the whole."""
    if above:
        yield above
    items: Iterable[tuple[Any, Any]] = enumerate(part) if isinstance(part, list) else ()
    items = part.items() if isinstance(part, dict) else items
    for key, value in items:
        yield from places(value, (*above, key))


def neighbours(
    document: Any, place: Place, values: Iterable[Any], names: Iterable[str] = ()
) -> Iterator[Any]:
    """Yield a document with each of some values at a place, without it, and with more beside it.

    A key is also given each of some names.
    """
    for value in values:
        changed, part = _copied(document, place)
        part[place[-1]] = value
        yield changed
    changed, part = _copied(document, place)
    del part[place[-1]]
    yield changed
    if not isinstance(place[-1], str):
        return
    for name in ("more", *names):
        changed, part = _copied(document, place)
        kept = {name if key == place[-1] and name != "more" else key: part[key] for key in part}
        part.clear()
        part.update(kept)
        if name == "more":
            part["more"] = "x"
        yield changed


def _copied(document: Any, place: Place) -> tuple[Any, Any]:
    """Return a copy of a document, and what in it holds a place."""
    changed = copy.deepcopy(document)
    part = changed
    for step in place[:-1]:
        part = part[step]
    return changed, part
