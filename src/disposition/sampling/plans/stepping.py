"""A plan followed sample by sample: accept, reject, or draw the next sample."""

from __future__ import annotations

from collections.abc import Sequence

from disposition.frozen import frozen
from disposition.sampling.errors import SamplingError
from disposition.sampling.plan_numbers import Stage
from disposition.sampling.plans.judgement import (
    Judgement,
    check_count,
    check_countable,
    judge_stage,
)
from disposition.sampling.plans.plan import Plan


@frozen
class Progress:
    """How far the samples of a plan have come.

    `drawn` samples of together `inspected` units had `found` nonconforming (as the plan counts).
    `judgement.accepted` is None until they decide, and `next_sample` is then how many units to draw
    next; it is None once they have, and after the last sample of the plan.
    """

    drawn: int
    inspected: int
    found: int
    judgement: Judgement
    next_sample: int | None

    @property
    def accepted(self) -> bool | None:
        """Whether the lot is accepted; None: not decided, mostly since a sample is to be drawn."""
        return self.judgement.accepted


def judge_stages(plan: Plan, *, found: Sequence[int]) -> Progress:
    """Follow a single, double or multiple plan through its samples.

    `found` has what was found in each sample of the plan's size, one number per sample drawn and
    not added up; without any it says how many to draw first. Raises `SamplingError` for a negative
    count and for a sample after the one that decided. Source: ISO 2859-1 clause 11.1; ANSI/ASQ Z1.4
    clause 10.1.

    >>> from disposition.sampling import sampling_plan
    >>> plan = sampling_plan("double", lot_size=1200, level="II", aql="2.5")
    >>> judge_stages(plan, found=[3]).next_sample
    50
    >>> judge_stages(plan, found=[3, 4]).judgement.note
    'found 7, and 7 or more reject'
    """
    first = plan.stages[0].sample_size
    progress = Progress(0, 0, 0, Judgement(None, f"draw the first sample of {first}"), first)
    for number in found:
        progress = _next(plan, progress, number)
    return progress


def _next(plan: Plan, so_far: Progress, found: int) -> Progress:
    check_count("found", found)
    if so_far.next_sample is None:
        word = {True: "accepted the lot", False: "rejected the lot", None: "is the plan's last"}
        raise SamplingError(
            f"nothing can be found in sample {so_far.drawn + 1}: "
            f"sample {so_far.drawn} {word[so_far.accepted]}",
            about="found",
            hint="give what was found in each sample up to the one that decides",
        )
    stage: Stage = plan.stages[so_far.drawn]
    check_countable(plan, found, stage.sample_size)
    in_all = so_far.found + found
    judgement = judge_stage(stage, plan, found=in_all, inspected=stage.cumulative)
    drawn = so_far.drawn + 1
    further = judgement.accepted is None and drawn < len(plan.stages)
    next_sample = plan.stages[drawn].sample_size if further else None
    return Progress(drawn, stage.cumulative, in_all, judgement, next_sample)
