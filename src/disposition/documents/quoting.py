"""How places and values of a user's document are quoted in messages."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

LONGEST = 60
"""Characters of a value that a message shows; the rest is cut."""

_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,59}")
_MOST_BITS = 200  # integers longer than this are described: turning them into text may be refused


def at_key(where: str, key: object) -> str:
    """Return the path of a key below a path.

    >>> at_key("$.lot", "quantity"), at_key("$", "ship by")
    ('$.lot.quantity', '$["ship by"]')
    """
    if isinstance(key, str) and _PLAIN_KEY.fullmatch(key):
        return f"{where}.{key}"
    return f"{where}[{in_quotes(str(key))}]"


def at_index(where: str, index: int) -> str:
    """Return the path of an item of a list.

    >>> at_index("$.inspection.defects", 2)
    '$.inspection.defects[2]'
    """
    return f"{where}[{index}]"


def shown(value: object) -> str:
    """Return a value as it stands in a JSON document, in backticks, shortened when it is long.

    What has no short text is named by its kind.

    >>> shown("RED"), shown(True), shown([1, 2]), shown(None)
    ('`"RED"`', '`true`', 'a list', '`null`')
    """
    if isinstance(value, str):
        more = f" ({len(value):,} characters)" if len(value) > LONGEST else ""
        return f"`{in_quotes(value)}`{more}"
    if value is None or isinstance(value, bool | float):
        return f"`{json.dumps(value)}`"
    if isinstance(value, Decimal) or (isinstance(value, int) and value.bit_length() <= _MOST_BITS):
        return f"`{cut(str(value))}`"
    return _kind_of(value)


def _kind_of(value: object) -> str:
    if isinstance(value, int):
        digits = value.bit_length() * 30103 // 100000 + 1
        return f"a whole number of about {digits:,} digits"
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, date):
        return f"the Python date {value.isoformat()}"
    return f"a Python {cut(type(value).__name__)}"


def in_quotes(value: str) -> str:
    """Return text as JSON writes it, with everything escaped that is not printable.

    That keeps control sequences for terminals out of messages.
    """
    inside = "".join(
        letter if letter.isprintable() and letter not in '"\\' else json.dumps(letter)[1:-1]
        for letter in value[:LONGEST]
    )
    return f'"{inside}…"' if len(value) > LONGEST else f'"{inside}"'


def cut(text: str) -> str:
    """Return a text with at most so many characters as a message shows."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
