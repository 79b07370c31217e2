"""What call guides and letters tell of a case: the values that their templates put into words.

All judgement is in the decisions of the policies. Here is only picked what a conversation needs:
who, about what, what was found and decided, what is asked by when. Texts of users are made fit for
Markdown before a template sees them, so that it can put them anywhere in a line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from disposition.casefile.letters.contacts import (
    Argued,
    Conversation,
    LetterAgreement,
    ReplyPart,
    agreed,
    argued,
    found_mistaken_on,
    last_talk,
    replies_since,
    signed_since,
    takes_as_it_is,
    whom_we_know,
)
from disposition.casefile.letters.findings import inspected
from disposition.casefile.letters.outcome import (
    decided_on,
    ends_order,
    has_passed,
    is_corrected,
    mistaken_since,
    released_part,
)
from disposition.casefile.letters.phrases import Phrase, Phrases, codes, phrase_of
from disposition.casefile.letters.text import plain
from disposition.casefile.lifecycle.policies import APPROACH, CAPA
from disposition.casefile.lifecycle.steps import (
    CONDUCT,
    RESTS,
    UNDATED,
    Judged,
    Step,
    conduct_of,
    steps_of,
)
from disposition.casefile.log.kinds import InspectionReported
from disposition.casefile.pushback_reading import Reading, reading_of
from disposition.facts import observe
from disposition.frozen import evolve, frozen

CONDUCT_IN = ("conduct_private", "conduct")
ASKED_IN = ("asks_of_batch", "asks_of_cause")
TOLD_IN = ("steps_ours", "steps_both", "steps_yours")
"""Sections of the phrases: of conduct, of what is asked, of steps that the supplier may read of."""

_OFTEN = 2
"""Talks since our finding was found mistaken from which it was said, and is not said again."""

_STOP = "stop-shipment"
_ALONE = "mind-batch-only"
_CODES = codes()
_PARTNER = "partner"
"""The way to open with whom days are asked, and not set, unless there is danger."""


@frozen
class Notice:
    """How the written notice stands: `final` since a day, `due`, or `none` is called for."""

    state: str
    on: date | None = None
    left: int | None = None
    is_late: bool = False


def values_of(judged: Judged, phrases: Phrases) -> dict[str, Any]:
    """Return the values of a case, with the phrases of a language."""
    happened, lot = judged.happened, judged.lot
    facts = {
        path.replace(".", "_"): plain(value) if isinstance(value, str) else value
        for path, value in observe(lot, _CODES["facts"]).items()
    }
    steps = [each for each in steps_of(judged) if each.is_sure]
    codes = {each.do for each in steps}
    reading, talk, agreements = reading_of(judged), last_talk(happened), tuple(agreed(judged))
    outcome, stop = judged.decisions[APPROACH].outcome, _stop(judged)
    dates_asked = outcome == _PARTNER and stop == "no"
    decided, is_silent = decided_on(judged, phrases, talk), facts["talks_spoken_since"] == 0
    mistaken_on, was_mistaken_on = mistaken_since(happened, decided), found_mistaken_on(happened)
    part, ends = released_part(judged, phrases), ends_order(decided, agreements)
    told = tuple(replies_since(happened, since=talk.on if talk else date.min))
    points = tuple(argued(happened, reading))
    to_tell = [each for each in steps if not mistaken_on or each.do in _CODES["to_correct"]]
    done = set(_CODES["to_agree"]) if any(each.data.consent for each in agreements) else set()
    done |= set(_CODES["to_notify"]) if "notice-is-late" in codes else set()
    if all(each.answered or each.shows in _CODES["says_itself"] for each in points):
        done.add("answer-argument")
    signed, disputed = signed_since(agreements, points), reading.outcome in _CODES["in_dispute"]
    return {
        "case": plain(judged.case),
        "as_of": judged.as_of,
        "product": plain(lot.lot.product),
        "quantity": lot.lot.quantity,
        "currency": plain(lot.lot.currency),
        "supplier": plain(lot.supplier.id),
        "facts": facts,
        "closed_on": next((each.on for each in reversed(happened) if each.kind == "closed"), None),
        "outcome": outcome,
        "capa": judged.decisions[CAPA].outcome,
        "stop": stop,
        "conduct": tuple(_conduct(judged, phrases)),
        "codes": codes,
        "call": _call(steps, phrases),
        "topic": "apology"
        if mistaken_on
        else "passed"
        if is_silent and has_passed(judged, decided)
        else _topic(
            judged,
            reading,
            codes,
            is_first=facts["talks_spoken"] == 0,
            over="" if part else "released" if facts["case_released"] else "ended" if ends else "",
        ),
        "contacts": whom_we_know(happened),
        "talk": talk,
        "inspected": inspected(happened, lot),
        "decided": decided,
        "ends": ends,
        "released_part": part,
        "rest_of": plain(_rest_of(judged)),
        "rests": (rests := any(each.do == RESTS for each in conduct_of(judged))),
        "rests_on": reading.outcome if disputed and rests and not signed else "",
        "looked_into": all(each.shows for each in points),
        "superseded": decided is not None and takes_as_it_is(agreements, decided.on),
        "of_contact": _CODES["of_contact"],
        "rounds": facts["case_failed_reinspections"] or 0,
        "mistaken_on": mistaken_on,
        "was_mistaken": was_mistaken_on is not None and not _is_said(facts),
        "corrected": was_mistaken_on is not None and is_corrected(happened, was_mistaken_on),
        "holidays_known": not judged.days.lacking,
        "mistaken_topics": list(
            dict.fromkeys(
                phrases["topics"].get(each.topic, each.topic)
                for each in points
                if each.shows == "finding_mistaken"
            )
        ),
        "agreed": agreements,
        "told_us": told,
        "since": Since.of(talk, told, points, agreements, is_silent=is_silent),
        "reading": reading,
        "argued": points,
        "advice": tuple(_advice(reading, phrases)),
        "asks": {section: tuple(_asks(judged, steps, phrases, section)) for section in ASKED_IN},
        "steps": (told_steps := _next(to_tell, phrases, done, talk, dates_asked=dates_asked)),
        "dates_asked": dates_asked and _is_open(told_steps, phrases) and not _is_quiet(judged),
        "notice": Notice("none")
        if has_passed(judged, decided)
        else _notice(judged, facts, steps, codes),
    }


# --- phrases -------------------------------------------------------------------------------------


def _conduct(judged: Judged, phrases: Phrases) -> Iterator[Phrase]:
    """Yield what is to be minded, each once, in the order of the phrases; unknown codes last."""
    order = [do for section in CONDUCT_IN for do in phrases[section]]
    found = {each.do: each for each in reversed(conduct_of(judged))}
    for do in sorted(found, key=lambda do: order.index(do) if do in order else len(order)):
        yield phrase_of(phrases, CONDUCT_IN, do, found[do].what)


def _advice(reading: Reading, phrases: Phrases) -> Iterator[Phrase]:
    """Yield what the reading asks for, beside conduct."""
    for each in reading.advice:
        if not each.do.startswith(CONDUCT):
            yield phrase_of(phrases, ("advice",), each.do, each.what)


def _asks(
    judged: Judged, steps: Iterable[Step], phrases: Phrases, section: str
) -> Iterator[Phrase]:
    """Yield what the policy of corrective action asks of the supplier; unknown codes at first."""
    policy = judged.decisions[CAPA].policy.id
    order = [do for name in ASKED_IN for do in phrases[name]]
    in_order = sorted(
        steps, key=lambda step: (step.due or date.max, step.do in order and order.index(step.do))
    )
    for each in in_order:
        if each.policy == policy and "supplier" in each.by:
            known = [name for name in ASKED_IN if each.do in phrases[name]]
            if section == next(iter(known), ASKED_IN[0]):
                yield _dated(phrase_of(phrases, ASKED_IN, each.do, each.what), each)


def _supplier_phrases(
    steps: Iterable[Step], phrases: Phrases, section: str, done: Collection[str]
) -> Iterator[Phrase]:
    """Yield the steps that the supplier may read of: those alone that have a phrase for it."""
    seen: set[str] = set()
    for each in steps:
        text = phrases[section].get(each.do, "")
        if text and text not in seen and each.do not in done:
            seen.add(text)
            yield _dated(Phrase(each.do, text, is_own=False), each)


def _next(
    steps: Sequence[Step],
    phrases: Phrases,
    done: set[str],
    talk: Conversation | None,
    *,
    dates_asked: bool,
) -> list[Phrase]:
    """Return the steps of which a letter tells: on the cause after a talk on it, else on the batch.

    After a talk on both, it tells of both. Where dates are asked, only our own steps have some.
    """
    about = talk.about if talk else "batch"
    if about == "cause":
        steps = [each for each in steps if each.do in (*_CODES["on_cause"], "talk-about-cause")]
    elif about != "both":
        steps = [each for each in steps if each.do not in _CODES["on_cause"]]
    told = [
        (name, each) for name in TOLD_IN for each in _supplier_phrases(steps, phrases, name, done)
    ]
    return [
        evolve(each, due=None, overdue=False) if dates_asked and name != TOLD_IN[0] else each
        for name, each in told
    ]


def _is_said(facts: Mapping[str, Any]) -> bool:
    """Whether our mistake was told in an earlier talk than the last."""
    return bool(facts["talks_spoken_since_mistake"] >= _OFTEN)


def _is_open(told: Iterable[Phrase], phrases: Phrases) -> bool:
    """Whether a step that is not ours alone has no day yet."""
    return any(each.due is None and each.code not in phrases[TOLD_IN[0]] for each in told)


def _is_quiet(judged: Judged) -> bool:
    """Whether no days are set, and so none is asked for either."""
    return any(each.do == UNDATED for each in conduct_of(judged))


def _rest_of(judged: Judged) -> str:
    """Return the case whose rest this lot is; empty if it is none."""
    first = judged.happened[0].data
    return first.rest_of or "" if isinstance(first, InspectionReported) else ""


def _call(steps: Iterable[Step], phrases: Phrases) -> Phrase | None:
    """Return the conversation to hold next, with who holds it."""
    by_code = {each.do: each for each in steps}
    for do in _CODES["calls"]:
        if do in by_code:
            step = by_code[do]
            by = phrases["roles"].get(step.by, plain(step.by))
            return evolve(_dated(phrase_of(phrases, ("calls",), do, step.what), step), by=by)
    return None


def _dated(phrase: Phrase, step: Step) -> Phrase:
    return evolve(phrase, due=step.due, overdue=step.overdue)


# --- what the conversation is about --------------------------------------------------------------


def _topic(
    judged: Judged,
    reading: Reading,
    codes: Collection[str],
    *,
    is_first: bool,
    over: str,
) -> str:
    """Return what the next conversation is about, by what the policies ask for."""
    if judged.decisions[APPROACH].outcome == "escalate":
        return "escalate"
    if any(each.do == _ALONE for each in conduct_of(judged)):
        return "batch"
    if judged.lot.case.arguments and reading.outcome != "no_pushback":
        return "answer"
    if is_first:
        return "batch"
    # Whoever is told that we are sorry is not asked for the cause in the same call.
    if "talk-about-cause" in codes and "make-amends" not in codes:
        return "cause"
    return over or "follow_up"


def _stop(judged: Judged) -> str:
    """Return whether the shipment is stopped: `yes`, `maybe` while a fact is unknown, or `no`."""
    found = [each for each in judged.decisions[APPROACH].obligations if each.do == _STOP]
    applies = {each.applies for each in found}
    return "yes" if "yes" in applies else "maybe" if applies else "no"


@frozen
class Since:
    """What came after the last talk, and is no part of what was talked about."""

    inspected: bool
    told_us: tuple[ReplyPart, ...]
    argued: tuple[Argued, ...]
    agreed: tuple[LetterAgreement, ...]

    @classmethod
    def of(
        cls,
        talk: Conversation | None,
        told: Iterable[ReplyPart],
        points: Iterable[Argued],
        agreements: Iterable[LetterAgreement],
        *,
        is_silent: bool,
    ) -> Since:
        """Return what is of a later day than a talk; without a talk there is nothing."""
        last = talk.on if talk else date.max
        return cls(
            talk is not None and is_silent,
            tuple(each for each in told if each.on > last),
            tuple(each for each in points if each.on > last),
            tuple(each for each in agreements if each.on > last),
        )


def _notice(
    judged: Judged, facts: Mapping[str, Any], steps: Iterable[Step], codes: Collection[str]
) -> Notice:
    """Return how the notice stands; one that is older than the last inspection does not count."""
    inspections = [each.on for each in judged.lot.case.inspections or () if each.on]
    final_on: date | None = facts["papers_notice_final_on"]
    if final_on is not None and final_on >= max(inspections):
        return Notice("final", final_on)
    if not set(_CODES["notice"]).intersection(codes):
        return Notice("none")
    own = [each.due for each in steps if each.do in ("notify-supplier", "file-notice")]
    due: date | None = facts["contract_notice_due"] or next(iter(own), None)
    left = None if due is None else (due - judged.as_of).days
    return Notice("due", due, left, is_late="notice-is-late" in codes)
