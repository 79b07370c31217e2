"""The samples of an inspection: the plan of each severity, and what each sample says under it.

The main plan comes first, then the named ones. What is absent matters to a severity as far as its
plan is of the tables (level, AQL, …) or the contract's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from disposition.facts.document.agreed_plans import SEVERITIES, AgreedPlan, NamedPlan, SampleDrawn
from disposition.facts.document.lot_document import Defect
from disposition.facts.native import switching
from disposition.facts.native.bounds import Bounds, exactly
from disposition.facts.native.fact import Need, View, shared_each
from disposition.facts.native.samples import judgement as sampled
from disposition.facts.native.samples.tally import found

_OF_TABLES = ("standard", "level", "state", "type")
_PLANS = "inspection.plans"
_STAGES = "inspection.stages"
FOUND = ("inspection.defects[].severity", "inspection.defects[].units")
SAMPLE = "inspection.sample_size"

Concern = Callable[[View, object, str], bool]

# --- what tells a plan ---------------------------------------------------------------------------


def _keys(severities: tuple[str, ...]) -> Iterator[str]:
    """Yield the keys of a plan that some severities need."""
    yield from _OF_TABLES
    for severity in severities:
        yield f"aql.{severity}"
    for severity in severities:
        yield f"custom.{severity}.sample_size"
        yield f"custom.{severity}.accept"


def plan_reads(*severities: str) -> tuple[str, ...]:
    """Return the document values that tell the main plan of some severities."""
    return ("lot.quantity", *(f"inspection.plan.{key}" for key in _keys(severities)))


def named_reads(*severities: str) -> tuple[str, ...]:
    """Return the document values that tell the named plans, and how much was inspected."""
    return tuple(f"{_PLANS}[].{key}" for key in ("sample_size", *_keys(severities)))


_COUNTING = (
    "counting",
    *(f"aql.{severity}" for severity in SEVERITIES),
    *(
        f"custom.{severity}.{key}"
        for severity in SEVERITIES
        for key in ("sample_size", "accept", "reject")
    ),
)
"""What tells whether a plan counts units or nonconformities, of a line of any severity."""

LINES = ("inspection.defects[].plan", SAMPLE, *(f"inspection.plan.{key}" for key in _COUNTING))
"""What tells which lines are the main plan's, and how many units one without units can mean."""

NAMED_LINES = (
    "inspection.defects[].plan",
    *(f"{_PLANS}[].{key}" for key in ("name", "sample_size", *_COUNTING)),
)
"""The same of the lines of named plans."""


def plan_also(*severities: str) -> tuple[str, ...]:
    """Return what tells a main plan also where it is stated; else the history tells its state."""
    rejects = (f"inspection.plan.custom.{severity}.reject" for severity in severities)
    return ("inspection.plan.counting", *rejects, *switching.HISTORY)


def judged_also(*severities: str) -> tuple[str, ...]:
    """Return what tells also what samples say: which lines are theirs, and what these count."""
    return (*plan_also(*severities), *LINES, *NAMED_LINES)


def stage_reads(*severities: str) -> tuple[str, ...]:
    """Return the document values that tell what each sample of the main plan showed."""
    found = (f"{_STAGES}[].found.{severity}" for severity in severities)
    return (f"{_STAGES}[].sample_size", *found)


def plan_matters(plan: AgreedPlan, key: str, severities: tuple[str, ...]) -> bool:
    """Whether an absent value of a plan matters: the tables', or those of an own plan."""
    part, _, rest = key.partition(".")
    if part == "state" and any(own.has_gap for own in map(plan.own, severities) if own):
        return True
    if part in _OF_TABLES:
        return any(plan.own(severity) is None for severity in severities)
    if part in ("aql", "custom"):
        return (plan.own(rest.partition(".")[0]) is None) == (part == "aql")
    return True


def needs(*severities: str) -> Need:
    """Return whether an absent value outside lists matters to the judgement of some severities.

    A list of named plans that is absent does not: then there are none. The samples one by one do
    where all of them together leave open which of them decided.
    """

    def matters(view: View, path: str) -> bool:
        if path.startswith(_PLANS):
            return False
        if path.startswith(_STAGES):
            return any(is_ambiguous(main_sample(view, severity)) for severity in severities)
        key = path.removeprefix("inspection.plan.")
        return key == path or plan_matters(view.lot.inspection.plan, key, severities)

    return matters


def concerns(
    severity: str | None = None,
    category: str | None = None,
    *,
    units: bool = True,
    everywhere: bool = False,
    named_only: bool = False,
) -> Concern:
    """Return whether an absent value of a defect line matters to the facts of one kind of defect.

    With `units` false the facts only ask whether there are any: absent units are at least one. They
    are about the main plan, or `everywhere` about all, or about the named ones only.
    """
    severities = SEVERITIES if severity is None else (severity,)

    def matters(_view: View, item: object, key: str) -> bool:
        if isinstance(item, NamedPlan):
            return plan_matters(item, key, severities)
        if isinstance(item, SampleDrawn):
            return True
        assert isinstance(item, Defect)  # noqa: S101 - these facts read no other list
        return (
            item.units != 0
            and (everywhere or item.plan is None)
            and not (named_only and item.plan is None)
            and severity in (None, item.severity or severity)
            and category in (None, item.category or category)
            and (units or key != "units")
        )

    return matters


