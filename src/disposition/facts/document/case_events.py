"""What has happened to a lot since its report: talks, replies, papers, agreements, rework, release.

A part of the lot document like any other, so that policies about a case read their facts as they
read those of a lot. A case file writes it from its entries (`disposition.casefile`); a test of a
policy writes it by hand. Every list is in the order in which things happened; what is `current`
has not been followed by another inspection.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from disposition.documents.declaring import items, value
from disposition.documents.numbers import count
from disposition.documents.scalars import DAY, FLAG, TEXT, enum
from disposition.facts.document.agreed_plans import SEVERITIES
from disposition.facts.document.persons import ROLES
from disposition.facts.document.quantities import MONEY, PERCENT, UNITS
from disposition.frozen import frozen

SPOKEN = ("call", "video_call", "meeting", "visit")
WRITTEN = ("message", "email", "letter")
CHANNELS = (*SPOKEN, *WRITTEN)
PURPOSES = ("opening", "follow_up", "answer", "reminder", "notice", "escalation", "other")
SUBJECTS = ("batch", "cause", "both", "other")
PARTS = (
    *("acknowledgement", "containment", "root_cause", "escape_cause", "corrective_action"),
    *("preventive_action", "rework_plan", "timeline", "acceptance"),
)
CAUSES = ("process", "method", "equipment", "material", "design", "training", "person", "other")
EVIDENCE = ("none", "statement", "photo", "document", "measurement", "third_party")
"""What supports a claim, from nothing to the finding of a third party."""
ARGUED = (
    *("measurement", "specification", "handling", "sampling", "approved_sample", "inspector"),
    *("responsibility", "cost", "time", "other"),
)
CHECKED_BY = (
    *("records", "specification_review", "re_measurement", "joint_inspection", "third_party"),
)
PAPERS = (
    *("inspection_report", "notice", "corrective_action_request", "rework_plan"),
    *("compensation_agreement", "timeline", "communication", "reinspection_report", "outcome"),
    "other",
)
SCOPES = ("rework", "replacement", "concession", "partial_shipment", "termination")
WAYS = ("on_site_visit", "video_call", "photos", "checklist", "message")
ENDS = ("released", "refused", "closed")
PROVING = (
    *("agreement", "assessment", "contact", "decision", "document", "done", "draft"),
    *("inspection", "progress", "reinspection", "reply"),
)
"""Kinds of entries that can prove an obligation done; a decision proves `approve` if approved."""

_PHOTOS = count("photos")
_ON = "Day on which it happened"
_CURRENT = "Whether no inspection has followed it"
_LOOKED_AT = enum("pass", "fail", "not_checked")


@frozen
class Inspected:
    """One inspection of the lot: the first, or one after rework."""

    on: date | None = value(DAY, _ON)
    again: bool | None = value(FLAG, "Whether the lot had been inspected before")
    inspector: str | None = value(TEXT, "Who inspected")
    inspector_id: str | None = value(
        TEXT, "Identifier of who inspected; absent means that the name tells them apart"
    )
    result: str | None = value(
        enum("pass", "fail", "pending", "hold", "conditional", "not_stated"),
        "The report's own conclusion",
    )
    photos: int | None = value(_PHOTOS, "Photos in the report")
    workmanship: str | None = value(_LOOKED_AT, "Whether the workmanship is good")
    packaging: str | None = value(_LOOKED_AT, "Whether the packaging is right")
    labelling: str | None = value(_LOOKED_AT, "Whether the labelling is right")
    matches_sample: bool | None = value(FLAG, "Whether the goods match the approved sample")
    failed: bool | None = value(
        FLAG, "Whether it failed: by its report, its sample, a check, or what was not put right"
    )
    shown: bool | None = value(
        FLAG, "The same, but for what the report concludes: by what it tells to have been found"
    )


@frozen
class Finding:
    """Something that an inspection found wrong, and whether it has been put right."""

    line: str | None = value(
        TEXT, "Line of the report: its entry, list and place, such as `1.defects.2`"
    )
    code: str | None = value(TEXT, "Code of the defect, or name of the failed check")
    sku: str | None = value(TEXT, "Item number of the units with it")
    batch: str | None = value(TEXT, "Batch of the units with it")
    severity: str | None = value(enum(*SEVERITIES), "How bad it is")
    resolved: bool | None = value(FLAG, "Whether a re-inspection found it put right")
    proof: int | None = value(_PHOTOS, "Photos that show it put right")
    checkpoint: bool | None = value(FLAG, "Whether the checklist of the rework has a point for it")
    in_part: bool | None = value(
        FLAG, "Whether its units may be in a part that ships by the last decision"
    )


@frozen
class Taken:
    """A decision that was taken on the lot."""

    on: date | None = value(DAY, _ON)
    current: bool | None = value(FLAG, _CURRENT)
    outcome: str | None = value(TEXT, "What was decided")
    decided: bool | None = value(FLAG, "Whether it was an outcome, and no fallback")
    ships: str | None = value(enum("all", "part", "none"), "How much of the lot it ships")
    units: int | None = value(UNITS, "Units of the parts that ship by it; absent where it has none")


@frozen
class FailedRound:
    """A re-inspection that failed, or may have, and that another inspection has followed."""

    inspection: int | None = value(count("inspections"), "Which inspection of the lot")
    answered: bool | None = value(
        FLAG,
        "Whether it was decided on, and agreed on in writing what is put right, before the next",
    )


@frozen
class Requirement:
    """Something that a decision requires before the lot is released, and whether it was done."""

    do: str | None = value(TEXT, "Code of what is to be done")
    rule: str | None = value(TEXT, "Id of the rule that requires it")
    proved: bool | None = value(FLAG, "Whether it is proved that it was done")


@frozen
class Contact:
    """A time that we spoke or wrote to the supplier."""

    on: date | None = value(DAY, _ON)
    channel: str | None = value(enum(*CHANNELS), "How: spoken or written")
    purpose: str | None = value(enum(*PURPOSES), "What for")
    about: str | None = value(
        enum(*SUBJECTS), "Whether it was on this batch, on the cause, or on both at once"
    )
    private: bool | None = value(FLAG, "Whether it was one to one")
    copied: int | None = value(count("people"), "People who were copied")
    senior: bool | None = value(FLAG, "Whether somebody senior took part or was copied")
    role: str | None = value(
        enum(*ROLES), "What the first of the supplier's people does who took part"
    )


@frozen
class Reply:
    """A time that the supplier spoke or wrote to us."""

    on: date | None = value(DAY, _ON)


@frozen
class Supplied:
    """Something that a reply gave: a cause, an action, a plan."""

    on: date | None = value(DAY, _ON)
    part: str | None = value(enum(*PARTS), "What was given")
    evidence: str | None = value(enum(*EVIDENCE), "What supports it")
    cause: str | None = value(enum(*CAUSES), "Of a root cause: what kind of cause it names")
    ready_by: date | None = value(DAY, "Of a plan or a timeline: the day it promises")


@frozen
class Argument:
    """A reason that the supplier gave against the finding or the decision."""

    on: date | None = value(DAY, _ON)
    topic: str | None = value(enum(*ARGUED), "What it is about")
    evidence: str | None = value(enum(*EVIDENCE), "What supports it")
    answered: bool | None = value(FLAG, "Whether it was answered")


@frozen
class Assessment:
    """What looking into an argument showed."""

    on: date | None = value(DAY, _ON)
    topic: str | None = value(enum(*ARGUED), "Which argument was looked into")
    shows: str | None = value(
        enum("finding_stands", "finding_mistaken", "open_to_both"),
        "Whether our finding stands, is mistaken, or depends on how the specification is read",
    )
    by: str | None = value(enum(*CHECKED_BY), "How it was looked into")


@frozen
class CorrectedReport:
    """A report of an inspection that was put right, in whose place the corrected one stands."""

    on: date | None = value(DAY, _ON)
    danger_gone: int | None = value(
        count("findings"), "Lines of danger that the report had and the corrected one has not"
    )
    milder: bool | None = value(
        FLAG, "Whether it takes back something of what the report held against the lot"
    )
    divides: bool | None = value(
        FLAG, "Whether it tells of parts of the lot, or where a line lies, and the report did not"
    )


@frozen
class WithdrawnReport:
    """A report or a correction that was withdrawn, compared with what stands in its place."""

    on: date | None = value(DAY, "Day on which it was withdrawn")
    danger_gone: int | None = value(
        count("findings"), "Lines of danger that it had and what stands in its place has not"
    )
    milder: bool | None = value(
        FLAG, "Whether something that it held against the lot is not held against it any more"
    )


@frozen
class ArgumentsRead:
    """How the supplier's arguments read, as the policy `pushback` says, and what follows."""

    on: date | None = value(DAY, "Day as of which they were read")
    reading: str | None = value(TEXT, "Outcome of that policy")
    demands_rest: bool | None = value(
        FLAG, "Whether nothing is asked of the supplier meanwhile, and nobody is reminded"
    )
    counts_from: date | None = value(
        DAY, "Day from which days count anew that were counted from earlier ones; absent if none do"
    )


