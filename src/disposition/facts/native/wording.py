"""Small pieces of text for facts that are lists of things in words."""

from __future__ import annotations

from collections.abc import Sequence


def joined(items: Sequence[str]) -> str:
    """Return a list as one text; an empty one says so.

    >>> joined(["a", "b"]), joined([])
    ('a; b', 'none')
    """
    return "; ".join(items) or "none"


def place_of(sku: str | None, batch: str | None) -> str:
    """Return an item number and batch as one name.

    >>> place_of("RED", "B7"), place_of("RED", None), place_of(None, "B7")
    ('RED/B7', 'RED', 'batch B7')
    """
    if sku is None:
        return "no number" if batch is None else f"batch {batch}"
    return sku if batch is None else f"{sku}/{batch}"
