"""What the inspections of a case found wrong, and whether it was put right since.

A finding goes by its code: that of the defect, or the name of the failed check. What touches safety
or the law is a critical finding, whatever severity the inspector gave it. Any other failed check is
a major one: it has no severity of its own, and has to be put right as they have.

What the last re-inspection finds is judged by its sampling plan, and becomes a finding of the case
when yet another inspection follows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from attrs import evolve

from disposition.casefile.kinds import InspectionReported, Reinspected, Resolved, Seen
from disposition.facts.agreed import SEVERITIES
from disposition.facts.happened import Finding
from disposition.facts.lot import Check, Defect, Inspection

_DANGEROUS = ("safety", "regulatory")


def findings_of(
    inspections: Sequence[InspectionReported | Reinspected], is_point: Callable[[str], bool]
) -> tuple[Finding, ...] | None:
    """Return what was found wrong, each thing once, in the order in which it was found.

    What a later inspection found put right is resolved, unless one after it found it again. None
    while an inspection, the last one of several apart, does not tell its defects or its checks.
    """
    judged = [made_by(each) for each in inspections]
    if any(each.defects is None or each.checks is None for each in judged[:-1] or judged):
        return None
    found: dict[str, Finding] = {}
    for number, each in enumerate(inspections):
        is_last = number == len(inspections) - 1 and number > 0
        if isinstance(each, Reinspected):
            for resolved in each.findings:
                code = resolved.finding or ""
                if code in found:
                    found[code] = _resolved(found[code], resolved)
        for finding in wrong_in(made_by(each)):
            code = finding.code or ""
            if is_last and code not in found:
                continue
            before = found.get(code, finding)
            found[code] = evolve(before, severity=_worse(before.severity, finding.severity))
            if before.resolved and not _is_said_resolved(each, code):
                found[code] = evolve(found[code], resolved=False, proof=0)
    return tuple(evolve(each, checkpoint=is_point(each.code or "")) for each in found.values())


def made_by(report: InspectionReported | Reinspected) -> Inspection:
    """Return the inspection that an entry reports."""
    return report.lot.inspection if isinstance(report, InspectionReported) else report.inspection


def wrong_in(inspection: Inspection) -> Iterator[Finding]:
    """Yield what an inspection found wrong: its defects, and the checks that failed."""
    for defect in inspection.defects or ():
        if defect.units != 0:
            is_dangerous = defect.category in _DANGEROUS
            severity = "critical" if is_dangerous else defect.severity
            yield Finding(code_of(defect), severity, resolved=False, proof=0)
    for check in inspection.checks or ():
        if check.result == "fail":
            severity = "critical" if check.category in _DANGEROUS else "major"
            yield Finding(name_of(check), severity, resolved=False, proof=0)


def code_of(defect: Defect) -> str:
    """Return what a defect line goes by: its code, else its description, else its kind."""
    kind = " ".join(filter(None, (defect.severity, defect.category, "defect")))
    return defect.code or (defect.description or "").strip() or kind


def name_of(check: Check) -> str:
    """Return what a check goes by."""
    return check.name or " ".join(filter(None, (check.category, "check")))


def is_check_point(progress: Sequence[Seen]) -> Callable[[str], bool]:
    """Return whether a finding has a point in the checklists of the rework."""
    points = {point.finding for each in progress for point in each.checkpoints}
    return lambda code: code in points


def _resolved(finding: Finding, said: Resolved) -> Finding:
    return evolve(finding, resolved=bool(said.resolved), proof=said.photos)


def _is_said_resolved(report: InspectionReported | Reinspected, code: str) -> bool:
    """Whether the same report says that it was put right: fewer are left than the plan rejects."""
    said = report.findings if isinstance(report, Reinspected) else ()
    return any(each.finding == code and each.resolved for each in said)


def _worse(one: str | None, other: str | None) -> str | None:
    if one is None or other is None:
        return one or other
    return min(one, other, key=SEVERITIES.index)
