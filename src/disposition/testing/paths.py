"""Paths within plain data, such as `inspection.defects[0].units`: followed, and put values at.

Nothing here changes data in place: what lies beside a path is shared by what it is put into.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

PATH = r"[a-z_][a-z0-9_]*(?:\[[0-9]+\])?(?:\.[a-z_][a-z0-9_]*(?:\[[0-9]+\])?)*"
"""The pattern of a path."""

_STEP = re.compile(r"[a-z_][a-z0-9_]*|[0-9]+")

Step = str | int


class PathError(ValueError):
    """A path that leads nowhere; the message says why."""

    def __init__(self, path: str, why: str) -> None:
        self.path = path
        super().__init__(f"`{path}` {why}")


@lru_cache(1024)
def steps_of(path: str) -> tuple[Step, ...]:
    """Return the steps of a path, indices as numbers.

    >>> steps_of("inspection.defects[0].units")
    ('inspection', 'defects', 0, 'units')

    Raises:
        PathError: it is not written as a path.
    """
    if not re.fullmatch(PATH, path):
        raise PathError(path, "is not a path, such as `inspection.defects[0].units`")
    return tuple(int(step) if step.isdecimal() else step for step in _STEP.findall(path))


def value_at(data: Any, path: str) -> Any:
    """Return what stands at a path outside lists; None where nothing does."""
    for step in path.split("."):
        data = data.get(step) if isinstance(data, dict) else None
    return data


def put(data: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Return data with a value at a path; parts that are not there yet are made.

    >>> put({"lot": {"id": "PO-1"}}, "lot.quantity", 90)
    {'lot': {'id': 'PO-1', 'quantity': 90}}

    Raises:
        PathError: it leads through a value that has no parts, or to no item of a list.
    """
    changed: dict[str, Any] = _put(data, steps_of(path), value, path)
    return changed


def _put(data: Any, steps: tuple[Step, ...], value: Any, path: str) -> Any:
    if not steps:
        return value
    step, *rest = steps
    if isinstance(step, int):
        if not isinstance(data, list) or step >= len(data):
            raise PathError(path, f"leads to item {step} of a list that does not have it")
        item = _put(data[step], tuple(rest), value, path)
        return [*data[:step], item, *data[step + 1 :]]
    if not isinstance(data, dict | None):
        raise PathError(path, "leads through a value that has no parts")
    data = data or {}
    return {**data, step: _put(data.get(step), tuple(rest), value, path)}


def changed(document: dict[str, Any], values: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Return a document with values put at paths, one after the other.

    >>> changed({"lot": {"id": "PO-1"}}, [("lot.quantity", 90), ("lot.id", None)])
    {'lot': {'id': None, 'quantity': 90}}

    Raises:
        PathError: a path leads through a value that has no parts, or to no item of a list.
    """
    for path, value in values:
        document = put(document, path, value)
    return document
