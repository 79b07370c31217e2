"""Which parts of a lot ship by the decision in force, and how many units of it."""

from __future__ import annotations

from typing import Any

from disposition.casefile.lifecycle.projection import decision_that_counts
from disposition.casefile.lifecycle.steps import Judged
from disposition.decision import Decision
from disposition.documents.plain import picked
from disposition.explain.document.parts import LotPart
from disposition.facts import observe
from disposition.words import counted

_PART, _NONE = "part", "none"


def parts_that_ship(judged: Judged) -> tuple[LotPart, ...]:
    """Return the parts that ship, where the decision that stands ships the lot in part."""
    taken = judged.lot.case.decisions or ()
    entry = decision_that_counts(judged.happened)
    if entry is None or not taken or not taken[-1].current or taken[-1].ships != _PART:
        return ()
    decision = Decision.from_dict(entry.data["decision"])
    return tuple(each for each in decision.parts if each.ships != _NONE)


def units_that_ship(judged: Judged) -> int | None:
    """Return the units that ship: of a part, as many as both sides agreed to take as they are."""
    facts = observe(judged.lot, ["case.ships", "agreement.units_accepted"])
    units = facts["agreement.units_accepted"] if facts["case.ships"] == _PART else None
    if isinstance(units, int):
        return units
    return None if facts["case.ships"] == _PART else judged.lot.lot.quantity


def part_in_words(part: LotPart) -> str:
    """Return what a part is called, with its units."""
    return part.name if part.units is None else f"{part.name}, {counted(part.units, 'unit')}"


def shipped_part(part: LotPart) -> dict[str, Any]:
    """Return a part that ships as plain data."""
    return picked(part, "name", "units", "sku", "batch", "found")
