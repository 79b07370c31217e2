"""What letters tell of the decision on the lot: the outcome of each part, and whether it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from attrs import frozen

from disposition.casefile.letters.contacts import AgreedTold, Conversation, found_mistaken_on
from disposition.casefile.letters.phrases import Phrase, Phrases, phrase_of
from disposition.casefile.letters.text import plain
from disposition.casefile.lifecycle.steps import Judged
from disposition.casefile.log.effective import Event
from disposition.casefile.log.kinds import INSPECTIONS
from disposition.decision import Decision
from disposition.facts.native.wording import place_of

_ENDING = "termination"
"""What is decided, or agreed on, where an order ends."""

_TO_CURE = ("keep-cure-period", "settle-after-cure")
"""Steps of a decision that leaves the supplier time to put the goods right, or left it."""


@frozen
class PartInLetter:
    """A part of the lot with a decision of its own, by its item and batch."""

    place: str
    units: int | None
    phrase: Phrase
    ships: bool


@frozen
class Decided:
    """The decision on the lot that no inspection has followed; `is_since` the last talk."""

    on: date
    is_decided: bool
    phrase: Phrase
    leaves_time: bool
    is_since: bool
    parts: tuple[PartInLetter, ...] = ()


def decided_on(judged: Judged, phrases: Phrases, talk: Conversation | None) -> Decided | None:
    """Return the decision that no inspection and no correction of the report has followed."""
    taken = judged.lot.case.decisions or ()
    if not taken or not taken[-1].current:
        return None
    entry = [each for each in judged.happened if each.kind == "decision"][-1]
    decision = Decision.from_dict(entry.entry.data["decision"])
    return Decided(
        entry.on,
        decision.status == "decided",
        phrase_of(phrases, ("decided",), decision.outcome, decision.title),
        any(each.do in _TO_CURE for each in decision.obligations),
        is_since=talk is not None and entry.on > talk.on,
        parts=tuple(_parts(decision, phrases)),
    )


def _parts(decision: Decision, phrases: Phrases) -> Iterator[PartInLetter]:
    """Yield the segments of a lot that ships in part, each with what becomes of it."""
    if decision.ships == "part":
        for each in decision.parts:
            if each.status == "decided" and (each.sku is not None or each.batch is not None):
                phrase = phrase_of(phrases, ("decided",), each.outcome, each.title)
                place = plain(place_of(each.sku, each.batch))
                yield PartInLetter(place, each.units, phrase, ships=each.ships != "none")


def ends_order(decided: Decided | None, agreements: Iterable[AgreedTold]) -> bool:
    """Whether the order ends, as it was decided or agreed on last."""
    agreed_last = [each.data.scope for each in agreements if each.data.consent][-1:]
    if agreed_last:
        return agreed_last == [_ENDING]
    return decided is not None and decided.is_decided and decided.phrase.code == _ENDING


def mistaken_since(happened: Iterable[Event], decided: Decided | None) -> date | None:
    """Return the day on which our finding was found mistaken, if nothing was decided since."""
    on = found_mistaken_on(happened)
    return None if on is None or (decided is not None and decided.on > on) else on


def is_corrected(happened: Iterable[Event], since: date) -> bool:
    """Whether the report was corrected, or the lot inspected again, on a day or later."""
    return any(each.kind in ("correction", *INSPECTIONS) and each.on >= since for each in happened)
