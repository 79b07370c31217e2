"""YAML text to a small tree of nodes that know where they stand; nothing in a file can run or refer.

Anchors, aliases, merge keys and tags are refused, so that a rule can be read on its own and a
small file cannot unfold into a large one. Sizes and nesting are bounded before anything recurses.
Scalars keep their text; what it means is decided by whoever asks (YAML 1.2 core schema).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from attrs import field, frozen

from disposition.policy.diagnostics import Findings, Place

LARGEST_FILE = 1024 * 1024
DEEPEST_NESTING = 24

_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Text:
    """The text of one file, for turning offsets into places."""

    def __init__(self, name: str, content: str) -> None:
        self.name = name
        self.content = content
        self._lines = content.split("\n")

    def place(self, line: int, column: int, length: int = 1) -> Place:
        """Return the place at a line and column counted from 0."""
        text = self._lines[line].rstrip("\r") if line < len(self._lines) else ""
        return Place(self.name, line + 1, column + 1, max(1, length), text)


@frozen
class Scalar:
    """A single value as it was written, with the mark of its first character."""

    text: str
    plain: bool
    source: Text = field(repr=False, eq=False)
    line: int
    column: int
    start: int
    end: int

    @property
    def place(self) -> Place:
        """Where the value stands; only its first line is underlined."""
        first = self.source.content[self.start : self.end].split("\n", 1)[0].rstrip()
        return self.source.place(self.line, self.column, len(first))

    def within(self, start: int, end: int) -> Place:
        """Return the place of a stretch of the value's text, as well as it can be told.

        Folding and quoting change only white space and quotes, so the characters of the value
        are found again in the file in their order; where they cannot be, the whole value is meant.
        """
        raw = self.source.content[self.start : self.end]
        offsets = _align(self.text, raw)
        if offsets is None or start >= len(offsets):
            return self.place
        first = offsets[start]
        last = offsets[min(end, len(offsets)) - 1] if end > start else first
        before = raw[:first]
        line = self.line + before.count("\n")
        column = first - (before.rfind("\n") + 1) + (self.column if line == self.line else 0)
        newline = raw.find("\n", first)
        stop = last + 1 if newline < 0 else min(last + 1, newline)
        return self.source.place(line, column, stop - first)

    @property
    def is_null(self) -> bool:
        """Whether the value is absent or written as nothing (YAML 1.2 core schema)."""
        return self.plain and self.text in ("", "null", "Null", "NULL", "~")


def _align(text: str, raw: str) -> list[int] | None:
    """Return for each character of `text` its offset in `raw`, or None if they do not match."""
    start = raw.find("\n") + 1 if raw[:1] in ("|", ">") else 0
    direct = raw.find(text, start)
    if direct >= 0:
        return list(range(direct, direct + len(text)))
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


Node = Scalar | Sequence | Mapping


@frozen
class _Open:
    """A list or mapping whose end has not been read yet."""

    is_mapping: bool
    place: Place
    nodes: list[Node] = field(factory=list)


def read_yaml(name: str, content: str, findings: Findings) -> Node | None:
    """Return the tree of a file's one document, or None after noting why there is none."""
    text = Text(name, content)
    try:
        return _build(text, findings)
    except yaml.YAMLError as error:
        _note_syntax(error, text, findings)
        return None


def _note_syntax(error: yaml.YAMLError, text: Text, findings: Findings) -> None:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read"
    place = text.place(mark.line, mark.column) if mark else text.place(0, 0)
    hint = ""
    if "mapping values are not allowed" in problem:
        hint = "quote texts that contain `: `"
    elif "cannot start any token" in problem and "\t" in place.text:
        hint = "indent with spaces, not tabs"
    elif "did not find expected" in problem or "could not find expected" in problem:
        hint = "look for a missing quote, bracket or `:` here or on the line before"
    findings.error("Y001", place, f"not valid YAML: {problem}", hint)


def _build(text: Text, findings: Findings) -> Node | None:
    """Build the tree from the parser's own steps, which do not recurse."""
    stack: list[_Open] = []
    root: Node | None = None
    documents = 0
    for step in yaml.parse(text.content, Loader=_PARSER):
        if isinstance(step, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                findings.error(
                    "Y002", _mark(text, step), "a policy file holds one document", "remove `---`"
                )
                return None
        elif isinstance(step, yaml.AliasEvent):
            _refuse_reference(text, step, findings)
            return None
        elif isinstance(step, yaml.CollectionStartEvent):
            if not _is_plain_node(text, step, findings):
                return None
            if len(stack) == DEEPEST_NESTING:
                message = f"nested more than {DEEPEST_NESTING} levels deep"
                findings.error("Y005", _mark(text, step), message)
                return None
            is_mapping = isinstance(step, yaml.MappingStartEvent)
            stack.append(_Open(is_mapping, _mark(text, step)))
        elif isinstance(step, yaml.CollectionEndEvent):
            closed = stack.pop()
            node = _close(closed, findings)
            if stack:
                stack[-1].nodes.append(node)
            else:
                root = node
        elif isinstance(step, yaml.ScalarEvent):
            if not _is_plain_node(text, step, findings):
                return None
            scalar = _scalar(text, step)
            if stack:
                stack[-1].nodes.append(scalar)
            else:
                root = scalar
    return root


def _mark(text: Text, step: Any) -> Place:
    return text.place(step.start_mark.line, step.start_mark.column)


def _scalar(text: Text, step: Any) -> Scalar:
    start, end = step.start_mark, step.end_mark
    return Scalar(
        step.value, not step.style, text, start.line, start.column, start.index, end.index
    )


def _refuse_reference(text: Text, step: Any, findings: Findings) -> None:
    findings.error(
        "Y003",
        _mark(text, step),
        f"the reference `*{step.anchor}` is not allowed in a policy file",
        "write it out, or name a condition under `define`",
    )


def _is_plain_node(text: Text, step: Any, findings: Findings) -> bool:
    if step.anchor is not None:
        findings.error(
            "Y003",
            _mark(text, step),
            f"the anchor `&{step.anchor}` is not allowed in a policy file",
            "write it out, or name a condition under `define`",
        )
        return False
    if step.tag is not None:
        findings.error(
            "Y004", _mark(text, step), f"the tag `{step.tag}` is not allowed in a policy file"
        )
        return False
    return True


def _close(opened: _Open, findings: Findings) -> Node:
    if not opened.is_mapping:
        return Sequence(tuple(opened.nodes), opened.place)
    entries: dict[str, tuple[Scalar, Node]] = {}
    for key, value in zip(opened.nodes[::2], opened.nodes[1::2], strict=True):
        if not isinstance(key, Scalar):
            findings.error("Y006", key.place, "a key must be a plain word")
        elif key.text in entries:
            first = entries[key.text][0].place.line
            findings.error(
                "Y007",
                key.place,
                f"`{key.text}` is given twice",
                f"the first one is on line {first}",
            )
        else:
            entries[key.text] = (key, value)
    return Mapping(tuple(entries.values()), opened.place)
