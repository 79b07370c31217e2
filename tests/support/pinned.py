"""A lot document told to a solver: every value of it, and that it has no others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from disposition import Lot
from disposition.analysis import solver as z
from disposition.analysis.emission.lists import ListedTerms, Lists
from disposition.analysis.emission.node_terms import Emission
from disposition.analysis.search.candidates import is_value, read_plain
from disposition.analysis.solver import Term
from disposition.facts.catalogue import Catalogue
from disposition.facts.source import LotSource


def at(document: Any, path: str) -> Any:
    """Return what stands at a path of sections; None where there is nothing."""
    for step in path.split("."):
        document = document.get(step) if isinstance(document, Mapping) else None
    return document


def lengths(part: Any, above: str = "") -> Iterator[tuple[str, int]]:
    """Yield the lengths of all lists of a document, by their kinds of place."""
    if isinstance(part, list):
        yield above, len(part)
        for each in part:
            yield from lengths(each, f"{above}[]")
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from lengths(value, f"{above}.{key}" if above else key)


def lists_for(document: Any, *, is_whole: bool = True) -> Lists:
    """Return slots for all items of a document."""
    most: dict[str, int] = {}
    for path, length in lengths(document):
        most[path] = max(most.get(path, 1), length)
    return Lists(lambda path: most.get(path, 1), is_whole)


def pinned(lot: Emission, document: Mapping[str, Any], catalogue: Catalogue) -> Iterator[Term]:
    """Yield that a lot is one document, with what Python computes of it."""
    source = LotSource(Lot.from_dict(document), catalogue)
    for column, held in lot.columns.items():
        yield is_value(held, source.value(column.path), lot)
    for path, listed in lot.listed.items():
        yield from _listed(listed, at(document, path), lot)


def _listed(listed: ListedTerms, items: Any, lot: Emission) -> Iterator[Term]:
    yield z.equal(listed.is_told, items is not None)
    for number, slot in enumerate(listed.slots):
        is_there = number < len(items or ())
        yield z.equal(slot.is_there, is_there)
        if not is_there:
            continue
        for item, held in slot.values.values():
            yield is_value(held, read_plain(at(items[number], item.key), item.type), lot)
        for path, inner in slot.lists.items():
            yield from _listed(inner, at(items[number], path.rpartition("[].")[2]), lot)
