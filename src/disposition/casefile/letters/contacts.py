"""What letters tell of talks: with whom, what the supplier gave and argued, what was agreed on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from disposition.casefile.copying import copied
from disposition.casefile.letters.text import Addressee, plain
from disposition.casefile.lifecycle.steps import Judged
from disposition.casefile.log.effective import Event
from disposition.casefile.log.kinds import Agreed, Assessed, Contacted, Replied
from disposition.casefile.pushback_reading import Reading
from disposition.facts.document.case_events import EVIDENCE, SPOKEN
from disposition.frozen import frozen

_EVIDENCE = EVIDENCE[EVIDENCE.index("document") :]
"""What somebody has to look into, as in the policy `pushback`."""

_NOTHING_NEW = "back with nothing new"


@frozen
class Conversation:
    """A conversation that was held, with the names of both sides."""

    on: date
    channel: str
    about: str
    supplier: list[Addressee]
    buyer: list[Addressee]
    photos: int | None
    summary: str


@frozen
class ReplyPart:
    """Something that a reply gave."""

    on: date
    part: str
    text: str
    evidence: str
    ready_by: date | None


@frozen
class Argued:
    """An argument of the supplier, and what looking into it showed last."""

    on: date
    topic: str
    claim: str
    evidence: str
    change: str
    answered: bool
    shows: str
    shown_by: str


@frozen
class LetterAgreement:
    """An agreement that no inspection has followed; `data` is its entry's, texts apart."""

    on: date
    data: Agreed
    text: str
    reference: str


def whom_we_know(happened: Iterable[Event]) -> list[Addressee]:
    """Return whom we last spoke or wrote to, or who last replied."""
    people: list[Addressee] = []
    for each in happened:
        if isinstance(each.data, Contacted):
            people = _people(each.data, "supplier") or people
        elif isinstance(each.data, Replied) and each.data.sender and not people:
            people = [Addressee(plain(each.data.sender))]
    return people


def last_talk(happened: Iterable[Event]) -> Conversation | None:
    """Return the last time that we spoke."""
    contacts = [
        each for each in happened if isinstance(each.data, Contacted) and each.data.reaches_supplier
    ]
    spoken = [each for each in contacts if each.data.channel in SPOKEN]
    if not spoken:
        return None
    data: Contacted = spoken[-1].data
    return Conversation(
        spoken[-1].on,
        data.channel or "",
        data.about or "",
        _people(data, "supplier"),
        _people(data, "buyer"),
        data.photos,
        plain(data.summary),
    )


def _people(contact: Contacted, side: str) -> list[Addressee]:
    return [
        Addressee(plain(each.name), plain(each.role))
        for each in contact.people
        if each.side == side and not each.copied
    ]


def replies_since(happened: Iterable[Event], since: date) -> Iterator[ReplyPart]:
    """Yield what the supplier's replies gave from a day on, each kind as it was given last."""
    last: dict[str, ReplyPart] = {}
    for each in happened:
        if isinstance(each.data, Replied) and each.on >= since:
            for part in each.data.parts:
                last[part.part or ""] = copied(ReplyPart, part, on=each.on, text=plain(part.text))
    yield from last.values()


def shows_mistake(each: Event) -> bool:
    """Whether an entry says that our finding was found mistaken."""
    return isinstance(each.data, Assessed) and each.data.shows == "finding_mistaken"


def found_mistaken_on(happened: Iterable[Event]) -> date | None:
    """Return the day on which our finding was last found mistaken."""
    days = [each.on for each in happened if shows_mistake(each)]
    return days[-1] if days else None


def argued(happened: Iterable[Event], reading: Reading) -> Iterator[Argued]:
    """Yield the supplier's arguments, in the order in which they came.

    Evidence that came after its topic was looked into was not; what came back with nothing new was.
    """
    shown = {each.data.topic: each for each in happened if isinstance(each.data, Assessed)}
    for each in reading.arguments:
        seen = shown.get(each.topic)
        is_new = each.evidence in _EVIDENCE and each.change != _NOTHING_NEW
        is_seen = seen is not None and (each.on <= seen.on or not is_new)
        shows, by = (seen.data.shows, seen.data.by) if seen and is_seen else ("", "")
        yield copied(Argued, each, claim=plain(each.claim), shows=shows, shown_by=by)


def signed_since(agreements: Iterable[LetterAgreement], points: Sequence[Argued]) -> bool:
    """Return whether both sides signed something after the last point that was raised."""
    return any(
        each.data.consent and all(raised.on <= each.on for raised in points) for each in agreements
    )


def takes_as_it_is(agreements: Iterable[LetterAgreement], since: date) -> bool:
    """Return whether both sides signed, from a day on, that the goods are taken as they are.

    What was decided before is not done then.
    """
    return any(
        each.data.consent and each.data.scope == "concession" and each.on >= since
        for each in agreements
    )


def agreed(judged: Judged) -> Iterator[LetterAgreement]:
    """Yield what was agreed on since the last inspection."""
    current = [bool(each.current) for each in judged.lot.case.agreements or ()]
    entries = [each for each in judged.happened if isinstance(each.data, Agreed)]
    for each, is_current in zip(entries, current, strict=True):
        if is_current:
            yield LetterAgreement(
                each.on, each.data, plain(each.data.text), plain(each.data.reference)
            )
