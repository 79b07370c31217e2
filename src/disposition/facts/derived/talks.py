"""Facts about how we spoke and wrote to the supplier."""

from __future__ import annotations

from datetime import date
from typing import Any

from disposition.facts.derived.bounds import every, exactly, opposite, some
from disposition.facts.derived.fact import BOOLEAN, DAYS, Derived, View, derived, shared
from disposition.facts.derived.listed import (
    Test,
    amount,
    both,
    days_since,
    how_many,
    is_first,
    is_in,
    is_last,
    items,
    last_on,
    may_be_last,
    of,
    of_first,
    trailing,
    whether_any,
)
from disposition.facts.document.case_events import SPOKEN, WRITTEN, Contact, Inspected
from disposition.language.types import FactType, Kind

_TALKS = FactType(Kind.INTEGER, "contacts")
_PEOPLE = FactType(Kind.INTEGER, "people")
_DATE = FactType(Kind.DATE)
_NOBODY = "the supplier was not contacted"
_NOBODY_SINCE = "the supplier was not contacted since the last inspection"

_is_spoken, _is_written = is_in("channel", *SPOKEN), is_in("channel", *WRITTEN)
_is_reminder = is_in("purpose", "reminder")
_ON = ("case.contacts[].on", "case.replies[].on")


# --- what no reply has followed ------------------------------------------------------------------


def _waiting(view: View) -> list[Contact] | None:
    """Return the times that we spoke or wrote since the last reply; None if not known."""
    contacts, replies = items(view, "contacts"), items(view, "replies")
    if contacts is None or replies is None:
        return None
    heard = [each.on for each in replies]
    if None in heard or any(each.on is None for each in contacts):
        return None
    last = max(heard, default=None)
    return [each for each in contacts if last is None or each.on > last]


def _unanswered(view: View) -> int | None:
    waiting = _waiting(view)
    return None if waiting is None else len(waiting)


def _reminders_unanswered(view: View) -> int | None:
    waiting = _waiting(view)
    return None if waiting is None else exactly(amount(waiting, _is_reminder))


def _days_unanswered(view: View) -> int | None:
    waiting, today = _waiting(view), view.lot.as_of
    if waiting is None or today is None:
        return None
    days: list[date] = [each.on for each in waiting if each.on is not None]
    return (today - min(days)).days if days else 0


# --- since the last inspection, and since we wrote -----------------------------------------------


def is_since_inspection(view: View) -> Test:
    """Mean what happened on the day of the last inspection's report, or later."""
    inspections = items(view, "inspections")

    def test(item: Any) -> bool | None:
        if inspections == ():
            return True
        reported = inspections[-1].on if inspections else None
        return None if reported is None or item.on is None else item.on >= reported

    return test


def since_inspection(path: str, about: str, *keys: str, test: Test) -> Derived:
    """Declare how many of our talks since the last inspection are meant by a test."""

    def compute(view: View) -> int | None:
        contacts = items(view, "contacts")
        if contacts is None:
            return None
        return exactly(amount(contacts, both(test, is_since_inspection(view))))

    def concerns(view: View, item: object, _key: str) -> bool:
        if isinstance(item, Inspected):
            return is_last(view, "inspections", item)
        return every((test(item), is_since_inspection(view)(item))) is None

    reads = ("case.inspections[].on", *of("contacts", "on", *keys).reads())
    return derived(path, _TALKS, about, reads, compute, concerns=concerns)


_is_in_force = both(is_in("current", True), is_in("decided", True))
_NO_REPORT = "nothing was decided or inspected"


def _called_for_on(view: View) -> date | None:
    """Return the day of the decision in force; while there is none, of the last inspection."""
    inspections, decisions = items(view, "inspections"), items(view, "decisions")
    if decisions is None:
        return None
    looked_at, decided = trailing(decisions, _is_in_force)
    if looked_at:
        return None if decided is None else decided.on
    return inspections[-1].on if inspections else None


def _calls_for_it(view: View, item: object, _key: str) -> bool:
    if isinstance(item, Inspected):
        return is_last(view, "inspections", item)
    return may_be_last(view, "decisions", _is_in_force, item)


def _why_not_called_for(view: View) -> str:
    looked_at, _ = trailing(items(view, "decisions") or (), _is_in_force)
    return _NO_REPORT if not looked_at and items(view, "inspections") == () else ""


def _first_since_on(view: View) -> date | None:
    contacts = items(view, "contacts")
    is_since = is_since_inspection(view)
    for each in contacts or ():
        if is_since(each) is not False:  # they stand in the order in which they happened
            return each.on if is_since(each) else None
    return None


def _may_be_first_since(view: View, item: object, _key: str) -> bool:
    if isinstance(item, Inspected):
        return is_last(view, "inspections", item)
    return item is _first_since(view) or is_since_inspection(view)(item) is None


@shared
def _first_since(view: View) -> Contact | None:
    is_since = is_since_inspection(view)
    return next((each for each in items(view, "contacts") or () if is_since(each)), None)


def _why_none_since(view: View) -> str:
    contacts, is_since = items(view, "contacts"), is_since_inspection(view)
    return _NOBODY_SINCE if contacts is not None and not any(map(is_since, contacts)) else ""


def _unconfirmed(view: View) -> int | None:
    """Count the times that we spoke, from the end until we surely wrote."""
    contacts = items(view, "contacts")
    if contacts is None:
        return None
    wrote_later: bool | None = False
    counted: list[bool | None] = []
    for each in reversed(contacts):
        counted.append(every((_is_spoken(each), opposite(wrote_later))))
        wrote_later = some((wrote_later, _is_written(each)))
    return exactly((counted.count(True), len(counted) - counted.count(False)))


