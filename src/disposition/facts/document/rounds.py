"""Whether a kind of inspection repeats an earlier one, and whether it is one of finished goods."""

from __future__ import annotations

import re
from functools import lru_cache

EARLY_KINDS = ("initial", "pre_inspection", "pre_production", "during_production", "in_line")
FINAL_KINDS = ("pre_shipment", "final", "final_random", "container_loading")
FIRST_KINDS = (*EARLY_KINDS, *FINAL_KINDS)
REINSPECTION = "reinspection"

_APART = re.compile(r"[\s_-]+")
_ENDING = "inspection"
_KNOWN = {
    spelling: kind
    for kind in (*FIRST_KINDS, REINSPECTION)
    for word in (_APART.sub("", kind),)
    for spelling in (word, f"{word}{_ENDING}")
}


def is_repeated(kind: str | None) -> bool | None:
    """Return whether a kind of inspection is a re-inspection; None for a kind that is not known.

    A word is known as a whole, whatever its case, its hyphens and its spaces.

    >>> is_repeated("Re-inspection"), is_repeated("Pre-Inspection"), is_repeated("2nd reinspection")
    (True, False, None)
    """
    known = _known(kind)
    return None if known is None else known == REINSPECTION


def is_final(kind: str | None) -> bool | None:
    """Return whether goods are finished when they are inspected so; None for a kind not known.

    >>> is_final("Pre-Shipment Inspection"), is_final("In-line"), is_final("factory visit")
    (True, False, None)
    """
    known = _known(kind)
    return None if known is None else known not in EARLY_KINDS


@lru_cache(64)
def _known(kind: str | None) -> str | None:
    return None if kind is None else _KNOWN.get(_APART.sub("", kind.strip().casefold()))
