"""The kinds of entries of a case file, and what each of them says.

Other than in a lot document, a value that is absent from an entry may mean something: `otherwise`
says what. Values that are needed must be there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from disposition.documents.declaring import items, needed, section, value
from disposition.documents.numbers import count
from disposition.documents.scalars import DAY, FLAG, NOTE, TEXT, enum
from disposition.facts.document import case_events as events
from disposition.facts.document.lot_document import Inspection
from disposition.facts.document.quantities import MONEY, PERCENT, UNITS
from disposition.facts.lot import Lot
from disposition.frozen import frozen

_PHOTOS = count("photos")
_LOOKED_AT = enum("pass", "fail", "not_checked")
_EVIDENCE = enum(*events.EVIDENCE)
_PERSON = "Identifier of who inspected, which tells people apart whose names are alike"
_NAMED = "Its code or name; where others have that too, its line, such as `1.defects.2`"


# --- inspections ---------------------------------------------------------------------------------


INSPECTIONS = ("inspection", "reinspection")
"""Kinds of entries that report on an inspection of the lot."""


@frozen
class InspectionReported:
    """The lot as its first report, and the order, tell it."""

    inspector: str | None = value(TEXT, "Who inspected")
    inspector_id: str | None = value(TEXT, _PERSON)
    reference: str | None = value(TEXT, "Number or file of the report")
    rest_of: str | None = value(TEXT, "Id of the case whose rest this lot is")
    lot: Lot = section(Lot, "The lot document, with its inspection", is_needed=True)


@frozen
class Resolved:
    """Whether something found before was put right."""

    finding: str | None = needed(TEXT, _NAMED)
    resolved: bool | None = needed(FLAG, "Whether it was put right")
    photos: int = value(_PHOTOS, "Photos that show it; absent means none", otherwise=0)
    note: str | None = value(NOTE, "A remark")


@frozen
class Reinspected:
    """An inspection after rework, or of goods made anew."""

    inspector: str | None = needed(TEXT, "Who inspected")
    inspector_id: str | None = value(TEXT, _PERSON)
    reference: str | None = value(TEXT, "Number or file of the report")
    inspection: Inspection = section(
        Inspection,
        "The inspection, as in a lot document; plans that it does not give count as before",
    )
    findings: tuple[Resolved, ...] = items(
        Resolved, "What was found before, and whether it was put right", otherwise=()
    )
    workmanship: str | None = value(_LOOKED_AT, "The workmanship")
    packaging: str | None = value(_LOOKED_AT, "The packaging")
    labelling: str | None = value(_LOOKED_AT, "The labelling")
    matches_sample: bool | None = value(FLAG, "Whether the goods match the approved sample")


# --- talks with the supplier ---------------------------------------------------------------------


@frozen
class Participant:
    """Somebody who took part in a conversation, or was copied."""

    name: str | None = needed(TEXT, "Who")
    side: str | None = needed(enum("buyer", "supplier", "third_party"), "Whose side")
    role: str | None = value(
        TEXT,
        "What they do: `sales_contact`, `production_manager`, `qc`, `owner`; other words mean "
        "another",
    )
    senior: bool = value(FLAG, "Whether they are senior; absent means no", otherwise=False)
    copied: bool = value(FLAG, "Whether they were only copied; absent means no", otherwise=False)


@frozen
class Contacted:
    """A time that we spoke or wrote to the supplier."""

    channel: str | None = needed(enum(*events.CHANNELS), "How")
    purpose: str | None = needed(enum(*events.PURPOSES), "What for")
    about: str | None = needed(
        enum(*events.SUBJECTS), "On this batch, on the cause, or on both at once"
    )
    people: tuple[Participant, ...] = items(
        Participant, "Who took part, and who was copied", otherwise=(), is_needed=True
    )
    topic: str | None = value(
        enum(*events.ARGUED), "Of an answer: which argument it answers; absent means all so far"
    )
    summary: str | None = value(NOTE, "What was said")
    photos: int | None = value(_PHOTOS, "Photos that were shown or sent")

    @property
    def reaches_supplier(self) -> bool:
        """Whether it was with the supplier, and not with third parties alone: an agent, a lab."""
        sides = {each.side for each in self.people}
        return "third_party" not in sides or "supplier" in sides


@frozen
class Part:
    """One thing that a reply gives."""

    part: str | None = needed(enum(*events.PARTS), "What it gives")
    text: str | None = value(NOTE, "In the supplier's words")
    evidence: str = value(_EVIDENCE, "What supports it; absent means nothing", otherwise="none")
    cause: str | None = value(enum(*events.CAUSES), "Of a root cause: what kind of cause it names")
    ready_by: date | None = value(DAY, "Of a plan or timeline: the day it promises")


@frozen
class Raised:
    """An argument against the finding or the decision."""

    topic: str | None = needed(enum(*events.ARGUED), "What it is about")
    claim: str | None = value(NOTE, "In the supplier's words")
    evidence: str = value(_EVIDENCE, "What supports it; absent means nothing", otherwise="none")


@frozen
class Replied:
    """A time that the supplier spoke or wrote to us."""

    channel: str | None = value(enum(*events.CHANNELS), "How")
    sender: str | None = value(TEXT, "Who replied")
    parts: tuple[Part, ...] = items(
        Part, "What the reply gives: a cause, an action, a plan", otherwise=()
    )
    arguments: tuple[Raised, ...] = items(
        Raised, "Arguments against the finding or decision", otherwise=()
    )
    summary: str | None = value(NOTE, "What was said")


@frozen
class Assessed:
    """What looking into an argument showed."""

    topic: str | None = needed(enum(*events.ARGUED), "Which argument was looked into")
    shows: str | None = needed(
        enum("finding_stands", "finding_mistaken", "open_to_both"),
        "Whether our finding stands, is mistaken, or depends on how the specification is read",
    )
    by: str | None = needed(enum(*events.CHECKED_BY), "How it was looked into")
    text: str | None = value(NOTE, "What was found")


@frozen
class Corrected:
    """A report that was mistaken, put right: it takes the place of the one before."""

    because: str | None = needed(TEXT, "What was mistaken in the report")
    reference: str | None = value(TEXT, "Number or file of the corrected report")
    inspection: Inspection = section(
        Inspection,
        "The last inspection as it should have been reported; what is left out stays as it was",
        is_needed=True,
    )


# --- papers and agreements -----------------------------------------------------------------------


@frozen
class PaperFiled:
    """A paper: a draft that was shared with the supplier, or a final one that is on file."""

    paper: str | None = needed(enum(*events.PAPERS), "What it is")
    title: str | None = value(TEXT, "Its title")
    reference: str | None = value(TEXT, "Its number or file")
    note: str | None = value(NOTE, "A remark")


@frozen
class Agreed:
    """What both sides agreed on."""

    scope: str | None = needed(enum(*events.SCOPES), "What was agreed on")
    consent: bool | None = needed(FLAG, "Whether both sides agreed in writing")
    units: int | None = value(UNITS, "Units to be reworked, sorted or made anew")
    units_accepted: int | None = value(UNITS, "Units taken as they are")
    units_rejected: int | None = value(UNITS, "Units that are not taken at all")
    compensation: Decimal | None = value(MONEY, "Amount that settles it, in the lot's currency")
    percent: Decimal | None = value(PERCENT, "Price reduction, of the lot's value")
    ready_by: date | None = value(DAY, "Day by which the goods are ready")
    ship_by: date | None = value(DAY, "New last day to ship, if it was put off")
    reference: str | None = value(TEXT, "Number or file of the agreement")
    text: str | None = value(NOTE, "What exactly")


# --- rework --------------------------------------------------------------------------------------


@frozen
class Checkpoint:
    """A point of the checklist of the rework."""

    finding: str | None = needed(TEXT, _NAMED)
    result: str | None = needed(enum("pass", "fail", "pending"), "How it stands")
    photos: int = value(_PHOTOS, "Photos that show it; absent means none", otherwise=0)


@frozen
class ProgressSeen:
    """How the rework stands, and how we know."""

    way: str | None = needed(enum(*events.WAYS), "How it was seen")
    photos: int = value(_PHOTOS, "Photos that came with it; absent means none", otherwise=0)
    checkpoints: tuple[Checkpoint, ...] = items(Checkpoint, "Points of the checklist", otherwise=())
    who: str | None = value(TEXT, "Who saw it")
    note: str | None = value(NOTE, "What was seen")


# --- decision, release and end -------------------------------------------------------------------


@frozen
class DecisionRemarks:
    """What a decision entry keeps beside the decision document."""

    approved_by: str | None = value(TEXT, "Who approved it")
    note: str | None = value(NOTE, "A remark")


@frozen
class PartReleased:
    """A part of the lot that ships."""

    name: str | None = needed(TEXT, "What people call it")
    units: int | None = value(UNITS, "Units in it")
    sku: str | None = value(TEXT, "Item number of its segment")
    batch: str | None = value(TEXT, "Batch of its segment")
    found: str | None = value(TEXT, "What sorting found of it")


@frozen
class Released(DecisionRemarks):
    """What a release keeps beside the decision document."""

    units: int | None = value(UNITS, "Units that ship; older entries do not tell")
    parts: tuple[PartReleased, ...] = items(
        PartReleased, "The parts that ship, where others stay", otherwise=()
    )


@frozen
class Lacking:
    """A piece that was missing when the release was refused."""

    rule: str | None = needed(TEXT, "Id of the rule that forbade it")
    because: str | None = value(NOTE, "The rule's reason")
    is_sure: bool | None = value(FLAG, "Whether it was lacking for sure, and not just unknown")
    waits_for: str | None = value(TEXT, "What was not known")


@frozen
class Refused:
    """What a refusal keeps beside the decision document."""

    note: str | None = value(NOTE, "A remark")
    missing: tuple[Lacking, ...] = items(Lacking, "Each piece that was missing", otherwise=())


@frozen
class RestOpened:
    """What did not ship with a part of the lot, and is a case of its own."""

    case: str | None = needed(TEXT, "Id of the case that the rest became")
    units: int | None = needed(UNITS, "Units of the rest")


@frozen
class OtherGoods:
    """That another case is of other goods, though its lot has the same number."""

    case: str | None = needed(TEXT, "Id of the other case")
    because: str | None = needed(TEXT, "Why its goods are not these: another delivery, made anew")


@frozen
class Closed:
    """The end of a case."""

    because: str | None = needed(TEXT, "Why it ends")


@frozen
class Done:
    """A step that was taken and that no other entry tells of."""

    do: str | None = needed(TEXT, "Code of the step, as `case next` shows it")
    note: str | None = value(NOTE, "What was done")


@frozen
class Withdrawn:
    """An entry that was a mistake; it stays in the record and does not count any more."""

    entry: int | None = needed(count("entries", least=1), "Number of the entry")
    because: str | None = needed(TEXT, "Why it does not count")


@frozen
class EntryKind:
    """A kind of entry: what it is, the class of its data, and whether people write it.

    The others are written when the lot is decided on or its release asked for.
    """

    name: str
    about: str
    data: type
    is_written: bool = True


_KINDS = (
    EntryKind("inspection", "The lot was inspected and reported on", InspectionReported),
    EntryKind("decision", "The lot was decided on", DecisionRemarks, is_written=False),
    EntryKind("contact", "We spoke or wrote to the supplier", Contacted),
    EntryKind("reply", "The supplier spoke or wrote to us", Replied),
    EntryKind("assessment", "An argument was looked into", Assessed),
    EntryKind("correction", "The report of the last inspection was corrected", Corrected),
    EntryKind("draft", "A draft was shared with the supplier", PaperFiled),
    EntryKind("document", "A paper is final and on file", PaperFiled),
    EntryKind("agreement", "Both sides agreed", Agreed),
    EntryKind("progress", "The rework was looked at", ProgressSeen),
    EntryKind("reinspection", "The lot was inspected again", Reinspected),
    EntryKind("released", "The lot was released", Released, is_written=False),
    EntryKind("refused", "The release was refused", Refused, is_written=False),
    EntryKind("rest", "The rest of the lot became a case of its own", RestOpened, is_written=False),
    EntryKind("other_goods", "Another case of the same lot number is of other goods", OtherGoods),
    EntryKind("closed", "The case was closed", Closed),
    EntryKind("done", "A step was taken that nothing else tells of", Done),
    EntryKind("withdrawn", "An entry was a mistake", Withdrawn),
)
KINDS: Mapping[str, EntryKind] = MappingProxyType({kind.name: kind for kind in _KINDS})
"""Every kind of entry by its name, in the order in which a case meets them."""

DECIDED_KINDS = ("decision", "released", "refused")
"""Kinds whose data holds a decision document under `decision`."""
