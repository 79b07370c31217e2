"""Which segment a defect line belongs to, as far as its item number and batch tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import Generic, TypeVar

from disposition.facts.document.agreed_plans import SEVERITIES, AgreedPlan
from disposition.facts.document.lot_document import Check, Defect, LotDocument, Segment
from disposition.sampling.names import HIGHEST_PERCENT_AQL

Name = tuple[str | None, str | None]
"""An item number and a batch, either of which may be absent: then it may be any."""


def name_of(part: Check | Defect | Segment) -> Name:
    """Return the item number and batch of a defect line, a check or a segment."""
    return part.sku, part.batch


def may_be_of(part: Check | Defect, segment: Segment) -> bool:
    """Whether a defect line or a check may be about units of a segment."""
    pairs = zip(name_of(part), name_of(segment), strict=True)
    return all(None in pair or pair[0] == pair[1] for pair in pairs)


_ANY = object()
Total = TypeVar("Total")


class Matching(Generic[Total]):
    """Totals by name, so that what may be of one name is summed up without looking at each.

    `plus` adds two totals. What is absent in a name fits all, on either side.
    """

    def __init__(self, nothing: Total, plus: Callable[[Total, Total], Total]) -> None:
        self._nothing = nothing
        self._plus = plus
        self._totals: dict[tuple[object, object], Total] = {}

    def add(self, name: Name, total: Total) -> None:
        """Add something of a name."""
        totals, (sku, batch) = self._totals, name
        for key in ((sku, batch), (sku, _ANY), (_ANY, batch), (_ANY, _ANY)):
            totals[key] = self._plus(totals[key], total) if key in totals else total

    def may_be_of(self, name: Name) -> Total:
        """Return the total of all whose names may be the same as one."""
        sku, batch = name
        total = self._nothing
        for key in product(
            (_ANY,) if sku is None else (sku, None), (_ANY,) if batch is None else (batch, None)
        ):
            if key in self._totals:
                total = self._plus(total, self._totals[key])
        return total

    def surely_of(self, name: Name) -> Total:
        """Return the total of all that name what this name says, and nothing that it leaves open.

        What is absent in a name that was added is taken for all of them: that of a check.
        """
        total = self._nothing
        for key in set(product((name[0], None), (name[1], None))):
            if key in self._totals:
                total = self._plus(total, self._totals[key])
        return total


class Segments:
    """The segments of a lot by their names: how many a defect line may belong to, and which."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        # A sum of indices is the index itself where only one segment is meant.
        self._found = Matching((0, 0), lambda one, other: (one[0] + other[0], one[1] + other[1]))
        for index, segment in enumerate(segments):
            self._found.add(name_of(segment), (1, index))

    def how_many(self, part: Check | Defect) -> int:
        """Return how many segments a defect line or a check may belong to."""
        return self._found.may_be_of(name_of(part))[0]

    def only(self, defect: Defect) -> int | None:
        """Return the index of the segment that a line belongs to, if it can be only one listed."""
        number, index = self._found.may_be_of(name_of(defect))
        return index if number == 1 else None


def names_a_segment(defect: Defect) -> bool:
    """Whether the line says anything about where the units were found.

    Such a line belongs to a listed segment (anything else is refused); one that says nothing may
    also belong to a part of the lot that no segment covers.
    """
    return defect.sku is not None or defect.batch is not None


def covers_lot(lot: LotDocument) -> bool | None:
    """Whether the segments are the whole lot; None when quantities are unknown."""
    segments = lot.inspection.segments
    if segments is None:
        return None
    total = 0
    for segment in segments:
        if segment.quantity is None:
            return None
        total += segment.quantity
    return None if lot.lot.quantity is None else total == lot.lot.quantity


def counts_units(plan: AgreedPlan, severity: str | None) -> bool | None:
    """Whether a unit counts once in a line: as the plan states, else as its AQL is meant.

    Up to 10 an AQL is percent nonconforming. Above it counts nonconformities per 100 units, and one
    unit may have several. A contract's own plan counts units unless it states otherwise. None when
    an AQL that matters is absent; all of them do for a line whose severity is unknown.
    """
    if plan.counting is not None:
        return plan.counting == "nonconforming_units"
    answer: bool | None = True
    for name in SEVERITIES if severity is None else (severity,):
        if plan.own(name) is None:
            limit = getattr(plan.aql, name)
            if limit is None:
                answer = None
            elif limit > HIGHEST_PERCENT_AQL:
                return False
    return answer
