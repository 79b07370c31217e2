"""YAML text to a tree of nodes that know where they stand; nothing in a file can run or refer.

Anchors, aliases, merge keys and tags are refused, so that a rule can be read on its own and a
small file cannot unfold into a large one. Sizes and nesting are bounded before anything recurses.
Scalars keep their text; what it means is decided by whoever asks (YAML 1.2 core schema).
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from disposition.documents.diagnostics import Findings, Place
from disposition.documents.yaml.nodes import Mapping, Node, Scalar, Sequence, Text
from disposition.documents.yaml.syntax import Complaint, plainly
from disposition.frozen import field, frozen

DEEPEST_NESTING = 24

_TOO_DEEP = f"nested more than {DEEPEST_NESTING} levels deep"
# Since 0.2.6 libyaml has a limit of its own, of 1,000 levels. It looks ahead for a `:` and can come
# upon the bracket that is too much for it before it has handed us the first one.
_TOO_DEEP_FOR_LIBYAML = "exceeded maximum nesting depth"

_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What YAML 1.2 does not allow in a file, and the characters that libyaml takes for ends of lines;
# ranges of what is allowed would take a hundred times as long to compile.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_LONE_RETURN = re.compile(r"\r(?!\n)")


class _RefusedError(Exception):
    """The file holds something, already noted, after which reading on makes no sense."""


def read_yaml(name: str, content: str, findings: Findings) -> Node | None:
    """Return the tree of a file's one document, or None after noting why there is none."""
    text = Text(name, content.removeprefix("\ufeff"))
    if _has_unwanted(text, findings):
        return None
    steps: Any = yaml.parse(text.content, Loader=_PARSER)
    try:
        return _Building(text, findings).tree(steps)
    except yaml.YAMLError as error:
        _pass_on(_complaint(error, text), text, findings)
        return None
    except _RefusedError:
        return None
    finally:
        steps.close()


def yaml_tree(name: str, content: str) -> Node | None:
    """Return the tree of a file's one document; None where it is empty.

    Raises:
        PolicyError: it is no YAML, or has what policies may not have; with each place.
    """
    findings = Findings()
    tree = read_yaml(name, content, findings)
    findings.raise_errors()
    return tree


def _has_unwanted(text: Text, findings: Findings) -> bool:
    found = _UNWANTED.search(text.content) or _LONE_RETURN.search(text.content)
    if found is None:
        return False
    before = text.content[: found.start()]
    line = before.count("\n")
    place = text.place(line, found.start() - (before.rfind("\n") + 1))
    message = f"the character U+{ord(found.group()):04X} is not allowed here"
    hint = "end lines with a line feed" if found.group() == "\r" else "remove it; it is invisible"
    findings.error("Y008", place, message, hint)
    return True


def _complaint(error: yaml.YAMLError, text: Text) -> Complaint:
    def position(mark: Any) -> tuple[int, int] | None:
        return (mark.line, mark.column) if mark else None

    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "cannot be read"
    at = position(getattr(error, "problem_mark", None)) or (0, 0)
    return Complaint(
        problem=problem,
        context=getattr(error, "context", None) or "",
        at=at,
        since=position(getattr(error, "context_mark", None)) or at,
        character=text.line(at[0])[at[1] : at[1] + 1],
    )


def _pass_on(complaint: Complaint, text: Text, findings: Findings) -> None:
    if complaint.problem == _TOO_DEEP_FOR_LIBYAML:
        findings.error("Y005", text.place(*complaint.at), _TOO_DEEP)
    else:
        said, place = plainly(complaint, text)
        findings.error("Y001", place, *said)


@frozen
class _Open:
    """A list or mapping whose end has not been read yet."""

    is_mapping: bool
    place: Place
    nodes: list[Node] = field(factory=list)


class _Building:
    """Builds the tree from the parser's own steps, which do not recurse."""

    def __init__(self, text: Text, findings: Findings) -> None:
        self._text = text
        self._findings = findings
        self._stack: list[_Open] = []
        self._root: Node | None = None
        self._documents = 0

    def tree(self, steps: Any) -> Node | None:
        """Return the root of the document; None if there is no document."""
        for step in steps:
            if isinstance(step, yaml.DocumentStartEvent):
                self._begin_document(step)
            elif isinstance(step, yaml.AliasEvent):
                self._refuse_reference(step, f"the reference `*{step.anchor}`")
            elif isinstance(step, yaml.CollectionStartEvent):
                self._open(step)
            elif isinstance(step, yaml.CollectionEndEvent):
                self._put(_close(self._stack.pop(), self._findings))
            elif isinstance(step, yaml.ScalarEvent):
                self._expect_bare(step)
                self._put(self._scalar(step))
        return self._root

    def _begin_document(self, step: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            hint = "remove `---` and what follows, or make it a file of its own"
            self._refuse("Y002", step, "a file holds one document", hint)

    def _open(self, step: Any) -> None:
        self._expect_bare(step)
        if len(self._stack) == DEEPEST_NESTING:
            self._refuse("Y005", step, _TOO_DEEP)
        is_mapping = isinstance(step, yaml.MappingStartEvent)
        self._stack.append(_Open(is_mapping, self._mark(step)))

    def _put(self, node: Node) -> None:
        if self._stack:
            self._stack[-1].nodes.append(node)
        else:
            self._root = node

    def _scalar(self, step: Any) -> Scalar:
        start, end = step.start_mark, step.end_mark
        style = step.style or ""
        return Scalar(
            step.value, style, self._text, start.line, start.column, start.index, end.index
        )

    def _mark(self, step: Any, length: int = 1) -> Place:
        return self._text.place(step.start_mark.line, step.start_mark.column, length)

    def _refuse(self, code: str, step: Any, message: str, hint: str = "", length: int = 1) -> None:
        self._findings.error(code, self._mark(step, length), message, hint)
        raise _RefusedError

    def _refuse_reference(self, step: Any, what: str) -> None:
        hint = "write it out, or name a condition under `define`; put quotes around a text"
        message = f"{what} is not allowed here"
        self._refuse("Y003", step, message, hint, len(step.anchor) + 1)

    def _expect_bare(self, step: Any) -> None:
        """Refuse a value with an anchor or a tag."""
        if step.anchor is not None:
            self._refuse_reference(step, f"the anchor `&{step.anchor}`")
        if step.tag is not None:
            written = self._text.content[step.start_mark.index :].split(maxsplit=1)[0]
            message = f"the tag `{written}` is not allowed here"
            hint = "put quotes around a value that begins with `!`: `'!= low'`"
            self._refuse("Y004", step, message, hint, len(written))


def _close(opened: _Open, findings: Findings) -> Node:
    if not opened.is_mapping:
        return Sequence(tuple(opened.nodes), opened.place)
    entries: dict[str, tuple[Scalar, Node]] = {}
    for key, value in zip(opened.nodes[::2], opened.nodes[1::2], strict=True):
        if not isinstance(key, Scalar):
            findings.error("Y006", key.place, "a key is a single word, not a list or a group")
        elif not key.text:
            findings.error("Y006", key.place, "there is no key before the `:`")
        elif key.text in entries:
            hint = f"the first one is on line {entries[key.text][0].place.line}"
            findings.error("Y007", key.place, f"`{key.text}` is given twice", hint)
        else:
            entries[key.text] = (key, value)
    return Mapping(tuple(entries.values()), opened.place)
