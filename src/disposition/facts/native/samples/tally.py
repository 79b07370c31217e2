"""How many units were found with defects, by plan and severity, within bounds."""

from __future__ import annotations

from disposition.facts.attribution import counts_units
from disposition.facts.document.lot_document import Defect, Inspection
from disposition.facts.native.bounds import ANY, Bounds, total
from disposition.facts.native.fact import View, shared, shared_each
from disposition.frozen import frozen


@frozen
class Line:
    """A defect line with the bounds of its units."""

    defect: Defect
    least: int
    most: int | None


def units_of(defect: Defect, inspection: Inspection) -> Bounds:
    """Return the bounds of a line's units: at least one where absent, at most the sample.

    A sample limits them only where a unit counts once.
    """
    if defect.units is not None:
        return defect.units, defect.units
    if counts_units(inspection.plan_of(defect.plan), defect.severity):
        return 1, inspection.inspected_under(defect.plan)
    return 1, None


@shared
def lines(view: View) -> tuple[Line, ...] | None:
    """Return the defect lines that have units; None when the list is unknown."""
    inspection = view.lot.inspection
    if inspection.defects is None:
        return None
    return tuple(
        Line(defect, *units_of(defect, inspection))
        for defect in inspection.defects
        if defect.units != 0
    )


Cells = dict[str | None, Bounds]
"""The bounds for each severity, and for units of which it is not known."""

_NO_UNITS: Bounds = (0, 0)


@shared
def _by_plan(view: View) -> dict[str | None, list[Defect]]:
    """Return the defect lines that have units by the name of their plan; None is the main one's."""
    plans: dict[str | None, list[Defect]] = {}
    for defect in view.lot.inspection.defects or ():
        if defect.units != 0:
            plans.setdefault(defect.plan, []).append(defect)
    return plans


@shared_each
def _cells(view: View, plan: str | None) -> Cells:
    """Return the cells of the lines of one plan: those of others would read what they are of."""
    cells: Cells = {}
    inspection = view.lot.inspection
    for defect in _by_plan(view).get(plan, ()):
        severity, units = defect.severity, units_of(defect, inspection)
        cells[severity] = _both(cells[severity], units) if severity in cells else units
    return cells


def _both(one: Bounds, other: Bounds) -> Bounds:
    (low, high), (least, most) = one, other
    return low + least, None if high is None or most is None else high + most


def severities_of(view: View) -> set[str | None]:
    """Return the severities of the main plan's lines; None is of those that have none."""
    return set(_cells(view, None))


def found(view: View, severity: str | None = None, plan: str | None = None) -> Bounds:
    """Return the bounds of the units found under a plan, of one severity or of all."""
    if view.lot.inspection.defects is None:
        return ANY
    cells = _cells(view, plan)
    if not cells:
        return _NO_UNITS
    if severity is None:
        return total(cells.values())
    sure = cells.get(severity, _NO_UNITS)
    if None not in cells:
        return sure
    return _both(sure, (0, cells[None][1]))
