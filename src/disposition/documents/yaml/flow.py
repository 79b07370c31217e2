"""Plain values as YAML on one line, as cases are written that somebody pastes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
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


def pasted_case(
    name: str, about: str, given: Mapping[str, Any], expect: Mapping[str, Any]
) -> Iterator[str]:
    """Yield a case as it stands below `cases:`; an empty `about` is left out, as is `given`.

    >>> [*pasted_case("late", "", {}, {"outcome": "rework"})]
    ['  late:', '    expect: {outcome: rework}']
    """
    yield f"  {name}:"
    for key, value in (("about", about), ("given", dict(given)), ("expect", dict(expect))):
        if value:
            yield f"    {key}: {flow(value)}"


def name_of_case(*words: str) -> str:
    """Return a name for a case, made of words.

    >>> name_of_case("rule", "late: ships")
    'rule-late-ships'
    """
    return re.sub(r"[^a-z0-9]+", "-", "-".join(words).casefold()).strip("-")


def _key(key: str) -> str:
    return key if _KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def _text(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS_OF_YAML:
        return text
    return json.dumps(text, ensure_ascii=False)
