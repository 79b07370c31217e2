"""What cases see of a decision: its outcome, and the ids of what it tells, without any text."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Protocol

from disposition.decision import Decision
from disposition.frozen import frozen
from disposition.testing.values import Carried, carried_by

Ids = Collection[str]

Days = Mapping[str, Collection[date | None]]
"""The last days of obligations by codes; None where there is none, or it is unknown."""


class Said(Protocol):
    """A decision in the words that a case has for it."""

    @property
    def outcome(self) -> str:
        """The outcome decided on, or the fallback."""

    @property
    def status(self) -> str:
        """How the decision came about."""

    @property
    def ships(self) -> str:
        """How much of the lot ships."""

    @property
    def reasons(self) -> Ids:
        """The rules that permit the outcome."""

    @property
    def ruled_out(self) -> Mapping[str, Ids]:
        """The outcomes that come before, each with the rules that forbid it."""

    @property
    def obligations(self) -> Ids:
        """What has to happen."""

    @property
    def may_apply(self) -> Ids:
        """What may have to happen, which depends on unknown facts."""

    @property
    def required_by(self) -> Mapping[str, Ids]:
        """The rules that ask for what has to happen, or may have to, by its code."""

    @property
    def due(self) -> Days:
        """The last days of what has to happen, or may have to, by its code."""

    @property
    def values(self) -> Carried:
        """The values that what has to happen, or may have to, carries."""

    @property
    def missing(self) -> Ids:
        """The unknown facts that stand between."""


@frozen
class SaidOf:
    """What cases see of a decision that was told in full."""

    decision: Decision

    @property
    def outcome(self) -> str:
        """The outcome decided on, or the fallback."""
        return self.decision.outcome

    @property
    def status(self) -> str:
        """How the decision came about."""
        return self.decision.status

    @property
    def ships(self) -> str:
        """How much of the lot ships."""
        return self.decision.ships

    @property
    def reasons(self) -> Ids:
        """The rules that permit the outcome."""
        return [each.rule for each in self.decision.reasons]

    @property
    def ruled_out(self) -> Mapping[str, Ids]:
        """The outcomes that come before, each with the rules that forbid it."""
        return {
            each.outcome: [reason.rule for reason in each.forbidden_by]
            for each in self.decision.ruled_out
        }

    @property
    def obligations(self) -> Ids:
        """What has to happen."""
        return [each.do for each in self.decision.obligations if each.applies == "yes"]

    @property
    def may_apply(self) -> Ids:
        """What may have to happen, which depends on unknown facts."""
        return [each.do for each in self.decision.obligations if each.applies != "yes"]

    @property
    def required_by(self) -> Mapping[str, Ids]:
        """The rules that ask for what has to happen, or may have to, by its code."""
        found: dict[str, list[str]] = {}
        for each in self.decision.obligations:
            found.setdefault(each.do, []).append(each.rule)
        return found

    @property
    def due(self) -> Days:
        """The last days of what has to happen, or may have to, by its code."""
        found: dict[str, list[date | None]] = {}
        for each in self.decision.obligations:
            found.setdefault(each.do, []).append(each.due)
        return found

    @property
    def values(self) -> Carried:
        """The values that what has to happen, or may have to, carries."""
        return carried_by(self.decision.obligations)

    @property
    def missing(self) -> Ids:
        """The unknown facts that stand between."""
        return [each.fact for each in self.decision.missing]
