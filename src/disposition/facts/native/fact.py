"""What a derived fact is made of, and the view of a lot that it is computed from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Any, TypeVar

from disposition.facts.document.lot_document import LotDocument
from disposition.frozen import field, frozen
from disposition.language.types import FactSpec, FactType, Kind, ListSpec, Value


class View:
    """One lot while facts are derived from it; remembers what several facts share.

    Where it `asks`, words that only stand in for an answer (`pending`) count as absent.
    """

    __slots__ = ("asks", "custom", "lot", "remembered")

    def __init__(self, lot: LotDocument, *, asks: bool = False) -> None:
        self.lot = lot
        self.custom: Any = None
        self.asks = asks
        self.remembered: dict[Any, Any] = {}

    def asking(self) -> View:
        """Return the view of the same lot that asks."""
        remembered, key = self.remembered, (View.asking, type(self.custom))
        if key not in remembered:
            remembered[key] = View(self.lot, asks=True)
            remembered[key].custom = self.custom
        return remembered[key]  # type: ignore[no-any-return] # what was put in above


Shared = TypeVar("Shared")


def shared(compute: Callable[[View], Shared]) -> Callable[[View], Shared]:
    """Make a function of a view compute only once for each view."""

    def remembering(view: View) -> Shared:
        remembered = view.remembered
        if compute in remembered:
            return remembered[compute]  # type: ignore[no-any-return] # what was put in below
        found = remembered[compute] = compute(view)
        return found

    return remembering


Of = TypeVar("Of")


def shared_each(compute: Callable[[View, Of], Shared]) -> Callable[[View, Of], Shared]:
    """Make a function of a view and of one more thing compute only once for both."""

    def remembering(view: View, of: Of) -> Shared:
        remembered, sought = view.remembered, (compute, of)
        if sought in remembered:
            return remembered[sought]  # type: ignore[no-any-return] # what was put in below
        found = remembered[sought] = compute(view, of)
        return found

    return remembering


@frozen
class AskedValue:
    """A value that a fact asks for: of the lot, or of each item of a list, which has `of_item`."""

    asked: str
    path: str
    key: str
    kind: str
    read: Callable[[Any], Any]
    of_item: Callable[[Any], Any] | None

    @classmethod
    def of(cls, asked: str) -> AskedValue:
        """Return what gives the values at a path, such as `inspection.defects[].units`."""
        path, _, key = asked.partition("[].")
        read = attrgetter(path)
        return cls(asked, path, key, f"$.{asked}", read, attrgetter(key) if key else None)


def _items_without(view: View, asked: AskedValue) -> Sequence[tuple[int, Any]]:
    """Return the items of a list that lack what is asked for, found once for all facts."""
    remembered, of_item = view.remembered, asked.of_item
    sought = _items_without, asked.asked
    if sought not in remembered:
        items = enumerate(asked.read(view.lot))
        remembered[sought] = [each for each in items if of_item and of_item(each[1]) is None]
    return remembered[sought]  # type: ignore[no-any-return] # what was put in above


PLACEHOLDERS = ("pending", "not_stated")
"""Words that stand at a place until the answer does."""


HasPlaceholder = Callable[[Any], bool]
"""Tells whether such a word stands somewhere in a part of a lot."""


def placeholder_checks(
    values: Mapping[str, FactSpec], lists: Mapping[str, ListSpec]
) -> Iterator[tuple[str, HasPlaceholder]]:
    """Yield the kinds of places of words, below some paths, each with what looks there."""
    for path, spec in values.items():
        if spec.type.kind is Kind.TEXT or not set(PLACEHOLDERS).isdisjoint(spec.type.values):
            yield spec.path, _at(attrgetter(path))
    for path, each in lists.items():
        for kind, has_placeholder in placeholder_checks(each.items, each.lists):
            yield kind, _in_items(attrgetter(path), has_placeholder)


def _at(read: Callable[[Any], object]) -> HasPlaceholder:
    return lambda part: read(part) in PLACEHOLDERS


def _in_items(
    items: Callable[[Any], Iterable[Any] | None], has_placeholder: HasPlaceholder
) -> HasPlaceholder:
    return lambda part: any(map(has_placeholder, items(part) or ()))


Kinds = Mapping[str, Sequence[Any]]
"""Places by their kind, such as `$.inspection.defects[].units`, each with the items' indices.

