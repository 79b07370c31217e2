"""How many units were found with defects, by plan and severity, within bounds."""

from __future__ import annotations

from disposition.facts.attribution import counts_units
from disposition.facts.document.lot_document import Defect, Inspection
from disposition.facts.native.bounds import ANY, Bounds, total
from disposition.facts.native.fact import View, shared
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


@shared
def _by_plan(view: View) -> dict[str | None, list[Defect]]:
    """Return the defect lines that have units by the name of their plan; None is the main one's."""
    plans: dict[str | None, list[Defect]] = {}
    for defect in view.lot.inspection.defects or ():
        if defect.units != 0:
            plans.setdefault(defect.plan, []).append(defect)
    return plans


def _cells(view: View, plan: str | None) -> Cells:
    key = _cells, plan
    if key not in view.remembered:
        cells: Cells = {}
        for defect in _by_plan(view).get(plan, ()):
            units = units_of(defect, view.lot.inspection)
            cells[defect.severity] = total([cells.get(defect.severity, (0, 0)), units])
        view.remembered[key] = cells
    return view.remembered[key]  # type: ignore[no-any-return] # what was put in above


def severities_of(view: View) -> set[str | None]:
    """Return the severities of the main plan's lines; None is of those that have none."""
    return set(_cells(view, None))


def found(view: View, severity: str | None = None, plan: str | None = None) -> Bounds:
    """Return the bounds of the units found under a plan, of one severity or of all."""
    if view.lot.inspection.defects is None:
        return ANY
    least, most = 0, 0
    unlimited = False
    for held, (low, high) in _cells(view, plan).items():
        if severity in (None, held):
            least += low
        elif held is not None:
            continue
        if high is None:
            unlimited = True
        else:
            most += high
    return least, None if unlimited else most
