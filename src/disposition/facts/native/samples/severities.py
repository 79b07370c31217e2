"""Facts for each severity: what was found, what the plan allows, and what follows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from disposition.facts.document.agreed_plans import SEVERITIES
from disposition.facts.native.bounds import every, some
from disposition.facts.native.fact import BOOLEAN, PERCENT, UNITS, Derived, View, derived
from disposition.facts.native.samples import judgement as sampled
from disposition.facts.native.samples.excess import excess, excess_rate
from disposition.facts.native.samples.plans import (
    FOUND,
    SAMPLE,
    concerns,
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
)
from disposition.facts.native.samples.rates import NO_SHARE
from disposition.facts.native.samples.undecided import (
    why_any_undecided,
    why_no_plan,
    why_no_plans,
    why_undecided,
)

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
