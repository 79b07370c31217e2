"""From a lot to the few values in which it differs from the base of the cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from disposition.testing.documents import changed

Document = dict[str, Any]
Given = tuple[tuple[str, Any], ...]
"""Values at paths of the lot document, as a case gives them."""

Holds = Callable[[Sequence[Document]], Sequence[bool]]
"""Answers for several documents whether each still shows what is to be shown."""

_ROUNDS = 40


def differences(base: Document, document: Document, above: str = "") -> Given:
    """Return what has to be given so that the base becomes a document.

    >>> differences({"lot": {"id": "PO-1", "quantity": 90}}, {"lot": {"quantity": 91}})
    (('lot.id', None), ('lot.quantity', 91))
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
            found.append((path, theirs))
    return tuple(found)


def shrunk(base: Document, document: Document, holds: Holds) -> Given:
    """Return the fewest differences from the base, found greedily, that still show the same."""
    given = differences(base, document)
    for _ in range(_ROUNDS):
        smaller = list(_smaller(given))
        held = holds([changed(base, each) for each in smaller])
        found = next((each for each, is_so in zip(smaller, held, strict=True) if is_so), None)
        if found is None:
            break
        given = found
    return given


def _smaller(given: Given) -> Iterator[Given]:
    """Yield what is given with one value, one item of a list or one key of an item less."""
    for number, (path, value) in enumerate(given):
        before, after = given[:number], given[number + 1 :]
        yield before + after
        if isinstance(value, list):
            for smaller in _smaller_lists(value):
                yield (*before, (path, smaller), *after)


def _smaller_lists(items: list[Any]) -> Iterator[list[Any]]:
    for number, item in enumerate(items):
        before, after = items[:number], items[number + 1 :]
        yield before + after
        if isinstance(item, dict):
            for key in item:
                without = {name: value for name, value in item.items() if name != key}
                if without:
                    yield [*before, without, *after]
