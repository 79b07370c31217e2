"""Joins: what facts find by going over one list for each item of another, and what that costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from disposition.facts.catalogue import Catalogue
from disposition.facts.evaluation import Defined
from disposition.facts.lot import Lot
from disposition.language.expression import (
    Aggregate,
    Definition,
    Expression,
    Fact,
    Listing,
    children,
    free_variables,
    walk,
)

Join = tuple[str, ...]
"""The lists that are gone over within one another, the outermost first, as kinds of places."""


def joins_of(paths: Iterable[str], catalogue: Catalogue) -> tuple[Join, ...]:
    """Return the joins behind some facts, and behind the facts that these use."""
    known = catalogue.known
    if known is None:
        return ()
    found: list[Join] = []
    seen: set[tuple[type, str]] = set()
    pending: list[Fact | Definition] = [Fact(path, catalogue[path].type) for path in paths]
    while pending:
        used = pending.pop()
        name = used.path if isinstance(used, Fact) else used.name
        if (type(used), name) in seen:
            continue
        seen.add((type(used), name))
        if isinstance(used, Definition):
            expression = known.definitions[name].expression
        elif isinstance(derived := known.defined.get(name), Defined):
            expression = derived.definition.expression
        else:
            continue
        found += _joins(expression, ())
        pending += [each for each in walk(expression) if isinstance(each, Fact | Definition)]
    return tuple(found)


def _joins(expression: Expression, around: Join) -> Iterator[Join]:
    if isinstance(expression, Aggregate) and isinstance(expression.source, Listing):
        # What depends on no item further out is reckoned once for all of them.
        around = (*(around if free_variables(expression) else ()), expression.source.path)
        if sum("[]" not in path for path in around) > 1:
            yield around
    for each in children(expression):
        yield from _joins(each, around)


def how_many_steps(lot: Lot, joins: Iterable[Join]) -> int:
    """Return how many combinations of items some joins look at in a lot document.

    >>> lot = Lot.from_dict({"custom": {"pallets": [{"boxes": [1, 2, 3]}, {}]}})
    >>> how_many_steps(lot, [("custom.pallets", "custom.pallets")])
    4
    >>> how_many_steps(lot, [("custom.pallets", "custom.pallets", "custom.pallets[].boxes")])
    6
    """
    return sum(_steps(lot, join) for join in joins)


def _steps(lot: Lot, join: Join) -> int:
    steps = 1
    for path in join:
        outer, _, nested = path.rpartition("[].")
        steps *= len(_items(lot, path))
        # The items of a nested list are those of one item further out: so many on average.
        steps = -(-steps // max(1, len(_items(lot, outer)))) if nested and outer else steps
    return steps


def _items(lot: Lot, path: str) -> list[Any]:
    held: list[Any] = [lot]
    for part in path.split("[]."):
        held = [item for each in held for item in _at(each, part) or ()]
    return held


def _at(held: Any, path: str) -> Any:
    for key in path.split("."):
        held = held.get(key) if isinstance(held, Mapping) else getattr(held, key, None)
    return held
