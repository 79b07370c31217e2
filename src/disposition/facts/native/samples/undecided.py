"""Why a sample does not decide, and how many units are to be inspected next."""

from __future__ import annotations

from disposition.facts.document.agreed_plans import SEVERITIES
from disposition.facts.native.fact import UNITS, View, derived
from disposition.facts.native.samples import judgement as sampled
from disposition.facts.native.samples.plans import (
    FOUND,
    LINES,
    SAMPLE,
    Sample,
    concerns,
    is_ambiguous,
    main_sample,
    needs,
    plan_also,
    plan_reads,
    samples,
    stage_reads,
    steps_of,
)

# --- in words ------------------------------------------------------------------------------------


def why_open(view: View, sample: Sample) -> str:
    """Return what is missing for a sample to say more, other than values that are absent."""
    under = "" if sample.name is None else f"plan `{sample.name}`: "
    if sample.plans == ():
        plan = view.lot.inspection.plan_of(sample.name)
        return f"{under}there is no {plan.type} plan of {plan.standard or 'every standard'} here"
    steps = sample.steps or _least_steps(sample)
    if not sample.plans or not steps:
        return ""
    judgement = sampled.judge_steps(sample.plans[0], steps)
    if judgement.accepted is None:
        return f"{under}{judgement.note}"
    if is_ambiguous(sample):
        return f"{under}an earlier sample may have rejected: tell what each one showed"
    return ""


def _least_steps(sample: Sample) -> sampled.Steps:
    return () if sample.inspected is None else ((sample.found[0], sample.inspected),)


def why_undecided(view: View, severity: str) -> str:
    """Return why the samples do not decide on a severity."""
    for sample in samples(view, severity):
        if (sampled.OPEN in sample.answers or is_ambiguous(sample)) and (
            reason := why_open(view, sample)
        ):
            return reason
    return ""


def why_any_undecided(view: View) -> str:
    """Return why the samples do not decide on the first severity of which that is so."""
    for severity in SEVERITIES:
        if reason := why_undecided(view, severity):
            return f"{severity}: {reason}"
    return ""


def why_no_plan(view: View, severity: str) -> str:
    """Return that there is no plan for a severity; nothing when there is one."""
    for sample in samples(view, severity):
        if sample.plans == ():
            return why_open(view, sample)
    return ""


def why_no_plans(view: View) -> str:
    """Return that there is no plan for some severity."""
    return next(filter(None, (why_no_plan(view, severity) for severity in SEVERITIES)), "")


# --- what to inspect next ------------------------------------------------------------------------


def _next_sample(view: View) -> int | None:
    of_each = [main_sample(view, severity) for severity in SEVERITIES]
    if any(sampled.sure(each.answers, sampled.REJECTED) for each in of_each):
        return 0
    needed = list(map(_to_draw, of_each))
    known = [units for units in needed if units is not None]
    return max(known) if len(known) == len(needed) else None


def _to_draw(sample: Sample) -> int | None:
    """Return the units that a sample lacks; None where that is open, or it may have rejected."""
    steps = steps_of(sample)
    if not sample.plans or not steps or is_ambiguous(sample):
        return None
    if sampled.sure(sample.answers, sampled.ACCEPTED):
        return 0
    units = {sampled.to_draw(plan, steps) for plan in sample.plans}
    return units.pop() if len(units) == 1 else None


FACTS = (
    derived(
        "inspection.next_sample",
        UNITS,
        "Units that the main plan still asks for: of its next sample, or lacking of this one; 0 "
        "when every severity is decided, or one rejects the lot",
        (*FOUND, SAMPLE, *plan_reads(*SEVERITIES), *stage_reads(*SEVERITIES)),
        _next_sample,
        also=(*plan_also(*SEVERITIES), *LINES),
        concerns=concerns(),
        why=lambda view: why_no_plans(view) or why_any_undecided(view),
        needs=needs(*SEVERITIES),
    ),
)
