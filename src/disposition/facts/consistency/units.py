"""What cannot be true of the units by their worst defect: more than the lines or sample have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from disposition.errors import Problem
from disposition.facts.document.agreed_plans import SEVERITIES, AgreedPlan
from disposition.facts.document.lot_document import Defect, LotDocument
from disposition.facts.native.fact import View
from disposition.facts.native.samples.serious import at_least, largest
from disposition.facts.native.samples.tally import found
from disposition.words import counted

_WHERE = "$.inspection.nonconforming_units"
_ONCE = "each unit of the sample stands once, at its worst defect"


def units_contradictions(lot: LotDocument) -> Iterator[Problem]:
    """Yield what the units by their worst defect contradict: the sample, or the defect lines."""
    inspection = lot.inspection
    stated = {name: getattr(inspection.nonconforming_units, name) for name in SEVERITIES}
    known = [units for units in stated.values() if units is not None]
    if not known:
        return
    size = inspection.sample_size
    if size is not None and sum(known) > size:
        message = f"{counted(sum(known), 'nonconforming unit')} in a sample of {size:,}"
        yield Problem(_WHERE, message, _ONCE)
    view, lines = View(lot), [line for line in inspection.defects or () if line.plan is None]
    together: int | None = 0
    for place, severity in enumerate(SEVERITIES):
        units, (_, most) = stated[severity], found(view, severity)
        if units is not None and most is not None and units > most:
            message = (
                f"{counted(units, 'unit')} with {severity} defects, but the lines have {most:,}"
            )
            yield Problem(f"{_WHERE}.{severity}", message, _ONCE)
        together = None if units is None or together is None else together + units
        graver = SEVERITIES[: place + 1]
        least = _fewest([line for line in lines if line.severity in graver], inspection.plan)
        if together is not None and least is not None and together < least:
            words = " or ".join(graver)
            message = f"{counted(together, 'unit')} with {words} defects, but a line has {least:,}"
            yield Problem(f"{_WHERE}.{severity}", message, _ONCE)


def _fewest(lines: Sequence[Defect], plan: AgreedPlan) -> int | None:
    """Return the fewest units of some lines: of all together where each unit stands once."""
    if plan.counting == "nonconforming_units":
        return sum(map(at_least, lines))
    return largest(lines, plan)
