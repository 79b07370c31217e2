"""Taking a mapping of a policy file apart, with a finding for every key or value that does not fit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence as Listing
from decimal import Decimal

from disposition.errors import suggest
from disposition.facts.kinds import Value
from disposition.policy.diagnostics import Findings, Place
from disposition.policy.draft import DraftExpression
from disposition.policy.parsing import ExpressionError, parse_expression
from disposition.policy.source import Mapping, Node, Scalar, Sequence

_INTEGER = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?[0-9]+\.[0-9]+")
LARGEST_NUMBER = Decimal(10) ** 15
MOST_DIGITS = 15




def note(findings: Findings, scalar: Scalar, error: ExpressionError) -> None:
    """Note what is wrong with an expression at its place in the file."""
    findings.error(error.code, scalar.within(*error.span), error.message, error.hint)


class Fields:
    """The keys and values of one mapping; `what` names it in messages (`a rule`)."""

    def __init__(
        self, node: Mapping, what: str, allowed: Iterable[str], findings: Findings
    ) -> None:
        self._values = {key.text: value for key, value in node}
        self._keys = {key.text: key for key, _ in node}
        self._what = what
        self.place = node.place
        self.findings = findings
        known = tuple(allowed)
        for key, _ in node:
            if key.text not in known:
                hint = suggest(key.text, known) or f"it can hold {_list(known)}"
                findings.error("S302", key.place, f"{what} has no key `{key.text}`", hint)

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
            self.findings.error(
                "S303", self.key_place(key), f"{self._what} needs the key `{key}`", hint
            )
        return value

    def scalar(self, key: str, node: Node | None = None) -> Scalar | None:
        """Return the single value of a key, noting anything else."""
        value = node if node is not None else self.node(key)
        if value is None or isinstance(value, Scalar):
            return value
        kind = "a list" if isinstance(value, Sequence) else "a group of keys"
        self.findings.error("S304", value.place, f"`{key}` needs a single value, this is {kind}")
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
        hint = f"write `{key}:` and the keys below it, indented"
        self.findings.error("S305", value.place, f"`{key}` needs a group of keys", hint)
        return None

    def listing(self, key: str) -> tuple[Node, ...]:
        """Return the items of a key's list; a single value stands for a list of one."""
        value = self.node(key)
        if value is None:
            return ()
        return value.items if isinstance(value, Sequence) else (value,)

    def words(self, key: str) -> tuple[Scalar, ...]:
        """Return the single values of a key's list."""
        found = []
        for item in self.listing(key):
            if isinstance(item, Scalar):
                found.append(item)
            else:
                self.findings.error("S304", item.place, f"`{key}` is a list of words")
        return tuple(found)

    def choice(self, key: str, choices: Listing[str]) -> str | None:
        """Return a key's word if it is one of the choices."""
        value = self.scalar(key)
        if value is None:
            return None
        if value.text not in choices:
            hint = suggest(value.text, choices) or f"it can be {_list(choices)}"
            self.findings.error("S306", value.place, f"`{key}` cannot be `{value.text}`", hint)
            return None
        return value.text

    def expression(self, key: str, node: Node | None = None) -> DraftExpression | None:
        """Return a key's parsed expression."""
        value = self.scalar(key, node)
        return None if value is None else parse_scalar(value, self.findings)


def parse_scalar(scalar: Scalar, findings: Findings) -> DraftExpression | None:
    """Parse the expression that a scalar holds, noting what is wrong with it."""
    try:
        return DraftExpression(scalar, parse_expression(scalar.text))
    except ExpressionError as error:
        note(findings, scalar, error)
        return None


def constant(scalar: Scalar, findings: Findings) -> Value | None:
    """Return the value that a scalar writes out: a number, yes or no, or a text."""
    text = scalar.text
    if not scalar.plain:
        return text
    if text in ("true", "false"):
        return text == "true"
    if _INTEGER.fullmatch(text) or _DECIMAL.fullmatch(text):
        digits = text.lstrip("+-").replace(".", "").strip("0")
        if len(digits) > MOST_DIGITS or abs(Decimal(text)) >= LARGEST_NUMBER:
            message = f"`{text}` has more than {MOST_DIGITS} significant digits"
            findings.error("E106", scalar.place, message)
            return None
        return Decimal(text) if "." in text else int(text)
    return text


def _list(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)
