"""From a solver's lot to a lot document, and to what it wants of facts that Python computes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from disposition.analysis import solver as z
from disposition.analysis.emission.lists import ListedTerms, Lists
from disposition.analysis.emission.node_terms import Emission
from disposition.analysis.emission.unknowns import KnownTerm
from disposition.analysis.solver import Model, Term
from disposition.documents.places.data import put_into, value_at
from disposition.documents.plain import plain_value
from disposition.frozen import frozen
from disposition.language.lower.total import LeafColumn, LeafItem
from disposition.language.types import FactType, Kind, Origin, Value
from disposition.semantics import exact

PLACES = 4
"""Decimals of numbers that are asked to be written out, where a model has a fraction."""


class UnwritableError(ValueError):
    """A number that no document can hold, such as a third."""


def document_of(lot: Emission, model: Model, template: Mapping[str, Any]) -> dict[str, Any]:
    """Return the lot document of a model: every given value that is known in it.

    What the model does not tell of is as in a template. Raises `UnwritableError` where a number has
    no end behind its point.
    """
    document: dict[str, Any] = deepcopy(dict(template))
    for column, held in lot.all_columns.items():
        if column.origin is Origin.NATIVE:
            continue
        drop(document, column.path)
        if model.value(held.known):
            put_into(document, column.path, plain_value(value_of(column.type, held, lot, model)))
    for path, listed in lot.all_listed.items():
        drop(document, path)
        if model.value(listed.is_told):
            put_into(document, path, [*_items(listed, lot, model)])
    return document


def _items(listed: ListedTerms, lot: Emission, model: Model) -> Iterator[dict[str, Any]]:
    for slot in listed.slots:
        if model.value(slot.is_there):
            item: dict[str, Any] = {}
            for of, held in slot.all_values.values():
                if model.value(held.known):
                    put_into(item, of.key, plain_value(value_of(of.type, held, lot, model)))
            for path, inner in slot.all_lists.items():
                if model.value(inner.is_told):
                    put_into(item, path.rpartition("[].")[2], [*_items(inner, lot, model)])
            yield item


def wishes_of(lot: Emission, model: Model) -> dict[LeafColumn, Value | None]:
    """Return what a model wants of the facts that Python computes."""
    found: dict[LeafColumn, Value | None] = {}
    for column, held in lot.columns.items():
        if column.origin is Origin.NATIVE:
            is_known = model.value(held.known)
            found[column] = value_of(column.type, held, lot, model, 30) if is_known else None
    return found


def value_of(
    type_: FactType, held: KnownTerm, lot: Emission, model: Model, digits: int | None = None
) -> Value:
    """Return a value in a model; a number that never ends is cut off after some digits."""
    found = model.value(held.value)
    match type_.kind:
        case Kind.BOOLEAN:
            return bool(found)
        case Kind.INTEGER:
            return int(found)
        case Kind.DECIMAL:
            return _decimal(Fraction(found), digits)
        case Kind.ENUM | Kind.TEXT:
            return lot.words.text(int(found))
        case Kind.DATE:
            return date.fromordinal(int(found))


def _decimal(number: Fraction, digits: int | None) -> Decimal:
    rest = number.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    if rest != 1 and digits is None:
        raise UnwritableError(str(number))
    return Decimal(number.numerator) / Decimal(number.denominator)


def drop(document: dict[str, Any], path: str) -> None:
    """Take away what stands at a path of sections."""
    *sections, key = path.split(".")
    for section in sections:
        document = document.get(section, {})
    document.pop(key, None)


def is_writable(lot: Emission) -> Term:
    """Return that every number of a document has few decimals."""
    return z.all_of(
        z.is_whole(z.times(held.value, 10**PLACES))
        for type_, held in _given(lot)
        if type_.kind is Kind.DECIMAL
    )


def _given(lot: Emission) -> Iterator[tuple[FactType, KnownTerm]]:
    for column, held in lot.columns.items():
        if column.origin is not Origin.NATIVE:
            yield column.type, held
    yield from ((item.type, held) for item, held in of_items(lot.listed.values()))


def of_items(lists: Iterable[ListedTerms]) -> Iterator[tuple[LeafItem, KnownTerm]]:
    """Yield the values of all items of some lists, and of the lists within them."""
    for listed in lists:
        for slot in listed.slots:
            yield from slot.values.values()
            yield from of_items(slot.lists.values())


# --- what is so of a document --------------------------------------------------------------------


def is_as(lot: Emission, model: Model, reads: Iterable[str]) -> Term:
    """Return that all that some places of the document hold is as in a model."""
    prefixes = tuple(reads)

    def is_read(path: str) -> bool:
        return any(f"{path}.".startswith((f"{each}.", f"{each}[")) for each in prefixes)

    parts: list[Term] = []
    for column, held in lot.all_columns.items():
        if column.origin is not Origin.NATIVE and is_read(column.path):
            parts.append(holds_as(held, model))
    parts += _are_as(lot.all_listed.values(), model, prefixes)
    return z.all_of(parts)


def _are_as(lists: Iterable[ListedTerms], model: Model, reads: tuple[str, ...]) -> Iterator[Term]:
    for listed in lists:
        if not any(each == listed.path or each.startswith(f"{listed.path}[") for each in reads):
            continue
        yield _same(listed.is_told, model)
        for slot in listed.slots:
            yield _same(slot.is_there, model)
            if model.value(slot.is_there):
                yield from (
                    holds_as(held, model)
                    for item, held in slot.values.values()
                    if item.path in reads or listed.path in reads
                )
                yield from _are_as(slot.lists.values(), model, reads)


def holds_as(held: KnownTerm, model: Model) -> Term:
    """Return that a value is as in a model: unknown, or the same."""
    if not model.value(held.known):
        return z.not_(held.known)
    return z.all_of((held.known, _same(held.value, model)))


def _same(term: Term, model: Model) -> Term:
    return z.equal(term, model.value(term))


def is_value(held: KnownTerm, value: Value | None, lot: Emission) -> Term:
    """Return that a fact is a value; None: unknown."""
    if value is None:
        return z.not_(held.known)
    found = exact(value)
    term = lot.words.number(found) if isinstance(found, str) else found
    return z.all_of((held.known, z.equal(held.value, term)))


def given_as(lot: Emission, template: Mapping[str, Any]) -> Iterator[Term]:
    """Yield that single values of a lot are as in a template, where they are in it."""
    for column, held in lot.columns.items():
        value: Any = template
        for step in column.path.split("."):
            value = value.get(step) if isinstance(value, Mapping) else None
        if value is not None and column.origin is not Origin.NATIVE:
            yield is_value(held, read_plain(value, column.type), lot)


@frozen
class ListedPart:
    """What a document tells at a place of its lists, as a term; `item`: the value of an item."""

    place: str
    term: Term
    is_known: bool
    item: LeafItem | None = None


def listed_in(
    lists: Mapping[str, ListedTerms], data: Any, lot: Emission, above: str = "$"
) -> Iterator[ListedPart]:
    """Yield what a document tells of some lists, part by part."""
    for path, listed in lists.items():
        key = path.rpartition("[].")[2]
        place, items = f"{above}.{key}", value_at(data, key)
        yield ListedPart(place, z.equal(listed.is_told, items is not None), items is not None)
        for at, slot in enumerate(listed.slots if items is not None else ()):
            there, is_there = f"{place}[{at}]", at < len(items)
            yield ListedPart(there, z.equal(slot.is_there, is_there), is_known=True)
            if is_there:
                for item, held in slot.values.values():
                    value = read_plain(value_at(items[at], item.key), item.type)
                    term = is_value(held, value, lot)
                    yield ListedPart(f"{there}.{item.key}", term, value is not None, item)
                yield from listed_in(slot.lists, items[at], lot, there)


def slots_for(document: Mapping[str, Any], least: int) -> Lists:
    """Return that lists have the slots that a document needs, and `least` where it has none."""
    most: dict[str, int] = {}
    pending: list[tuple[str, Any]] = [("", document)]
    while pending:
        path, each = pending.pop()
        if isinstance(each, list):
            most[path] = max(most.get(path, 1), len(each))
            pending += [(f"{path}[]", item) for item in each]
        elif isinstance(each, Mapping):
            pending += [(f"{path}.{key}" if path else key, value) for key, value in each.items()]
    return Lists(lambda path: most.get(path, least))


def read_plain(value: Any, type_: FactType) -> Value | None:
    """Return a value of a document that is known to be good."""
    if value is None:
        return None
    match type_.kind:
        case Kind.DATE:
            return date.fromisoformat(value)
        case Kind.DECIMAL:
            return Decimal(str(value))
        case _:
            return value  # type: ignore[no-any-return] # the document is a good one
