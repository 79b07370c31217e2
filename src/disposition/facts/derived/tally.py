"""How many units were found with defects, by severity and category, within bounds."""

from __future__ import annotations

from attrs import frozen

from disposition.facts.attribution import counts_units
from disposition.facts.derived.bounds import ANY, Bounds, total
from disposition.facts.derived.fact import View, shared
from disposition.facts.lot import Defect, Inspection


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
    if counts_units(inspection.plan.aql, defect.severity):
        return 1, inspection.sample_size
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


@shared
def _cells(view: View) -> dict[tuple[str | None, str | None], Bounds]:
    """Return the bounds for each severity and category, either of which may be unknown."""
    cells: dict[tuple[str | None, str | None], Bounds] = {}
    for line in lines(view) or ():
        key = line.defect.severity, line.defect.category
        cells[key] = total([cells.get(key, (0, 0)), (line.least, line.most)])
    return cells


def found(view: View, severity: str | None = None, category: str | None = None) -> Bounds:
    """Return the bounds of the units found, of one severity or category or of all."""
    if view.lot.inspection.defects is None:
        return ANY
    least, most = 0, 0
    unlimited = False
    for (cell_severity, cell_category), (low, high) in _cells(view).items():
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
