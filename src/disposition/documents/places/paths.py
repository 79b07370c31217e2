"""Paths of a document, and where in its text keys and values of them stand."""

from __future__ import annotations

import re
from collections.abc import Iterable

from disposition.frozen import field, frozen

Position = tuple[int, int]
"""A line and a column, counted from 1."""

_STEP = re.compile(r'\.[A-Za-z_][A-Za-z0-9_]*|\[\d+\]|\["(?:[^"\\]|\\.)*"\]')


def ways_to(paths: Iterable[str]) -> frozenset[str]:
    """Return paths with all above them.

    >>> sorted(ways_to(["$.lot.sku[0]"]))
    ['$', '$.lot', '$.lot.sku', '$.lot.sku[0]']
    """
    above = {path[: step.end()] for path in paths for step in _STEP.finditer(path)}
    return frozenset({"$", *above})


@frozen
class Positions:
    """Where the keys of paths stand, and where what they hold begins."""

    keys: dict[str, Position] = field(factory=dict)
    values: dict[str, Position] = field(factory=dict)

    def of(self, path: str, *, is_key: bool) -> Position | None:
        """Return where a path stands, or else what is nearest above it."""
        if is_key and path in self.keys:
            return self.keys[path]
        ways = sorted(ways_to([path]) & self.values.keys(), key=len)
        if not ways:
            return None
        found = ways[-1]
        # What is absent is told at the name of what it belongs to, where there is one.
        return self.values[found] if found == path else self.keys.get(found, self.values[found])
