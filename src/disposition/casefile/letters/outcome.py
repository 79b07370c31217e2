"""What letters tell of the decision on the lot: the outcome of each part, and whether it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from disposition.casefile.letters.contacts import Conversation, LetterAgreement, shows_mistake
from disposition.casefile.letters.phrases import Phrase, Phrases, phrase_of
from disposition.casefile.letters.text import code, plain
from disposition.casefile.lifecycle.steps import Judged
from disposition.casefile.log.effective import Event
from disposition.casefile.log.kinds import INSPECTIONS, Released
from disposition.decision import Decision
from disposition.facts.native.wording import place_of
from disposition.frozen import frozen

_MINOR = "minor"
_ENDING = "termination"
"""What is decided, or agreed on, where an order ends."""

_TO_CURE = ("keep-cure-period", "settle-after-cure")
"""Steps of a decision that leaves the supplier time to put the goods right, or left it."""


@frozen
class PartInLetter:
    """A part of the lot with a decision of its own, by its item and batch or by what was found."""

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
    """Yield the parts of a lot that ships in part, each with what becomes of it."""
    if decision.ships == "part":
        for each in decision.parts:
            if each.status == "decided" and (each.sku, each.batch, each.found) != (None,) * 3:
                phrase = phrase_of(phrases, ("decided_part", "decided"), each.outcome, each.title)
                place = called(each.sku, each.batch, each.found, phrases)
                yield PartInLetter(place, each.units, phrase, ships=each.ships != "none")


def called(sku: str | None, batch: str | None, found: str | None, phrases: Phrases) -> str:
    """Return what a letter calls a part: its item and batch, or what sorting found of it."""
    if found is not None:
        return phrases["found"].get(found, code(found))
    return plain(place_of(sku, batch))


@frozen
class ReleasedPart:
    """A part that shipped while the rest stayed; `stays` are the units of the rest, if known."""

    on: date
    parts: tuple[tuple[str, int | None], ...]
    stays: int | None


def released_part(judged: Judged, phrases: Phrases) -> ReleasedPart | None:
    """Return the part that was released last; None where nothing was, or the whole lot."""
    released = [each for each in judged.happened if isinstance(each.data, Released)]
    if not released or released[-1].entry.data["decision"]["ships"] != "part":
        return None
    data, quantity = released[-1].data, judged.lot.lot.quantity
    named = tuple(
        (called(each.sku, each.batch, each.found, phrases), each.units) for each in data.parts
    )
    if len(named) == 1:  # fewer units may have shipped than it holds
        named = ((named[0][0], data.units),)
    known = quantity is not None and data.units is not None
    return ReleasedPart(released[-1].on, named, quantity - data.units if known else None)


def ends_order(decided: Decided | None, agreements: Iterable[LetterAgreement]) -> bool:
    """Whether the order ends, as it was decided or agreed on last."""
    agreed_last = [each.data.scope for each in agreements if each.data.consent][-1:]
    if agreed_last:
        return agreed_last == [_ENDING]
    return decided is not None and decided.is_decided and decided.phrase.code == _ENDING


def mistaken_since(happened: Sequence[Event], decided: Decided | None) -> date | None:
    """Return the day on which our finding was found mistaken, if nothing was decided since."""
    looked = [at for at, each in enumerate(happened) if shows_mistake(each)]
    taken = [at for at, each in enumerate(happened) if each.kind == "decision"]
    is_over = decided is not None and looked and looked[-1] < taken[-1]
    return None if not looked or is_over else happened[looked[-1]].on


def has_passed(judged: Judged, decided: Decided | None) -> bool:
    """Whether a lot that was inspected again is accepted, all put right, and not released yet."""
    inspections = judged.lot.case.inspections or ()
    ends = judged.lot.case.ends or ()
    is_accepted = decided is not None and decided.is_decided and decided.phrase.code == "accept"
    is_again = len(inspections) > 1 and bool(inspections[-1].again)
    findings = judged.lot.case.findings
    is_right = findings is not None and all(
        each.resolved or each.severity == _MINOR for each in findings
    )
    is_open = not any(each.end == "released" for each in ends)
    return is_accepted and is_again and is_right and is_open


def is_corrected(happened: Iterable[Event], since: date) -> bool:
    """Whether the report was corrected, or the lot inspected again, on a day or later."""
    return any(each.kind in ("correction", *INSPECTIONS) and each.on >= since for each in happened)
