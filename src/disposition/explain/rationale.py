"""Why a decision came out as it did, as data: reasons, what was ruled out, duties, what is missing."""

# ruff: noqa: RUF009 - the calls declare fields, as attrs' own `field` does

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

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


def told(about: str, *words: str) -> Any:
    """Declare a value of the decision document: what it means, and the words it is one of."""
    return field(metadata={"about": about, "words": words})


@frozen
class Reason:
    """A rule that holds: its effect, its reason in words, and the facts that it rests on."""

    rule: str = told("Id of the rule")
    effect: str = told("What the rule does", "permit", "forbid")
    because: str = told("The rule's reason, with the lot's values in it; may be empty")
    facts: Mapping[str, Plain] = told("The facts that made the rule hold, by their paths")
    source: str = told("Where the rule comes from: a standard, a contract; may be empty")
    clause: str | None = told("Number of the contract's clause; null if none is known")


@frozen
class Unmet:
    """A rule that would have permitted an outcome and does not hold: its condition and the facts."""

    rule: str = told("Id of the rule")
    when: str = told("The rule's condition, as the policy language writes it")
    facts: Mapping[str, Plain] = told("The facts that kept the rule from holding, by their paths")


@frozen
class RuledOut:
    """An outcome that comes before the one decided on, and why it is not that one.

    Rules forbid it, or no rule permits it; then `unmet` holds those that might have. Both can be.
    """

    outcome: str = told("Id of the outcome")
    title: str = told("Title of the outcome")
    forbidden_by: tuple[Reason, ...] = told("The rules that forbid it")
    unmet: tuple[Unmet, ...] = told("If no rule permits it: the rules that might have")


@frozen
class Obligation:
    """Something the decision requires; `applies` is `maybe` while its condition is unknown."""

    do: str = told("Code of what is to be done")
    what: str = told("What is to be done, in words; may be empty")
    by: str = told("Who is to do it; may be empty")
    due: date | None = told("Last day; null if there is none, or it is unknown")
    applies: str = told("Whether it applies; `maybe` while a fact is unknown", "yes", "maybe")
    waits_for: tuple[str, ...] = told("Unknown facts that keep it, or its last day, unknown")
    rule: str = told("Id of the rule that requires it")
    because: str = told("The rule's reason; may be empty")
    source: str = told("Where the rule comes from; may be empty")
    clause: str | None = told("Number of the contract's clause; null if none is known")


@frozen
class Prospect:
    """What would be decided if a missing fact had some value; `value` reads like `8 or more`."""

    value: str = told("A value, or a range of values")
    outcome: str = told("The outcome that would follow, everything else as it is")
    status: str = told("The status that would follow")


@frozen
class Missing:
    """An unknown fact that stands between, the rules that wait for it, and what it would decide.

    `absent` are the places of the lot document that would tell it; `why` is said where something
    other than an absent value keeps it unknown (a sample too small).
    """

    fact: str = told("Path of the fact")
    about: str = told("What the fact means")
    rules: tuple[str, ...] = told("Ids of the rules and invariants that wait for it")
    absent: tuple[str, ...] = told("Places of the lot document that would tell it")
    why: str = told("Why it is unknown, in words")
    would_decide: tuple[Prospect, ...] = told("What its values would decide; may be empty")


@frozen
class Withheld:
    """An outcome that was not decided because an invariant would have been broken."""

    outcome: str = told("Id of the outcome")
    invariant: str = told("Id of the invariant")
    always: str = told("The invariant, as the policy language writes it")
    facts: Mapping[str, Plain] = told("The facts with which it would be broken, by their paths")


@frozen
class Rationale:
    """Everything that a decision says beyond its outcome."""

    reasons: tuple[Reason, ...] = told("The rules that permit the outcome")
    ruled_out: tuple[RuledOut, ...] = told("The outcomes that come before, each with why not")
    obligations: tuple[Obligation, ...] = told("What has to happen, or may have to")
    missing: tuple[Missing, ...] = told("The unknown facts that stand between")
    withheld: tuple[Withheld, ...] = told("The invariants that kept an outcome back")
