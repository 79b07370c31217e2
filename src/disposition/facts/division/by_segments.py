"""A lot divided by its segments: each with the defects and checks that are, or may be, its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from disposition.facts.attribution import may_be_of
from disposition.facts.division.portion import Portion, lot_of_its_own, put_right
from disposition.facts.document.lot_document import Check, Defect, Segment
from disposition.facts.lot import Lot
from disposition.facts.native.samples.segment_judgement import (
    SegmentAssessment,
    segment_assessments,
)
from disposition.facts.native.wording import place_of
from disposition.facts.source import LotSource

BY = "segment"
REST = "rest"
NEXT_SAMPLE = "inspection.next_sample"

CheckOrDefect = TypeVar("CheckOrDefect", Check, Defect)


def by_segments(source: LotSource) -> tuple[Portion, ...]:
    """Return the segments of a lot, and what no segment names; nothing where none are listed.

    Segments whose quantity is not known are part of the rest, so that the parts add up.
    """
    lot, listed = source.lot, segment_assessments(source.view)
    if not listed:
        return ()
    known = [each for each in listed if each.segment.quantity is not None]
    return (*(_portion(lot, each) for each in known), *_rest(lot, known))


def _portion(lot: Lot, assessed: SegmentAssessment) -> Portion:
    segment = assessed.segment
    own_checks = _of(segment, lot.inspection.checks)
    own = lot_of_its_own(
        lot,
        segment.quantity,
        sample_size=segment.sample_size,
        defects=_of(segment, lot.inspection.defects),
        checks=own_checks,
        is_good=bool(assessed.good),
    )
    return Portion(
        place_of(segment.sku, segment.batch),
        BY,
        segment.quantity,
        own,
        assessed.conforming,
        segment.sku,
        segment.batch,
        put_right=put_right(own_checks) if assessed.good else (),
    )


def _of(segment: Segment, told: Iterable[CheckOrDefect] | None) -> list[CheckOrDefect] | None:
    return None if told is None else [each for each in told if may_be_of(each, segment)]


def _rest(lot: Lot, known: list[SegmentAssessment]) -> Iterator[Portion]:
    """Yield what no segment names, if there is any."""
    quantity = lot.lot.quantity
    named = sum(each.segment.quantity or 0 for each in known)
    if quantity is not None and named == quantity:
        return
    units = None if quantity is None else quantity - named
    why = "no segment with a quantity names these units, so that none of them was inspected"
    unseen = lot_of_its_own(lot, units, sample_size=0, defects=(), checks=(), is_good=False)
    asked = LotSource(unseen).value(NEXT_SAMPLE)
    more = asked if isinstance(asked, int) else None
    yield Portion("the rest", REST, units, None, more_units=more, why=why)
