"""Facts about how the supplier's lots did before this one."""

from __future__ import annotations

from decimal import Decimal

from disposition.facts.derived.bounds import Bounds, every, opposite, percentage, smaller, some
from disposition.facts.derived.fact import PERCENT, View, derived
from disposition.facts.derived.history import supplier as completed
from disposition.facts.document.lot_document import Supplier
from disposition.language.types import FactType, Kind

TRACK_RECORDS = ("new", "good", "mixed", "poor")

_LOTS = ("supplier.lots_inspected", "supplier.lots_rejected")


def _rejection_rate(view: View) -> Decimal | None:
    supplier = completed(view)
    inspected, rejected = supplier.lots_inspected, supplier.lots_rejected
    return percentage(rejected, inspected) if inspected and rejected is not None else None


def _why_no_rate(view: View) -> str:
    return "no lot was inspected before" if completed(view).lots_inspected == 0 else ""


def _bounds(value: int | None) -> Bounds:
    return (0, None) if value is None else (value, value)


def _at_least(bounds: Bounds, limit: int) -> bool | None:
    """Whether a count reaches a limit."""
    least, most = bounds
    if least >= limit:
        return True
    return False if most is not None and most < limit else None


def _lots(supplier: Supplier) -> tuple[Bounds, Bounds, Bounds]:
    """Return the bounds of lots inspected, rejected and rejected in a row.

    Each is at most the one before, which sharpens those that are absent.
    """
    inspected, rejected, in_a_row = (
        _bounds(supplier.lots_inspected),
        _bounds(supplier.lots_rejected),
        _bounds(supplier.consecutive_rejected),
    )
    rejected = max(rejected[0], in_a_row[0]), smaller(rejected[1], inspected[1])
    inspected = max(inspected[0], rejected[0]), inspected[1]
    return inspected, rejected, (in_a_row[0], smaller(in_a_row[1], rejected[1]))


def _share_above(rejected: Bounds, inspected: Bounds, percent: int, lots: int) -> bool | None:
    """Whether at least `lots` lots were inspected and more than `percent` of them rejected."""
    if inspected[1] is not None:
        if inspected[1] < lots:
            return False
        if inspected[0] >= lots and 100 * rejected[0] > percent * inspected[1]:
            return True
    if rejected[1] is None:
        return None
    # The share is largest with the most rejected of the fewest that may have been inspected.
    fewest = max(inspected[0], lots, rejected[1])
    return None if 100 * rejected[1] > percent * fewest else False


def track_record(supplier: Supplier) -> str | None:
    """Return how the supplier did before: new, good, mixed or poor; None when that is open.

    Poor: two lots rejected in a row, or two repeated defects, or more than 20 % rejected of 5 lots
    or more. New: under 6 months or under 5 lots. Good: 24 months and 10 lots or more, at most 10 %
    rejected, the last one not, no repeated defect. Mixed: anything else.
    """
    inspected, rejected, in_a_row = _lots(supplier)
    months, repeats = _bounds(supplier.relationship_months), _bounds(supplier.repeat_defects)
    poor = some(
        (
            _at_least(in_a_row, 2),
            _at_least(repeats, 2),
            _share_above(rejected, inspected, 20, 5),
        )
    )
    new = some((opposite(_at_least(months, 6)), opposite(_at_least(inspected, 5))))
    good = every(
        (
            _at_least(months, 24),
            _at_least(inspected, 10),
            opposite(_share_above(rejected, inspected, 10, 10)),
            opposite(_at_least(in_a_row, 1)),
            opposite(_at_least(repeats, 1)),
        )
    )
    for name, holds in (("poor", poor), ("new", new), ("good", good)):
        if holds is not False:
            return name if holds else None
    return "mixed"


FACTS = (
    derived(
        "supplier.rejection_rate",
        PERCENT,
        "Lots rejected, of those inspected; unknown when none was",
        _LOTS,
        _rejection_rate,
        why=_why_no_rate,
    ),
    derived(
        "supplier.track_record",
        FactType(Kind.ENUM, values=TRACK_RECORDS),
        "How the supplier did before: `poor` after two lots rejected in a row, two repeated "
        "defects, or over 20 % of at least 5 lots rejected; else `new` under 6 months or 5 lots; "
        "else `good` from 24 months and 10 lots with at most 10 % rejected, not the last one, and "
        "no repeated defect; else `mixed`",
        (
            "supplier.relationship_months",
            *_LOTS,
            "supplier.consecutive_rejected",
            "supplier.repeat_defects",
        ),
        lambda view: track_record(completed(view)),
    ),
)
