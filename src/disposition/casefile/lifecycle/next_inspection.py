"""What keeps an inspection from being the next of a case: its day, its number, its lot, its plans.

Goods that failed are judged again by what they failed by, or more strictly. Who reports fewer units
tells of another lot, but for those that both sides agreed not to take.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from disposition.casefile.lifecycle.agreed_units import not_taken
from disposition.casefile.lifecycle.findings import made_by
from disposition.casefile.lifecycle.inspections import lots_of
from disposition.casefile.log.effective import Event, put_right
from disposition.casefile.log.kinds import INSPECTIONS, InspectionReported, Reinspected
from disposition.documents.quoting import at_index, shown
from disposition.errors import Problem
from disposition.facts import observe
from disposition.facts.document.agreed_plans import SEVERITIES, AgreedPlan
from disposition.facts.document.lot_document import Inspection, Segment
from disposition.facts.lot import Lot
from disposition.frozen import evolve
from disposition.sampling import LEVELS
from disposition.sampling.names import NONCONFORMITIES
from disposition.sampling.switching.history import same_number

_STATES = ("reduced", "normal", "tightened")  # the most lenient first
_NO_PLAN = AgreedPlan()
_STRICTER_ONLY = "leave the plan out to judge by the one before, or give one as strict"


def cannot_follow(new: Event, before: Sequence[Event]) -> Iterator[Problem]:
    """Yield what keeps an inspection from being the next after those that a case has."""
    earlier = [each for each in before if each.kind in INSPECTIONS]
    *lots, lot = lots_of([*earlier, new])
    report = "$.lot" if isinstance(new.data, InspectionReported) else "$"
    where = f"{report}.inspection"
    yield from _day(where, new, earlier)
    yield from _round(f"{where}.round", made_by(new.data), lots[-1].inspection)
    if isinstance(new.data, InspectionReported):
        yield from _another_lot(f"{report}.lot", lot, lots, before)
    yield from _judged_otherwise(where, made_by(new.data), lot, lots)


def cannot_correct(new: Event, before: Sequence[Event]) -> Iterator[Problem]:
    """Yield what keeps a correction of a re-inspection from saying how it was judged, or divided.

    What the report left open was as before, and a correction takes that back as little.
    """
    report = [each for each in before if each.kind in INSPECTIONS][-1]
    earlier = [each for each in before if each.kind in INSPECTIONS and each is not report]
    if earlier:
        right = put_right(made_by(report.data), new.data.inspection)
        said = evolve(report.data, **_inspection_of(report.data, right))
        *lots, lot = lots_of([*earlier, evolve(report, data=said)])
        yield from _judged_otherwise("$.inspection", new.data.inspection, lot, lots)


def _inspection_of(data: InspectionReported | Reinspected, made: Inspection) -> dict[str, Any]:
    if isinstance(data, InspectionReported):
        return {"lot": evolve(data.lot, inspection=made)}
    return {"inspection": made}


def _judged_otherwise(
    where: str, said: Inspection, lot: Lot, lots: Sequence[Lot]
) -> Iterator[Problem]:
    """Yield in what a lot is judged or divided more leniently than the inspection before was."""
    places = {each.name: at for at, each in enumerate(said.plans or ())}
    yield from looser_plans(where, lot, lots[-1].inspection, places)
    yield from _laxer_new_plans(where, lot, lots[-1].inspection, places)
    if said.segments:
        yield from _divided_otherwise(where, lot, lots)


def _day(where: str, new: Event, earlier: Sequence[Event]) -> Iterator[Problem]:
    day = made_by(new.data).date or new.on
    latest = max(made_by(each.data).date or each.on for each in earlier)
    if day < latest:
        yield Problem(
            f"{where}.date",
            f"an inspection on {day} is before the one on {latest} that it follows",
            "give the day on which the lot was inspected again",
        )


def _round(where: str, made: Inspection, last: Inspection) -> Iterator[Problem]:
    expected = None if last.round is None else last.round + 1
    is_wrong = made.round != expected if expected else made.round == 1
    if made.round is not None and is_wrong:
        is_it = f"inspection {expected} of the lot" if expected else "not the first inspection"
        yield Problem(where, f"this is {is_it}, and not {made.round}", "leave it out")


# --- another lot ---------------------------------------------------------------------------------


def _another_lot(
    where: str, lot: Lot, lots: Sequence[Lot], before: Sequence[Event]
) -> Iterator[Problem]:
    known = next((each.lot.id for each in lots if each.lot.id is not None), None)
    if lot.lot.id and known and same_number(lot.lot.id) != same_number(known):
        yield Problem(
            f"{where}.id",
            f"the case is about lot {shown(known)}, and not {shown(lot.lot.id)}",
            "another lot has a case of its own",
        )
    had = next((each.lot.quantity for each in reversed(lots) if each.lot.quantity is not None), 0)
    gone = not_taken(before)
    if lot.lot.quantity is not None and lot.lot.quantity < had - gone:
        agreed = f", {gone:,} of which are not taken" if gone else ""
        yield Problem(
            f"{where}.quantity",
            f"the lot had {had:,} units{agreed}, and not {lot.lot.quantity:,}",
            "tell of units that are not taken in an agreement, as `units_rejected`",
        )


# --- parts that are divided anew ----------------------------------------------------------------


def _divided_otherwise(where: str, lot: Lot, earlier: Sequence[Lot]) -> Iterator[Problem]:
    """Yield which segments are larger than they were: units do not move from one to another.

    Item numbers stay; goods that were made anew are of other batches.
    """
    divided = [each for each in earlier if each.inspection.segments]
    made = lot.inspection.segments if divided else None
    before = divided[-1].inspection.segments or () if divided else ()
    more = (lot.lot.quantity or 0) - (divided[-1].lot.quantity or 0) if divided else 0
    for at, part in enumerate(made or ()):
        same_sku = [each for each in before if each.sku in (None, part.sku)]
        same_batch = [each for each in before if each.batch == part.batch is not None]
        place = at_index(f"{where}.segments", at)
        if part.sku is not None and not same_sku:
            yield Problem(
                f"{place}.sku",
                f"the lot was divided before, and had no segment of {shown(part.sku)}",
                "item numbers stay; a new inspection does not divide the lot into others",
            )
        for those in (same_sku if part.sku is not None else [], same_batch):
            most = _units_of(those)
            if part.quantity is not None and most is not None and part.quantity > most + more:
                yield Problem(
                    f"{place}.quantity",
                    f"that segment had {most:,} units, and not {part.quantity:,}",
                    "units that were in one segment are not in another now",
                )
                break


def _units_of(segments: Sequence[Segment]) -> int | None:
    """Return the units of segments; None if there are none, or some are not told."""
    units = [each.quantity for each in segments if each.quantity is not None]
    return sum(units) if segments and len(units) == len(segments) else None


# --- a looser plan -------------------------------------------------------------------------------


def looser_plans(
    where: str, lot: Lot, before: Inspection, places: Mapping[str | None, int]
) -> Iterator[Problem]:
    """Yield in what plans of a lot are looser than those before; of named ones those in places."""
    yield from _looser(f"{where}.plan", lot, lot.inspection.plan, before.plan)
    named = {each.name: each for each in before.plans or ()}
    for plan in lot.inspection.plans or ():
        if plan.name in named and plan.name in places:
            place = at_index(f"{where}.plans", places[plan.name])
            yield from _looser(place, lot, plan, named[plan.name])


def _laxer_new_plans(
    where: str, lot: Lot, before: Inspection, places: Mapping[str | None, int]
) -> Iterator[Problem]:
    """Yield which named plans are new, and accept more than the plan of the lot does.

    What failed by one plan does not pass by being called otherwise and listed under another. A new
    plan may sample fewer units: for a test, say, of which none may fail.
    """
    known = {each.name for each in before.plans or ()}
    for plan in lot.inspection.plans or ():
        if plan.name in known or plan.name not in places or before.plan == _NO_PLAN:
            continue
        for severity in SEVERITIES:
            if _accepts_more(severity, lot, plan, before.plan):
                yield Problem(
                    at_index(f"{where}.plans", places[plan.name]),
                    f"the lot was not inspected under a plan {shown(plan.name)} before, and it "
                    f"accepts more {severity} units than the lot's own plan does",
                    "list what was found under the plans before, or let a new one accept none",
                )
                break


def _accepts_more(severity: str, lot: Lot, plan: AgreedPlan, before: AgreedPlan) -> bool:
    """Whether a plan accepts units, and a greater share of them, or by a higher AQL."""
    (size, accept, _), (were, accepted, _) = (
        _numbers(severity, lot, each) for each in (plan, before)
    )
    if accept == 0 or (size is not None and accept is None and plan.own(severity) is None):
        return False
    aql, least = getattr(plan.aql, severity), getattr(before.aql, severity)
    if aql is not None and least is not None and not (plan.own(severity) or before.own(severity)):
        return bool(aql > least)
    if accept is None or accepted is None:
        return False
    return size is None or were is None or accept * were > accepted * size


def _looser(where: str, lot: Lot, plan: AgreedPlan, before: AgreedPlan) -> Iterator[Problem]:
    """Yield in what a plan is looser than the one before it, as far as both are known."""
    if plan == before:
        return
    if before.counting == NONCONFORMITIES != plan.counting:
        yield Problem(
            f"{where}.counting",
            f"what was counted are `{NONCONFORMITIES}`, of which a unit can have several",
            _STRICTER_ONLY,
        )
    tabled = [each for each in SEVERITIES if not (plan.own(each) or before.own(each))]
    for key, order in (("level", LEVELS), ("state", _STATES)) if tabled else ():
        given, known = getattr(plan, key), getattr(before, key)
        if given and known and order.index(given) < order.index(known):
            yield Problem(
                f"{where}.{key}",
                f"{shown(given)} is looser than {shown(known)}, at which the lot was inspected",
                _STRICTER_ONLY,
            )
    for severity in SEVERITIES:
        if severity in tabled:
            aql, least = getattr(plan.aql, severity), getattr(before.aql, severity)
            if aql is not None and least is not None and aql > least:
                yield Problem(
                    f"{where}.aql.{severity}",
                    f"an AQL of {aql} is looser than {least}, at which the lot was inspected",
                    _STRICTER_ONLY,
                )
        elif plan.own(severity) != before.own(severity):
            yield from _looser_numbers(where, severity, lot, (plan, before))


def _looser_numbers(
    where: str, severity: str, lot: Lot, plans: tuple[AgreedPlan, AgreedPlan]
) -> Iterator[Problem]:
    """Compare what two plans come to where one of them is no table's."""
    (size, accept, reject), before = (_numbers(severity, lot, each) for each in plans)
    is_looser = [
        size is not None and before[0] is not None and size < before[0],
        *(
            given is not None and known is not None and given > known
            for given, known in zip((accept, reject), before[1:], strict=True)
        ),
    ]
    if any(is_looser):
        part = "custom" if plans[0].own(severity) else "aql"
        yield Problem(
            f"{where}.{part}.{severity}",
            f"{_in_words(size, accept, reject)} is looser than {_in_words(*before)}, "
            "by which the lot was judged",
            _STRICTER_ONLY,
        )


def _in_words(*numbers: int | None) -> str:
    size, accept, reject = ("not known" if each is None else f"{each:,}" for each in numbers)
    return f"a plan with sample size {size}, Ac {accept} and Re {reject}"


def _numbers(severity: str, lot: Lot, plan: AgreedPlan) -> Sequence[int | None]:
    """Return the units to inspect, no more than there are, and when they accept and reject."""
    alone = evolve(lot, inspection=Inspection(plan=plan))
    paths = [f"defects.{severity}.{key}" for key in ("plan_sample_size", "accept", "reject")]
    told = observe(alone, paths).values()
    size, *limits = (each if isinstance(each, int) else None for each in told)
    quantity = lot.lot.quantity
    is_all = size is not None and quantity is not None and size > quantity
    return (quantity if is_all else size, *limits)