A place outside lists is a kind by itself, without indices; in nested lists an index is a tuple.
"""

Compute = Callable[[View], Value | None]
Concern = Callable[[View, Any, str], bool]
Need = Callable[[View, str], bool]


def _concerns_all(_view: View, _item: object, _key: str) -> bool:
    return True


def _needs_all(_view: View, _path: str) -> bool:
    return True


def _no_reason(_view: View) -> str:
    return ""


@frozen
class Derived:
    """A derived fact: what the catalogue says of it, and how it is computed.

    `compute` returns None unless every way to fill in what is absent would give the same value; it
    may return None although every way would, which asks for more than is needed and claims nothing.
    `concerns` tells whether an absent value of one item of a list matters (item, name of the
    value), `needs` whether an absent value outside lists does (its path). `why` gives the reason
    why the fact is unknown although nothing is absent. `asks` are those of its reads that can keep
    it unknown by being absent: of the others that tells something, such as that a defect is of the
    main plan.
    """

    spec: FactSpec
    asks: tuple[str, ...]
    compute: Compute
    concerns: Concern = field(default=_concerns_all)
    why: Callable[[View], str] = field(default=_no_reason)
    needs: Need = field(default=_needs_all)

    @cached_property
    def _asked(self) -> tuple[AskedValue, ...]:
        return tuple(map(AskedValue.of, self.asks))

    def open(self, view: View, read: Callable[[View, str], Value | None]) -> Kinds:
        """Return the same places, then those where a word only stands in for the answer."""
        kinds = dict(self.absent(view, read))
        for each in self._asked:
            value, of_item = each.read(view.lot), each.of_item
            if of_item is None:
                if value in PLACEHOLDERS:
                    kinds[each.kind] = ()
            elif indices := [
                index
                for index, item in enumerate(value or ())
                if of_item(item) in PLACEHOLDERS and self.concerns(view, item, each.key)
            ]:
                kinds[each.kind] = (*kinds.get(each.kind, ()), *indices)
        return kinds

    def absent(self, view: View, read: Callable[[View, str], Value | None]) -> Kinds:
        """Return the absent places that keep the fact unknown, by kind."""
        remembered, sought = view.remembered, (Derived.absent, self.spec.path)
        if sought not in remembered:
            remembered[sought] = self._absent(view, read)
        return remembered[sought]  # type: ignore[no-any-return] # what was put in above

    def _absent(self, view: View, read: Callable[[View, str], Value | None]) -> Kinds:
        kinds: dict[str, Sequence[Any]] = {}
        for each in self._asked:
            value = each.read(view.lot)
            if value is None and each.of_item is None:
                value = read(view, each.path)  # a history tells some that are absent
            if value is None:
                if self.needs(view, each.asked):
                    kinds[f"$.{each.path}"] = ()
            elif each.of_item is not None and (
                indices := [
                    index
                    for index, item in _items_without(view, each)
                    if self.concerns(view, item, each.key)
                ]
            ):
                kinds[each.kind] = indices
        return kinds


def derived(
    path: str,
    type_: FactType,
    about: str,
    asks: Iterable[str],
    compute: Compute,
    *,
    also: Iterable[str] = (),
    concerns: Concern = _concerns_all,
    why: Callable[[View], str] = _no_reason,
    needs: Need = _needs_all,
) -> Derived:
    """Declare a derived fact, by what it asks for, and what it reads also where it is stated."""
    asks = tuple(dict.fromkeys(asks))
    reads = tuple(dict.fromkeys((*asks, *also)))
    spec = FactSpec(path=path, type=type_, about=about, given=False, reads=reads)
    return Derived(spec, asks, compute, concerns, why, needs)


BOOLEAN = FactType(Kind.BOOLEAN)
TEXT = FactType(Kind.TEXT)
DATE = FactType(Kind.DATE)
UNITS = FactType(Kind.INTEGER, "units")
PERCENT = FactType(Kind.DECIMAL, "percent")
MONEY = FactType(Kind.DECIMAL, "money")