@frozen
class Paper:
    """A paper of the case: a draft that was shared, or the final one."""

    on: date | None = value(DAY, _ON)
    paper: str | None = value(enum(*PAPERS), "What it is")
    final: bool | None = value(FLAG, "Whether it is final; a draft was shared to be commented on")


@frozen
class Agreement:
    """What both sides agreed on."""

    on: date | None = value(DAY, _ON)
    current: bool | None = value(FLAG, _CURRENT)
    scope: str | None = value(enum(*SCOPES), "What was agreed on")
    consent: bool | None = value(FLAG, "Whether both sides agreed in writing")
    units: int | None = value(UNITS, "Units to be reworked, sorted or made anew")
    units_accepted: int | None = value(UNITS, "Units taken as they are")
    units_rejected: int | None = value(UNITS, "Units that are not taken at all")
    sent_back: int | None = value(
        UNITS,
        "Of rework or goods made anew: units that the decision before it sends back; absent if "
        "that is none, or not known",
    )
    compensation: Decimal | None = value(MONEY, "Amount that settles it, in the lot's currency")
    percent: Decimal | None = value(PERCENT, "Price reduction, of the lot's value")
    ready_by: date | None = value(DAY, "Day by which the goods are ready")


@frozen
class ReworkProgress:
    """How the rework stands, and how we know."""

    on: date | None = value(DAY, _ON)
    current: bool | None = value(FLAG, _CURRENT)
    way: str | None = value(enum(*WAYS), "How it was seen")
    photos: int | None = value(_PHOTOS, "Photos that came with it")
    failed: int | None = value(
        count("checkpoints"), "Points that failed in it, or before and passed in none since"
    )


