"""Edits of the lists that tell what has happened to a lot, made from how they are declared.

A list is left as lots must have it: in the order of its days, with none after the document's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

from disposition.language.rewrite.limits import later
from disposition.language.types import FactType
from disposition.testing.loading.paths import put, value_at
from disposition.testing.mutation.search.compared_values import LISTS, Interest
from disposition.testing.mutation.search.value_generation import Drawing

Document = dict[str, Any]

_MOST_REPEATED = 3
_MOST_MOVED = 20


class ListEdits:
    """Edits the lists of the lot document that one policy reads."""

    def __init__(
        self, whole: Interest, documents: Sequence[Document], drawing: Drawing, random: Random
    ) -> None:
        self._random = random
        self._drawing = drawing
        self._lists = whole.lists
        self._elsewhere = {name: _found(documents, name) for name in LISTS}

    def edited(self, document: Document, seen: Document, interest: Interest) -> Document:
        """Return a document with one edit of a list that is looked at.

        `seen` is the document before all edits, whose facts are near what values are drawn.
        """
        name = self._random.choice([n for n, keys in interest.lists.items() for _ in keys])
        return put(document, name, self._items(name, [*listed(document, name)], seen, interest))

    def _items(
        self, name: str, items: list[Document], seen: Document, interest: Interest
    ) -> list[Document] | None:
        chance = self._random.random()
        if chance < 0.06:
            return None
        if chance < 0.12:
            return []
        at = self._random.randrange(len(items)) if items else 0
        if chance < 0.4 or not items:
            items.insert(self._random.randint(0, len(items)), self._item(name, seen, interest))
        elif chance < 0.5:
            items.pop(at)
        elif chance < 0.6:
            items[at:at] = [dict(items[at])] * self._random.randint(1, _MOST_REPEATED)
        elif chance < 0.68:
            other = self._random.randrange(len(items))
            items[at], items[other] = _days_kept(items[at], items[other])
        elif chance < 0.73 and "on" in LISTS[name]:
            return self._moved(items)
        elif chance < 0.8:
            items.append({**items[at], **self._change(name, items[at], seen, interest)})
        else:
            items[at] = {**items[at], **self._change(name, items[at], seen, interest)}
        return items

    def _moved(self, items: list[Document]) -> list[Document]:
        """Return the items all on the day of one of them, or all some days earlier or later."""
        days = [item["on"] for item in items if item.get("on")]
        if not days:
            return items
        one, shift = self._random.choice(days), self._random.randint(-_MOST_MOVED, _MOST_MOVED)
        if self._random.random() < 0.5:
            return [{**item, "on": one} for item in items]
        return [{**item, "on": _later(item.get("on"), shift)} for item in items]

    def _item(self, name: str, seen: Document, interest: Interest) -> Document:
        """Return a new item: what the policy reads of it is known."""
        if self._elsewhere[name] and self._random.random() < 0.3:
            return {**self._random.choice(self._elsewhere[name])}
        keys = dict.fromkeys((*interest.lists[name], *self._lists.get(name, ())))
        if "on" in LISTS[name]:
            keys["on"] = None
        return {
            key: self._value(name, key, None, seen, interest) for key in LISTS[name] if key in keys
        }

    def _change(self, name: str, item: Document, seen: Document, interest: Interest) -> Document:
        """Return one value, or two, of an item anew."""
        keys = interest.lists[name]
        if self._random.random() < 0.2:
            keys = self._lists.get(name, keys)
        chosen = [self._random.choice(keys) for _ in range(self._random.choice((1, 1, 2)))]
        return {
            key: None
            if self._random.random() < 0.12
            else self._value(name, key, item.get(key), seen, interest)
            for key in chosen
        }

    def _value(self, name: str, key: str, held: Any, seen: Document, interest: Interest) -> Any:
        type_: FactType = LISTS[name][key]
        value = self._drawing.value(f"{name}[].{key}", type_, held, seen, interest)
        today = seen.get("as_of")
        return min(value, today) if key == "on" and value and today else value


def listed(document: Document, path: str) -> Sequence[Document]:
    """Return the items of a list; none of one that is absent."""
    found = value_at(document, path)
    return found if isinstance(found, list) else ()


def _later(day: str | None, days: int) -> str | None:
    return day and later(date.fromisoformat(day), days).isoformat()


def settled(document: Document) -> Document:
    """Return a document whose lists of the case are in order, without what is after its day."""
    case, today = document.get("case"), document.get("as_of")
    if not isinstance(case, dict):
        return document
    lists = {
        name: _in_order(items, today) for name, items in case.items() if f"case.{name}" in LISTS
    }
    return {**document, "case": {**case, **lists}}


def _in_order(items: Sequence[Document] | None, today: Any) -> list[Document] | None:
    """Return items in the order of their days; one without a day stays behind the one before."""
    if not items:
        return None if items is None else []
    dated: list[tuple[str, Document]] = []
    day = ""
    for item in items:
        day = item.get("on") or day
        if not isinstance(today, str) or (item.get("on") or "") <= today:
            dated.append((day, item))
    return [item for _, item in sorted(dated, key=lambda pair: pair[0])]


def _days_kept(one: Document, other: Document) -> tuple[Document, Document]:
    """Return two items that have changed places, each on the day of the other."""
    if "on" not in one or "on" not in other:
        return other, one
    return {**other, "on": one["on"]}, {**one, "on": other["on"]}


def _found(documents: Sequence[Document], name: str) -> list[Document]:
    found: Mapping[str, Document] = {
        repr(item): item for document in documents for item in listed(document, name)
    }
    return list(found.values())
