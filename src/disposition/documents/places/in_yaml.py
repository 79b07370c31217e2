"""Where in a YAML text the things stand that problems tell of."""

from __future__ import annotations

from collections.abc import Iterable

from disposition.documents.diagnostics import Findings, Place
from disposition.documents.places.paths import Position, Positions, ways_to
from disposition.documents.quoting import at_index, at_key
from disposition.documents.yaml.nodes import Mapping, Node, Sequence
from disposition.documents.yaml.source import read_yaml


def places_in_yaml(name: str, text: str, wanted: Iterable[str]) -> Positions:
    r"""Return where wanted paths stand in a YAML text; nowhere if it is none.

    >>> places_in_yaml("lot.yaml", "lot:\n  id: 7", ["$.lot.id"]).values["$.lot.id"]
    (2, 7)
    """
    found = Positions()
    root = read_yaml(name, text, Findings())
    if root is not None:
        _walk(root, "$", ways_to(wanted), found)
    return found


def _walk(node: Node, path: str, wanted: frozenset[str], found: Positions) -> None:
    found.values[path] = _position(node.place)
    if isinstance(node, Mapping):
        for key, value in node:
            below = at_key(path, key.text)
            if below in wanted:
                found.keys[below] = _position(key.place)
                _walk(value, below, wanted, found)
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            below = at_index(path, index)
            if below in wanted:
                _walk(item, below, wanted, found)


def _position(place: Place) -> Position:
    return place.line, place.column
