"""What a dossier tells of the talks with the supplier: contacts, replies, and what was argued."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from disposition.casefile.copying import OfEntry, copied, entry_as
from disposition.casefile.lifecycle.steps import Judged
from disposition.casefile.log.effective import Event
from disposition.casefile.log.kinds import Assessed, Contacted, Replied
from disposition.casefile.pushback_reading import ArgumentSeen, Reading, reading_of
from disposition.documents.declaring import output as key
from disposition.frozen import frozen

SENT, RECEIVED = "sent", "received"


@frozen
class DossierPerson:
    """Somebody who took part in a conversation, or was copied."""

    name: str = key("Who")
    side: str = key("Whose side: `buyer`, `supplier` or `third_party`")
    role: str | None = key("What they do")
    senior: bool = key("Whether they are senior")
    copied: bool = key("Whether they were only copied")


@frozen
class DossierPart:
    """One thing that a reply gave."""

    part: str = key("What it gave")
    text: str | None = key("In the supplier's words")
    evidence: str = key("What supports it")
    cause: str | None = key("Of a root cause: what kind of cause it names")
    ready_by: date | None = key("Of a plan or timeline: the day it promises")


@frozen
class DossierArgument:
    """An argument of a reply, with what it changed after those before it."""

    topic: str = key("What it is about")
    claim: str | None = key("In the supplier's words")
    evidence: str = key("What supports it")
    change: str = key("In words, what changed with it")
    is_answered: bool = key("Whether it was answered since")


@frozen
class DossierContact(OfEntry):
    """A time that we spoke or wrote to the supplier, or the supplier to us."""

    direction: str = key("`sent` if we spoke or wrote, `received` if the supplier did")
    channel: str | None = key("How")
    purpose: str | None = key("Of what we sent: what for")
    about: str | None = key("Of what we sent: on the batch, the cause, or both")
    topic: str | None = key("Of an answer: which argument it answers; null for all so far")
    sender: str | None = key("Of a reply: who replied")
    people: tuple[DossierPerson, ...] = key("Who took part, and who was copied")
    summary: str | None = key("What was said")
    photos: int | None = key("Photos that were shown or sent")
    parts: tuple[DossierPart, ...] = key("What a reply gave")
    arguments: tuple[DossierArgument, ...] = key("Arguments of a reply")


@frozen
class DossierAssessment(OfEntry):
    """What looking into an argument showed."""

    topic: str = key("Which argument was looked into")
    shows: str = key("Whether our finding stands, is mistaken, or depends on the reading")
    by: str = key("How it was looked into")
    text: str | None = key("What was found")


def talks_of(judged: Judged) -> tuple[DossierContact, ...]:
    """Return every contact and reply, in the order in which they happened."""
    seen = iter(reading_of(judged).arguments)
    return tuple(_talks(judged.happened, seen))


def _talks(happened: Sequence[Event], seen: Iterator[ArgumentSeen]) -> Iterator[DossierContact]:
    for each in happened:
        match each.data:
            case Contacted() as contact:
                yield _sent(each, contact)
            case Replied() as reply:
                yield _received(each, reply, [next(seen) for _ in reply.arguments])


def _sent(each: Event, data: Contacted) -> DossierContact:
    return entry_as(
        DossierContact,
        each,
        direction=SENT,
        sender=None,
        people=tuple(copied(DossierPerson, who) for who in data.people),
        parts=(),
        arguments=(),
    )


def _received(each: Event, data: Replied, seen: Sequence[ArgumentSeen]) -> DossierContact:
    return entry_as(
        DossierContact,
        each,
        direction=RECEIVED,
        purpose=None,
        about=None,
        topic=None,
        people=(),
        photos=None,
        parts=tuple(copied(DossierPart, given) for given in data.parts),
        arguments=tuple(
            copied(DossierArgument, raised, change=argument.change, is_answered=argument.answered)
            for raised, argument in zip(data.arguments, seen, strict=True)
        ),
    )


def assessments_of(happened: Sequence[Event]) -> tuple[DossierAssessment, ...]:
    """Return what looking into arguments showed."""
    return tuple(
        entry_as(DossierAssessment, each) for each in happened if isinstance(each.data, Assessed)
    )


def read_arguments(judged: Judged) -> Reading | None:
    """Return how the arguments read; None while nothing was argued."""
    reading = reading_of(judged)
    return reading if reading.arguments else None
