"""Facts over the lists of what has happened: how many, whether any, the last one, since when.

Each is told by a test of one item, true, false or unknown, and stays unknown exactly as long as
the items that nobody has told everything of can change it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from attrs import frozen

from disposition.facts.derived.bounds import Bounds, every, exactly, some
from disposition.facts.derived.fact import BOOLEAN, DATE, DAYS, Derived, View, derived
from disposition.language.types import FactType, Value

Test = Callable[[Any], bool | None]
"""Whether an item is one of those meant; None while that is not known."""

Items = tuple[Any, ...]


def items(view: View, name: str) -> Items | None:
    """Return a list of the case; None while it is not known."""
    found: Items | None = getattr(view.lot.case, name)
    return found


def anything(_item: object) -> bool:
    """Mean every item."""
    return True


def is_in(key: str, *values: object) -> Test:
    """Mean the items that have one of some values at a key."""

    def test(item: Any) -> bool | None:
        held = getattr(item, key)
        return None if held is None else held in values

    return test


def is_above(key: str, limit: int) -> Test:
    """Mean the items that have more than a number at a key."""

    def test(item: Any) -> bool | None:
        held = getattr(item, key)
        return None if held is None else held > limit

    return test


def both(*tests: Test) -> Test:
    """Mean the items that every one of some tests means."""
    return lambda item: every(test(item) for test in tests)


def neither(test: Test) -> Test:
    """Mean the items that a test does not mean."""

    def opposite(item: Any) -> bool | None:
        held = test(item)
        return None if held is None else not held

    return opposite


def amount(listed: Sequence[Any], test: Test) -> Bounds:
    """Return how many items are meant, at least and at most."""
    held = [test(item) for item in listed]
    sure = held.count(True)
    return sure, sure + held.count(None)


@frozen
class Listing:
    """A list of the case, and the keys of its items that a fact reads."""

    name: str
    keys: tuple[str, ...]

    def reads(self, *more: str) -> Iterator[str]:
        """Yield the document paths that are read; without keys, one that says which list."""
        for key in dict.fromkeys((*self.keys, *more)) or ("on",):
            yield f"case.{self.name}[].{key}"


def of(name: str, *keys: str) -> Listing:
    """Name a list of the case, and the keys that tell which of its items are meant."""
    return Listing(name, keys)


def _open(test: Test) -> Callable[[View, Any, str], bool]:
    return lambda _view, item, _key: test(item) is None


# --- facts ---------------------------------------------------------------------------------------


def how_many(
    path: str, unit: FactType, about: str, listing: Listing, test: Test = anything
) -> Derived:
    """Declare how many items of a list are meant by a test that reads some keys."""

    def compute(view: View) -> Value | None:
        found = items(view, listing.name)
        return None if found is None else exactly(amount(found, test))

    return derived(path, unit, about, listing.reads(), compute, concerns=_open(test))


def whether_any(path: str, about: str, listing: Listing, test: Test = anything) -> Derived:
    """Declare whether some item of a list is meant."""

    def compute(view: View) -> Value | None:
        found = items(view, listing.name)
        return None if found is None else some(test(item) for item in found)

    return derived(path, BOOLEAN, about, listing.reads(), compute, concerns=_open(test))


# --- the last one, and the first -----------------------------------------------------------------


def trailing(listed: Sequence[Any], test: Test) -> tuple[Items, Any]:
    """Return the items that may be the last one meant, and the one that surely is, if one is.

    Items are looked at from the end, until one is surely meant.
    """
    looked_at: list[Any] = []
    for item in reversed(listed):
        held = test(item)
        if held is not False:
            looked_at.append(item)
        if held:
            break
    sure = looked_at[0] if len(looked_at) == 1 and test(looked_at[0]) else None
    return tuple(looked_at), sure


def may_be_last(view: View, name: str, test: Test, item: object) -> bool:
    """Whether an item may be the last one of a list that is meant; looked up once for all items."""
    sought = may_be_last, name, test
    if sought not in view.remembered:
        looked_at, _ = trailing(items(view, name) or (), test)
        # Items that look alike are told apart by where they stand, so not by equality.
        view.remembered[sought] = frozenset(map(id, looked_at))
    return id(item) in view.remembered[sought]


def _may_be_last(name: str, test: Test) -> Callable[[View, Any, str], bool]:
    return lambda view, item, _key: may_be_last(view, name, test, item)


def _why_none(name: str, test: Test, nothing: str) -> Callable[[View], str]:
    def why(view: View) -> str:
        found = items(view, name)
        return nothing if found is not None and not trailing(found, test)[0] else ""

    return why


def last(
    path: str,
    kind: FactType,
    about: str,
    listing: Listing,
    test: Test = anything,
    *,
    key: str,
    nothing: str,
    missing: Value | None = None,
) -> Derived:
    """Declare the value that the last item meant has at a key.

    `missing` is the value where nothing is meant; without one, the fact is unknown then, and
    `nothing` says why.
    """
    name = listing.name

    def compute(view: View) -> Value | None:
        found = items(view, name)
        if found is None:
            return None
        looked_at, item = trailing(found, test)
        if not looked_at:
            return missing
        value: Value | None = None if item is None else getattr(item, key)
        return value

    return derived(
        path,
        kind,
        about,
        listing.reads(key),
        compute,
        concerns=_may_be_last(name, test),
        why=_why_none(name, test, nothing),
    )


def last_on(
    path: str, about: str, listing: Listing, test: Test = anything, *, nothing: str
) -> Derived:
    """Declare the day of the last item meant: lists are in the order in which things happened."""
    return last(path, DATE, about, listing, test, key="on", nothing=nothing)


def days_since(
    path: str, about: str, listing: Listing, test: Test = anything, *, nothing: str
) -> Derived:
    """Declare the days that have passed since the last item meant."""
    name = listing.name

    def compute(view: View) -> Value | None:
        today = view.lot.as_of
        _, item = trailing(items(view, name) or (), test)
        if today is None or item is None or item.on is None:
            return None
        days: int = (today - item.on).days
        return days

    return derived(
        path,
        DAYS,
        about,
        (*listing.reads("on"), "as_of"),
        compute,
        concerns=_may_be_last(name, test),
        why=_why_none(name, test, nothing),
    )


def of_first(path: str, kind: FactType, about: str, listing: Listing, *, nothing: str) -> Derived:
    """Declare the value that the first item of a list has at the listing's one key."""
    name, (key,) = listing.name, listing.keys

    def compute(view: View) -> Value | None:
        found = items(view, name)
        value: Value | None = getattr(found[0], key) if found else None
        return value

    return derived(
        path,
        kind,
        about,
        listing.reads(),
        compute,
        concerns=lambda view, item, _: is_first(view, name, item),
        why=lambda view: nothing if items(view, name) == () else "",
    )


def is_first(view: View, name: str, item: object) -> bool:
    """Whether an item is the first of a list."""
    found = items(view, name)
    return found is not None and found[:1] != () and item is found[0]


def is_last(view: View, name: str, item: object) -> bool:
    """Whether an item is the last of a list."""
    found = items(view, name)
    return found is not None and found[-1:] != () and item is found[-1]
