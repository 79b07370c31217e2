"""What was agreed about sampling: the plan, its limits, and how findings count."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from disposition.documents.declaring import section, value
from disposition.documents.scalars import TEXT, enum
from disposition.facts.document.quantities import AQL, QUANTITY, UNITS
from disposition.frozen import field, frozen
from disposition.sampling import (
    COUNTINGS,
    LEVELS,
    STANDARDS,
    STATES,
    SamplingError,
    check_level,
    check_standard,
)

SEVERITIES = ("critical", "major", "minor")


@frozen
class AgreedLimits:
    """The acceptance quality limit of each severity; `0` accepts on none in the sample."""

    critical: Decimal | None = value(AQL, "AQL of critical defects")
    major: Decimal | None = value(AQL, "AQL of major defects")
    minor: Decimal | None = value(AQL, "AQL of minor defects")


@frozen
class OwnPlan:
    """The contract's own plan for one severity, instead of a table's."""

    sample_size: int | None = value(QUANTITY, "Units to inspect")
    accept: int | None = value(UNITS, "Acceptance number: as many are accepted")
    reject: int | None = value(
        UNITS, "Rejection number; absent means the acceptance number plus one"
    )

    @property
    def is_stated(self) -> bool:
        """Whether anything of the plan is known, so that no table has it."""
        return not (self.sample_size is None and self.accept is None and self.reject is None)

    @property
    def has_gap(self) -> bool:
        """Whether there are counts between the acceptance and the rejection number."""
        return self.accept is not None and self.reject is not None and self.reject > self.accept + 1


@frozen
class OwnPlans:
    """The contract's own plan of each severity that has one."""

    critical: OwnPlan = section(OwnPlan, "Own plan for critical defects")
    major: OwnPlan = section(OwnPlan, "Own plan for major defects")
    minor: OwnPlan = section(OwnPlan, "Own plan for minor defects")


NO_OWN_PLANS = OwnPlans()


def _hint_of(check: Callable[[str], str]) -> Callable[[str], str]:
    """Return what says which word was probably meant, as the error of a check does."""

    def hint_of(word: str) -> str:
        try:
            check(word)
        except SamplingError as error:
            return error.hint if word else ""
        return f"did you mean `{word}`?"

    return hint_of


@frozen
class AgreedPlan:
    """How the lot was to be sampled."""

    standard: str | None = value(
        enum(*STANDARDS, hint_of=_hint_of(check_standard)), "Standard of the sampling plan"
    )
    level: str | None = value(enum(*LEVELS, hint_of=_hint_of(check_level)), "Inspection level")
    state: str | None = value(enum(*STATES), "Severity of inspection, by the switching rules")
    type: str | None = value(
        enum("single", "double", "multiple"), "How many samples the plan may take"
    )
    aql: AgreedLimits = section(AgreedLimits, "Acceptance quality limits")
    custom: OwnPlans = field(
        default=NO_OWN_PLANS,
        metadata={"section": OwnPlans, "about": "The contract's own plans, instead of an AQL"},
    )
    counting: str | None = value(enum(*COUNTINGS), "What the units of a defect count")

    def own(self, severity: str) -> OwnPlan | None:
        """Return the contract's own plan for a severity, if one is stated."""
        if self.custom is NO_OWN_PLANS:
            return None
        plan: OwnPlan = getattr(self.custom, severity)
        return plan if plan.is_stated else None


@frozen
class NamedPlan(AgreedPlan):
    """A plan beside the main one, with a sample of its own: of the packing, of on-site tests."""

    name: str | None = value(TEXT, "What defects and checks call the plan")
    sample_size: int | None = value(UNITS, "Units that were inspected under this plan")


@frozen
class SampleFindings:
    """What one sample of a double or multiple plan showed, by severity."""

    critical: int | None = value(UNITS, "Units found with critical defects")
    major: int | None = value(UNITS, "Units found with major defects")
    minor: int | None = value(UNITS, "Units found with minor defects")


@frozen
class UnitsByWorst:
    """The units of the main sample by their worst defect, each unit once."""

    critical: int | None = value(UNITS, "Units with a critical defect, whatever else they have")
    major: int | None = value(UNITS, "Units with a major defect and no critical one")
    minor: int | None = value(UNITS, "Units with minor defects only")


@frozen
class SampleDrawn:
    """One sample of a double or multiple plan."""

    sample_size: int | None = value(QUANTITY, "Units of this sample")
    found: SampleFindings = section(SampleFindings, "What was found in this sample")
