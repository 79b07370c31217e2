"""The kinds of values that keys of JSON Lines have: a line with another kind fits no table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

TEXT, NUMBER, LOGICAL, LIST, OBJECT = "a text", "a number", "true or false", "a list", "an object"


def usual_kinds(rows: Iterable[Mapping[str, Any]]) -> Mapping[str, str]:
    """Return the kind that each place of some rows has most often, if they do not go together.

    Texts go with every kind, as all others can be written as texts.

    >>> usual_kinds([{"n": 1, "x": 1}, {"n": True, "x": "a"}, {"n": 2, "x": 2}])
    {'n': 'a number'}
    """
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        for place, kind in _kinds(row):
            counts.setdefault(place, Counter())[kind] += 1
    return {
        place: found.most_common(1)[0][0]
        for place, found in counts.items()
        if len(found) > 1 and TEXT not in found
    }


def odd_kind(row: Mapping[str, Any], usual: Mapping[str, str]) -> str:
    """Return what keeps a row from standing in one table with others, if something does.

    >>> odd_kind({"n": True}, {"n": "a number"})
    '`n` is true or false, and in most rows a number'
    """
    for place, kind in _kinds(row):
        if (most := usual.get(place, kind)) != kind:
            return f"`{place}` is {kind}, and in most rows {most}"
    return ""


def _kinds(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    match value:
        case str():
            yield place, TEXT
        case bool():
            yield place, LOGICAL
        case int() | float() | Decimal():
            yield place, NUMBER
        case list():
            yield place, LIST
            for each in value:
                yield from _kinds(each, f"{place}[]")
        case dict():
            if place:
                yield place, OBJECT
            for key, each in value.items():
                yield from _kinds(each, f"{place}.{key}" if place else key)
