"""Facts about the segments: how much of the lot conforms on its own sample.

A segment counts as conforming only when its own sample is as large as the plan asks for a lot of
its size. A smaller sample counts neither way; the segment is undetermined.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from operator import attrgetter

from disposition.facts.attribution import Matching, covers_lot, name_of
from disposition.facts.document.agreed_plans import SEVERITIES, NamedPlan
from disposition.facts.document.lot_document import Check, Defect, Segment
from disposition.facts.native.bounds import every, percentage, some
from disposition.facts.native.fact import BOOLEAN, PERCENT, UNITS, Derived, View, derived, shared
from disposition.facts.native.samples.plans import (
    judged_also,
    named_reads,
    needs,
    plan_matters,
    plan_reads,
)
from disposition.facts.native.samples.segment_checks import concerns_category, may_be_checked
from disposition.facts.native.samples.segment_judgement import (
    by_name,
    segment_assessments,
    why,
)
from disposition.language.types import FactType, Kind, Value

_SEGMENTS = FactType(Kind.INTEGER, "segments")
_READS = (
    "inspection.segments[].sku",
    "inspection.segments[].batch",
    "inspection.segments[].quantity",
    "inspection.segments[].sample_size",
    *(f"inspection.defects[].{key}" for key in ("severity", "category", "units", "sku", "batch")),
    *plan_reads(*SEVERITIES),
    *named_reads(*SEVERITIES),
    "inspection.sample_size",
    "inspection.checks[].result",
    "inspection.checks[].category",
)

_CHECKED = ("inspection.checks[].sku", "inspection.checks[].batch")

_good, _bad, _undetermined = map(attrgetter, ("good", "bad", "undetermined"))


def _count(view: View, way: attrgetter[bool | None]) -> int | None:
    number = 0
    for segment in segment_assessments(view):
        answer = way(segment)
        if answer is None:
            return None
        number += answer
    return number


def _quantity(view: View, way: attrgetter[bool | None]) -> int | None:
    units = 0
    for segment in segment_assessments(view):
        answer, quantity = way(segment), segment.segment.quantity
        if answer is None or (answer and quantity is None):
            return None
        units += quantity if answer and quantity else 0
    return units


def _more_units(view: View) -> int | None:
    units = 0
    for segment in segment_assessments(view):
        more = segment.more_units
        if more is None:
            return None
        units += more
    return units


def _all_conforming(view: View) -> bool | None:
    segments = segment_assessments(view)
    return every((bool(segments), covers_lot(view.lot), *map(_good, segments)))


def _percent(view: View) -> Decimal | None:
    units, lot_size = _quantity(view, _good), view.lot.lot.quantity
    if units == 0:
        return Decimal(0)
    return None if units is None or lot_size is None else percentage(units, lot_size)


def _concerns(view: View, item: Check | Defect | Segment | NamedPlan, key: str) -> bool:
    """Whether an absent value matters: where the line belongs only if that is still open."""
    if isinstance(item, Check):
        return key == "result" or concerns_category(item)
    if isinstance(item, NamedPlan):
        return plan_matters(item, key, SEVERITIES)
    if isinstance(item, Segment):
        return (
            key in ("quantity", "sample_size")
            or _mistakable(view).may_be_of(name_of(item))
            or may_be_checked(view, item)
        )
    if key in ("sku", "batch"):
        return item.units != 0 and (by_name(view).how_many(item) != 1 or _covered(view) is not True)
    return item.units != 0


_covered = shared(lambda view: covers_lot(view.lot))


@shared
def _mistakable(view: View) -> Matching[bool]:
    """Return, by name, whether a line that may be of it may be of several segments."""
    found = Matching(False, operator.or_)
    for defect in view.lot.inspection.defects or ():
        found.add(name_of(defect), by_name(view).how_many(defect) > 1)
    return found


def _why(view: View) -> str:
    for segment in segment_assessments(view):
        if segment.good is None or segment.bad is None:
            return f"{segment.name}: {why(view.lot, segment)}"
    return ""


def segments_fact(
    name: str,
    type_: FactType,
    about: str,
    compute: Callable[[View], Value | None],
    *,
    also: tuple[str, ...] = (),
) -> Derived:
    """Declare a fact about the segments, with what it reads beside what all of them do."""
    return derived(
        f"segments.{name}",
        type_,
        about,
        _READS,
        compute,
        also=(*judged_also(*SEVERITIES), *_CHECKED, *also),
        concerns=_concerns,
        why=_why,
        needs=needs(*SEVERITIES),
    )


def _facts() -> Iterator[Derived]:
    fact = segments_fact
    yield fact(
        "conforming.any",
        BOOLEAN,
        "Whether a segment conforms on its own sample",
        lambda view: some(map(_good, segment_assessments(view))),
    )
    yield fact(
        "conforming.all",
        BOOLEAN,
        "Whether segments are listed, cover the lot and all conform on their own samples",
        _all_conforming,
    )
    yield fact("conforming.percent", PERCENT, "Units in conforming segments, of the lot", _percent)
    for name, way in (("conforming", _good), ("nonconforming", _bad)):
        yield fact(
            f"{name}.count", _SEGMENTS, f"Segments that are {name}", partial(_count, way=way)
        )
        yield fact(
            f"{name}.quantity", UNITS, f"Units in {name} segments", partial(_quantity, way=way)
        )
    yield fact(
        "more_units",
        UNITS,
        "Units to inspect of segments whose samples are only too small, before they are judged",
        _more_units,
    )
    yield fact(
        "undetermined.count",
        _SEGMENTS,
        "Segments that their own samples cannot judge",
        partial(_count, way=_undetermined),
    )


FACTS = tuple(_facts())