# --- what the samples say ------------------------------------------------------------------------


class Sample(NamedTuple):
    """What one plan's sample says of one severity; `name` is None for the main plan's.

    `steps` are empty where only the samples together are known.
    """

    name: str | None
    plans: sampled.Plans | None
    found: Bounds
    inspected: int | None
    steps: sampled.Steps
    answers: frozenset[str]


def needs_beyond(severity: str) -> Need:
    """Return the same for the units beyond the acceptance number: not all ask for the sample."""
    judged = needs(severity)

    def matters(view: View, path: str) -> bool:
        if path == SAMPLE and not _may_be_staged(view, severity):
            return False
        return judged(view, path)

    return matters


@shared_each
def severity_plans(view: View, severity: str) -> sampled.Plans | None:
    """Return the main plans that may have been agreed for one severity of the lot."""
    lot = view.lot
    return sampled.possible_plans(
        lot.inspection.plan, severity, lot.lot.quantity, switching.state(view)
    )


@shared_each
def main_sample(view: View, severity: str) -> Sample:
    """Return what the main sample says about one severity of the lot."""
    inspection = view.lot.inspection
    steps = _steps(inspection.stages, severity) if inspection.stages else ()
    plans, units = severity_plans(view, severity), found(view, severity)
    return _sample(None, plans, units, inspection.sample_size, steps)


@shared_each
def _named_samples(view: View, severity: str) -> tuple[Sample, ...]:
    return tuple(_named(view, severity))


def named_samples(view: View, severity: str) -> tuple[Sample, ...]:
    """Return what each sample of a named plan says about one severity of the lot."""
    return _named_samples(view, severity) if view.lot.inspection.plans else ()


def samples(view: View, severity: str) -> tuple[Sample, ...]:
    """Return what each sample says about one severity of the lot, the main one first."""
    return main_sample(view, severity), *named_samples(view, severity)


def _steps(stages: Iterable[SampleDrawn], severity: str) -> sampled.Steps:
    """Return what was found and inspected after each sample; nothing while one is not known."""
    found = inspected = 0
    steps = []
    for stage in stages:
        units: int | None = getattr(stage.found, severity)
        if units is None or stage.sample_size is None:
            return ()
        found, inspected = found + units, inspected + stage.sample_size
        steps.append((found, inspected))
    return tuple(steps)


def _named(view: View, severity: str) -> Iterator[Sample]:
    quantity = view.lot.lot.quantity
    for plan in view.lot.inspection.plans or ():
        units = found(view, severity, plan=plan.name)
        may_be = sampled.possible_plans(plan, severity, quantity, plan.state)
        yield _sample(plan.name, may_be, units, plan.sample_size, ())


def _sample(
    name: str | None,
    plans: sampled.Plans | None,
    units: Bounds,
    inspected: int | None,
    steps: sampled.Steps,
) -> Sample:
    answers = sampled.possible_judgements(plans, units, inspected, steps)
    return Sample(name, plans, units, inspected, steps, answers)


def steps_of(sample: Sample) -> sampled.Steps:
    """Return what each sample showed, or else all of them together if that is known exactly."""
    units = exactly(sample.found)
    if sample.steps or units is None or sample.inspected is None:
        return sample.steps
    return ((units, sample.inspected),)


def is_staged(sample: Sample) -> bool:
    """Whether a plan that may have been agreed takes several samples."""
    return any(len(plan.stages) > 1 for plan in sample.plans or ())


def _may_be_staged(view: View, severity: str) -> bool:
    """Whether the main plan may take several samples, also where it may be any of its type."""
    main = main_sample(view, severity)
    if main.plans is not None:
        return is_staged(main)
    agreed = view.lot.inspection.plan
    return agreed.own(severity) is None and agreed.type != "single"


def is_ambiguous(sample: Sample) -> bool:
    """Whether all units together are known, and an earlier sample may have decided.

    Of several plans that may have been agreed, one under which it may have is enough.
    """
    if sample.steps or not sample.plans or sample.inspected is None:
        return False
    if exactly(sample.found) is None:
        return False
    if len(sample.plans) == 1:
        return len(sample.answers) > 1
    each = (
        sampled.possible_judgements((plan,), sample.found, sample.inspected)
        for plan in sample.plans
    )
    return any(len(answers) > 1 for answers in each)


def judgements(view: View, severity: str) -> frozenset[str]:
    """Return what the samples may say together: all have to accept, and one is enough to reject."""
    main = main_sample(view, severity)
    return _together(view, severity) if view.lot.inspection.plans else main.answers


@shared_each
def _together(view: View, severity: str) -> frozenset[str]:
    return sampled.together([each.answers for each in samples(view, severity)])
