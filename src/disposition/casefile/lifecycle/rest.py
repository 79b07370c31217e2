"""The rest of a lot of which a part was released: how many units, and the lot as a case of its own.

The rest is decided on by the same policy. What its own samples found goes with it: the segments
that do not conform, or were not judged, and what was found in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import count
from typing import Any

from disposition.casefile.errors import CaseError, EntryError
from disposition.casefile.lifecycle.corrections import is_milder
from disposition.casefile.lifecycle.next_inspection import looser_plans
from disposition.casefile.log.canonical import spellings
from disposition.casefile.log.effective import effective_events
from disposition.casefile.log.entry import Entry
from disposition.casefile.log.entry_data import read_data
from disposition.documents.quoting import at_index, shown
from disposition.errors import Problem
from disposition.facts import observe
from disposition.facts.document.agreed_plans import UnitsByWorst
from disposition.facts.document.case_events import Happened
from disposition.facts.document.lot_document import Inspection
from disposition.facts.lot import Lot
from disposition.facts.native.samples.segment_judgement import SegmentJudgement, judge_segments
from disposition.frozen import evolve

_SINCE = "begin with what was found, and add what was found since as a `reinspection`"

_Place = tuple[str | None, str | None]
"""An item number and a batch."""


def is_opened(entries: Iterable[Entry], *, as_case: str) -> bool:
    """Return whether the rest is a case of that id already.

    Raises:
        CaseError: it is a case of another id.
    """
    opened = next((each.data for each in effective_events(entries) if each.kind == "rest"), None)
    if opened is None:
        return False
    if opened.case not in spellings(as_case):
        message = f"the rest of the lot is case `{opened.case}` already"
        raise CaseError(message, code="rest-exists", where=f"case `{opened.case}`")
    return True


def admitted_rest(
    case: str, whole: Lot, given: Mapping[str, Any] | None, on: date
) -> tuple[Mapping[str, Any], int]:
    """Return the lot document of the rest, the one that is given or else made, and its units.

    Raises:
        CaseError: no part was released, or what is left does not follow.
        EntryError: the document cannot be taken, has another number of units, holds less against
            the rest than was found in it, judges that by looser plans, or divides it anew.
    """
    left = units_left(case, whole)
    document = lot_of_rest(whole, left) if given is None else given
    lot = read_data("inspection", {"lot": document}, on).lot
    if lot.lot.quantity != left:
        message = f"{left:,} units are left of the lot, and not {lot.lot.quantity}"
        raise EntryError("inspection", [Problem("$.lot.lot.quantity", message)])
    if takes_back(whole, lot):
        message = f"less is held against the rest than case `{case}` found in it"
        raise EntryError("inspection", [Problem("$.lot.inspection", message, _SINCE)])
    if problems := [*_looser(whole, lot), *_divided_anew(whole, lot)]:
        raise EntryError("inspection", problems)
    return document, left


def units_left(case: str, lot: Lot) -> int:
    """Return how many units of a lot did not ship with the part that was released.

    Raises:
        CaseError: no part was released, or it is not known how many units that was.
    """
    paths = ("case.released", "case.ships", "case.released_units", "agreement.units_accepted")
    facts, quantity = observe(lot, paths), lot.lot.quantity
    has_units = isinstance(facts["case.released_units"], int)  # older releases do not
    shipped = facts["case.released_units" if has_units else "agreement.units_accepted"]
    if facts["case.released"] is not True or facts["case.ships"] != "part":
        message = f"no part of the lot of case `{case}` was released"
        raise CaseError(
            message, "nothing is left over", code="no-part-released", where=f"case `{case}`"
        )
    if not isinstance(shipped, int) or quantity is None:
        message = f"how much of the lot of case `{case}` shipped is not known"
        raise CaseError(message, code="shipped-units-unknown", where=f"case `{case}`")
    return quantity - shipped


def lot_of_rest(lot: Lot, units: int) -> dict[str, Any]:
    """Return the lot document of the rest, from the segments that did not conform.

    Raises:
        CaseError: those segments are not as many units, so that nobody can tell what is left.
    """
    judged = judge_segments(lot)
    stays = [each for each in judged if each.conforming is not True]
    if not stays or sum(each.quantity or 0 for each in stays) != units:
        message = f"which {units:,} units are left does not follow from the segments"
        raise CaseError(
            message, "give the lot document of the rest", code="rest-unknown", where="segments"
        )
    places = _shipped(judged)
    samples = [each.sample_size for each in stays]
    rest = evolve(
        _left(lot.inspection, places),
        segments=tuple(
            each for each in lot.inspection.segments or () if (each.sku, each.batch) not in places
        ),
        sample_size=None if None in samples else sum(each or 0 for each in samples),
        nonconforming_units=UnitsByWorst(),
        stages=None,
    )
    goods = evolve(lot.lot, quantity=units)
    left = evolve(lot, lot=goods, inspection=rest, case=Happened(), as_of=None)
    return left.to_dict()


def takes_back(lot: Lot, rest: Lot) -> bool:
    """Whether less is held against the rest than what was found in the lot and did not ship."""
    left = _left(lot.inspection, _shipped(judge_segments(lot)))
    held = Inspection(
        report_result=left.report_result, defects=left.defects or (), checks=left.checks or ()
    )
    return is_milder(held, rest.inspection)


def _looser(whole: Lot, rest: Lot) -> Iterator[Problem]:
    """Yield in what the plans of the rest are looser than the lot's, each of which is there."""
    where, own = "$.lot.inspection", [each.name for each in rest.inspection.plans or ()]
    yield from looser_plans(where, rest, whole.inspection, dict(zip(own, count(), strict=False)))
    for each in whole.inspection.plans or ():
        if each.name not in own:
            message = f"the lot was inspected by the plan {shown(each.name)}, too"
            yield Problem(f"{where}.plans", message, "what was found by it is judged by it")


