"""What somebody can change of a lot, and how: nothing that was found wrong with the goods."""

from __future__ import annotations

from enum import Enum

from disposition.facts.own.declared import PREFIX


class Way(Enum):
    """How a value can be changed."""

    ANY = "any"
    MORE = "more"  # a larger number, a later day, yes where it was no
    TOLD = "told"  # only where nobody has told it yet


_WAYS = {
    **dict.fromkeys(
        (
            "shipment.ship_by",
            "inspection.sample_size",
            "inspection.finished_percent",
            "inspection.packed_percent",
            "inspection.report_complete",
            "inspection.evidence.photos",
            "inspection.evidence.videos",
        ),
        Way.MORE,
    ),
    **dict.fromkeys(
        (
            "shipment.urgency",
            "shipment.part_wanted",
            "shipment.rework_days",
            "shipment.reinspection_days",
            "shipment.sorting_days",
            "shipment.replacement_days",
            "contract.price_reduction.agreed_percent",
            "contract.price_reduction.max_percent",
        ),
        Way.ANY,
    ),
    **dict.fromkeys(
        (
            "inspection.sorting.sorted",
            "inspection.sorting.conforming",
            "inspection.sorting.reworkable",
            "inspection.sorting.not_reworkable",
        ),
        Way.TOLD,
    ),
}
"""By path: more time, more samples, the goods finished, sorting, a price that is agreed on."""


def way_of(path: str) -> Way | None:
    """Return how a given value can be changed; None where nobody can.

    >>> way_of("contract.rework.allowed"), way_of("supplier.lots_rejected")
    (<Way.ANY: 'any'>, None)
    """
    if path in _WAYS:
        return _WAYS[path]
    is_agreed = path.startswith("contract.") and path.endswith((".allowed", ".clause"))
    return Way.ANY if is_agreed or path.startswith(PREFIX) else None
