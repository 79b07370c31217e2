"""Where in a JSON text the things stand that problems tell of."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from disposition.documents.places.paths import Position, Positions, ways_to
from disposition.documents.quoting import at_index, at_key

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[][{},:]|[^][{},:"\s]+', re.DOTALL)


def places_in_json(text: str, wanted: Iterable[str]) -> Positions:
    r"""Return where wanted paths stand in a JSON text; of a key that stands twice, the last one.

    >>> places_in_json('{"lot":\n  {"id": 7}}', ["$.lot.id"]).values["$.lot.id"]
    (2, 10)
    """
    walk = _Walk(text, ways_to(wanted))
    for token in _TOKEN.finditer(text):
        walk.take(token.group(), token.start())
    return walk.found


class _Walk:
    """Goes through the tokens of a text; what is not wanted is passed over without a path."""

    def __init__(self, text: str, wanted: frozenset[str]) -> None:
        self._text, self._wanted = text, wanted
        self._line, self._line_start, self._seen = 1, 0, 0
        # Of each bracket that is open: its path, and the number of the item, or None in an object.
        self._open: list[tuple[str | None, int | None]] = []
        self._path: str | None = "$"
        self.found = Positions()

    def take(self, written: str, start: int) -> None:
        """Go on by a token."""
        if written in "]}":
            self._open.pop()
        elif written == ",":
            self._next()
        elif written != ":":
            self._key_or_value(written, start)

    def _next(self) -> None:
        above, index = self._open[-1]
        if index is not None:
            self._open[-1] = above, index + 1
            self._path = self._below(None if above is None else at_index(above, index + 1))
        else:
            self._path = ""  # a key comes

    def _key_or_value(self, written: str, start: int) -> None:
        if self._path == "":
            above, _ = self._open[-1]
            self._path = self._below(None if above is None else at_key(above, json.loads(written)))
            if self._path is not None:
                self.found.keys[self._path] = self._position(start)
            return
        if self._path is not None:
            self.found.values[self._path] = self._position(start)
        if written == "{":
            self._open.append((self._path, None))
            self._path = ""
        elif written == "[":
            self._open.append((self._path, 0))
            self._path = self._below(None if self._path is None else at_index(self._path, 0))

    def _below(self, path: str | None) -> str | None:
        return path if path in self._wanted else None

    def _position(self, start: int) -> Position:
        """Return the line and column of an offset; offsets come in their order."""
        self._line += self._text.count("\n", self._seen, start)
        self._line_start = self._text.rfind("\n", 0, start) + 1
        self._seen = start
        return self._line, start - self._line_start + 1