def _divided_anew(whole: Lot, rest: Lot) -> Iterator[Problem]:
    """Yield the parts of the rest that the lot did not have, or not as many units of."""
    where, judged = "$.lot.inspection", judge_segments(whole)
    given, places = rest.inspection.segments or (), _shipped(judged)
    were = {(each.sku, each.batch): each for each in whole.inspection.segments or ()}
    for at, each in enumerate(given):
        was, place = were.get((each.sku, each.batch)), at_index(f"{where}.segments", at)
        if was is None:
            yield Problem(place, "the lot has no such segment", _SINCE)
        elif _is_more(each.quantity, was.quantity) or _is_more(each.sample_size, was.sample_size):
            yield Problem(place, "the segment of the lot, or its sample, is not as large", _SINCE)
    conform = sum(each.quantity or 0 for each in judged if each.conforming is True)
    left = max(conform - (whole.lot.quantity or 0) + (rest.lot.quantity or 0), 0)
    listed = sum(each.quantity or 0 for each in given if (each.sku, each.batch) in places)
    if listed > left:
        message = f"{left:,} units are left of the segments that conform, and not {listed:,}"
        yield Problem(f"{where}.segments", message, "the others were released")
    if rest.inspection.sorting not in (Inspection().sorting, whole.inspection.sorting):
        yield Problem(
            f"{where}.sorting", "the lot was not sorted so when a part of it shipped", _SINCE
        )


def _is_more(units: int | None, were: int | None) -> bool:
    return units is not None and were is not None and units > were


def _shipped(judged: Iterable[SegmentJudgement]) -> set[_Place]:
    """Return the places of the segments that conform, which are what ships."""
    return {(each.sku, each.batch) for each in judged if each.conforming is True}


def _left(made: Inspection, places: set[_Place]) -> Inspection:
    """Return an inspection without the lines about what shipped."""
    return evolve(
        made,
        defects=None
        if made.defects is None
        else tuple(each for each in made.defects if not _within(places, each.sku, each.batch)),
        checks=None
        if made.checks is None
        else tuple(each for each in made.checks if not _within(places, each.sku, each.batch)),
    )


def _within(places: set[_Place], sku: str | None, batch: str | None) -> bool:
    """Whether a line is about a segment that shipped."""
    return (sku, batch) != (None, None) and any(
        one in (None, sku) and other in (None, batch) for one, other in places
    )
