"""Paths within plain data, such as `inspection.defects[0].units`: followed, and put values at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

PATH = r"[a-z_][a-z0-9_]*(?:\[[0-9]+\])?(?:\.[a-z_][a-z0-9_]*(?:\[[0-9]+\])?)*"
"""The pattern of a path."""

_STEP = re.compile(r"([^.$\[\]]+)|\[([0-9]+)\]")

Step = str | int
"""A key of a group, or the number of an item of a list, from 0."""


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
    return steps_to(path)


@lru_cache(10_000)
def steps_to(place: str) -> tuple[Step, ...]:
    """Return the steps of a path that we wrote, which may begin at the whole of a document.

    >>> steps_to("$.inspection.defects[0].units")
    ('inspection', 'defects', 0, 'units')
    """
    return tuple(key or int(number) for key, number in _STEP.findall(place))


def part_at(data: Any, steps: Sequence[Step]) -> Any:
    """Return what some steps lead to; None where there is nothing."""
    for step in steps:
        if isinstance(data, Mapping):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def value_at(data: Any, path: str) -> Any:
    """Return what stands at a path; None where nothing does."""
    return part_at(data, steps_to(path))


def put_into(data: dict[str, Any], path: str, value: Any) -> None:
    """Put a value into data at a path; groups that are not there yet are made."""
    *above, last = steps_to(path)
    part: Any = data
    for step in above:
        if isinstance(part, dict) and part.get(step) is None:
            part[step] = {}
        part = part[step]
    part[last] = value


def put(data: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Return data with a value at a path, sharing the rest; groups that are not there are made.

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
