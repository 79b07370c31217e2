"""Facts about where a case stands: its inspections, its decision, its stage and its end."""

from __future__ import annotations

from collections.abc import Iterator

from disposition.facts.derived.bounds import opposite, some
from disposition.facts.derived.fact import BOOLEAN, DATE, DAYS, TEXT, Derived, View, derived
from disposition.facts.derived.listed import (
    both,
    how_many,
    is_first,
    is_in,
    is_last,
    items,
    last,
    last_on,
    neither,
    of,
    of_first,
    trailing,
    whether_any,
)
from disposition.facts.derived.wording import joined
from disposition.facts.document.case_events import Inspected
from disposition.facts.document.persons import Person, is_another
from disposition.language.types import FactType, Kind

STAGES = ("reported", "decided", "talking", "agreed", "reinspected", "released", "closed")

_INSPECTIONS = FactType(Kind.INTEGER, "inspections")
_REFUSALS = FactType(Kind.INTEGER, "refusals")
_LOOKED_AT = FactType(Kind.ENUM, values=("pass", "fail", "not_checked"))
_RESULT = FactType(Kind.ENUM, values=("pass", "fail", "pending", "hold", "not_stated"))
_PHOTOS = FactType(Kind.INTEGER, "photos")
_SHIPS = FactType(Kind.ENUM, values=("all", "part", "none"))
_OUTCOMES = FactType(Kind.INTEGER, "outcomes")

_is_again = is_in("again", True)
_is_decided = is_in("decided", True)
_NOT_AGAIN = "the lot was not inspected again"
_UNDECIDED = "nothing was decided"

_REINSPECTION: tuple[tuple[str, FactType, str], ...] = (
    ("result", _RESULT, "What the last re-inspection's report says"),
    ("photos", _PHOTOS, "Photos in the report of the last re-inspection"),
    ("workmanship", _LOOKED_AT, "What the last re-inspection says of the workmanship"),
    ("packaging", _LOOKED_AT, "What the last re-inspection says of the packaging"),
    ("labelling", _LOOKED_AT, "What the last re-inspection says of the labelling"),
    ("matches_sample", BOOLEAN, "Whether it found the goods like the approved sample"),
    ("inspector", TEXT, "Who inspected again"),
)


# --- inspections ---------------------------------------------------------------------------------


def _by_another(view: View) -> bool | None:
    """Whether the last re-inspection was made by none of those who inspected before."""
    inspections = items(view, "inspections")
    if inspections is None:
        return None
    looked_at, again = trailing(inspections, _is_again)
    if again is None:
        return None if looked_at else False
    at = next(at for at, each in enumerate(inspections) if each is again)
    return is_another(_who(again), map(_who, inspections[:at]))


def _who(inspection: Inspected) -> Person:
    return Person(inspection.inspector, inspection.inspector_id)


def _why_same_or_not(view: View) -> str:
    """Say why it is not known, where a name is told and is none."""
    inspections = items(view, "inspections")
    told = [value for each in inspections or () for value in (each.inspector, each.again)]
    return "an inspector's name has no letter and no digit" if told and None not in told else ""


def _inspectors(view: View) -> str | None:
    inspections = items(view, "inspections")
    if inspections is None:
        return None
    named = [each.inspector for each in inspections if each.inspector]
    return joined(list(dict.fromkeys(named)))


def _age(view: View) -> int | None:
    inspections, today = items(view, "inspections"), view.lot.as_of
    opened = inspections[0].on if inspections else None
    return None if opened is None or today is None else (today - opened).days


def _is_first(view: View, item: object, _key: str) -> bool:
    return is_first(view, "inspections", item)


def _why_no_age(view: View) -> str:
    return "no inspection was reported" if items(view, "inspections") == () else ""


def _inspections() -> Iterator[Derived]:
    yield of_first(
        "case.opened_on",
        DATE,
        "Day of the first report",
        of("inspections", "on"),
        nothing="no inspection was reported",
    )
    yield derived(
        "case.age_days",
        DAYS,
        "Days since the first report",
        ("case.inspections[].on", "as_of"),
        _age,
        concerns=_is_first,
        why=_why_no_age,
    )
    yield how_many(
        "case.unanswered_failures",
        _INSPECTIONS,
        "Re-inspections that failed and that another followed without a decision and an agreement",
        of("failures", "answered"),
        neither(is_in("answered", True)),
    )
    yield how_many(
        "case.reinspections",
        _INSPECTIONS,
        "Inspections after the first one",
        of("inspections", "again"),
        _is_again,
    )
    yield how_many(
        "case.failed_reinspections",
        _INSPECTIONS,
        "Inspections after the first one that failed, the last one included",
        of("inspections", "again", "failed"),
        both(_is_again, is_in("failed", True)),
    )
    yield derived(
        "case.inspectors_list",
        TEXT,
        "Who has inspected the lot so far",
        ("case.inspections[].inspector",),
        _inspectors,
    )
    yield last_on(
        "reinspection.on",
        "Day of the last re-inspection",
        of("inspections", "again"),
        _is_again,
        nothing=_NOT_AGAIN,
    )
    for key, kind, about in _REINSPECTION:
        yield last(
            f"reinspection.{key}",
            kind,
            about,
            of("inspections", "again"),
            _is_again,
            key=key,
            nothing=_NOT_AGAIN,
        )
    yield derived(
        "reinspection.by_another",
        BOOLEAN,
        "Whether somebody inspected again who had not inspected the lot before",
        tuple(f"case.inspections[].{key}" for key in ("again", "inspector", "inspector_id")),
        _by_another,
        concerns=lambda _view, _item, key: key != "inspector_id",
        why=_why_same_or_not,
    )


