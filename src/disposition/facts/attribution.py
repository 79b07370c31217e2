"""Which segment a defect line belongs to, as far as its item number and batch tell."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from disposition.facts.lot import SEVERITIES, AgreedLimits, AgreedPlan, Defect, Lot, Segment
from disposition.sampling.aql import HIGHEST_PERCENT_AQL


def candidates(defect: Defect, segments: Sequence[Segment]) -> list[int]:
    """Return the indices of the segments that a defect line may belong to.

    An item number or batch that is absent, on either side, may be any.
    """
    return [
        index
        for index, segment in enumerate(segments)
        if (defect.sku is None or segment.sku is None or defect.sku == segment.sku)
        and (defect.batch is None or segment.batch is None or defect.batch == segment.batch)
    ]


def names_a_segment(defect: Defect) -> bool:
    """Whether the line says anything about where the units were found.

    Such a line belongs to a listed segment (anything else is refused); one that says nothing may
    also belong to a part of the lot that no segment covers.
    """
    return defect.sku is not None or defect.batch is not None


def covers_lot(lot: Lot) -> bool | None:
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


def relevant_aqls(aql: AgreedLimits, severity: str | None) -> tuple[Decimal | None, ...]:
    """Return the AQL of a severity; all three for a line whose severity is unknown."""
    if severity is None:
        return tuple(getattr(aql, name) for name in SEVERITIES)
    return (getattr(aql, severity),)


def counts_units(plan: AgreedPlan, severity: str | None) -> bool | None:
    """Whether a unit counts once: as the plan states, else as its AQL is meant.

    Up to 10 an AQL is percent nonconforming. Above it counts nonconformities per 100 units, and one
    unit may have several. None when an AQL that matters is absent.
    """
    if plan.counting is not None:
        return plan.counting == "nonconforming_units"
    aqls = relevant_aqls(plan.aql, severity)
    if any(limit is not None and limit > HIGHEST_PERCENT_AQL for limit in aqls):
        return False
    return None if None in aqls else True
