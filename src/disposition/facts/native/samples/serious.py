"""How many units of the main sample have critical or major defects that its plan does not accept.

Lines are added up as they stand to be judged by a plan. How many *units* they are is another
question: one unit may stand in several lines, and where nonconformities are counted it may have
several in one line. So there is a least and a most, and what the document says of each unit at its
worst defect settles it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from disposition.facts.attribution import counts_units
from disposition.facts.document.agreed_plans import AgreedPlan
from disposition.facts.document.lot_document import Defect
from disposition.facts.native.bounds import smaller
from disposition.facts.native.fact import UNITS, Derived, View, derived, shared
from disposition.facts.native.samples import judgement as sampled
from disposition.facts.native.samples.plans import (
    FOUND,
    LINES,
    SAMPLE,
    concerns,
    main_sample,
    needs,
    plan_also,
    plan_reads,
    stage_reads,
)
from disposition.facts.native.samples.undecided import why_undecided

SERIOUS = ("critical", "major")
"""The severities by which a failure is wide."""

_WORST, _COUNTING = "inspection.nonconforming_units", "inspection.plan.counting"


class Affected(NamedTuple):
    """The severities that count, and the units of their largest line and of all lines together.

    The most is within the sample; None while that matters and is not known. `any_critical`: whether
    any line is critical, also where the plan accepts it.
    """

    severities: tuple[str, ...]
    any_critical: bool
    least: int
    most: int | None


def largest(lines: Sequence[Defect], plan: AgreedPlan) -> int | None:
    """Return the units of the largest line; None while it is open what a line of the plan counts.

    They are on one unit at least where it counts nonconformities.
    """
    most, once = 0, {line.severity: counts_units(plan, line.severity) for line in lines}
    if None in once.values():
        return None
    for line in lines:
        units = at_least(line) if once[line.severity] else min(1, at_least(line))
        most = max(most, units)
    return most


def at_least(line: Defect) -> int:
    """Return the fewest units that a line can mean: absent units are at least one."""
    return 1 if line.units is None else line.units


@shared
def _affected(view: View) -> Affected | None:
    """Return the units by the lines; None while a line, or what the plan says of it, is open."""
    inspection = view.lot.inspection
    if inspection.defects is None:
        return None
    main = [line for line in inspection.defects if line.plan is None and line.units != 0]
    severities = {line.severity for line in main}
    if None in severities:
        return None
    counted = []
    for severity in SERIOUS:
        if severity in severities:
            accepted = sampled.says(main_sample(view, severity).answers, sampled.ACCEPTED)
            if accepted is None:
                return None
            if not accepted:
                counted.append(severity)
    lines = [line for line in main if line.severity in counted]
    units = [line.units for line in lines if line.units is not None]
    least = largest(lines, inspection.plan)
    if least is None or len(units) < len(lines):
        return None
    together = sum(units)
    size = inspection.sample_size
    most = together if least == together else size and smaller(together, size)
    return Affected(tuple(counted), "critical" in severities, least, most)


def _bound(view: View, name: str) -> int | None:
    affected = _affected(view)
    return None if affected is None else getattr(affected, name)


def _exactly(view: View) -> int | None:
    affected = _affected(view)
    if affected is None:
        return None
    if affected.least == affected.most or _once(view):
        return affected.most
    worst = view.lot.inspection.nonconforming_units
    if affected.severities == ("major",) and affected.any_critical and worst.critical != 0:
        return None  # a unit with a critical defect may have a major one as well
    stated = [getattr(worst, severity) for severity in affected.severities]
    return None if None in stated else sum(stated)


def _once(view: View) -> bool:
    """Whether it is stated that each unit stands in one line."""
    return view.lot.inspection.plan.counting == "nonconforming_units"


def _needs(view: View, path: str) -> bool:
    if not path.startswith((_WORST, _COUNTING)):
        return _judged(view, path)
    affected = _affected(view)
    if affected is None or affected.least == affected.most:
        return False
    if path == _COUNTING:
        plan = view.lot.inspection.plan
        return all(counts_units(plan, severity) for severity in affected.severities)
    return affected.any_critical if path.endswith("critical") else "major" in affected.severities


_judged = needs(*SERIOUS)


def _concerns(view: View, item: object, key: str) -> bool:
    return any(concerns(severity)(view, item, key) for severity in SERIOUS)


def _why(view: View) -> str:
    return next(filter(None, (why_undecided(view, severity) for severity in SERIOUS)), "")


def _why_not_exact(view: View) -> str:
    affected = _affected(view)
    if affected is None:
        return _why(view)
    return "units with a critical defect may have a major one as well"


def _facts() -> Iterator[Derived]:
    judged = (*FOUND, SAMPLE, *plan_reads(*SERIOUS), *stage_reads(*SERIOUS))
    also = (*plan_also(*SERIOUS), *LINES)
    about = "units of the sample with critical or major defects that the plan does not accept"
    fact = partial(derived, also=also, concerns=_concerns, needs=_needs)
    for name, words in (
        ("least", f"Fewest {about}: those of the largest defect line"),
        ("most", f"Most {about}: all defect lines together, within the sample"),
    ):
        compute = partial(_bound, name=name)
        yield fact(f"defects.serious.at_{name}", UNITS, words, judged, compute, why=_why)
    yield fact(
        "defects.serious.found",
        UNITS,
        f"{about.capitalize()}, each counted once",
        (*judged, _COUNTING, f"{_WORST}.critical", f"{_WORST}.major"),
        _exactly,
        why=_why_not_exact,
    )


FACTS = tuple(_facts())
