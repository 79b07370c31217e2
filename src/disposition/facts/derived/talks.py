"""Facts about how we spoke and wrote to the supplier."""

from __future__ import annotations

from datetime import date

from disposition.facts.derived.fact import BOOLEAN, DAYS, View, derived
from disposition.facts.derived.listed import (
    both,
    days_since,
    how_many,
    is_first,
    is_in,
    items,
    last_on,
    of,
    of_first,
    whether_any,
)
from disposition.facts.happened import SPOKEN, WRITTEN
from disposition.facts.kinds import FactType, Kind

_TALKS = FactType(Kind.INTEGER, "contacts")
_PEOPLE = FactType(Kind.INTEGER, "people")
_DATE = FactType(Kind.DATE)
_NOBODY = "the supplier was not contacted"

_is_spoken, _is_written = is_in("channel", *SPOKEN), is_in("channel", *WRITTEN)
_ON = ("case.contacts[].on", "case.replies[].on")


def _waiting(view: View) -> list[date] | None:
    """Return the days on which we spoke or wrote since the last reply; None if not known."""
    contacts, replies = items(view, "contacts"), items(view, "replies")
    if contacts is None or replies is None:
        return None
    days = [each.on for each in contacts]
    heard = [each.on for each in replies]
    if None in days or None in heard:
        return None
    return [day for day in days if not heard or day > max(heard)]


def _unanswered(view: View) -> int | None:
    days = _waiting(view)
    return None if days is None else len(days)


def _days_unanswered(view: View) -> int | None:
    days, today = _waiting(view), view.lot.as_of
    if days is None or today is None:
        return None
    return (today - min(days)).days if days else 0


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
        is_in("purpose", "reminder"),
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
        "talks.days_unanswered",
        DAYS,
        "Days since the first contact that no reply has followed; 0 if a reply followed them all",
        (*_ON, "as_of"),
        _days_unanswered,
    ),
)
