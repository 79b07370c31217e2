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
    view = View(lot)
    return {path: read(view, path) for path in paths}


def read(view: View, path: str) -> Value | None:
    """Return one fact of a lot that is looked at; what facts share is not computed again.

    Raises `DispositionError` for a path that the catalogue does not have.
    """
    reader = READERS.get(path)
    return _refuse(path) if reader is None else reader(view)


def absent(lot: Lot, path: str) -> tuple[str, ...]:
    """Return the places of the absent document values that keep a fact unknown.

    Empty for a fact that is known, and for one that is unknown for another reason, which
    `why_unknown` tells. A list that is absent is one place.

    >>> absent(Lot.from_dict({"as_of": "2026-11-22"}), "shipment.days_left")
    ('$.shipment.ship_by',)
    """
    view = View(lot)
    if read(view, path) is not None:
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
    if read(view, path) is not None:
        return ""
    if places := absent(lot, path):
        return f"not stated: {', '.join(f'`{place}`' for place in places)}"
    return DERIVED[path].why(view)


def _refuse(path: str) -> NoReturn:
    hint = suggest(path, CATALOGUE)
    raise DispositionError(f"there is no fact `{path}`" + (f" ({hint})" if hint else ""))


def _absent(view: View, fact: Derived) -> Iterator[str]:
    for path in fact.spec.reads:
        listed, is_list, key = path.partition("[].")
        value: Any = attrgetter(listed)(view.lot) if is_list else read(view, listed)
        if value is None:
            if fact.needs(view, path):
                yield f"$.{listed}"
        elif is_list:
            for index, item in enumerate(value):
                if attrgetter(key)(item) is None and fact.concerns(view, item, key):
                    yield f"$.{listed}[{index}].{key}"
