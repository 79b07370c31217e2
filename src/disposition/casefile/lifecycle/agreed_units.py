"""How many units agreements are about: what was sent back of the lot, and what is not taken of it.

A lot that was not accepted is resubmitted once all of its units were looked at again (ISO 2859-1,
resubmission of lots). So rework of fewer units than the decision sends back puts the lot right as
little as rework of none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from disposition.casefile.lifecycle.findings import made_by
from disposition.casefile.log.effective import Event
from disposition.casefile.log.entry_data import decision_in
from disposition.casefile.log.kinds import INSPECTIONS, Agreed, InspectionReported

WORK = ("rework", "replacement")
"""What both sides agree on who have goods put right."""

_SENT_BACK = (*WORK, "sort")
"""Outcomes of a part that is put right."""


def agrees_on_work(said: Agreed, sent_back: int | None = None) -> bool:
    """Whether both sides agree in writing on putting goods right; of too few units they do not."""
    is_short = falls_short(said, sent_back)
    return bool(said.consent) and said.scope in WORK and said.units != 0 and not is_short


def falls_short(said: Agreed, sent_back: int | None) -> bool:
    """Whether an agreement names fewer units than were sent back; those not taken aside."""
    if said.scope not in WORK or said.units is None or sent_back is None:
        return False
    return said.units + (said.units_rejected or 0) < sent_back


def sent_back(happened: Sequence[Event], overtaken: Collection[int]) -> Mapping[int, int | None]:
    """Return how many units were sent back, by the numbers of the agreements on putting them right.

    They are those of the decision on the inspection before it, whichever came first; `overtaken`
    are the numbers of decisions that do not count.
    """
    return {
        each.entry.number: _units_sent_back(around, quantity, overtaken)
        for around, quantity in _between_inspections(happened)
        for each in around
        if isinstance(each.data, Agreed) and each.data.scope in WORK
    }


def not_taken(happened: Sequence[Event]) -> int:
    """Return the units that both sides agreed not to take, and that no report leaves out yet.

    Once the goods were inspected again, only a later agreement that tells of them changes that.
    """
    quantity, gone, is_carried_out = None, 0, False
    for each in happened:
        match each.data:
            case Agreed(consent=True, units_rejected=units):
                if units is not None or not is_carried_out:
                    gone, is_carried_out = units or 0, False
            case InspectionReported(lot=lot) if lot.lot.quantity is not None:
                if quantity is not None and lot.lot.quantity < quantity:
                    gone = max(gone - (quantity - lot.lot.quantity), 0)
                quantity = lot.lot.quantity
        is_carried_out = is_carried_out or (each.kind in INSPECTIONS and gone > 0)
    return gone


def _between_inspections(
    happened: Sequence[Event],
) -> Iterator[tuple[Sequence[Event], int | None]]:
    """Yield what happened from each inspection up to the next, with the units that are left."""
    starts = [at for at, each in enumerate(happened) if each.kind in INSPECTIONS]
    quantity: int | None = None
    for start, end in pairwise([*starts, len(happened)]):
        gone = not_taken(happened[: start + 1])
        data = happened[start].data
        if isinstance(data, InspectionReported) and data.lot.lot.quantity is not None:
            quantity = data.lot.lot.quantity
        yield happened[start:end], None if quantity is None else max(quantity - gone, 0)


def _units_sent_back(
    around: Sequence[Event], quantity: int | None, overtaken: Collection[int]
) -> int | None:
    decisions = [
        document
        for each in around
        if each.kind == "decision" and each.entry.number not in overtaken
        if (document := decision_in(each.kind, each.entry.data))["status"] == "decided"
    ]
    least = _most_found(around[0])
    if not decisions:
        return quantity or least
    last = decisions[-1]
    if last["ships"] != "none":
        return None
    outcomes = {last["outcome"], *_SENT_BACK}
    units: list[int | None] = [
        each["units"] for each in last.get("parts", ()) if each["outcome"] in outcomes
    ]
    known = [each for each in units if each is not None]
    if not known or len(known) < len(units):
        return quantity or least
    return sum(known) if quantity is None else min(sum(known), quantity)


def _most_found(report: Event) -> int | None:
    """Return the most units that a line of a report tells of, which is the least there can be."""
    units = [each.units for each in made_by(report.data).defects or () if each.units]
    return max(units, default=None)
