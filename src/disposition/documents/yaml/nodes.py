"""The tree of a YAML file: scalars, lists and mappings that know where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from disposition.documents.diagnostics import Place
from disposition.frozen import field, frozen


class Text:
    """The text of one file, for turning offsets into places."""

    def __init__(self, name: str, content: str) -> None:
        self.name = name
        self.content = content
        self._lines = content.split("\n")
        self._last = len(content.rstrip().split("\n")) - 1

    def __reduce__(self) -> tuple[type[Text], tuple[str, str]]:
        return Text, (self.name, self.content)

    def place(self, line: int, column: int, length: int = 1) -> Place:
        """Return the place at a line and column counted from 0; beyond the text, its end."""
        if line > self._last:
            line, column = self._last, len(self._lines[self._last].rstrip())
        return Place(
            self.name, line + 1, column + 1, max(1, length), self._lines[line].rstrip("\r")
        )

    def line(self, number: int) -> str:
        """Return a line counted from 0; an empty one beyond the last."""
        return self._lines[number].rstrip("\r") if number < len(self._lines) else ""


@frozen
class Scalar:
    """A single value as it was written, with the mark of its first character.

    `style` is `'`, `"`, `|`, `>` or empty (plain). `start` and `end` are offsets in the file.
    """

    text: str
    style: str
    source: Text = field(repr=False, eq=False)
    line: int
    column: int
    start: int
    end: int

    @property
    def plain(self) -> bool:
        """Whether the value stands without quotes."""
        return not self.style

    @property
    def is_block(self) -> bool:
        """Whether the value stands below its key, after `|` or `>`."""
        return self.style in ("|", ">")

    @property
    def place(self) -> Place:
        """Where the value stands; only its first line is underlined."""
        if self.is_block and self.text.strip():
            lead = len(self.text) - len(self.text.lstrip())
            return self.within(lead, len(self.text.rstrip()))
        return self._first_line

    @property
    def _first_line(self) -> Place:
        first = self.source.content[self.start : self.end].split("\n", 1)[0].rstrip()
        return self.source.place(self.line, self.column, len(first))

    def within(self, start: int, end: int) -> Place:
        """Return the place of a stretch of the value's text, on the line where it begins."""
        raw = self.source.content[self.start : self.end]
        offsets = align(self.text, raw)
        if not offsets or start >= len(offsets):
            return self._first_line
        first = offsets[start]
        last = offsets[min(end, len(offsets)) - 1] if end > start else first
        before = raw[:first]
        line = self.line + before.count("\n")
        column = first - (before.rfind("\n") + 1) + (self.column if line == self.line else 0)
        newline = raw.find("\n", first)
        stop = last + 1 if newline < 0 else min(last + 1, newline)
        return self.source.place(line, column, len(raw[first:stop].rstrip()))

    @property
    def is_null(self) -> bool:
        """Whether the value is absent or written as nothing (YAML 1.2 core schema)."""
        return self.plain and self.text in ("", "null", "Null", "NULL", "~")


@frozen
class Sequence:
    """A list of nodes."""

    items: tuple[Node, ...]
    place: Place


@frozen
class Mapping:
    """Keys and nodes in the order of the file; each key once."""

    entries: tuple[tuple[Scalar, Node], ...]
    place: Place

    def __iter__(self) -> Iterator[tuple[Scalar, Node]]:
        return iter(self.entries)

    @property
    def by_key(self) -> dict[str, Node]:
        """The nodes by their keys."""
        return {key.text: value for key, value in self.entries}


def at_key(node: Node | None, key: str) -> Node | None:
    """Return what stands at a key; None where there is no such key, or no group of keys."""
    return node.by_key.get(key) if isinstance(node, Mapping) else None


Node = Scalar | Sequence | Mapping


_ESCAPE = r"\\(?:x.{2}|u.{4}|U.{8}|(?P<joined>\r?\n[ \t]*(?:\r?\n[ \t]*)*)|.)"
_FOLD = r"(?P<fold>[ \t]*(?:\r?\n[ \t]*)+)"
_DOUBLE_QUOTED = re.compile(f"{_ESCAPE}|{_FOLD}|.", re.DOTALL)


def align(text: str, raw: str) -> list[int] | None:
    """Return for each character of a scalar's `text` its offset in `raw`, what the file says.

    Quoting and folding change white space, quotes and, in double quotes, escapes; everything else
    stands in the file as it is. None if the two do not match.

    >>> align("it's", "'it''s'")
    [1, 2, 3, 5]
    """
    if raw[:1] == '"':
        offsets = list(_double_quoted(raw))
        return offsets if len(offsets) == len(text) else None
    start = raw.find("\n") + 1 if raw[:1] in ("|", ">") else 0
    direct = raw.find(text, start)
    if direct >= 0:
        return list(range(direct, direct + len(text)))
    return _in_order(text, raw, start)


def _double_quoted(raw: str) -> Iterator[int]:
    for found in _DOUBLE_QUOTED.finditer(raw, 1, len(raw) - 1):
        if found["fold"]:
            breaks = found["fold"].count("\n")
            yield from [found.start()] * max(1, breaks - 1)
        elif found["joined"]:
            yield from [found.start()] * (found["joined"].count("\n") - 1)
        else:
            yield found.start()


def _in_order(text: str, raw: str, start: int) -> list[int] | None:
    """Find the characters one after the other; only white space and doubled quotes are skipped."""
    offsets = []
    position = start
    for character in text:
        if character.isspace():
            offsets.append(position)
            continue
        position = raw.find(character, position)
        if position < 0:
            return None
        offsets.append(position)
        position += 1
    return offsets
