"""Facts for each severity: what was found, what the plan allows, and what follows."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from disposition.facts.attribution import counts_units
from disposition.facts.document.agreed_plans import SEVERITIES
from disposition.facts.native.bounds import ANY, Bounds, every, exactly, percentage, some, total
from disposition.facts.native.fact import BOOLEAN, PERCENT, UNITS, Derived, View, derived
from disposition.facts.native.samples import judgement as sampled
from disposition.facts.native.samples.plans import (
    FOUND,
    SAMPLE,
    Sample,
    concerns,
    is_staged,
    judged_also,
    judgements,
    named_reads,
    needs,
    needs_beyond,
    plan_also,
    plan_reads,
    samples,
    severity_plans,
    stage_reads,
    steps_of,
)
from disposition.facts.native.samples.rates import NO_SHARE
from disposition.facts.native.samples.undecided import (
    why_any_undecided,
    why_no_plan,
    why_no_plans,
    why_undecided,
)


def excess(view: View, severity: str) -> int | None:
    """Return the units of a severity beyond the acceptance numbers, of all samples together."""
    return exactly(total(_beyond(view, sample) for sample in samples(view, severity)))


def excess_rate(view: View, severity: str) -> Decimal | None:
    """Return them as a percentage of their sample; of several samples the highest.

    Unknown for nonconformities, which are no share of the units. Lines are taken as they stand,
    together no more than the sample.
    """
    lowest: list[Decimal] = []
    highest: list[Decimal] = []
    for sample in samples(view, severity):
        low, high = _beyond(view, sample)
        size = sample.inspected
        if not size or high is None:
            return None
        if high and not counts_units(view.lot.inspection.plan_of(sample.name), severity):
            return None
        lowest.append(percentage(min(low, size), size))
        highest.append(lowest[-1] if low == high else percentage(min(high, size), size))
    least = max(lowest)
    return least if least == max(highest) else None


def _beyond(view: View, sample: Sample) -> Bounds:
    """Return the bounds of the units of one sample beyond the acceptance number."""
    if not sample.plans:
        return ANY
    if is_staged(sample):
        return _beyond_staged(view, sample, sample.plans)
    least, most = sample.found
    accepted = [plan.accept for plan in sample.plans]
    fewest = max(0, least - max(accepted))
    return fewest, None if most is None else max(0, most - min(accepted))


def _beyond_staged(view: View, sample: Sample, plans: sampled.Plans) -> Bounds:
    """Return the same for several samples: none where they accept, else of the one that rejects."""
    if sample.answers == {sampled.ACCEPTED}:
        return 0, 0
    if view.lot.inspection.stages is not None and not sample.steps:
        return ANY  # which of the samples rejects, and by how much, is still to be told
    steps = steps_of(sample)
    if sample.answers != {sampled.REJECTED} or not steps:
        return ANY
    units = [sampled.units_beyond(plan, steps) for plan in plans]
    return min(units), max(units)


# --- how each fact is computed -------------------------------------------------------------------


def _plan_number(view: View, severity: str, number: str) -> int | None:
    return sampled.same_in_all(severity_plans(view, severity), number)


def _judged(view: View, severity: str, answer: str) -> bool | None:
    return sampled.sure(judgements(view, severity), answer)


def _any_rejected(view: View) -> bool | None:
    return some(_judged(view, severity, sampled.REJECTED) for severity in SEVERITIES)


def _all_accepted(view: View) -> bool | None:
    return every(_judged(view, severity, sampled.ACCEPTED) for severity in SEVERITIES)


def _sufficient(view: View) -> bool | None:
    size = view.lot.inspection.sample_size
    return every(_big_enough(size, severity_plans(view, severity)) for severity in SEVERITIES)


def _big_enough(size: int | None, plans: sampled.Plans | None) -> bool | None:
    if size is None or not plans:
        return None
    answers = {size >= plan.stages[0].cumulative for plan in plans}
    return answers.pop() if len(answers) == 1 else None


# --- why one is unknown although nothing is absent -----------------------------------------------


def _why_no_excess_rate(view: View, severity: str) -> str:
    for sample in samples(view, severity):
        if sample.inspected == 0:
            return "no unit was inspected"
    return why_undecided(view, severity) or NO_SHARE


# --- the facts -----------------------------------------------------------------------------------


def _facts_of(severity: str) -> Iterator[Derived]:
    plan, needed, path = plan_reads(severity), needs(severity), f"defects.{severity}"
    for number, about in (
        (
            "plan_sample_size",
            f"Sample size of the plan for {severity} defects, all its samples together",
        ),
        ("accept", f"Acceptance number of the plan: as many {severity} units are accepted"),
        ("reject", f"Rejection number of the plan: as many {severity} units reject the lot"),
    ):
        yield derived(
            f"{path}.{number}",
            UNITS,
            about,
            plan,
            partial(_plan_number, severity=severity, number=number.removeprefix("plan_")),
            also=plan_also(severity),
            why=partial(why_no_plan, severity=severity),
            needs=needed,
        )
    judged = partial(
        derived,
        asks=(*FOUND, SAMPLE, *plan, *named_reads(severity), *stage_reads(severity)),
        also=judged_also(severity),
        concerns=concerns(severity, everywhere=True),
        why=partial(why_undecided, severity=severity),
        needs=needed,
    )
    for answer, about in (
        (sampled.ACCEPTED, f"Whether every sample accepts the lot on {severity} defects"),
        (sampled.REJECTED, f"Whether a sample rejects the lot on {severity} defects"),
    ):
        yield judged(
            f"{path}.{answer}",
            BOOLEAN,
            f"{about}; unknown while the sample does not decide",
            compute=partial(_judged, severity=severity, answer=answer),
        )
    yield judged(
        f"{path}.excess",
        UNITS,
        f"Units with {severity} defects beyond the acceptance number, under all plans",
        compute=partial(excess, severity=severity),
        needs=needs_beyond(severity),
    )
    yield judged(
        f"{path}.excess_rate",
        PERCENT,
        f"Units with {severity} defects beyond the acceptance number, of the sample; of several "
        "samples the highest; unknown where nonconformities are counted",
        compute=partial(excess_rate, severity=severity),
        why=partial(_why_no_excess_rate, severity=severity),
    )


def _facts_of_all() -> Iterator[Derived]:
    plans, needed = plan_reads(*SEVERITIES), needs(*SEVERITIES)
    for name, about, compute in (
        ("any_rejected", "Whether a sample rejects the lot on any severity", _any_rejected),
        ("all_accepted", "Whether every sample accepts the lot on every severity", _all_accepted),
    ):
        yield derived(
            f"defects.{name}",
            BOOLEAN,
            about,
            (*FOUND, SAMPLE, *plans, *named_reads(*SEVERITIES), *stage_reads(*SEVERITIES)),
            compute,
            also=judged_also(*SEVERITIES),
            concerns=concerns(everywhere=True),
            why=why_any_undecided,
            needs=needed,
        )
    yield derived(
        "inspection.sample_sufficient",
        BOOLEAN,
        "Whether the sample is at least the (first) one of the plan for every severity",
        (SAMPLE, *plans),
        _sufficient,
        also=plan_also(*SEVERITIES),
        why=why_no_plans,
        needs=needed,
    )


FACTS = (*(fact for severity in SEVERITIES for fact in _facts_of(severity)), *_facts_of_all())
