"""The canonical text of a policy file: its conditions written one way, everything else kept."""

from __future__ import annotations

from collections.abc import Iterator

from disposition.documents.diagnostics import Findings
from disposition.documents.yaml.nodes import Mapping, Node, Scalar, Sequence
from disposition.documents.yaml.source import read_yaml, yaml_tree
from disposition.language.faults import ExpressionError
from disposition.language.parse.parser import parse_expression
from disposition.language.text import expression_text

# Where conditions stand; `*` is any key, and lists are passed through.
_EXPRESSIONS = (
    ("facts", "*", "is"),
    ("define", "*"),
    ("define", "*", "is"),
    ("rules", "*", "when"),
    ("rules", "*", "require", "due"),
    ("rules", "*", "require", "values", "*"),
    ("rules", "*", "require", "proved_when"),
    ("tables", "*", "when"),
    ("tables", "*", "columns"),
    ("tables", "*", "rows", "require", "due"),
    ("tables", "*", "rows", "require", "values", "*"),
    ("tables", "*", "rows", "require", "proved_when"),
    ("invariants", "*", "always"),
    ("claims", "*", "always"),
)
_FLOW_SIGNS = frozenset("[]{},")

Path = tuple[str, ...]


def format_policy(name: str, content: str) -> str:
    """Return a policy file's text with its conditions written canonically; comments stay.

    Conditions on one line get the canonical spaces, quotes and brackets; lines lose trailing
    white space; the file ends with one line end. What cannot be read is left as it is, and so is
    the inside of texts: the digest never changes.

    Raises:
        PolicyError: the file is not valid YAML.
    """
    content = content.removeprefix("\ufeff").replace("\r\n", "\n")
    root = yaml_tree(name, content)
    if root is None:
        return content
    edits = {_reach(scalar): _kept(scalar, content) for scalar in _blocks(root)}
    edits |= {_reach(scalar): _rewritten(scalar, content) for scalar in _expressions(root, ())}
    return _tidied(content, edits)


def _expressions(node: Node, path: Path) -> Iterator[Scalar]:
    """Yield the scalars of a file that hold conditions, but for blocks."""
    match node:
        case Scalar():
            if not node.is_block and any(_is_at(path, pattern) for pattern in _EXPRESSIONS):
                yield node
        case Sequence():
            for item in node.items:
                yield from _expressions(item, path)
        case Mapping():
            for key, value in node:
                yield from _expressions(value, (*path, key.text))


def _is_at(path: Path, pattern: Path) -> bool:
    return len(path) == len(pattern) and all(
        wanted in ("*", key) for key, wanted in zip(path, pattern, strict=True)
    )


def _blocks(node: Node) -> Iterator[Scalar]:
    """Yield the scalars whose white space is their own: all that go on over several lines."""
    match node:
        case Scalar():
            if "\n" in node.source.content[node.start : node.end]:
                yield node
        case Sequence():
            for item in node.items:
                yield from _blocks(item)
        case Mapping():
            for key, value in node:
                yield from _blocks(key)
                yield from _blocks(value)


Reach = tuple[int, int]
"""Where a stretch of a file begins and ends."""


def _reach(scalar: Scalar) -> Reach:
    return scalar.start, scalar.end


def _kept(scalar: Scalar, content: str) -> str:
    return content[scalar.start : scalar.end]


def _rewritten(scalar: Scalar, content: str) -> str:
    written = _kept(scalar, content)
    if "\n" in written:
        return written
    try:
        text = expression_text(parse_expression(scalar.text))
    except ExpressionError:
        return written
    if text == scalar.text:
        return written
    if not scalar.plain:
        return _quoted(text, scalar.style)
    return text if _stays_plain(text, written) else written


def _stays_plain(text: str, written: str) -> bool:
    """Whether YAML reads a text without quotes as it stands, wherever `written` stood."""
    if _FLOW_SIGNS.intersection(text) - _FLOW_SIGNS.intersection(written):
        return False
    return is_read_plain(text)


def is_read_plain(text: str) -> bool:
    """Whether YAML reads a text without quotes as it stands."""
    node = read_yaml("", f"key: {text}\n", Findings())
    value = node.entries[0][1] if isinstance(node, Mapping) and len(node.entries) == 1 else None
    return isinstance(value, Scalar) and value.plain and value.text == text


def _quoted(text: str, quote: str) -> str:
    if quote == "'":
        return "'" + text.replace("'", "''") + "'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _tidied(content: str, edits: dict[Reach, str]) -> str:
    """Put in the edits and take white space away at the ends of lines between them."""
    pieces = []
    position = 0
    keeps_end = False
    for (start, end), text in sorted(edits.items()):
        pieces += [_without_trailing(content[position:start]), text]
        keeps_end = text[:1] in ("|", ">") and not content[end:].strip("\n")
        position = end
    if keeps_end:
        return "".join(pieces).lstrip("\n") + content[position:]
    rest = _without_trailing(content[position:] + "\n")
    return "".join([*pieces, rest]).strip("\n") + "\n"


def _without_trailing(text: str) -> str:
    first, *lines = text.split("\n")
    if not lines:
        return text
    return "\n".join([first.rstrip(" \t"), *(line.rstrip(" \t") for line in lines[:-1]), lines[-1]])
