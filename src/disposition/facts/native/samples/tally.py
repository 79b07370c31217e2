"""How many units were found with defects, by severity and category, within bounds."""

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


Cells = dict[tuple[str | None, str | None], Bounds]
"""The bounds for each severity and category, either of which may be unknown."""


@shared
def _by_plan(view: View) -> dict[str | None, Cells]:
    """Return the cells of each plan, by its name; None is the main one's."""
    plans: dict[str | None, Cells] = {None: {}}
    for line in lines(view) or ():
        cells = plans.setdefault(line.defect.plan, {})
        key = line.defect.severity, line.defect.category
        cells[key] = total([cells.get(key, (0, 0)), (line.least, line.most)])
    return plans


def found(
    view: View,
    severity: str | None = None,
    category: str | None = None,
    plan: str | None = None,
) -> Bounds:
    """Return the bounds of the units found under a plan, of one severity or category or of all."""
    if view.lot.inspection.defects is None:
        return ANY
    return _sum(_by_plan(view).get(plan, {}), severity, category)


def _sum(cells: Cells, severity: str | None, category: str | None) -> Bounds:
    least, most = 0, 0
    unlimited = False
    for (cell_severity, cell_category), (low, high) in cells.items():
        severity_fits = severity in (None, cell_severity)
        category_fits = category in (None, cell_category)
        if severity_fits and category_fits:
            least += low
        elif not (severity_fits or cell_severity is None) or not (
            category_fits or cell_category is None
        ):
            continue
        if high is None:
            unlimited = True
        else:
            most += high
    return least, None if unlimited else most
