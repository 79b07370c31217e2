"""Why a decision came out as it did, as data: reasons, what was ruled out, duties, what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from attrs import field, frozen

from disposition.facts.kinds import Value

Plain = bool | int | str | None
"""A fact's value as it stands in a document: decimals and dates as text, unknown as nothing."""


def plain(value: Value | None) -> Plain:
    """Return a value as it stands in a document.

    >>> plain(Decimal("7.20")), plain(date(2026, 12, 1)), plain(None)
    ('7.2', '2026-12-01', None)
    """
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return value.isoformat() if isinstance(value, date) else value


@frozen
class Reason:
    """A rule that holds: its effect, its reason in words, and the facts that it rests on."""

    rule: str
    effect: str
    because: str
    facts: Mapping[str, Plain]
    source: str
    clause: str | None


@frozen
class Unmet:
    """A rule that would have permitted an outcome and does not hold: its condition and the facts."""

    rule: str
    when: str
    facts: Mapping[str, Plain]


@frozen
class RuledOut:
    """An outcome that comes before the one decided on, and why it is not that one.

    Either rules forbid it, or no rule permits it; then `unmet` holds those that might have.
    """

    outcome: str
    title: str
    forbidden_by: tuple[Reason, ...]
    unmet: tuple[Unmet, ...]


@frozen
class Obligation:
    """Something the decision requires; `applies` is `maybe` while its condition is unknown."""

    do: str
    what: str
    by: str
    due: date | None
    applies: str
    rule: str
    because: str
    source: str
    clause: str | None


@frozen
class Prospect:
    """What would be decided if a missing fact had some value; `value` reads like `8 or more`."""

    value: str
    outcome: str
    status: str


@frozen
class Missing:
    """An unknown fact that stands between, the rules that wait for it, and what it would decide.

    `absent` are the places of the lot document that would tell it; `why` is said where something
    other than an absent value keeps it unknown (a sample too small).
    """

    fact: str
    about: str
    rules: tuple[str, ...]
    absent: tuple[str, ...]
    why: str
    would_decide: tuple[Prospect, ...]


@frozen
class Withheld:
    """An outcome that was not decided because an invariant would have been broken."""

    outcome: str
    invariant: str
    always: str
    facts: Mapping[str, Plain]


@frozen
class Rationale:
    """Everything that a decision says beyond its outcome."""

    reasons: tuple[Reason, ...] = ()
    ruled_out: tuple[RuledOut, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    missing: tuple[Missing, ...] = ()
    withheld: tuple[Withheld, ...] = field(default=())
