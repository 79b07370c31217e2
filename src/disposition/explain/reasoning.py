"""The grounds of one decision: what it followed from, told in full when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import field, frozen

from disposition.engines import Engine, make_engine
from disposition.facts.source import Source
from disposition.language.types import FactSpec, Value
from disposition.policy.model import CheckedPolicy
from disposition.semantics import Combination, Conclusion, Status, Truths

if TYPE_CHECKING:
    # Loaded when a decision is told: hot loops that only want outcomes do not pay for it.
    from disposition.explain.accounts import Accounts
    from disposition.explain.limits import Limits
    from disposition.explain.obstacles import Obstacle
    from disposition.explain.rationale import Obligation, Rationale
    from disposition.explain.telling import Telling


@frozen(eq=False)
class Prepared:
    """What all decisions of one policy by one engine share."""

    policy: CheckedPolicy
    combination: Combination
    engine: Engine
    catalogue: Mapping[str, FactSpec]

    @cached_property
    def trial(self) -> Engine:
        """The engine that tries answers: dozens of times for one undecided lot."""
        return (
            self.engine if self.engine.name == "compiled" else make_engine("compiled", self.policy)
        )

    @cached_property
    def accounts(self) -> Accounts:
        """What can be said of the rules before any lot is known."""
        from disposition.explain.accounts import Accounts

        return Accounts.of(self.policy)

    @cached_property
    def limits(self) -> Mapping[str, Limits]:
        """The values that conditions compare each fact with."""
        from disposition.explain.limits import limits_of

        return limits_of(self.policy)


@frozen(eq=False)
class Reasoning:
    """The grounds of one decision; texts are made when they are asked for."""

    prepared: Prepared = field(repr=False)
    source: Source
    facts: Mapping[str, Value | None]
    truths: Truths
    conclusion: Conclusion

    def rule_ids(self) -> tuple[str, ...]:
        """Return the ids of the rules that permit the outcome; none unless it was decided."""
        if self.conclusion.status is not Status.DECIDED:
            return ()
        permits = self.prepared.accounts.permits[self.conclusion.outcome]
        true = self.truths.true
        return tuple([each.name for each in permits if true & each.bit])

    def rationale(self) -> Rationale:
        """Return everything that the decision says beyond its outcome."""
        return self._telling.rationale()

    def obligations(self) -> tuple[Obligation, ...]:
        """Return what has to happen, without telling the rest."""
        return self._telling.obligations()

    def waits_for(self) -> tuple[str, ...]:
        """Return the unknown facts that keep the lot undecided, without telling the rest."""
        return self._telling.waits_for()

    def obstacles(self, outcome: str) -> tuple[Obstacle, ...]:
        """Return every rule that stands between the lot and an outcome."""
        return self._telling.obstacles(outcome)

    @cached_property
    def _telling(self) -> Telling:
        from disposition.explain.telling import Telling

        return Telling(self)
