"""The places of a lot document that are still open: what may stand there, and the lot with it."""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter
from typing import Any

from disposition.documents.places.data import Step, steps_to
from disposition.documents.places.data import put as put_plain
from disposition.documents.plain import plain_value
from disposition.documents.scalars import ScalarType
from disposition.facts.catalogue import SHIPPED, Catalogue
from disposition.facts.consistency.contradictions import UNCONTESTED, contradictions
from disposition.facts.document import lot_document as document
from disposition.facts.document.agreed_plans import NamedPlan
from disposition.facts.lot import Lot
from disposition.facts.native.fact import Kinds, View
from disposition.facts.native.wording import place_of
from disposition.facts.observation import absent_kinds, read
from disposition.facts.own.declared import CUSTOM, read_custom
from disposition.frozen import evolve, fields, frozen


@frozen
class OpenPlace:
    """A place of a lot document: what it means, what stands there, and how its value is read.

    What a policy declares without saying what it means is called by its path.
    `item` names the defect line, segment, check or topic of the contract that it belongs to, if it
    belongs to one. The `scalar` is None for a list.
    """

    path: str
    about: str
    item: str
    stands: object
    scalar: ScalarType | None


def open_kinds(view: View, path: str, catalogue: Catalogue = SHIPPED) -> Kinds:
    """Return the places whose answers could tell a fact, by kind: absent ones, then pending ones.

    >>> from disposition.facts.observation import places
    >>> checks = [{"name": "migration", "category": "regulatory", "result": "pending"}]
    >>> view = View(Lot.from_dict({"inspection": {"checks": checks}}))
    >>> list(places(open_kinds(view, "checks.regulatory.all_passed")))
    ['$.inspection.checks[0].result']
    """
    if path not in catalogue.derived or not catalogue.waits_for_words(view, path):
        return absent_kinds(view, path, catalogue)
    return catalogue.derived[path].open(view, lambda view, path: read(view, path, catalogue))


def place_at(lot: Lot, path: str, catalogue: Catalogue = SHIPPED) -> OpenPlace:
    """Return what is declared of a place of a lot document.

    >>> place_at(Lot(), "$.inspection.plan.aql.major").about
    'AQL of major defects'
    """
    part: Any = lot
    item = ""
    declared: Mapping[Any, Any] = {}
    for step in steps_to(path):
        if isinstance(step, int):
            part = part[step]
            item = _named(part)
        elif part is lot and step == CUSTOM and catalogue.custom is not None:
            part = read_custom(catalogue.custom, lot.custom)
        else:
            declared = getattr(fields(type(part)), step).metadata
            part = getattr(part, step)
            if isinstance(part, document.Right):
                item = declared["about"].lower()
    about = declared["about"] or path.removeprefix("$.")
    return OpenPlace(path, about, item, part, declared.get("scalar"))


def how_many_items(lot: Lot) -> int:
    """Return how many items the lists of a lot document have, all together.

    >>> how_many_items(Lot.from_dict({"inspection": {"checks": [{}, {}], "defects": [{}]}}))
    3
    """
    return sum(len(held(lot) or ()) for held in _LISTS) + _items_in(lot.custom)


def _items_in(data: Any) -> int:
    if isinstance(data, Mapping):
        return sum(map(_items_in, data.values()))
    return len(data) + sum(map(_items_in, data)) if isinstance(data, list) else 0


_LISTS = tuple(
    attrgetter(f"{section.name}.{each.name}")
    for section in fields(Lot)
    if "section" in section.metadata
    for each in fields(section.metadata["section"])
    if "items" in each.metadata
)


def put(lot: Lot, path: str, value: object) -> Lot | None:
    """Return the lot with a value at a place; None if it would contradict what is known.

    The value is trusted to be one that the place can have, and the lot not to contradict itself.

    >>> put(Lot(), "$.lot.quantity", 3200).lot.quantity
    3200
    """
    own = path.removeprefix(f"$.{CUSTOM}.")
    changed: Lot = (
        _put(lot, steps_to(path), value)
        if own == path
        else evolve(lot, custom=put_plain(dict(lot.custom or {}), own, plain_value(value)))
    )
    if UNCONTESTED.match(path) or next(contradictions(changed), None) is None:
        return changed
    return None


def _put(part: Any, steps: tuple[Step, ...], value: object) -> Any:
    if not steps:
        return value
    first, rest = steps[0], steps[1:]
    if isinstance(first, int):
        return (*part[:first], _put(part[first], rest, value), *part[first + 1 :])
    return evolve(part, **{first: _put(getattr(part, first), rest, value)})


def _named(item: object) -> str:
    match item:
        case document.Defect():
            return ", ".join(filter(None, (item.code, item.description)))
        case document.Segment():
            return place_of(item.sku, item.batch)
        case document.Check() | NamedPlan():
            return item.name or ""
        case _:
            return ""
