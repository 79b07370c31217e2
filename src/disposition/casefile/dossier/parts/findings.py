"""What a dossier tells of each finding: how much was found, what is allowed, how it stands now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from disposition.casefile.dossier.parts.inspections import DossierInspection
from disposition.casefile.lifecycle.findings import PointSeen, Traced, nonconforming_lines, trace
from disposition.casefile.log.effective import Event
from disposition.casefile.log.kinds import ProgressSeen
from disposition.documents.declaring import output as key
from disposition.facts.document.lot_document import Defect
from disposition.facts.lot import Lot
from disposition.facts.native.wording import place_of
from disposition.frozen import evolve, frozen


@frozen
class DossierFinding:
    """Something that an inspection found wrong, and whether it has been put right."""

    line: str = key("Line of the report: its entry, list and place")
    code: str = key("Code of the defect, or name of the failed check")
    description: str | None = key("In words")
    severity: str | None = key("How bad it is")
    category: str | None = key("What it touches")
    place: str | None = key("Item numbers and batches")
    is_check: bool = key("Whether it is a failed check, of which no units are counted")
    found_in: int | None = key("Number of the entry that found it first")
    found_on: date | None = key("Day of that entry")
    units: int | None = key("Units of the sample with it; null for a check, and if not known")
    sample_size: int | None = key("Units that were inspected")
    accept: int | None = key("Units of its severity, all its defects together, that are accepted")
    aql: Decimal | None = key("Acceptance quality limit of its severity")
    resolved: bool | None = key("Whether a re-inspection found it put right; null if not known")
    resolved_in: int | None = key("Number of the entry that found it put right")
    proof: int = key("Photos that show it put right")
    checkpoint: bool = key("Whether the checklist of the rework has a point for it")


@frozen
class Point:
    """A point of the checklist of the rework, and how it stood when it was looked at last."""

    finding: str = key("Code of the finding, or what the point is about")
    line: str | None = key(
        "Line of the report that the finding is; null if it is none of the case's"
    )
    severity: str | None = key("How bad the finding is; null if it is none of the case's")
    result: str | None = key("`pass`, `fail` or `pending`; null if there is no point for it")
    photos: int = key("Photos that show it, of that look")
    entry: int | None = key("Number of the entry that looked at it last")
    on: date | None = key("Day of that entry")


def findings_of_case(
    lot: Lot, happened: Sequence[Event], inspections: Sequence[DossierInspection]
) -> tuple[DossierFinding, ...]:
    """Return every finding of a case; where they are not fully known, those that reports name."""
    by_entry = {each.entry: each for each in inspections}
    if lot.case.findings is None:
        return tuple(
            _finding(
                Traced(line, line.severity, is_new=False), by_entry[line.entry], is_known=False
            )
            for line in nonconforming_lines(happened)
        )
    return tuple(
        _finding(each, by_entry[each.line.entry], is_known=True)
        for each in trace(happened).found
        if not each.is_new
    )


def _finding(found: Traced, inspection: DossierInspection, *, is_known: bool) -> DossierFinding:
    line, defect = found.line, found.line.says if isinstance(found.line.says, Defect) else None
    sku, batch = line.place
    told = DossierFinding(
        line=line.id,
        code=line.name,
        description=None if defect is None else _beside(line.name, defect.description),
        severity=found.severity,
        category=line.says.category,
        place=None if sku is None and batch is None else place_of(sku, batch),
        is_check=defect is None,
        found_in=line.entry,
        found_on=inspection.on,
        units=None,
        sample_size=None,
        accept=None,
        aql=None,
        resolved=found.resolved if is_known else None,
        resolved_in=found.resolved_in if found.resolved else None,
        proof=found.proof,
        checkpoint=found.point is not None,
    )
    return told if defect is None else _counted(told, defect, inspection)


def _beside(name: str, description: str | None) -> str | None:
    """Return a description that says more than the name."""
    return None if description is None or description.strip() in ("", name) else description


def _counted(told: DossierFinding, defect: Defect, inspection: DossierInspection) -> DossierFinding:
    """Return a finding with its units, and what its sample allows."""
    rows = [
        row
        for row in inspection.samples
        if (row.severity, row.plan) == (told.severity, defect.plan)
    ]
    return evolve(
        told,
        units=defect.units,
        sample_size=rows[0].inspected if rows else inspection.sample_size,
        accept=rows[0].accept if rows else None,
        aql=rows[0].aql if rows else None,
    )


def checklist_of(happened: Sequence[Event]) -> tuple[Point, ...]:
    """Return the checklist of the rework: a point for each finding, then those of other things.

    Nothing while nobody has looked at the rework.
    """
    if not any(isinstance(each.data, ProgressSeen) for each in happened):
        return ()
    days = {each.entry.number: each.on for each in happened}
    traced = trace(happened)
    of_findings = [
        _point(each.line.name, each, each.point, days)
        for each in traced.found
        if each.point is not None or not each.is_new
    ]
    others = [_point(name, None, seen, days) for name, seen in traced.others.items()]
    return (*of_findings, *others)


def _point(
    name: str, found: Traced | None, seen: PointSeen | None, days: Mapping[int, date]
) -> Point:
    return Point(
        finding=name,
        line=None if found is None else found.line.id,
        severity=None if found is None else found.severity,
        result=None if seen is None else seen.point.result,
        photos=0 if seen is None else seen.point.photos,
        entry=None if seen is None else seen.entry,
        on=None if seen is None else days[seen.entry],
    )
