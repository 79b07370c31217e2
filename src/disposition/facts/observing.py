"""The facts of one lot, and what stands between a lot and a fact that is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Any, NoReturn

from disposition.errors import DispositionError, suggest
from disposition.facts.catalogue import CATALOGUE, DERIVED, READERS
from disposition.facts.derived.fact import Derived, View
from disposition.facts.kinds import Value
from disposition.facts.lot import Lot


def observe(lot: Lot, paths: Iterable[str]) -> dict[str, Value | None]:
    """Return the facts at the given paths; an unknown fact is None. Only these are computed.

    Raises `DispositionError` for a path that the catalogue does not have.

    >>> lot = Lot.from_dict({"shipment": {"ship_by": "2026-12-01"}, "as_of": "2026-11-22"})
    >>> observe(lot, ["shipment.days_left", "shipment.slack_days"])
    {'shipment.days_left': 9, 'shipment.slack_days': None}
    """
    return observe_in(View(lot), paths)


def observe_in(view: View, paths: Iterable[str]) -> dict[str, Value | None]:
    """Return facts of a lot that is looked at; what one look has computed is not computed again."""
    facts: dict[str, Value | None] = {}
    for path in paths:
        reader = READERS.get(path)
        if reader is None:
            _refuse(path)
        facts[path] = reader(view)
    return facts


def absent(lot: Lot, path: str) -> tuple[str, ...]:
    """Return the places of the absent document values that keep a fact unknown.

    Empty for a fact that is known, and for one that is unknown for another reason, which
    `why_unknown` tells. A list that is absent is one place.

    >>> absent(Lot.from_dict({"as_of": "2026-11-22"}), "shipment.days_left")
    ('$.shipment.ship_by',)
    """
    view = View(lot)
    if _read(view, path) is not None:
        return ()
    if path not in DERIVED:
        return (f"$.{path}",)
    return tuple(dict.fromkeys(_absent(view, DERIVED[path])))


def why_unknown(lot: Lot, path: str) -> str:
    """Return in words why a fact is unknown; an empty text for one that is known.

    >>> why_unknown(Lot.from_dict({"as_of": "2026-11-22"}), "shipment.days_left")
    'not stated: `$.shipment.ship_by`'
    """
    view = View(lot)
    if _read(view, path) is not None:
        return ""
    if places := absent(lot, path):
        return f"not stated: {', '.join(f'`{place}`' for place in places)}"
    return DERIVED[path].why(view)


def _read(view: View, path: str) -> Value | None:
    return READERS[path](view) if path in READERS else _refuse(path)


def _refuse(path: str) -> NoReturn:
    hint = suggest(path, CATALOGUE)
    raise DispositionError(f"there is no fact `{path}`" + (f" ({hint})" if hint else ""))


def _absent(view: View, fact: Derived) -> Iterator[str]:
    for path in fact.spec.reads:
        listed, is_list, key = path.partition("[].")
        value: Any = attrgetter(listed)(view.lot) if is_list else _read(view, listed)
        if value is None:
            if fact.needs(view, path):
                yield f"$.{listed}"
        elif is_list:
            for index, item in enumerate(value):
                if attrgetter(key)(item) is None and fact.concerns(view, item, key):
                    yield f"$.{listed}[{index}].{key}"
