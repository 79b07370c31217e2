"""What a dossier tells of the inspections: each report, and what its sample says by severity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from disposition.casefile.copying import OfEntry, copied, entry_as
from disposition.casefile.lifecycle.findings import code_of, made_by, name_of, place_in
from disposition.casefile.lifecycle.projection import lot_of
from disposition.casefile.log.effective import Event
from disposition.casefile.log.kinds import INSPECTIONS, InspectionReported, Reinspected
from disposition.documents.declaring import output as key
from disposition.facts.document.agreed_plans import SEVERITIES, AgreedPlan
from disposition.facts.document.lot_document import Defect, Inspection
from disposition.facts.document.persons import Person, is_another
from disposition.facts.lot import Lot
from disposition.facts.native.bounds import exactly
from disposition.facts.native.fact import View
from disposition.facts.native.samples.judgement import same_in_all
from disposition.facts.native.samples.plans import Sample, samples
from disposition.facts.native.wording import place_of
from disposition.frozen import frozen

_STANDARDS = {"iso2859-1": "ISO 2859-1", "z1.4": "ANSI/ASQ Z1.4"}


@frozen
class SampleSays:
    """What one sample says of one severity, under the agreed plan."""

    severity: str = key("`critical`, `major` or `minor`")
    plan: str | None = key("Name of the plan; null for the main one")
    aql: Decimal | None = key("Acceptance quality limit; null if unknown, or the plan has none")
    inspected: int | None = key("Units that were inspected")
    found: int | None = key("Units found; null if that is not known exactly")
    at_least: int = key("Units that were surely found")
    accept: int | None = key("Acceptance number: as many are accepted; null if unknown")
    says: str | None = key("`accepted`, `rejected` or `open`; null if unknown")


@frozen
class DefectLine:
    """One line of the report's defect list."""

    line: str = key("Its entry, list and place, which names it")
    code: str = key("What the defect goes by")
    description: str | None = key("The defect in words")
    severity: str | None = key("How bad it is")
    category: str | None = key("What it touches")
    units: int | None = key("Units with it; null means at least one")
    place: str | None = key("Item number and batch of those units")
    plan: str | None = key("Name of the plan under which it was found; null for the main one")


@frozen
class CheckLine:
    """One thing that was checked beside the sample."""

    line: str = key("Its entry, list and place, which names it")
    name: str = key("What was checked")
    category: str | None = key("What it touches")
    result: str | None = key("How it came out")


@frozen
class PutRight:
    """What a re-inspection says of something found before."""

    finding: str = key("Code or line of the finding")
    resolved: bool = key("Whether it was put right")
    photos: int = key("Photos that show it")
    note: str | None = key("A remark")


@frozen
class DossierInspection(OfEntry):
    """One inspection, as its report tells it."""

    is_again: bool = key("Whether the lot had been inspected before")
    inspected_on: date | None = key("Day of the inspection, as the report has it")
    inspector: str | None = key("Who inspected")
    inspector_id: str | None = key("Identifier of who inspected")
    by_another: bool | None = key("Of a re-inspection: whether they had not inspected the lot yet")
    report: str | None = key("Number of the inspection")
    reference: str | None = key("Number or file of the report")
    type: str | None = key("Kind of inspection")
    result: str | None = key("The report's own conclusion")
    sample_size: int | None = key("Units that were inspected")
    plan: str = key("The agreed plan in words; empty if nothing of it is known")
    samples: tuple[SampleSays, ...] = key("What the samples say, by severity")
    defects: tuple[DefectLine, ...] | None = key("The defect list; null if it is not known")
    checks: tuple[CheckLine, ...] | None = key("What was checked; null if that is not known")
    photos: int | None = key("Photos in the report")
    videos: int | None = key("Videos in the report")
    notes: str | None = key("The inspector's remarks")
    workmanship: str | None = key("Of a re-inspection: the workmanship")
    packaging: str | None = key("Of a re-inspection: the packaging")
    labelling: str | None = key("Of a re-inspection: the labelling")
    matches_sample: bool | None = key("Of a re-inspection: whether it matches the approved sample")
    put_right: tuple[PutRight, ...] = key("What it says of earlier findings")


