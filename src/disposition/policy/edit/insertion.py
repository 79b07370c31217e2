"""A new rule in the text of a policy file: at the end of `rules`, everything else kept."""

from __future__ import annotations

from collections.abc import Sequence as Listing
from typing import Any

from disposition.documents.yaml.nodes import Mapping, Node, Scalar, Sequence
from disposition.documents.yaml.source import yaml_tree
from disposition.errors import DispositionError
from disposition.frozen import frozen
from disposition.policy.format.layout import is_read_plain
from disposition.policy.model import Effect
from disposition.visible import visible

SECTIONS_AFTER = ("tables", "invariants")
USUAL_STEP = 2
NULLS = ("null", "Null", "NULL", "~")
_HINT = "write the rules on lines of their own below `rules:`, indented and without braces"
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


class InsertionError(DispositionError):
    """A file that a rule cannot be added to as it is written."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = visible(hint)


@frozen
class NewRule:
    """A rule to be written; `because` and `source` may be empty, and are then left to fill in.

    `words` are the outcomes that it permits or forbids, or what it requires; `goes_with` are the
    outcomes that a requirement goes with (none: any). All of them are single words.
    """

    id: str
    effect: Effect
    words: tuple[str, ...]
    when: str
    goes_with: tuple[str, ...] = ()
    because: str = ""
    source: str = ""

    def lines(self, indent: str, step: str) -> list[str]:
        """Return the rule as lines of YAML; `step` is what its keys are indented more than it."""
        fields = [(self.effect.value, _listed(self.words))]
        if self.goes_with:
            fields.append(("with", _listed(self.goes_with)))
        fields += [
            ("when", yaml_text(self.when)),
            ("because", yaml_text(self.because)),
            ("source", yaml_text(self.source)),
        ]
        keys = [f"{indent}{step}{key}: {value}".rstrip(" ") for key, value in fields]
        return [f"{indent}{self.id}:", *keys]


def yaml_text(text: str) -> str:
    """Return a text as YAML, in quotes only where it needs them; an empty text is nothing.

    >>> yaml_text("defects.major.found > 2")
    'defects.major.found > 2'
    >>> yaml_text("{lot.id}: too late")
    '"{lot.id}: too late"'
    """
    is_plain = text not in NULLS and is_read_plain(text)
    return text if is_plain else f'"{text.translate(_ESCAPES)}"'


def insert_rule(name: str, content: str, rule: NewRule) -> str:
    """Return a policy file's text with a rule at the end of its section `rules`.

    The section is made if there is none. All other text stays as it is, byte for byte.

    Raises:
        PolicyError: the file is not valid YAML.
        InsertionError: it has the rule already, or is written so that none can be added.
    """
    root = _read(name, content)
    section = _section(root)
    _expect_room(root, section, rule.id)
    lines = content.splitlines(keepends=True)  # all that ends a line here is a line feed
    file = _File(root, lines)
    line = file.end_of_rules()
    added = file.lines_of(rule)
    line_end = "\r\n" if "\r\n" in content else "\n"
    before = "".join(lines[:line])
    if not before.endswith("\n"):
        before += line_end
    new = before + "".join(each + line_end for each in added) + "".join(lines[line:])
    _expect_the_rest_unchanged(root, new, rule.id)
    return new


def _read(name: str, content: str) -> Mapping:
    root = yaml_tree(name, content)
    if not isinstance(root, Mapping) or not root.entries:
        hint = "`disposition init` begins a policy"
        raise InsertionError("it is no policy: a policy file is a group of keys", hint)
    return root


def _section(root: Mapping) -> tuple[Scalar, Node] | None:
    return next((entry for entry in root if entry[0].text == "rules"), None)


def _expect_room(root: Mapping, section: tuple[Scalar, Node] | None, id_: str) -> None:
    """Check that the rules are written on lines of their own, and that none has the name."""
    if _is_flow(root):
        raise InsertionError(
            "the policy is written in braces", "write its keys on lines of their own"
        )
    if section is None:
        return
    _, value = section
    if isinstance(value, Mapping):
        if _is_flow(value):
            raise InsertionError("the rules are written in braces", _HINT)
        there = next((key for key, _ in value if key.text == id_), None)
        if there is not None:
            hint = f"choose another name, or change the rule on line {there.line + 1}"
            raise InsertionError(f"the rule `{id_}` is there already", hint)
    elif not (isinstance(value, Scalar) and value.plain and not value.text):
        raise InsertionError("what stands after `rules:` is no group of rules", _HINT)


def _is_flow(node: Node) -> bool:
    place = node.place
    return isinstance(node, Mapping) and place.text[place.column - 1 : place.column] == "{"


class _File:
    """A policy file whose keys stand on lines of their own: where a rule goes, and how."""

    def __init__(self, root: Mapping, lines: Listing[str]) -> None:
        self._lines = lines
        self._keys = [key for key, _ in root]
        self._margin = self._keys[0].column
        self._root = root
        self._section = _section(root)
        value = self._section[1] if self._section else None
        self._rules = value.entries if isinstance(value, Mapping) else ()

    def end_of_rules(self) -> int:
        """Return the number of lines above the place of the rule.

        Blank lines and comments at the margin stay with what follows them; comments that are
        indented belong to the rules.
        """
        index = self._last_section()
        following = self._keys[index + 1 : index + 2]
        line = following[0].line if following else len(self._lines)
        last = _last_scalar(self._root.entries[index])
        reach = last.line
        if not last.is_block:
            reach += last.source.content.count("\n", last.start, last.end)
        while line > reach + 1 and self._is_apart(self._lines[line - 1]):
            line -= 1
        if last.is_block and "+" in last.source.content[last.start :].split("\n", 1)[0]:
            while line < len(self._lines) and not self._lines[line].strip():
                line += 1  # the text keeps the blank lines below it
        return line

    def _last_section(self) -> int:
        """Return the section that the rule comes after: `rules`, or the one before its place."""
        names = [key.text for key in self._keys]
        if "rules" in names:
            return names.index("rules")
        following = [number for number, name in enumerate(names) if name in SECTIONS_AFTER]
        return max(0, min(following, default=len(names)) - 1)

    def _is_apart(self, line: str) -> bool:
        text = line.strip()
        indent = len(line) - len(line.lstrip(" "))
        return not text or text == "..." or (text.startswith("#") and indent <= self._margin)

    def lines_of(self, rule: NewRule) -> list[str]:
        """Return the lines to be put in, laid out as the file is."""
        indent, step = self._indentation()
        lines = rule.lines(" " * indent, " " * step)
        if self._section is None:
            lines.insert(0, " " * self._margin + "rules:")
            neighbours = self._keys
        else:
            neighbours = [key for key, _ in self._rules]
        if any(self._stands_apart(key) for key in neighbours[1:]):
            lines.insert(0, "")
        return lines

    def _stands_apart(self, key: Scalar) -> bool:
        """Whether a blank line is above a key, or above the comments that are above it."""
        line = key.line - 1
        while line > 0 and self._lines[line].lstrip().startswith("#"):
            line -= 1
        return not self._lines[line].strip()

    def _indentation(self) -> tuple[int, int]:
        """Return how far the name of a rule is indented, and its keys more than it."""
        if not self._rules:
            step = next(filter(None, map(self._step, self._root)), USUAL_STEP)
            return self._margin + step, step
        indent = self._rules[-1][0].column
        steps = filter(None, map(self._step, reversed(self._rules)))
        return indent, next(steps, indent - self._margin)

    def _step(self, entry: tuple[Scalar, Node]) -> int:
        """Return how much more the keys below a key are indented; 0 if there are none."""
        key, value = entry
        if not isinstance(value, Mapping) or _is_flow(value):
            return 0
        return value.entries[0][0].column - key.column


def _last_scalar(entry: tuple[Scalar, Node]) -> Scalar:
    """Return the last scalar that is written in an entry; its key if there is no other."""
    key, value = entry
    if isinstance(value, Mapping):
        return _last_scalar(value.entries[-1]) if value.entries else key
    if isinstance(value, Sequence):
        return _last_scalar((key, value.items[-1])) if value.items else key
    return value if value.end > value.start else key


def _expect_the_rest_unchanged(root: Mapping, new: str, id_: str) -> None:
    """Check that a text says what it said before, but for one rule."""
    try:
        after = _read("", new)
    except DispositionError:
        after = None
    if after is None or _content_without(after, id_) != _content_without(root, id_):
        message = "a rule cannot be added without a change to what stands above it"
        hint = "write the last rule so that it ends with a line of its own, or add the rule by hand"
        raise InsertionError(message, hint)


def _content_without(root: Mapping, without: str) -> list[Any]:
    """Return all that a file says, without one rule; no rules are the same as no section."""
    said = []
    for key, value in root:
        if key.text != "rules":
            said.append((key.text, _content(value)))
        elif isinstance(value, Mapping):
            said += [(id_.text, _content(each)) for id_, each in value if id_.text != without]
    return said


def _content(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.text, node.style
    if isinstance(node, Sequence):
        return [_content(item) for item in node.items]
    return [(key.text, _content(value)) for key, value in node]


def _listed(words: Listing[str]) -> str:
    return f"[{', '.join(words)}]"
