"""From a lot to the few values in which it differs from the base of the cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from disposition.documents.places.data import changed

Document = dict[str, Any]
Given = tuple[tuple[str, Any], ...]
"""Values at paths of the lot document, as a case gives them."""

Holds = Callable[[Sequence[Document]], Sequence[bool]]
"""Answers for several documents whether each still shows what is to be shown."""

_ROUNDS = 40

_Part = tuple[int | str, ...]
"""Something that is given: the number of a path, perhaps the item of a list, and a key of it."""


def differences(base: Document, document: Document, above: str = "") -> Given:
    """Return what has to be given so that the base becomes a document.

    Of a list, the few values that differ are given, or all of it where that is less.

    >>> differences({"lot": {"id": "PO-1", "quantity": 90}}, {"lot": {"quantity": 91}})
    (('lot.id', None), ('lot.quantity', 91))
    >>> differences({"x": [{"a": 1, "b": 2}]}, {"x": [{"a": 1, "b": 3}]})
    (('x[0].b', 3),)
    """
    found: list[tuple[str, Any]] = []
    for key in dict.fromkeys((*base, *document)):
        path = f"{above}.{key}" if above else key
        ours, theirs = base.get(key), document.get(key)
        if isinstance(theirs, dict) and isinstance(ours, dict | None):
            found += differences(ours or {}, theirs, path)
        elif isinstance(ours, dict) and theirs is None:
            found += differences(ours, {}, path)
        elif ours != theirs:
            few = _in_items(ours, theirs, path)
            found += [(path, theirs)] if few is None else few
    return tuple(found)


def _in_items(ours: Any, theirs: Any, path: str) -> list[tuple[str, Any]] | None:
    """Return the differences between the items of two lists; None where all of it is less."""
    if not isinstance(ours, list) or not isinstance(theirs, list) or len(ours) != len(theirs):
        return None
    if not all(isinstance(item, dict) for item in (*ours, *theirs)):
        return None
    found: list[tuple[str, Any]] = []
    for number, (one, other) in enumerate(zip(ours, theirs, strict=True)):
        found += differences(one, other, f"{path}[{number}]")
    return found if len(found) < sum(map(len, theirs)) else None


def shrunk(base: Document, document: Document, holds: Holds) -> Given:
    """Return few differences from the base that still show the same.

    What can be left out is found for each value alone; then as many of these as possible are left
    out together, and what remains is looked at again.
    """
    given = differences(base, document)
    for _ in range(_ROUNDS):
        single = [(part,) for part in _parts(given)]
        possible = [part for (part,) in _holding(base, given, single, holds)]
        if not possible:
            break
        several = [tuple(possible[:count]) for count in _halves(len(possible))]
        most = next(iter(_holding(base, given, several, holds)), possible[:1])
        given = differences(base, changed(base, _without(given, most)))
    return given


def _holding(
    base: Document, given: Given, several: Sequence[tuple[_Part, ...]], holds: Holds
) -> list[tuple[_Part, ...]]:
    held = holds([changed(base, _without(given, parts)) for parts in several])
    return [parts for parts, is_so in zip(several, held, strict=True) if is_so]


def _halves(count: int) -> Iterator[int]:
    """Yield a number, its half, a quarter of it, down to 1."""
    while count:
        yield count
        count //= 2


def _parts(given: Given) -> Iterator[_Part]:
    """Yield what can be left out: first whole values, then items of lists, then keys of items."""
    yield from ((number,) for number in range(len(given)))
    items = [
        (number, at, item)
        for number, (_, value) in enumerate(given)
        if isinstance(value, list)
        for at, item in enumerate(value)
    ]
    yield from ((number, at) for number, at, _ in items)
    for number, at, item in items:
        if isinstance(item, dict) and len(item) > 1:
            yield from ((number, at, key) for key in item)


def _without(given: Given, parts: Sequence[_Part]) -> Given:
    left_out = set(parts)
    return tuple(
        (path, _list_without(value, number, left_out) if isinstance(value, list) else value)
        for number, (path, value) in enumerate(given)
        if (number,) not in left_out
    )


def _list_without(items: list[Any], number: int, left_out: set[_Part]) -> list[Any]:
    found: list[Any] = []
    for at, item in enumerate(items):
        if (number, at) in left_out:
            continue
        if isinstance(item, dict):
            kept = {key: each for key, each in item.items() if (number, at, key) not in left_out}
            found.append(kept or item)
        else:
            found.append(item)
    return found
