"""A lot divided by what looking at every unit found: good, to be reworked, to be replaced."""

from __future__ import annotations

from collections.abc import Iterator

from disposition.facts.division.portion import (
    CONFORMING,
    NOT_REWORKABLE,
    REWORKABLE,
    UNCLEAR,
    Portion,
    lot_of_its_own,
    put_right,
)
from disposition.facts.document.agreed_plans import SEVERITIES, AgreedPlan, OwnPlan, OwnPlans
from disposition.facts.document.lot_document import Check, Defect, Sorting
from disposition.facts.lot import Lot
from disposition.facts.native.samples.segment_judgement import HAZARDS
from disposition.facts.source import LotSource
from disposition.frozen import evolve

BY = "sorting"
NAMES = {
    CONFORMING: "good",
    REWORKABLE: "to rework",
    NOT_REWORKABLE: "to replace",
    UNCLEAR: "found bad or good, not told which",
}


def by_sorting(source: LotSource) -> tuple[Portion, ...]:
    """Return what sorting found of a lot; nothing where not every unit was looked at."""
    quantity = source.lot.lot.quantity
    if quantity is None or not source.value("sorting.complete"):
        return ()
    return tuple(_portions(source, quantity))


def _portions(source: LotSource, quantity: int) -> Iterator[Portion]:
    lot, told = source.lot, 0
    for found in (CONFORMING, REWORKABLE, NOT_REWORKABLE):
        units = source.value(f"sorting.{found}")
        if isinstance(units, int) and units:
            told += units
            own = _good(lot, units) if found == CONFORMING else _bad(lot, units, found)
            is_good = found == CONFORMING
            named = put_right(_checks_of_good(lot)) if is_good else ()
            yield _portion(found, units, own, conforming=is_good, named=named)
    if quantity > told:
        why = "it is not told whether these units are good, and whether they can be corrected"
        yield _portion(UNCLEAR, quantity - told, why=why)


def _portion(
    found: str,
    units: int,
    own: Lot | None = None,
    *,
    conforming: bool | None = None,
    why: str = "",
    named: tuple[str, ...] = (),
) -> Portion:
    return Portion(NAMES[found], BY, units, own, conforming, found=found, why=why, put_right=named)


def _good(lot: Lot, units: int) -> Lot:
    """Return what is known of units that were found good.

    Of what sorting cannot find, the sample still speaks, by its plan; else nothing is left to find.
    """
    inspection = lot.inspection
    hidden = [each for each in inspection.defects or () if _hides(each)]
    sample = inspection.sample_size
    seen = units if not hidden or sample is None else min(sample, units)
    known = inspection if hidden else evolve(inspection, plan=_faultless(inspection.plan, units))
    return lot_of_its_own(
        evolve(lot, inspection=known),
        units,
        sample_size=seen,
        defects=None if inspection.defects is None else hidden,
        checks=_checks_of_good(lot),
        is_good=True,
        sorting=Sorting(sorted=units, conforming=units, reworkable=0, not_reworkable=0),
    )


def _faultless(plan: AgreedPlan, units: int) -> AgreedPlan:
    """Return a plan by which units pass that were all looked at, if none is bad."""
    own = OwnPlan(sample_size=units, accept=0)
    return evolve(plan, custom=OwnPlans(own, own, own))


def _checks_of_good(lot: Lot) -> list[Check] | None:
    checks = lot.inspection.checks
    return None if checks is None else [*map(_met, checks)]


def _hides(defect: Defect) -> bool:
    """Whether units that were found good may have a defect: danger has to be told to be found."""
    if (
        defect.category in HAZARDS
        or defect.category is None
        or defect.severity in ("critical", None)
    ):
        return not defect.sortable
    return defect.sortable is False


def _met(check: Check) -> Check:
    """Return a check as it is of units that sorting found to meet it.

    Sorting does not tell items and batches apart, so that what a check names may be among them.
    """
    if check.result == "fail" and check.sortable:
        return evolve(check, result="pass", units=None)
    if check.sku is None and check.batch is None:
        return check
    return evolve(check, sku=None, batch=None)


def _bad(lot: Lot, units: int, found: str) -> Lot:
    """Return what is known of units that were found bad: all may have the gravest defect."""
    can = found == REWORKABLE
    told = [each for each in lot.inspection.defects or () if each.units != 0]
    alike = [each for each in told if each.reworkable is not (not can)] or told
    gravest = min(alike, key=_gravity, default=None)
    if lot.inspection.plan.counting == "nonconforming_units":  # each unit once in all lines
        alike = [] if gravest is None else [gravest]
    defects = [
        evolve(each, units=units if each is gravest else None, reworkable=can, plan=None)
        for each in alike
    ]
    return lot_of_its_own(
        lot,
        units,
        sample_size=units,
        defects=None if lot.inspection.defects is None else defects,
        checks=lot.inspection.checks,
        is_good=False,
        sorting=Sorting(
            sorted=units,
            conforming=0,
            reworkable=units if can else 0,
            not_reworkable=0 if can else units,
        ),
    )


def _gravity(defect: Defect) -> tuple[bool, int]:
    """Return the rank of a defect: danger first, as a severity that is not known may be."""
    severity = -1 if defect.severity is None else SEVERITIES.index(defect.severity)
    return defect.category not in HAZARDS and severity > 0, severity
