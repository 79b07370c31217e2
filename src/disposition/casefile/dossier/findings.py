"""What a dossier tells of each finding: how much was found, what is allowed, how it stands now."""

# ruff: noqa: RUF009 - the calls declare keys, as attrs' own `field` does

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from attrs import evolve, frozen

from disposition.casefile.dossier.inspections import InspectionTold
from disposition.casefile.findings import made_by, wrong_in
from disposition.casefile.kinds import Checkpoint, Reinspected, Seen
from disposition.casefile.told import Told
from disposition.explain.declaring import told as key
from disposition.facts.happened import Finding
from disposition.facts.lot import Lot


@frozen
class FindingTold:
    """Something that an inspection found wrong, and whether it has been put right."""

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

    finding: str = key("Code of the finding")
    severity: str | None = key("How bad the finding is; null if it is none of the case's")
    result: str | None = key("`pass`, `fail` or `pending`; null if there is no point for it")
    photos: int = key("Photos that show it, of that look")
    entry: int | None = key("Number of the entry that looked at it last")
    on: date | None = key("Day of that entry")


def findings_of_case(
    lot: Lot, happened: Sequence[Told], inspections: Sequence[InspectionTold]
) -> tuple[FindingTold, ...]:
    """Return every finding of a case; where they are not fully known, those that reports name."""
    known = lot.case.findings
    listed = _named(happened) if known is None else known
    resolved = _resolved_in(happened)
    return tuple(
        _finding(each, inspections, resolved.get(each.code or ""), is_known=known is not None)
        for each in listed
    )


def _named(happened: Iterable[Told]) -> Iterator[Finding]:
    seen: set[str | None] = set()
    for each in happened:
        if each.kind in ("inspection", "reinspection"):
            for finding in wrong_in(made_by(each.data)):
                if finding.code not in seen:
                    seen.add(finding.code)
                    yield finding


def _resolved_in(happened: Iterable[Told]) -> dict[str, int]:
    """Return the last entry that says of a finding that it was put right."""
    return {
        said.finding or "": each.entry.number
        for each in happened
        if isinstance(each.data, Reinspected)
        for said in each.data.findings
        if said.resolved
    }


def _finding(
    finding: Finding, inspections: Sequence[InspectionTold], resolved: int | None, *, is_known: bool
) -> FindingTold:
    code = finding.code or ""
    told = FindingTold(
        code=code,
        description=None,
        severity=finding.severity,
        category=None,
        place=None,
        is_check=False,
        found_in=None,
        found_on=None,
        units=None,
        sample_size=None,
        accept=None,
        aql=None,
        resolved=finding.resolved if is_known else None,
        resolved_in=resolved if finding.resolved else None,
        proof=finding.proof or 0,
        checkpoint=bool(finding.checkpoint),
    )
    for each in inspections:
        lines = [line for line in each.defects or () if line.code == code and line.units != 0]
        checks = [
            check for check in each.checks or () if check.name == code and check.result == "fail"
        ]
        if not lines and not checks:
            continue
        told = evolve(
            told,
            found_in=each.entry,
            found_on=each.on,
            is_check=not lines,
            description=_together(line.description for line in lines if line.description != code),
            category=_together(
                [*(line.category for line in lines), *(check.category for check in checks)]
            ),
            place=_together(line.place for line in lines),
        )
        return _counted(told, each) if lines else told
    return told


def _counted(told: FindingTold, inspection: InspectionTold) -> FindingTold:
    """Return a finding with what was found of it, where one sample tells all of it."""
    lines = [line for line in inspection.defects or () if line.code == told.code]
    units = [line.units for line in lines if line.units is not None]
    plans = {line.plan for line in lines}
    rows = [
        row for row in inspection.samples if row.severity == told.severity and plans == {row.plan}
    ]
    return evolve(
        told,
        units=sum(units) if len(units) == len(lines) else None,
        sample_size=rows[0].inspected if rows else inspection.sample_size,
        accept=rows[0].accept if rows else None,
        aql=rows[0].aql if rows else None,
    )


def _together(parts: Iterable[str | None]) -> str | None:
    return "; ".join(dict.fromkeys(part for part in parts if part)) or None


def checklist_of(happened: Sequence[Told], findings: Sequence[FindingTold]) -> tuple[Point, ...]:
    """Return the checklist of the rework: a point for each finding, then those of other things.

    Nothing while nobody has looked at the rework.
    """
    last = _last_points(happened)
    if not any(isinstance(each.data, Seen) for each in happened):
        return ()
    severities = {each.code: each.severity for each in findings}
    points = dict.fromkeys([*severities, *last])
    return tuple(_point(code, severities.get(code), last.get(code)) for code in points)


def _last_points(happened: Sequence[Told]) -> dict[str, tuple[Told, Checkpoint]]:
    return {
        point.finding or "": (each, point)
        for each in happened
        if isinstance(each.data, Seen)
        for point in each.data.checkpoints
    }


def _point(code: str, severity: str | None, found: tuple[Told, Checkpoint] | None) -> Point:
    if found is None:
        return Point(code, severity, result=None, photos=0, entry=None, on=None)
    each, point = found
    return Point(code, severity, point.result, point.photos, each.entry.number, each.on)
