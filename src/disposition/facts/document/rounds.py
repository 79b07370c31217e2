"""Whether a kind of inspection repeats an earlier one of the same lot."""

from __future__ import annotations

import re

FIRST_KINDS = (
    *("initial", "pre_inspection", "pre_production", "during_production", "in_line"),
    *("pre_shipment", "final", "final_random", "container_loading"),
)
REINSPECTION = "reinspection"

_APART = re.compile(r"[\s_-]+")
_ENDING = "inspection"
_KNOWN = {
    spelling: kind == REINSPECTION
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
    return None if kind is None else _KNOWN.get(_APART.sub("", kind.strip().casefold()))
