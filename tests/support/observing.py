"""Facts as their definitions give them, without the short cuts that are taken for values alone."""

from __future__ import annotations

from collections.abc import Iterable

from disposition.facts import Lot, Value
from disposition.facts.catalogue import Catalogue
from disposition.facts.evaluation import Defined
from disposition.facts.observation import view_of


def by_definition(lot: Lot, paths: Iterable[str], catalogue: Catalogue) -> dict[str, Value | None]:
    """Return the facts at some paths, each defined one from all that it can be."""
    view = view_of(lot, catalogue)

    def value(path: str) -> Value | None:
        fact = catalogue.derived.get(path)
        return fact.exactly(view) if isinstance(fact, Defined) else catalogue.readers[path](view)

    return {path: value(path) for path in paths}
