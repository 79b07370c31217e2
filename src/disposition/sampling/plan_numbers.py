"""The numbers of a sampling plan: what to inspect in one or more samples, and what decides."""

from __future__ import annotations

from decimal import Decimal

from disposition.frozen import frozen
from disposition.sampling.names import HIGHEST_PERCENT_AQL

CUSTOM = "custom"
"""The standard of a plan that is from no standard's table."""


@frozen
class Stage:
    """One sample of a plan, judged by all that was found in it and in the samples before.

    `sample_size` is this sample's own, `cumulative` that of all samples so far (units). `accept` is
    None where the tables print `#`: this sample cannot accept, only reject or lead to the next.
    """

    sample_size: int
    cumulative: int
    accept: int | None
    reject: int


@frozen
class PlanNumbers:
    """The numbers of a plan; `Plan` says what each means."""

    standard: str
    level: str
    state: str
    aql: Decimal | None
    lot_size: int | None
    code_letter: str
    plan_letter: str
    stages: tuple[Stage, ...]
    full_inspection: bool
    type: str
    counting: str | None = None
    note: str = ""

    @property
    def sample_size(self) -> int:
        """The most units the plan can ask for: all its samples together."""
        return self.stages[-1].cumulative

    @property
    def accept(self) -> int:
        """The acceptance number of the last sample."""
        accept = self.stages[-1].accept
        assert accept is not None  # noqa: S101 - the last sample always decides; tables are tested
        return accept

    @property
    def reject(self) -> int:
        """The rejection number of the last sample."""
        return self.stages[-1].reject

    @property
    def has_gap(self) -> bool:
        """Whether there are counts between the acceptance and the rejection number."""
        return self.reject > self.accept + 1

    @property
    def accepts_between(self) -> bool:
        """Whether a count between the two accepts the lot: only reduced inspection knows that."""
        return self.state == "reduced"

    @property
    def arrow(self) -> bool:
        """Whether an arrow of the plan table leads away from the lot's own code letter."""
        return self.plan_letter != self.code_letter

    @property
    def per_hundred_units(self) -> bool:
        """Whether the AQL can only mean nonconformities per 100 units (it is above 10)."""
        return self.aql is not None and self.aql > HIGHEST_PERCENT_AQL


def one_stage(sample_size: int, accept: int, reject: int) -> tuple[Stage, ...]:
    """Return the stages of a single plan."""
    return (Stage(sample_size, sample_size, accept, reject),)
