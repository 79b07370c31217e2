"""Plain values as YAML on one line, as cases are written that somebody pastes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./ -]*[A-Za-z0-9_]|[A-Za-z]|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_KEY = re.compile(r"[a-z_][a-z0-9_.-]*")
_WORDS_OF_YAML = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def flow(value: Any) -> str:
    """Return a plain value as YAML on one line.

    >>> flow({"lot.quantity": 90, "as_of": "2026-11-22", "x[0].clause": "7.4", "y": [None, "a b"]})
    '{lot.quantity: 90, as_of: 2026-11-22, "x[0].clause": "7.4", y: [null, a b]}'
    """
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Mapping():
            entries = (f"{_key(key)}: {flow(each)}" for key, each in value.items())
            return f"{{{', '.join(entries)}}}"
        case Decimal():
            return f"{value:f}"
        case list() | tuple():
            return f"[{', '.join(map(flow, value))}]"
        case str():
            return _text(value)
        case _:
            return str(value)


def _key(key: str) -> str:
    return key if _KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def _text(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS_OF_YAML:
        return text
    return json.dumps(text, ensure_ascii=False)
