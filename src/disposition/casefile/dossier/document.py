"""Everything about a case as of a day: to read, to print, to hand on, and to keep as JSON.

The document has a version, `format`, and a fixed order of keys: each class here and in the modules
beside declares its keys with what they mean, and `dossier_schema` puts that into a JSON Schema.
A dossier says what the entries and the policies say. It judges nothing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from disposition.casefile.dossier.parts.contacts import (
    DossierAssessment,
    DossierContact,
    assessments_of,
    read_arguments,
    talks_of,
)
from disposition.casefile.dossier.parts.decisions import (
    DossierDecision,
    DossierGate,
    DossierRequest,
    decisions_of,
    dossier_gate,
    requests_of,
)
from disposition.casefile.dossier.parts.findings import (
    DossierFinding,
    Point,
    checklist_of,
    findings_of_case,
)
from disposition.casefile.dossier.parts.goods import DossierGoods, Headline, goods_of, headline_of
from disposition.casefile.dossier.parts.inspections import DossierInspection, inspections_of
from disposition.casefile.dossier.parts.photos import Photos, photos_of
from disposition.casefile.dossier.parts.record import Happening, Record, record_of, timeline_of
from disposition.casefile.dossier.parts.rework import (
    DossierAgreement,
    DossierPaper,
    DossierProgress,
    PaperMissing,
    agreements_of,
    papers_missing,
    papers_of,
    progress_of,
)
from disposition.casefile.lifecycle.gate import Gate
from disposition.casefile.lifecycle.policies import DOCUMENTS
from disposition.casefile.lifecycle.steps import Judged, Step, steps_of
from disposition.casefile.log.chain import Fault
from disposition.casefile.log.entry import Entry
from disposition.casefile.pushback_reading import Reading
from disposition.documents.declaring import output as key
from disposition.documents.schema import document_schema
from disposition.documents.writing import write
from disposition.frozen import frozen
from disposition.visible import visible

FORMAT = 1


@frozen(eq=False)
class Dossier:
    """Everything about a case as of a day; `html()` is a page to print, `to_json()` one to keep."""

    format: int = key("Version of the document: 1")
    case: str = key("Id of the case")
    as_of: date = key("The day as of which it is told")
    headline: Headline = key("What a reader wants to know first")
    goods: DossierGoods = key("What was ordered, from whom, and by when it has to go")
    inspections: tuple[DossierInspection, ...] = key("Every inspection")
    findings_known: bool = key("Whether the reports tell all their defects and checks")
    findings: tuple[DossierFinding, ...] = key(
        "What the inspections before the last one found wrong"
    )
    decisions: tuple[DossierDecision, ...] = key("Every decision that was taken on the lot")
    timeline: tuple[Happening, ...] = key("Every entry, in the order in which things happened")
    correspondence: tuple[DossierContact, ...] = key("Contacts and replies")
    assessments: tuple[DossierAssessment, ...] = key("What looking into arguments showed")
    reading: Reading | None = key("How the arguments read; null while there are none")
    agreements: tuple[DossierAgreement, ...] = key("What both sides agreed on")
    progress: tuple[DossierProgress, ...] = key("Every look at the rework")
    checklist: tuple[Point, ...] = key("How each point of the checklist stood last")
    photos: Photos = key("Photos by entries")
    papers: tuple[DossierPaper, ...] = key("Drafts that were shared, and final papers")
    papers_title: str = key("What the policy about papers says of them as a whole")
    papers_missing: tuple[PaperMissing, ...] = key("Papers that it asks for at this stage")
    steps: tuple[Step, ...] = key("What has to happen next, as `case.next_steps` tells")
    requests: tuple[DossierRequest, ...] = key("Each time that the release was asked for")
    gate: DossierGate = key("Whether the lot may be released as of the day")
    record: Record = key("What proves that nothing was changed since")

    def to_dict(self) -> dict[str, Any]:
        """Return the dossier as plain data: dates and decimals as text, keys in a fixed order."""
        return write(self)

    def to_json(self) -> str:
        """Return the dossier as one line of JSON; equal dossiers give equal bytes."""
        return json.dumps(self.to_dict(), ensure_ascii=False, separators=(",", ":"))

    def html(self, *, internal: bool = True) -> str:
        """Return the dossier as one HTML page that needs nothing else, to be shown or printed.

        A page that is not `internal`, to be handed to the supplier, leaves out what is meant for
        the buyer's own people: how the arguments read, what each changed, and the open steps.

        Raises:
            CaseError: Jinja2 is not installed.
        """
        from disposition.casefile.dossier.page import page

        return page(self.to_dict(), internal=internal)

    def __repr__(self) -> str:
        return visible(f"<Dossier of {self.case} as of {self.as_of}, {self.record.told} entries>")

    def _repr_html_(self) -> str:
        from disposition.casefile.dossier.page import frame

        return frame(self.to_dict())


def dossier_of(
    judged: Judged, entries: Sequence[Entry], faults: Sequence[Fault], gate: Gate
) -> Dossier:
    """Return everything about a case as of the day on which it was judged."""
    lot, happened, as_of = judged.lot, judged.happened, judged.as_of
    inspections = inspections_of(happened)
    findings = findings_of_case(lot, happened, inspections)
    return Dossier(
        format=FORMAT,
        case=judged.case,
        as_of=as_of,
        headline=headline_of(judged, gate),
        goods=goods_of(lot),
        inspections=inspections,
        findings_known=lot.case.findings is not None,
        findings=findings,
        decisions=decisions_of(judged),
        timeline=timeline_of(entries, as_of, lot.lot.currency),
        correspondence=talks_of(judged),
        assessments=assessments_of(happened),
        reading=read_arguments(judged),
        agreements=agreements_of(judged),
        progress=progress_of(judged),
        checklist=checklist_of(happened),
        photos=photos_of(happened),
        papers=papers_of(happened),
        papers_title=judged.decisions[DOCUMENTS].title,
        papers_missing=papers_missing(judged),
        steps=steps_of(judged),
        requests=requests_of(happened),
        gate=dossier_gate(gate),
        record=record_of(judged, entries, faults),
    )


def dossier_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the dossier.

    >>> dossier_schema()["properties"]["case"]
    {'description': 'Id of the case', 'type': 'string'}
    """
    about = "Everything about a case as of a day, as its entries and the policies tell it."
    return document_schema(Dossier, f"Dossier of a case, version {FORMAT}", about)
