"""What the checks say of each segment: those that name it, and those of the whole lot.

A check without item number and batch is about the whole lot. What sorting, packing or labelling can
put right closes no segment unless the check names it.
"""

from __future__ import annotations

from disposition.facts.attribution import Matching, Name, name_of
from disposition.facts.document.lot_document import Check, Segment
from disposition.facts.native.bounds import every, opposite, some
from disposition.facts.native.fact import View, shared
from disposition.frozen import frozen

SLIGHT = ("cosmetic", "packaging", "labelling", "quantity")
"""Categories of which a check of the whole lot leaves it open whether a segment conforms."""

OF_LOT: Name = (None, None)


@frozen
class SegmentChecks:
    """Whether a check of a segment failed, and whether one is pending; None while that is open.

    A pending check of the whole lot may still fail: what it says of a segment is not known.
    """

    failed: bool | None = False
    pending: bool | None = False

    def plus(self, other: SegmentChecks) -> SegmentChecks:
        """Return both together."""
        return SegmentChecks(some((self.failed, other.failed)), some((self.pending, other.pending)))

    def is_met(self) -> bool | None:
        """Whether no check stands against the segment."""
        return every((opposite(self.failed), opposite(self.pending)))


def is_put_right(check: Check) -> bool:
    """Whether a check closes no segment, though it is open: it is put right in all of the lot."""
    is_open = check.result in ("fail", "pending")
    return is_open and name_of(check) == OF_LOT and check.category in SLIGHT


UNKNOWN = SegmentChecks(None, None)


@shared
def _by_name(view: View) -> Matching[SegmentChecks] | None:
    checks = view.lot.inspection.checks
    if checks is None:
        return None
    found = Matching(SegmentChecks(), SegmentChecks.plus)
    for check in checks:
        if check.result not in ("pass", "not_applicable"):
            found.add(name_of(check), _checks_of(check))
    return found


def _checks_of(check: Check) -> SegmentChecks:
    failed = None if check.result is None else check.result == "fail"
    pending = None if check.result is None else check.result == "pending"
    if name_of(check) != OF_LOT:
        return SegmentChecks(failed, pending)
    closes = None if check.category is None else check.category not in SLIGHT
    is_open = every((closes, pending))
    return SegmentChecks(every((closes, failed)), None if is_open else is_open)


def checked(view: View, segment: Segment) -> SegmentChecks:
    """Return what the checks say of a segment, whose name may be open and then that of a check."""
    by_name = _by_name(view)
    if by_name is None:
        return UNKNOWN
    possible = by_name.may_be_of(name_of(segment))
    if None not in name_of(segment):
        return possible
    sure = by_name.surely_of(name_of(segment))
    return SegmentChecks(
        *(
            may_be if may_be is False or surely else None
            for surely, may_be in ((sure.failed, possible.failed), (sure.pending, possible.pending))
        )
    )


def may_be_checked(view: View, segment: Segment) -> bool:
    """Whether what the checks say of a segment depends on the name that it leaves open."""
    by_name = _by_name(view)
    name = name_of(segment)
    return by_name is not None and by_name.may_be_of(name) != by_name.surely_of(name)


def concerns_category(check: Check) -> bool:
    """Whether an absent category matters: of a check of the whole lot that did not pass."""
    return name_of(check) == OF_LOT and check.result not in ("pass", "not_applicable")
