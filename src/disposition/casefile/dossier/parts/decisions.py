"""What a dossier tells of decisions, of requests for release, and of what the gate still misses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from disposition.casefile.copying import OfEntry, copied, entry_as
from disposition.casefile.lifecycle.gate import Gate
from disposition.casefile.lifecycle.projection import overtaken_decisions
from disposition.casefile.lifecycle.steps import Judged
from disposition.casefile.log.effective import Event
from disposition.casefile.log.kinds import Refused, Released
from disposition.decision import Decision, PolicyReference
from disposition.documents.declaring import output as key
from disposition.explain.obstacles import forbidding
from disposition.frozen import frozen


@frozen
class DossierDecision(OfEntry):
    """A decision on the lot, with its whole document."""

    by: str = key("Who wrote it down")
    approved_by: str | None = key("Who approved it")
    note: str | None = key("A remark")
    is_current: bool = key("Whether no inspection has followed it")
    document: Mapping[str, Any] = key("The decision document, version 1")


@frozen
class PieceMissing:
    """A piece that is missing for the release."""

    rule: str = key("Id of the rule that stands against it")
    says: str = key("What is missing, in words")
    is_sure: bool = key("False while facts that nobody told decide whether it is missing")
    waits_for: tuple[str, ...] = key("Those facts, by their paths")
    source: str = key("Where the rule comes from; may be empty")


@frozen
class PartShipping:
    """A part of the lot that ships, where others stay."""

    name: str = key("What people call it")
    units: int | None = key("Units in it; null if not known")
    sku: str | None = key("Item number of its segment; null if none")
    batch: str | None = key("Batch of its segment; null if none")
    found: str | None = key("What sorting found of it; null if that is not what divides")


@frozen
class DossierRequest(OfEntry):
    """A time that the release was asked for, and what the release policy said."""

    by: str = key("Who asked")
    note: str | None = key("A remark")
    is_released: bool = key("Whether the lot was released")
    title: str = key("Title of the outcome")
    missing: tuple[PieceMissing, ...] = key("What was missing")
    units: int | None = key("Units that were released; null if none, or not told")
    parts: tuple[PartShipping, ...] = key("Parts that were released, where others stay")
    document: Mapping[str, Any] = key("The document of the release policy's decision")


@frozen
class DossierGate:
    """Whether the lot may be released as of the day, and what is missing."""

    is_open: bool = key("Whether nothing is missing")
    outcome: str = key("Id of the release policy's outcome")
    title: str = key("Title of that outcome")
    ships: str = key("How much of the lot that outcome ships")
    missing: tuple[PieceMissing, ...] = key("What is missing")
    units: int | None = key("Units that ship once nothing is missing; null if not known")
    parts: tuple[PartShipping, ...] = key("Parts that then ship, where others stay")
    policy: PolicyReference = key("The policy that says so")


def decisions_of(judged: Judged) -> tuple[DossierDecision, ...]:
    """Return every decision that was taken on the lot."""
    taken = [each for each in judged.happened if each.kind == "decision"]
    overtaken = overtaken_decisions(judged.happened)
    counting = [each.entry.number for each in taken if each.entry.number not in overtaken]
    told = zip(counting, judged.lot.case.decisions or (), strict=True)
    current = {number for number, each in told if each.current}
    return tuple(
        entry_as(
            DossierDecision,
            each,
            by=each.entry.by,
            is_current=each.entry.number in current,
            document=_document(each),
        )
        for each in taken
    )


def _document(each: Event) -> Mapping[str, Any]:
    """Return the decision document of an entry, its keys in the order of such documents."""
    return Decision.from_dict(each.entry.data["decision"]).to_dict()


# --- the gate ------------------------------------------------------------------------------------


def requests_of(happened: Sequence[Event]) -> tuple[DossierRequest, ...]:
    """Return every request for release, in the order in which they were made."""
    return tuple(
        entry_as(
            DossierRequest,
            each,
            by=each.entry.by,
            is_released=each.kind == "released",
            title=each.entry.data["decision"]["title"],
            missing=tuple(_lacking(each)),
            units=each.data.units if isinstance(each.data, Released) else None,
            parts=tuple(_released(each)),
            document=_document(each),
        )
        for each in happened
        if each.kind in ("released", "refused")
    )


def _lacking(asked: Event) -> Iterator[PieceMissing]:
    """Yield what was missing when a release was refused."""
    if not isinstance(asked.data, Refused):
        return
    decision = Decision.from_dict(asked.entry.data["decision"])
    reasons = [reason for out in decision.ruled_out for reason in out.forbidden_by]
    sources = {reason.rule: reason.source for reason in reasons}
    for each in asked.data.missing:
        waits_for = tuple(each.waits_for.split(", ")) if each.waits_for else ()
        says = each.because or forbidding(each.rule or "")
        yield PieceMissing(
            each.rule or "", says, bool(each.is_sure), waits_for, sources.get(each.rule or "", "")
        )


def _released(asked: Event) -> Iterator[PartShipping]:
    if isinstance(asked.data, Released):
        for each in asked.data.parts:
            yield copied(PartShipping, each, name=each.name or "")


def dossier_gate(gate: Gate) -> DossierGate:
    """Return whether the lot may be released, and what is missing."""
    missing = tuple(copied(PieceMissing, each) for each in gate.missing)
    parts = tuple(copied(PartShipping, each) for each in gate.parts)
    return copied(
        DossierGate,
        gate.decision,
        is_open=gate.is_open,
        missing=missing,
        units=gate.units,
        parts=parts,
    )