def inspections_of(happened: Sequence[Event]) -> tuple[DossierInspection, ...]:
    """Return every inspection, in the order in which they were reported."""
    return tuple(_inspections(happened))


def _inspections(happened: Sequence[Event]) -> Iterator[DossierInspection]:
    before: list[Person] = []
    for at, each in enumerate(happened):
        if each.kind in INSPECTIONS:
            yield _inspection(each, lot_of(happened[: at + 1], each.on), before)
            before.append(Person(each.data.inspector, each.data.inspector_id))


def _inspection(each: Event, lot: Lot, before: Sequence[Person]) -> DossierInspection:
    report: InspectionReported | Reinspected = each.data
    made = made_by(report)
    again = report if isinstance(report, Reinspected) else Reinspected()
    who = Person(report.inspector, report.inspector_id)
    return entry_as(
        DossierInspection,
        each,
        again,
        is_again=bool(before),
        inspected_on=made.date,
        inspector=report.inspector,
        inspector_id=report.inspector_id,
        by_another=is_another(who, before) if before else None,
        report=made.id,
        reference=report.reference,
        type=lot.inspection.type,
        result=made.report_result,
        sample_size=made.sample_size,
        plan=_plan(lot.inspection.plan),
        samples=samples_of(lot),
        defects=_defects(each.entry.number, made),
        checks=_checks(each.entry.number, made),
        photos=made.evidence.photos,
        videos=made.evidence.videos,
        notes=made.evidence.notes,
        put_right=tuple(copied(PutRight, said) for said in again.findings),
    )


def _defects(entry: int, made: Inspection) -> tuple[DefectLine, ...] | None:
    if made.defects is None:
        return None
    return tuple(_defect(place_in(entry, "defects", at), d) for at, d in enumerate(made.defects))


def _defect(line: str, defect: Defect) -> DefectLine:
    has_place = defect.sku is not None or defect.batch is not None
    place = place_of(defect.sku, defect.batch) if has_place else None
    return copied(DefectLine, defect, line=line, code=code_of(defect), place=place)


def _checks(entry: int, made: Inspection) -> tuple[CheckLine, ...] | None:
    if made.checks is None:
        return None
    return tuple(
        copied(CheckLine, each, line=place_in(entry, "checks", at), name=name_of(each))
        for at, each in enumerate(made.checks)
    )


# --- what the samples say ------------------------------------------------------------------------


def samples_of(lot: Lot) -> tuple[SampleSays, ...]:
    """Return what the samples of a lot's inspection say, as far as anything is known of them."""
    view = View(lot)
    return tuple(
        _sample(lot, severity, each)
        for severity in SEVERITIES
        for each in samples(view, severity)
        if each.plans or each.found[0]
    )


def _sample(lot: Lot, severity: str, sample: Sample) -> SampleSays:
    agreed = lot.inspection.plan_of(sample.name)
    has_own = agreed.own(severity) is not None
    says = next(iter(sample.answers)) if len(sample.answers) == 1 and sample.plans else None
    return SampleSays(
        severity,
        sample.name,
        None if has_own else getattr(agreed.aql, severity),
        sample.inspected,
        exactly(sample.found),
        sample.found[0],
        same_in_all(sample.plans, "accept"),
        says,
    )


def _plan(plan: AgreedPlan) -> str:
    words = [_STANDARDS.get(plan.standard or "", plan.standard)]
    words += [f"level {plan.level}"] if plan.level else []
    words += [f"{plan.state} inspection"] if plan.state else []
    words += [f"{plan.type} sampling"] if plan.type else []
    words += ["own limits for " + ", ".join(own)] if (own := _own(plan)) else []
    return ", ".join(filter(None, words))


def _own(plan: AgreedPlan) -> list[str]:
    return [severity for severity in SEVERITIES if plan.own(severity) is not None]