# --- decision, stage and end ---------------------------------------------------------------------


def _stage(view: View) -> str | None:
    case = view.lot.case
    talks = [case.contacts, case.replies, case.papers]
    ends, agreements, decisions = case.ends, case.agreements, case.decisions
    is_agreed = both(is_in("current", True), is_in("consent", True))
    closed = None if ends is None else some(is_in("end", "closed")(each) for each in ends)
    released = None if ends is None else some(is_in("end", "released")(each) for each in ends)
    agreed = None if agreements is None else some(is_agreed(each) for each in agreements)
    again = None
    if case.inspections is not None:
        again = some(_is_again(each) for each in case.inspections)
    talking = some(None if each is None else bool(each) for each in talks)
    decided = None if decisions is None else some(_is_decided(each) for each in decisions)
    stages = (
        ("closed", closed),
        ("released", released),
        ("agreed", agreed),
        ("reinspected", again),
        ("talking", talking),
        ("decided", decided),
    )
    for name, holds in stages:
        if holds is not False:
            return name if holds else None
    return "reported"


_STAGE_READS = (
    "case.ends[].end",
    "case.agreements[].current",
    "case.agreements[].consent",
    "case.inspections[].again",
    "case.contacts[].on",
    "case.replies[].on",
    "case.papers[].on",
    "case.decisions[].decided",
)


def _outcomes(view: View) -> int | None:
    """Return how many outcomes were decided; None while a decision may add another."""
    decisions = items(view, "decisions")
    if decisions is None:
        return None
    sure = {each.outcome for each in decisions if each.decided} - {None}
    for each in decisions:
        if each.decided is not False and each.outcome not in sure:
            return None
    return len(sure)


def _held(view: View) -> bool | None:
    decisions = items(view, "decisions")
    if not decisions:
        return False if decisions == () else None
    return opposite(decisions[-1].decided)


def _is_last_decision(view: View, item: object, _key: str) -> bool:
    return is_last(view, "decisions", item)


def _decision() -> Iterator[Derived]:
    current = both(is_in("current", True), _is_decided)
    yield whether_any(
        "case.decided",
        "Whether a decision was taken that no inspection has followed",
        of("decisions", "current", "decided"),
        current,
    )
    yield whether_any(
        "case.decided_before",
        "Whether a decision was taken that an inspection has followed",
        of("decisions", "current", "decided"),
        both(is_in("current", False), _is_decided),
    )
    yield derived(
        "case.held",
        BOOLEAN,
        "Whether the last that was taken is no decision but the fallback",
        ("case.decisions[].decided",),
        _held,
        concerns=_is_last_decision,
    )
    yield derived(
        "case.outcomes",
        _OUTCOMES,
        "Different outcomes that were decided so far",
        ("case.decisions[].decided", "case.decisions[].outcome"),
        _outcomes,
    )
    for key, kind, about in (
        ("outcome", TEXT, "What was decided last"),
        ("ships", _SHIPS, "How much of the lot the last decision ships"),
    ):
        yield last(
            f"case.{key}",
            kind,
            about,
            of("decisions", "decided"),
            _is_decided,
            key=key,
            nothing=_UNDECIDED,
        )
    yield last_on(
        "case.decided_on",
        "Day of the last decision",
        of("decisions", "decided"),
        _is_decided,
        nothing=_UNDECIDED,
    )


def _ends() -> Iterator[Derived]:
    for end, about in (
        ("released", "Whether the lot was released"),
        ("closed", "Whether the case is closed"),
    ):
        yield whether_any(f"case.{end}", about, of("ends", "end"), is_in("end", end))
    yield how_many(
        "case.refusals",
        _REFUSALS,
        "Times that the release was refused",
        of("ends", "end"),
        is_in("end", "refused"),
    )
    yield last_on(
        "case.released_on",
        "Day of the release",
        of("ends", "end"),
        is_in("end", "released"),
        nothing="the lot was not released",
    )


FACTS = (
    *_inspections(),
    *_decision(),
    derived(
        "case.stage",
        FactType(Kind.ENUM, values=STAGES),
        "Where the case stands: `reported`, `decided`, `talking` with the supplier, `agreed`, "
        "`reinspected`, `released` or `closed`; what is agreed on anew after a re-inspection "
        "makes it `agreed` again",
        _STAGE_READS,
        _stage,
        concerns=lambda _view, _item, key: key != "on",
    ),
    *_ends(),
)
