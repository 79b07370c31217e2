"""Lot documents out of a cases file: nodes to plain data, values put at dotted paths."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence as Listing
from datetime import date
from typing import Any

from disposition.documents.diagnostics import Findings, Place
from disposition.documents.yaml.nodes import Mapping, Node, Scalar
from disposition.language.fields import constant

_PATH = re.compile(r"[a-z_][a-z0-9_]*(?:\[[0-9]+\])?(?:\.[a-z_][a-z0-9_]*(?:\[[0-9]+\])?)*")
_STEP = re.compile(r"[a-z_][a-z0-9_]*|[0-9]+")

Step = str | int


class PathError(ValueError):
    """A path that leads nowhere; the message says why."""

    def __init__(self, path: str, why: str) -> None:
        self.path = path
        super().__init__(f"`{path}` {why}")


def steps_of(path: str) -> tuple[Step, ...]:
    """Return the steps of a path, indices as numbers.

    >>> steps_of("inspection.defects[0].units")
    ('inspection', 'defects', 0, 'units')

    Raises:
        PathError: it is not written as a path.
    """
    if not _PATH.fullmatch(path):
        raise PathError(path, "is not a path, such as `inspection.defects[0].units`")
    return tuple(int(step) if step.isdecimal() else step for step in _STEP.findall(path))


def changed(document: dict[str, Any], values: Listing[tuple[str, Any]]) -> dict[str, Any]:
    """Return a copy of a document with values put at paths, one after the other.

    >>> changed({"lot": {"id": "PO-1"}}, [("lot.quantity", 90), ("lot.id", None)])
    {'lot': {'id': None, 'quantity': 90}}

    Raises:
        PathError: a path leads through a value that has no parts, or to no item of a list.
    """
    copied = copy.deepcopy(document)
    for path, value in values:
        *above, last = steps_of(path)
        part: Any = copied
        for step in above:
            part = _part(part, step, path)
        if isinstance(last, int):
            _part(part, last, path)
            part[last] = value
        elif isinstance(part, dict):
            part[last] = value
        else:
            raise PathError(path, "leads through a value that has no parts")
    return copied


def _part(whole: Any, step: Step, path: str) -> Any:
    if isinstance(step, int):
        if not isinstance(whole, list) or step >= len(whole):
            raise PathError(path, f"leads to item {step} of a list that does not have it")
        return whole[step]
    if not isinstance(whole, dict):
        raise PathError(path, "leads through a value that has no parts")
    if whole.get(step) is None:
        whole[step] = {}
    return whole[step]


def plain(node: Node, findings: Findings) -> Any:
    """Return a node as plain data, as a lot document holds it: decimals exact, dates as text."""
    if isinstance(node, Mapping):
        return {key.text: plain(value, findings) for key, value in node}
    if isinstance(node, Scalar):
        value = None if node.is_null else constant(node, findings)
        return value.isoformat() if isinstance(value, date) else value
    return [plain(item, findings) for item in node.items]


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
