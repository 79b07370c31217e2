"""The facts of one lot, and what stands between a lot and a fact that is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from disposition.documents.quoting import cut
from disposition.errors import DispositionError, suggest
from disposition.facts.catalogue import SHIPPED, Catalogue, Reader
from disposition.facts.lot import Lot
from disposition.facts.native.fact import Kinds, View
from disposition.facts.own.declared import read_custom
from disposition.frozen import frozen
from disposition.language.types import Value
from disposition.words import listed


def observe(
    lot: Lot, paths: Iterable[str], catalogue: Catalogue = SHIPPED
) -> dict[str, Value | None]:
    """Return the facts at the given paths; an unknown fact is None. Only these are computed.

    Raises `DispositionError` for a path that the catalogue does not have.

    >>> lot = Lot.from_dict({"shipment": {"ship_by": "2026-12-01"}, "as_of": "2026-11-22"})
    >>> observe(lot, ["shipment.days_left", "shipment.slack_days"])
    {'shipment.days_left': 9, 'shipment.slack_days': None}
    """
    if isinstance(paths, str):
        raise DispositionError(f'paths of facts are listed: `["{cut(paths)}"]`')
    view = view_of(lot, catalogue)
    return {path: read(view, path, catalogue) for path in paths}


def view_of(lot: Lot, catalogue: Catalogue = SHIPPED) -> View:
    """Return a view of a lot, with what a policy declares of its section `custom`.

    Raises `LotError` with everything there that is not as it was declared.
    """
    view = View(lot)
    if catalogue.custom is not None or catalogue.own_derived:
        view.custom = read_custom(catalogue.custom, lot.custom, catalogue.own_derived)
    return view


def read(view: View, path: str, catalogue: Catalogue = SHIPPED) -> Value | None:
    """Return one fact of a lot that is looked at; what facts share is not computed again.

    Raises `DispositionError` for a path that the catalogue does not have.
    """
    return reader_of(path, catalogue)(view)


def reader_of(path: str, catalogue: Catalogue) -> Reader:
    """Return what gives a fact; raise `DispositionError` for a path that the catalogue lacks."""
    reader = catalogue.readers.get(path)
    if reader is not None:
        return reader
    hint = suggest(path, catalogue)
    raise DispositionError(f"there is no fact `{path}`" + (f" ({hint})" if hint else ""))


def absent(lot: Lot, path: str, catalogue: Catalogue = SHIPPED) -> tuple[str, ...]:
    """Return the places of the absent document values that keep a fact unknown.

    Empty for a fact that is known, and for one that is unknown for another reason, which
    `why_unknown` tells. A list that is absent is one place.

    >>> absent(Lot.from_dict({"as_of": "2026-11-22"}), "shipment.days_left")
    ('$.shipment.ship_by',)
    """
    return tuple(places(absent_kinds(view_of(lot, catalogue), path, catalogue)))


def why_unknown(lot: Lot, path: str, catalogue: Catalogue = SHIPPED) -> str:
    """Return in words why a fact is unknown; an empty text for one that is known.

    >>> why_unknown(Lot.from_dict({"as_of": "2026-11-22"}), "shipment.days_left")
    'not stated: `$.shipment.ship_by`'
    """
    return why_unknown_in(view_of(lot, catalogue), path, catalogue)


def why_unknown_in(view: View, path: str, catalogue: Catalogue = SHIPPED) -> str:
    """Return the same of a lot that is looked at."""
    few = few_absent(view, path, catalogue)
    if few.places:
        more = f", and {few.others:,} more places like these" if few.others else ""
        return f"not stated: {listed(few.places)}{more}"
    return "" if read(view, path, catalogue) is not None else catalogue.derived[path].why(view)


# --- kinds of places -----------------------------------------------------------------------------

MOST_OF_A_KIND = 10
"""Places of one kind that are named one by one; of more, the first is, and the rest counted."""


@frozen
class Few:
    """Some of many places, all of them where they are few; `others` counts those left out."""

    places: tuple[str, ...] = ()
    others: int = 0

    @classmethod
    def of(cls, kinds: Kinds) -> Few:
        """Return the places of kinds with few places, and the first of each other kind.

        >>> Few.of({"$.as_of": (), "$.inspection.defects[].units": range(11)})
        Few(places=('$.as_of', '$.inspection.defects[0].units'), others=10)
        """
        few = {
            kind: indices if len(indices) <= MOST_OF_A_KIND else indices[:1]
            for kind, indices in kinds.items()
        }
        others = sum(len(indices) - len(few[kind]) for kind, indices in kinds.items())
        return cls(tuple(places(few)), others)


def few_absent(view: View, path: str, catalogue: Catalogue = SHIPPED) -> Few:
    """Return the places of the absent values that keep a fact unknown."""
    remembered, sought = view.remembered, (few_absent, path, catalogue)
    if sought not in remembered:
        remembered[sought] = Few.of(absent_kinds(view, path, catalogue))
    return remembered[sought]  # type: ignore[no-any-return] # what was put in above


def places(kinds: Kinds) -> Iterator[str]:
    """Yield every place of some kinds."""
    for kind, indices in kinds.items():
        if not indices:
            yield kind
        for index in indices:
            yield place_of_kind(kind, index)


def place_of_kind(kind: str, index: int | tuple[int, ...] | None) -> str:
    """Return the place of one item; the kind itself where it is of no list."""
    for each in () if index is None else index if isinstance(index, tuple) else (index,):
        kind = kind.replace("[]", f"[{each}]", 1)
    return kind


def absent_kinds(view: View, path: str, catalogue: Catalogue = SHIPPED) -> Kinds:
    """Return the places of the absent values that keep a fact unknown, by kind."""
    if read(view, path, catalogue) is not None:
        return {}
    if path not in catalogue.derived:
        return {f"$.{path}": ()}
    remembered, sought = view.remembered, (absent_kinds, path, catalogue)
    if sought not in remembered:
        remembered[sought] = catalogue.derived[path].absent(
            view, lambda view, path: read(view, path, catalogue)
        )
    return remembered[sought]  # type: ignore[no-any-return] # what was put in above
