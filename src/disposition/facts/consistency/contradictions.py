"""What cannot all be true of one lot: contradictions between values that are known.

Nothing is said of what is absent. A late shipment is no contradiction: it has happened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import islice

from disposition.documents.quoting import at_index, shown
from disposition.documents.scalars import LONGEST_WORD
from disposition.errors import MOST_SUGGESTED_FROM, Problem, suggest
from disposition.facts.attribution import Segments, counts_units, covers_lot, names_a_segment
from disposition.facts.consistency.case import case_contradictions
from disposition.facts.consistency.plans import (
    named_contradictions,
    plan_contradictions,
    stage_contradictions,
)
from disposition.facts.consistency.supplier import exceeds, supplier_contradictions
from disposition.facts.consistency.units import sorting_contradictions, units_contradictions
from disposition.facts.document.lot_document import Check, Defect, LotDocument, Segment
from disposition.facts.document.rounds import is_repeated
from disposition.facts.native.money import worth
from disposition.facts.native.wording import place_of
from disposition.frozen import frozen
from disposition.words import counted

MOST_WORTH = Decimal(10**13)
"""The value that a lot stays below, so that its cents fit 15 digits."""

_DEFECTS, _SEGMENTS = "$.inspection.defects", "$.inspection.segments"
_CHECKS = "$.inspection.checks"
_NOTHING = LotDocument()

UNCONTESTED = re.compile(
    r"(\$\.)?((contract|shipment|costs|buyer|calendar)\.|inspection\.(report_|evidence\.)|"
    r"inspection\.(checks|defects)\[[0-9]*\]\.(category|result|reworkable|sortable|confined)$)"
)
"""What the places begin with at which no value contradicts another."""


def contradictions(lot: LotDocument) -> Iterator[Problem]:
    """Yield every contradiction in a lot, each at one of the places that contradict each other."""
    # What has nothing to look at is not begun: most lots have few of these parts.
    inspection = lot.inspection
    yield from _goods(lot)
    yield from _dates(lot)
    if inspection.round == 1:
        yield from _round(lot)
    yield from plan_contradictions(inspection.plan, "$.inspection.plan")
    if inspection.plans or inspection.defects or inspection.checks:
        yield from named_contradictions(lot)
    if inspection.stages:
        yield from stage_contradictions(lot)
    if inspection.defects:
        yield from _defects(lot)
        yield from _sums(lot)
    if inspection.segments:
        yield from _segments(lot, inspection.segments)
        yield from _attribution(lot, inspection.segments)
    if inspection.checks:
        yield from _checks(lot)
    if inspection.sorting is not _NOTHING.inspection.sorting:
        yield from sorting_contradictions(lot)
    if inspection.nonconforming_units is not _NOTHING.inspection.nonconforming_units:
        yield from units_contradictions(lot)
    yield from supplier_contradictions(lot)
    if lot.case is not _NOTHING.case:
        yield from case_contradictions(lot)


def _goods(lot: LotDocument) -> Iterator[Problem]:
    size, quantity = lot.inspection.sample_size, lot.lot.quantity
    if exceeds(size, quantity):
        yield Problem(
            "$.inspection.sample_size",
            f"a sample of {size:,} is more than the lot's {quantity:,} units",
            "count each unit once",
        )
    value = worth(lot.lot)
    if value is not None and value >= MOST_WORTH:
        yield Problem(
            "$.lot.unit_price",
            f"the lot would be worth {MOST_WORTH:,} or more: {lot.lot.quantity:,} units at "
            f"{lot.lot.unit_price:f}",
            "is this the price of one unit?",
        )


def _dates(lot: LotDocument) -> Iterator[Problem]:
    inspected, today = lot.inspection.date, lot.as_of
    if inspected is not None and today is not None and inspected > today:
        yield Problem(
            "$.inspection.date",
            f"an inspection on {inspected} is after `$.as_of`, {today}",
            "the decision is taken on or after the day of the inspection",
        )


def _round(lot: LotDocument) -> Iterator[Problem]:
    kind = lot.inspection.type
    if is_repeated(kind):
        yield Problem(
            "$.inspection.round",
            f"the first inspection of a lot is no {shown(kind)}",
            "the inspection after the first one is the second, and so on",
        )


# --- defects -------------------------------------------------------------------------------------


def _found(defect: Defect) -> int:
    """Return the fewest units that the line can mean: absent units are at least one."""
    return 1 if defect.units is None else defect.units


def _defects(lot: LotDocument) -> Iterator[Problem]:
    inspection = lot.inspection
    for index, defect in enumerate(inspection.defects or ()):
        name, found = defect.plan, 1 if defect.units is None else defect.units
        size = inspection.sample_size if name is None else inspection.inspected_under(name)
        if size is not None and found > size and _counts_once(lot, defect):
            yield Problem(
                f"{at_index(_DEFECTS, index)}.units",
                f"{counted(found, 'unit')} with the defect in a sample of {size:,}",
                "each unit counts once up to AQL 10",
            )


def _counts_once(lot: LotDocument, defect: Defect) -> bool:
    """Whether a unit counts once for a line, which it does unless an AQL says otherwise."""
    return counts_units(lot.inspection.plan_of(defect.plan), defect.severity) is not False


def _sums(lot: LotDocument) -> Iterator[Problem]:
    """Refuse more units in all than were inspected, where the plan counts each of them once."""
    inspection = lot.inspection
    if inspection.plan.counting is None and not inspection.plans:
        return
    plans = (None, *(plan.name for plan in inspection.plans or ()))
    names = [name for name in plans if inspection.plan_of(name).counting == "nonconforming_units"]
    units: dict[str | None, list[int]] = {}
    for defect in (inspection.defects or ()) if names else ():
        units.setdefault(defect.plan, []).append(_found(defect))
    for name in dict.fromkeys(names):
        size, of_plan = inspection.inspected_under(name), units.get(name)
        if size is None or not of_plan:
            continue
        if sum(of_plan) > size >= max(of_plan):
            yield Problem(
                _DEFECTS,
                f"{sum(of_plan):,} units with defects in a sample of {size:,}",
                "the plan counts nonconforming units: each one once, at its worst severity",
            )


def _attribution(lot: LotDocument, segments: tuple[Segment, ...]) -> Iterator[Problem]:
    """Compare every defect line with the segment that it names."""
    covered, named = covers_lot(lot), None
    known: _Known | None = None
    for index, defect in enumerate(lot.inspection.defects or ()):
        if len(segments) > 1 and not names_a_segment(defect):
            continue  # it may belong to any of them
        named, where = named or Segments(segments), at_index(_DEFECTS, index)
        number, place = named.how_many(defect), named.only(defect)
        if not number:
            known = known or _Known.of(segments)
            yield _no_segment(defect, known, where)
        elif place is not None and (names_a_segment(defect) or covered) and defect.plan is None:
            size = segments[place].sample_size
            if exceeds(_found(defect), size) and _counts_once(lot, defect):
                yield Problem(
                    f"{where}.units",
                    f"{counted(_found(defect), 'unit')} with the defect in the segment's sample "
                    f"of {size:,} (`{at_index(_SEGMENTS, place)}`)",
                    "each unit counts once up to AQL 10",
                )


@frozen
class _Known:
    """The item numbers and batches of the segments; whether each segment has a number."""

    skus: Mapping[str, None]
    batches: Mapping[str, None]
    all_have_skus: bool

    @classmethod
    def of(cls, segments: tuple[Segment, ...]) -> _Known:
        """Return those of some segments."""
        skus = [segment.sku for segment in segments if segment.sku is not None]
        batches = [segment.batch for segment in segments if segment.batch is not None]
        return cls(dict.fromkeys(skus), dict.fromkeys(batches), len(skus) == len(segments))


def _no_segment(defect: Defect | Check, known: _Known, where: str) -> Problem:
    """Say that no segment is the one that a line names, at the key that matches none."""
    name = place_of(defect.sku, defect.batch)
    if defect.sku is not None and defect.sku not in known.skus and known.all_have_skus:
        return Problem(f"{where}.sku", f"no segment is `{name}`", _instead(defect.sku, known.skus))
    key = "sku" if defect.batch is None else "batch"
    hint = "" if defect.batch is None or defect.batch in known.batches else defect.batch
    return Problem(f"{where}.{key}", f"no segment is `{name}`", _instead(hint, known.batches))


def _instead(name: str, known: Mapping[str, None]) -> str:
    likely = islice(known, MOST_SUGGESTED_FROM)
    meant = suggest(name, likely) if 0 < len(name) <= LONGEST_WORD else ""
    return meant or "list the segment as well, or leave the key out when it is not known"


# --- checks --------------------------------------------------------------------------------------


def _checks(lot: LotDocument) -> Iterator[Problem]:
    """Compare what each check names, and concerns, with the segments and the lot."""
    segments, quantity = lot.inspection.segments, lot.lot.quantity
    named: Segments | None = None
    known: _Known | None = None
    for index, check in enumerate(lot.inspection.checks or ()):
        if exceeds(check.units, quantity):
            message = f"{check.units:,} units with what was checked, in a lot of {quantity:,}"
            yield Problem(f"{at_index(_CHECKS, index)}.units", message, "count each unit once")
        if segments and (check.sku or check.batch):
            named = named or Segments(segments)
            if not named.how_many(check):
                known = known or _Known.of(segments)
                yield _no_segment(check, known, at_index(_CHECKS, index))


# --- segments ------------------------------------------------------------------------------------


def _segments(lot: LotDocument, segments: tuple[Segment, ...]) -> Iterator[Problem]:
    quantity = sum(segment.quantity or 0 for segment in segments)
    if exceeds(quantity, lot.lot.quantity):
        yield Problem(
            _SEGMENTS,
            f"the segments' quantities add up to {quantity:,}, the lot has {lot.lot.quantity:,}",
            "the segments are parts of `$.lot.quantity`",
        )
    sample, size = sum(segment.sample_size or 0 for segment in segments), lot.inspection.sample_size
    if exceeds(sample, size):
        yield Problem(
            _SEGMENTS,
            f"the segments' samples add up to {sample:,}, the inspection's is {size:,}",
            "`$.inspection.sample_size` counts every unit inspected",
        )
    for index, segment in enumerate(segments):
        if exceeds(segment.sample_size, segment.quantity):
            yield Problem(
                f"{at_index(_SEGMENTS, index)}.sample_size",
                f"a sample of {segment.sample_size:,} is more than the segment's "
                f"{segment.quantity:,} units",
                "count each unit once",
            )
    yield from _twins(segments)


def _twins(segments: tuple[Segment, ...]) -> Iterator[Problem]:
    """Refuse segments with the same name, by the keys that the segments of this lot use."""
    by_sku = any(segment.sku is not None for segment in segments)
    by_batch = any(segment.batch is not None for segment in segments)
    first: dict[tuple[str | None, str | None], int] = {}
    for index, segment in enumerate(segments):
        name = segment.sku, segment.batch
        if (by_sku and segment.sku is None) or (by_batch and segment.batch is None):
            continue
        if name != (None, None) and first.setdefault(name, index) != index:
            yield Problem(
                at_index(_SEGMENTS, index),
                f"`{place_of(*name)}` is listed already, at `{at_index(_SEGMENTS, first[name])}`",
                "put both into one segment, or tell them apart by `sku` and `batch`",
            )
