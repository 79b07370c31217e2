"""What letters tell of the last inspection: what was found by severity, and what was checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from disposition.casefile.copying import copied
from disposition.casefile.dossier.parts.inspections import samples_of
from disposition.casefile.letters.text import plain
from disposition.casefile.lifecycle.findings import code_of, is_dangerous, name_of
from disposition.casefile.log.effective import Event
from disposition.casefile.log.kinds import INSPECTIONS, InspectionReported, Reinspected
from disposition.facts.attribution import counts_units
from disposition.facts.document.agreed_plans import SEVERITIES
from disposition.facts.document.lot_document import Check, Defect
from disposition.facts.lot import Lot
from disposition.facts.native.wording import place_of
from disposition.frozen import frozen

CRITICAL = "critical"


@frozen
class LetterDefect:
    """One line of the defect list; texts are fit for Markdown. No `units` means at least one.

    `local` describes the defect in the factory's language, where that is told as well.

    Where nonconformities are counted, `units` is how often the defect was found: not `by_unit`.
    """

    code: str
    description: str
    local: str
    category: str
    place: str
    units: int | None
    by_unit: bool


@frozen
class SeverityFound:
    """What was found of one severity, under one plan; `accept` is the acceptance number."""

    severity: str
    plan: str
    units: int | None
    at_least: int
    inspected: int | None
    accept: int | None
    aql: Decimal | None
    lines: tuple[LetterDefect, ...]


@frozen
class Checked:
    """Something that was checked beside the sample."""

    name: str
    category: str


@frozen
class LastInspection:
    """The last inspection, as letters tell it; texts are fit for Markdown."""

    again: bool
    on: date
    inspector: str
    report: str
    sample_size: int | None
    photos: int | None
    videos: int | None
    is_known: bool
    found: tuple[SeverityFound, ...]
    otherwise: tuple[Checked, ...]
    as_agreed: tuple[Checked, ...]
    pending: tuple[Checked, ...]
    earlier: tuple[str, ...]
    dangerous: tuple[tuple[str, str, str], ...]


def inspected(happened: Sequence[Event], lot: Lot) -> LastInspection:
    """Return the last inspection of a case, with what was found before and is not put right."""
    made = lot.inspection
    reports = [each for each in happened if each.kind in INSPECTIONS]
    last: InspectionReported | Reinspected = reports[-1].data
    checks = made.checks or ()
    return LastInspection(
        again=len(reports) > 1,
        on=made.date or reports[-1].on,
        inspector=plain(last.inspector),
        report=_report(made.id, last.reference),
        sample_size=made.sample_size,
        photos=made.evidence.photos,
        videos=made.evidence.videos,
        is_known=made.defects is not None,
        found=tuple(_found(lot)) if made.defects is not None else (),
        otherwise=tuple(_checked(each) for each in checks if each.result == "fail"),
        as_agreed=tuple(_checked(each) for each in checks if each.result == "pass"),
        pending=tuple(_checked(each) for each in checks if each.result == "pending"),
        earlier=tuple(dict.fromkeys(_earlier(lot))),
        dangerous=tuple(dict.fromkeys(_dangerous(lot))),
    )


def _report(number: str | None, reference: str | None) -> str:
    """Return what the report goes by: its number, and the file if that is called otherwise."""
    return ", ".join(dict.fromkeys(plain(each) for each in (number, reference) if each))


# --- the defect list -----------------------------------------------------------------------------


def _found(lot: Lot) -> Iterator[SeverityFound]:
    """Yield what was found, the gravest first; what no sample is known for as well."""
    defects = [each for each in lot.inspection.defects or () if each.units != 0]
    told: list[Defect] = []
    for row in samples_of(lot):
        lines = [each for each in defects if (each.severity, each.plan) == (row.severity, row.plan)]
        told += lines
        told_so = tuple(_line(each, lot) for each in lines)
        yield copied(SeverityFound, row, plan=plain(row.plan), units=row.found, lines=told_so)
    for severity in (*SEVERITIES, None):
        rest = [each for each in defects if each not in told and each.severity == severity]
        if rest:
            sizes = [1 if each.units is None else each.units for each in rest]
            exact = None if None in [each.units for each in rest] else sum(sizes)
            told_so = tuple(_line(each, lot) for each in rest)
            yield SeverityFound(severity or "", "", exact, sum(sizes), None, None, None, told_so)


def _line(defect: Defect, lot: Lot) -> LetterDefect:
    name = code_of(defect)
    description = (defect.description or "").strip()
    local = (defect.description_local or "").strip()
    has_place = defect.sku is not None or defect.batch is not None
    return LetterDefect(
        plain(name),
        "" if description == name else plain(description),
        "" if local in (name, description) else plain(local),
        defect.category or "",
        plain(place_of(defect.sku, defect.batch)) if has_place else "",
        defect.units,
        counts_units(lot.inspection.plan_of(defect.plan), defect.severity) is not False,
    )


def _checked(check: Check) -> Checked:
    return Checked(plain(name_of(check)), check.category or "")


# --- beside it -----------------------------------------------------------------------------------


def _earlier(lot: Lot) -> Iterator[str]:
    """Yield what earlier inspections found, that is not put right and that the last one lacks."""
    last = lot.inspection
    now = {(code_of(each), each.sku, each.batch) for each in last.defects or ()}
    now |= {(name_of(each), None, None) for each in last.checks or () if each.result == "fail"}
    findings = lot.case.findings or ()
    times = Counter(each.code for each in findings)
    for each in findings:
        place = (each.sku, each.batch)
        if each.resolved or not now.isdisjoint({(each.code, *place), (each.code, None, None)}):
            continue
        is_told = times[each.code] > 1 and place != (None, None)
        yield plain(each.code) + (f" ({plain(place_of(*place))})" if is_told else "")


def _dangerous(lot: Lot) -> Iterator[tuple[str, str, str]]:
    """Yield what is critical, or touches safety or the law: its name, and what it is in words."""
    for defect in lot.inspection.defects or ():
        if defect.units != 0 and is_dangerous(defect):
            line = _line(defect, lot)
            yield line.code, line.description, line.local
    for check in lot.inspection.checks or ():
        if is_dangerous(check) and check.result == "fail":
            yield plain(name_of(check)), "", ""
    for finding in lot.case.findings or ():
        if finding.severity == CRITICAL and not finding.resolved:
            code = plain(finding.code)
            if not any(plain(code_of(each)) == code for each in lot.inspection.defects or ()):
                yield code, "", ""
