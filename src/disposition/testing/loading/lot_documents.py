"""Lot documents out of a cases file: nodes to plain data, values put at dotted paths."""

from __future__ import annotations

from collections.abc import Sequence as Listing

from disposition.documents.diagnostics import Place
from disposition.documents.places.data import Step
from disposition.documents.yaml.nodes import Mapping, Node, Scalar


def place_at(node: Node, steps: Listing[Step]) -> Place:
    """Return where the value at some steps stands, or the part above it if it is absent."""
    for step in steps:
        below = _below(node, step)
        if below is None:
            break
        node = below
    return node.place


def _below(node: Node, step: Step) -> Node | None:
    if isinstance(node, Scalar):
        return None
    if isinstance(node, Mapping):
        return next((value for key, value in node if key.text == step), None)
    is_there = isinstance(step, int) and step < len(node.items)
    return node.items[step] if is_there and isinstance(step, int) else None
