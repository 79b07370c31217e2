"""A part of a lot before it is decided: which units, and what is known of them by themselves."""

from __future__ import annotations

from collections.abc import Iterable

from disposition.facts.attribution import counts_units
from disposition.facts.document import lot_document as document
from disposition.facts.document.agreed_plans import NamedPlan, UnitsByWorst
from disposition.facts.lot import Lot
from disposition.facts.native.samples.segment_checks import is_put_right
from disposition.frozen import evolve, frozen

CONFORMING, REWORKABLE, NOT_REWORKABLE = "conforming", "reworkable", "not_reworkable"
UNCLEAR = "unclear"
"""What sorting found of the units of a part."""

ITS_OWN = ("lot.quantity", "lot.ordered_quantity", "inspection", "costs")
"""Places of a lot document where a part differs from the whole; all else is the same."""


@frozen
class Portion:
    """Some units of a lot, told apart by a segment's names or by what sorting `found`.

    `lot` is what is known of them as a lot of their own; None where nothing was looked at.
    `conforming` tells whether they may ship before the rest, None if that cannot be said.
    `more_units` is told where it does not come out of `lot`. `why` says why there is no `lot`, and
    `put_right` what failed in all of the lot and is put right before a conforming part ships.
    """

    name: str
    by: str
    units: int | None
    lot: Lot | None
    conforming: bool | None = None
    sku: str | None = None
    batch: str | None = None
    found: str | None = None
    more_units: int | None = None
    why: str = ""
    put_right: tuple[str, ...] = ()


def lot_of_its_own(
    lot: Lot,
    units: int | None,
    *,
    sample_size: int | None,
    defects: Iterable[document.Defect] | None,
    checks: Iterable[document.Check] | None,
    is_good: bool,
    sorting: document.Sorting | None = None,
) -> Lot:
    """Return what is known of some units of a lot as a lot of their own.

    Terms of contract and shipment, the supplier's record and the case are those of the whole. What
    is only said of the whole is left out: units ordered, costs, samples one by one, units by worst.
    Units of a line are at most those that can be meant. Where this part `is_good`, a report that
    fails the lot is accounted for by the rest, and what failed in all of the lot and is put right
    by sorting, packing or labelling is left out.
    """
    inspection = lot.inspection
    plans = _within(inspection.plans, units)
    lines = None if defects is None else tuple(defects)
    own = evolve(
        inspection,
        sample_size=sample_size,
        defects=inspection.defects if lines is None else lines,
        plans=plans,
        stages=None,
        nonconforming_units=UnitsByWorst(),
        segments=(),
        sorting=sorting or document.Sorting(),
        checks=_checks(checks, units, is_good=is_good),
        report_result=_report(inspection, is_good=is_good),
    )
    if lines and (within := tuple([_line_within(each, own) for each in lines])) != lines:
        own = evolve(own, defects=within)
    goods = evolve(lot.lot, quantity=units, ordered_quantity=None)
    return evolve(lot, lot=goods, inspection=own, costs=document.Costs())


def _report(inspection: document.Inspection, *, is_good: bool) -> str | None:
    result = inspection.report_result
    awaits_checks = any(each.result == "pending" for each in inspection.checks or ())
    accounted = result in ("fail", "conditional") or (result == "pending" and awaits_checks)
    return "pass" if is_good and accounted else result


def _within(plans: tuple[NamedPlan, ...] | None, units: int | None) -> tuple[NamedPlan, ...] | None:
    """Return named plans with samples of at most the part's units."""
    if plans is None or units is None:
        return plans
    return tuple(
        [
            evolve(each, sample_size=units)
            if each.sample_size is not None and each.sample_size > units
            else each
            for each in plans
        ]
    )


def _checks(
    checks: Iterable[document.Check] | None, units: int | None, *, is_good: bool
) -> tuple[document.Check, ...] | None:
    if checks is None:
        return None
    kept = [each for each in checks if not (is_good and is_put_right(each))]
    return tuple([_check_within(each, units) for each in kept])


def put_right(checks: Iterable[document.Check] | None) -> tuple[str, ...]:
    """Return the names of checks that failed, or are open, in all of the lot and are put right."""
    return tuple([each.name or "a check" for each in checks or () if is_put_right(each)])


def _check_within(check: document.Check, units: int | None) -> document.Check:
    if check.units is None or units is None or check.units <= units:
        return check
    return evolve(check, units=units)


def _line_within(defect: document.Defect, inspection: document.Inspection) -> document.Defect:
    """Return a line with at most the sample's units; where none is left, with some."""
    most = inspection.inspected_under(defect.plan)
    counts = counts_units(inspection.plan_of(defect.plan), defect.severity)
    if defect.units is None or most is None or defect.units <= most or not counts:
        return defect
    return evolve(defect, units=most or None)