def _may_be_after_writing(view: View, item: object, _key: str) -> bool:
    return may_be_last(view, "contacts", _is_written, item)


# --- the first contact ---------------------------------------------------------------------------


def _first_spoken(view: View) -> bool | None:
    contacts = items(view, "contacts")
    return _is_spoken(contacts[0]) if contacts else None


FACTS = (
    how_many("talks.count", _TALKS, "Times that we spoke or wrote to the supplier", of("contacts")),
    how_many("talks.spoken", _TALKS, "Times that we spoke", of("contacts", "channel"), _is_spoken),
    how_many(
        "talks.written", _TALKS, "Times that we wrote", of("contacts", "channel"), _is_written
    ),
    how_many(
        "talks.about_batch",
        _TALKS,
        "Times that we spoke on this batch, and on nothing else",
        of("contacts", "channel", "about"),
        both(_is_spoken, is_in("about", "batch")),
    ),
    how_many(
        "talks.about_cause",
        _TALKS,
        "Times that we spoke on the cause, and on nothing else",
        of("contacts", "channel", "about"),
        both(_is_spoken, is_in("about", "cause")),
    ),
    how_many(
        "talks.mixed",
        _TALKS,
        "Times that the batch and the cause were in one conversation",
        of("contacts", "channel", "about"),
        both(_is_spoken, is_in("about", "both")),
    ),
    how_many(
        "talks.reminders",
        _TALKS,
        "Times that we reminded the supplier",
        of("contacts", "purpose"),
        _is_reminder,
    ),
    last_on(
        "talks.reminded_on",
        "Day of the last reminder",
        of("contacts", "purpose"),
        _is_reminder,
        nothing="the supplier was not reminded",
    ),
    how_many(
        "talks.discreet",
        _TALKS,
        "Times that we spoke with nobody copied and nobody senior",
        of("contacts", "channel", "copied", "senior"),
        both(_is_spoken, is_in("copied", 0), is_in("senior", False)),
    ),
    since_inspection(
        "talks.spoken_since",
        "Times that we spoke since the last inspection",
        "channel",
        test=_is_spoken,
    ),
    since_inspection(
        "talks.about_batch_since",
        "Times that we spoke on this batch, and on nothing else, since the last inspection",
        "channel",
        "about",
        test=both(_is_spoken, is_in("about", "batch")),
    ),
    derived(
        "talks.first_since_on",
        _DATE,
        "Day of the first contact since the last inspection",
        ("case.inspections[].on", "case.contacts[].on"),
        _first_since_on,
        concerns=_may_be_first_since,
        why=_why_none_since,
    ),
    derived(
        "talks.called_for_on",
        _DATE,
        "Day since which a talk is called for: of the decision in force, else of the last "
        "inspection",
        (
            *(f"case.decisions[].{key}" for key in ("on", "current", "decided")),
            "case.inspections[].on",
        ),
        _called_for_on,
        concerns=_calls_for_it,
        why=_why_not_called_for,
    ),
    derived(
        "talks.unconfirmed",
        _TALKS,
        "Times that we spoke since we last wrote",
        ("case.contacts[].channel",),
        _unconfirmed,
        concerns=_may_be_after_writing,
    ),
    whether_any(
        "talks.escalated",
        "Whether the matter was taken to seniors, on purpose",
        of("contacts", "purpose"),
        is_in("purpose", "escalation"),
    ),
    whether_any(
        "talks.senior_in_private",
        "Whether a senior spoke in private",
        of("contacts", "channel", "senior", "private"),
        both(_is_spoken, is_in("senior", True), is_in("private", True)),
    ),
    of_first(
        "talks.first_on", _DATE, "Day of the first contact", of("contacts", "on"), nothing=_NOBODY
    ),
    derived(
        "talks.first_spoken",
        BOOLEAN,
        "Whether the first contact was spoken",
        ("case.contacts[].channel",),
        _first_spoken,
        concerns=lambda view, item, _: is_first(view, "contacts", item),
        why=lambda view: _NOBODY if items(view, "contacts") == () else "",
    ),
    of_first(
        "talks.first_private",
        BOOLEAN,
        "Whether the first contact was one to one",
        of("contacts", "private"),
        nothing=_NOBODY,
    ),
    of_first(
        "talks.first_copied",
        _PEOPLE,
        "People copied on the first contact",
        of("contacts", "copied"),
        nothing=_NOBODY,
    ),
    of_first(
        "talks.first_senior",
        BOOLEAN,
        "Whether somebody senior took part in the first contact, or was copied",
        of("contacts", "senior"),
        nothing=_NOBODY,
    ),
    last_on("talks.last_on", "Day of the last contact", of("contacts"), nothing=_NOBODY),
    days_since("talks.days_since", "Days since the last contact", of("contacts"), nothing=_NOBODY),
    derived(
        "talks.unanswered",
        _TALKS,
        "Times that we spoke or wrote since the supplier's last reply",
        _ON,
        _unanswered,
    ),
    derived(
        "talks.reminders_unanswered",
        _TALKS,
        "Times that we reminded the supplier since the last reply",
        (*_ON, "case.contacts[].purpose"),
        _reminders_unanswered,
    ),
    derived(
        "talks.days_unanswered",
        DAYS,
        "Days since the first contact that no reply has followed; 0 if a reply followed them all",
        (*_ON, "as_of"),
        _days_unanswered,
    ),
)
