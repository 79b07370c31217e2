"""What a dossier tells of agreements, of the rework, and of papers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from disposition.casefile.copying import OfEntry, copied, entry_as
from disposition.casefile.lifecycle.policies import DOCUMENTS
from disposition.casefile.lifecycle.steps import CONDUCT, Judged, step_of
from disposition.casefile.log.effective import Event
from disposition.casefile.log.kinds import Agreed, PaperFiled, ProgressSeen
from disposition.documents.declaring import output as key
from disposition.frozen import frozen


@frozen
class DossierAgreement(OfEntry):
    """What both sides agreed on."""

    is_current: bool = key("Whether no inspection has followed it")
    scope: str = key("What was agreed on")
    consent: bool = key("Whether both sides agreed in writing")
    units: int | None = key("Units to be reworked, sorted or made anew")
    units_accepted: int | None = key("Units taken as they are")
    units_rejected: int | None = key("Units that are not taken at all")
    compensation: Decimal | None = key("Amount that settles it")
    currency: str | None = key("Currency of the amount")
    percent: Decimal | None = key("Price reduction, of the lot's value")
    ready_by: date | None = key("Day by which the goods are ready")
    ship_by: date | None = key("New last day to ship, if it was put off")
    reference: str | None = key("Number or file of the agreement")
    text: str | None = key("What exactly")


@frozen
class DossierCheckpoint:
    """A point of the checklist, as it was seen one time."""

    finding: str = key("Code or line of the finding")
    result: str = key("How it stood")
    photos: int = key("Photos that show it")


@frozen
class DossierProgress(OfEntry):
    """A look at the rework."""

    is_current: bool = key("Whether no inspection has followed it")
    way: str = key("How it was seen")
    who: str | None = key("Who saw it")
    photos: int = key("Photos that came with it")
    note: str | None = key("What was seen")
    checkpoints: tuple[DossierCheckpoint, ...] = key("Points of the checklist")


@frozen
class DossierPaper(OfEntry):
    """A paper of the case."""

    paper: str = key("What it is")
    is_final: bool = key("Whether it is final and on file; a draft was shared")
    title: str | None = key("Its title")
    reference: str | None = key("Its number or file")
    note: str | None = key("A remark")


@frozen
class PaperMissing:
    """What the policy about papers asks for at this stage."""

    do: str = key("Code of the step")
    what: str = key("What is missing, in words")
    by: str = key("Who sees to it")
    due: date | None = key("Last day")
    overdue: bool = key("Whether that day has passed")
    is_sure: bool = key("False while facts that nobody told decide whether it is needed")
    because: str = key("Why it is needed")
    rule: str = key("Id of the rule that asks for it")
    source: str = key("Where the rule comes from")


# --- agreements and rework -----------------------------------------------------------------------


def agreements_of(judged: Judged) -> tuple[DossierAgreement, ...]:
    """Return what was agreed on."""
    told = [each for each in judged.happened if isinstance(each.data, Agreed)]
    current = [bool(each.current) for each in judged.lot.case.agreements or ()]
    currency = judged.lot.lot.currency
    return tuple(
        entry_as(
            DossierAgreement,
            each,
            is_current=is_current,
            currency=None if each.data.compensation is None else currency,
        )
        for each, is_current in zip(told, current, strict=True)
    )


def progress_of(judged: Judged) -> tuple[DossierProgress, ...]:
    """Return every look at the rework."""
    told = [each for each in judged.happened if isinstance(each.data, ProgressSeen)]
    current = [bool(each.current) for each in judged.lot.case.progress or ()]
    return tuple(
        entry_as(
            DossierProgress,
            each,
            is_current=is_current,
            checkpoints=tuple(copied(DossierCheckpoint, seen) for seen in each.data.checkpoints),
        )
        for each, is_current in zip(told, current, strict=True)
    )


# --- papers --------------------------------------------------------------------------------------


def papers_of(happened: Sequence[Event]) -> tuple[DossierPaper, ...]:
    """Return the drafts that were shared and the final papers on file."""
    return tuple(
        entry_as(DossierPaper, each, is_final=each.kind == "document")
        for each in happened
        if isinstance(each.data, PaperFiled)
    )


def papers_missing(judged: Judged) -> tuple[PaperMissing, ...]:
    """Return the papers that the policy about them asks for as of the day."""
    decision, policy = judged.decisions[DOCUMENTS], judged.policies[DOCUMENTS].checked
    return tuple(
        copied(PaperMissing, step_of(judged, each, decision.policy.id, policy))
        for each in decision.obligations
        if not each.do.startswith(CONDUCT)
    )
