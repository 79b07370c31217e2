"""Which lots a history names more than once: each stands in it once, unless it is resubmitted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from unicodedata import normalize

from disposition.sampling.switching.history import Entry, PastLot

ONCE = "a lot counts once: mark another inspection of the same lot as `resubmitted`"
"""What to do about a lot that is named twice."""


@lru_cache(4096)  # the history of one supplier comes with each of their lots
def same_number(lot: str) -> str:
    """Return what two spellings of one lot's number have in common: width, case and blanks aside.

    >>> same_number("  PO-4711 / a") == same_number("po-4711  / A")
    True
    """
    return " ".join(normalize("NFKC", lot).casefold().split())


def numbered(history: Iterable[Entry]) -> list[tuple[str, bool] | None]:
    """Return the lots of a history as `repeated_lots` takes them."""
    return [
        (entry.lot, entry.resubmitted) if isinstance(entry, PastLot) else None for entry in history
    ]


def repeated_lots(lots: Iterable[tuple[str, bool] | None]) -> Iterator[tuple[int, int]]:
    """Yield the place of each lot that stands further up already, and that first place, from 0.

    Each lot is its number and whether it is resubmitted; None stands for an entry that is no lot.

    >>> list(repeated_lots([("1", False), ("2", False), ("1", True), None, ("2", False)]))
    [(4, 1)]
    """
    first: dict[str, int] = {}
    for place, entry in enumerate(lots):
        if entry is None:
            continue
        lot, resubmitted = entry
        above = first.setdefault(same_number(lot), place)
        if above != place and not resubmitted:
            yield place, above