@frozen
class End:
    """Something that ends a case, or a try to."""

    on: date | None = value(DAY, _ON)
    end: str | None = value(
        enum(*ENDS), "Whether the lot was released or refused, or the case closed"
    )
    units: int | None = value(UNITS, "Of a release: units that shipped")


@frozen
class Happened:
    """What has happened since the first report, one list for each kind of thing."""

    inspections: tuple[Inspected, ...] | None = items(Inspected, "Every inspection of the lot")
    findings: tuple[Finding, ...] | None = items(
        Finding, "What the inspections before the last one found wrong, and failed checks"
    )
    decisions: tuple[Taken, ...] | None = items(Taken, "Decisions taken on the lot")
    failures: tuple[FailedRound, ...] | None = items(
        FailedRound, "Re-inspections that failed before the last one"
    )
    obligations: tuple[Requirement, ...] | None = items(
        Requirement, "What the decisions in force require before the release"
    )
    contacts: tuple[Contact, ...] | None = items(Contact, "When we spoke or wrote to the supplier")
    replies: tuple[Reply, ...] | None = items(Reply, "When the supplier replied")
    supplied: tuple[Supplied, ...] | None = items(Supplied, "What the replies gave")
    arguments: tuple[Argument, ...] | None = items(Argument, "Arguments of the supplier")
    assessments: tuple[Assessment, ...] | None = items(
        Assessment, "What looking into arguments showed"
    )
    corrections: tuple[CorrectedReport, ...] | None = items(
        CorrectedReport,
        "Reports that were corrected; decisions on what they said before do not count",
    )
    withdrawals: tuple[WithdrawnReport, ...] | None = items(
        WithdrawnReport, "Reports and corrections of reports that were withdrawn"
    )
    readings: tuple[ArgumentsRead, ...] | None = items(
        ArgumentsRead, "How the arguments read as of the day of the document"
    )
    papers: tuple[Paper, ...] | None = items(Paper, "Drafts shared, and final papers")
    agreements: tuple[Agreement, ...] | None = items(Agreement, "What both sides agreed on")
    progress: tuple[ReworkProgress, ...] | None = items(ReworkProgress, "How the rework stood")
    ends: tuple[End, ...] | None = items(End, "Release, refusal, and the end of the case")
