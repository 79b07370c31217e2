"""Taking a mapping of a policy file apart, with a finding for each key or value that is amiss."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as ReadOnly
from collections.abc import Sequence as Listing

from disposition.documents.diagnostics import Findings, Place
from disposition.documents.yaml.nodes import Mapping, Node, Scalar, Sequence
from disposition.errors import suggest
from disposition.language.declarations import DraftExpression
from disposition.language.faults import ExpressionError
from disposition.language.literals import read_plain
from disposition.language.types import Value
from disposition.words import listed

# What people write who know another rule language, and what it is called here.
_OTHER_WORDS = {
    other: word
    for word, others in (
        ("when", "if condition conditions"),
        ("because", "reason rationale why"),
        ("permit", "allow"),
        ("forbid", "deny"),
        ("require", "obligations"),
        ("with", "for"),
        ("policy", "name id"),
        ("otherwise", "default fallback"),
        ("define", "definitions"),
        ("parameters", "params"),
        ("about", "description"),
        ("is", "expression formula"),
        ("least", "min minimum"),
        ("most", "max maximum"),
        ("one of", "enum"),
        ("list", "items"),
        ("due", "deadline"),
        ("proved_when", "proof"),
        ("before", "until"),
        ("if", "cells"),
        ("value", "limit"),
        ("values", "outputs output"),
    )
    for other in others.split()
}


def note(findings: Findings, scalar: Scalar, error: ExpressionError) -> None:
    """Note what is wrong with an expression at its place in the file."""
    say = findings.warning if error.is_warning else findings.error
    say(error.code, scalar.within(*error.span), error.message, error.hint)


class Fields:
    """The keys and values of one mapping; `what` names it in messages (`a rule`).

    `place` is where to say that a key is missing: at the name of a rule rather than at its body.
    """

    def __init__(
        self,
        node: Mapping,
        what: str,
        allowed: Iterable[str],
        findings: Findings,
        place: Place | None = None,
    ) -> None:
        self._values = {key.text: value for key, value in node}
        self._keys = {key.text: key for key, _ in node}
        self._what = what
        self.place = place or node.place
        self.findings = findings
        known = tuple(allowed)
        for key, value in node:
            if key.text not in known:
                message = f"{what} has no key `{key.text}`"
                hint = _key_hint(key.text, known)
                is_rest = isinstance(value, Scalar) and value.is_null and not hint.startswith("did")
                if is_rest and " " in key.text:
                    hint = "put quotes around a text that contains a comma"
                findings.error("S302", key.place, message, hint)

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def node(self, key: str) -> Node | None:
        """Return the value of a key; nothing for an absent or empty one."""
        value = self._values.get(key)
        return None if isinstance(value, Scalar) and value.is_null else value

    def key_place(self, key: str) -> Place:
        """Return where a key stands, or the mapping if it is absent."""
        return self._keys[key].place if key in self._keys else self.place

    def require(self, key: str, hint: str = "") -> Node | None:
        """Return the value of a key that must be there."""
        value = self.node(key)
        if value is None:
            message = f"{self._what} needs the key `{key}`"
            if key in self._keys:
                message = f"nothing is written after `{key}:`"
            self.findings.error("S303", self.key_place(key), message, hint)
        return value

    def scalar(self, key: str, node: Node | None = None) -> Scalar | None:
        """Return the single value of a key, noting anything else."""
        value = node if node is not None else self.node(key)
        if value is None or isinstance(value, Scalar):
            return value
        kind = "a list" if isinstance(value, Sequence) else "a group of keys"
        hint = "put quotes around a text that begins with `[` or `{`"
        message = f"`{key}` needs a single value, this is {kind}"
        self.findings.error("S304", value.place, message, hint)
        return None

    def text(self, key: str) -> str:
        """Return a key's text; empty if absent."""
        value = self.scalar(key)
        return value.text if value else ""

    def mapping(self, key: str, node: Node | None = None) -> Mapping | None:
        """Return the keys and values below a key, noting anything else."""
        value = node if node is not None else self.node(key)
        if value is None or isinstance(value, Mapping):
            return value
        if isinstance(value, Scalar) and value.is_null:
            hint = "the keys below it are indented more than it is"
            message = f"nothing is written under `{key}:`"
            self.findings.error("S303", self.key_place(key), message, hint)
            return None
        kind = "a list" if isinstance(value, Sequence) else "a single value"
        hint = f"write `{key}:` and the keys below it, indented and without `-`"
        message = f"`{key}` needs a group of keys, this is {kind}"
        self.findings.error("S305", value.place, message, hint)
        return None

    def listing(self, key: str) -> tuple[Node, ...]:
        """Return the items of a key's list; a single value stands for a list of one."""
        value = self.node(key)
        if value is None:
            return ()
        return value.items if isinstance(value, Sequence) else (value,)

    def words_once(self, key: str) -> tuple[Scalar, ...]:
        """Return the single values of a key's list, each once, noting those that stand twice."""
        found: dict[str, Scalar] = {}
        for word in self.words(key):
            if found.setdefault(word.text, word) is not word:
                message = f"`{word.text}` stands in `{key}` more than once"
                self.findings.error("S320", word.place, message)
        return tuple(found.values())

    def words(self, key: str) -> tuple[Scalar, ...]:
        """Return the single values of a key's list."""
        found = []
        for item in self.listing(key):
            if isinstance(item, Scalar) and not item.is_null:
                found.append(item)
            else:
                self.findings.error("S304", item.place, f"`{key}` needs a list of single words")
        return tuple(found)

    def choice(
        self, key: str, choices: Listing[str], meant: ReadOnly[str, str] | None = None
    ) -> str | None:
        """Return a key's word if it is one of the choices; `meant` says what others would be."""
        value = self.scalar(key)
        if value is None:
            return None
        if value.text not in choices:
            hint = (meant or {}).get(value.text) or suggest(value.text, choices)
            hint = hint or f"it can be {listed(choices)}"
            self.findings.error("S306", value.place, f"`{key}` cannot be `{value.text}`", hint)
            return None
        return value.text

    def expression(self, key: str, node: Node | None = None) -> DraftExpression | None:
        """Return a key's parsed expression."""
        value = self.scalar(key, node)
        return None if value is None else parse_scalar(value, self.findings)


def _key_hint(key: str, known: Listing[str]) -> str:
    meant = _OTHER_WORDS.get(key.casefold(), "")
    if meant in known:
        return f"did you mean `{meant}`?"
    return suggest(key, known) or f"it can have {listed(known)}"


def parse_scalar(scalar: Scalar, findings: Findings) -> DraftExpression | None:
    """Parse the expression that a scalar holds, noting what is wrong with it."""
    # Who reads only what the wheel has read already does not wait for the parser.
    from disposition.language.parse.parser import parse_expression

    try:
        return DraftExpression(scalar, parse_expression(scalar.text))
    except ExpressionError as error:
        note(findings, scalar, error)
        return None


def constant(scalar: Scalar, findings: Findings) -> Value | None:
    """Return the value that a scalar writes out: yes or no, a number, a date, or a text."""
    if not scalar.plain:
        return scalar.text
    try:
        return read_plain(scalar.text, (0, len(scalar.text)))
    except ExpressionError as error:
        note(findings, scalar, error)
        return None


def entries(fields: Fields, section: str) -> Iterator[tuple[Scalar, Node]]:
    """Yield the keys and values below a section's key; nothing if it is absent."""
    yield from fields.mapping(section) or ()
