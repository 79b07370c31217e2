"""What a sample says of its lot: by what was found in all of it together, and sample by sample."""

from __future__ import annotations

from collections.abc import Sequence

from disposition.frozen import frozen
from disposition.sampling.errors import SamplingError, quoted
from disposition.sampling.names import UNITS
from disposition.sampling.plan_numbers import Stage
from disposition.sampling.plans.plan import Plan


@frozen
class Judgement:
    """Whether the sample accepts the lot (`accepted` is None: unknown), and a note that says why.

    With `back_to_normal` the lot is accepted and reduced inspection ends with it: the next lot is
    inspected at normal.
    """

    accepted: bool | None
    note: str
    back_to_normal: bool = False

    @property
    def rejected(self) -> bool | None:
        """The opposite of `accepted`; unknown when that is."""
        return None if self.accepted is None else not self.accepted


def judge(plan: Plan, *, found: int, inspected: int) -> Judgement:
    """Judge a lot by what was found in the units inspected.

    `found` counts nonconforming units, or nonconformities, as the plan does; unless the plan states
    that it counts units, it may exceed `inspected` because one unit can have several. As many as
    the rejection number reject the lot however small the sample was; fewer in a sample smaller than
    the plan's leave it unknown; a larger sample is judged by the plan's acceptance number. Between
    the acceptance and rejection numbers (Z1.4, reduced) the lot is accepted and inspection goes
    back to normal; outside reduced inspection such a count decides nothing. Of a double or multiple
    plan the sample that `inspected` reaches is judged, as all units up to it together: that an
    earlier sample alone had rejected is not seen, and only `judge_stages` tells. Raises
    `SamplingError` for a negative count, for more units inspected than the lot has, and for more
    nonconforming units than were inspected.
    Source: ISO 2859-1 clause 11.1; ANSI/ASQ Z1.4 clause 10.1.

    >>> from disposition.sampling import single_plan
    >>> plan = single_plan(lot_size=1200, level="II", aql="2.5")
    >>> judge(plan, found=6, inspected=80).note
    'found 6, and 6 or more reject'
    """
    check_count("found", found)
    check_count("inspected", inspected)
    if plan.lot_size is not None and inspected > plan.lot_size:
        message = f"{quoted(inspected)} units inspected are more than the lot of {plan.lot_size}"
        hint = "count each unit once"
        raise SamplingError(message, about="inspected", hint=hint)
    check_countable(plan, found, inspected)
    reached = (stage for stage in plan.stages if stage.cumulative >= inspected)
    return judge_stage(next(reached, plan.stages[-1]), plan, found=found, inspected=inspected)


def judge_stage(stage: Stage, plan: Plan, *, found: int, inspected: int) -> Judgement:
    """Judge a lot by one stage of its plan; the counts are trusted, and of all samples so far."""
    size = _size_note(stage, inspected)
    if found >= stage.reject:
        return Judgement(False, f"found {found}, and {stage.reject} or more reject{size}")
    if inspected < stage.cumulative:
        return Judgement(
            None,
            f"found {found} in {inspected} units where the plan asks for {stage.cumulative}: "
            "too few units to accept, too few found to reject",
        )
    if stage.accept is not None and found <= stage.accept:
        return Judgement(True, f"found {found}, and {_at_most(stage.accept)} accept{size}")
    if stage != plan.stages[-1]:
        following = plan.stages[plan.stages.index(stage) + 1]
        return Judgement(
            None,
            f"found {found} in {inspected} units: draw the next sample of {following.sample_size}",
        )
    if not plan.accepts_between:
        return Judgement(
            None,
            f"found {found}: {_at_most(plan.accept)} accept and {plan.reject} or more reject; in "
            f"between, only reduced inspection accepts{size}",
        )
    gap = (
        f"found {found}: fewer than {stage.reject} accept the lot, more than {stage.accept} end "
        f"reduced inspection; back to normal with the next lot{size}"
    )
    return Judgement(True, gap, back_to_normal=True)


def check_count(about: str, given: object) -> None:
    """Raise `SamplingError` unless the argument is a whole number, 0 or more."""
    if isinstance(given, int) and not isinstance(given, bool) and given >= 0:
        return
    raise SamplingError(
        f"{quoted(given)} is not a count", about=about, hint="a count is a whole number, 0 or more"
    )


def check_countable(plan: Plan, found: int, inspected: int) -> None:
    """Raise `SamplingError` when the counts cannot be counted as the plan states."""
    if plan.counting == UNITS and found > inspected:
        message = f"{quoted(found)} nonconforming units cannot be found in {inspected} units"
        hint = "the plan counts each unit once, at its worst severity"
        raise SamplingError(message, about="found", hint=hint)


def _at_most(number: int) -> str:
    return f"{number} or fewer" if number else "only 0"


def _size_note(stage: Stage, inspected: int) -> str:
    """Return what to add to a note when the sample is not of the plan's size."""
    if inspected == stage.cumulative:
        return ""
    if inspected < stage.cumulative:
        return f"; {inspected} of the plan's {stage.cumulative} units were enough for that"
    return (
        f"; {inspected} inspected where the plan asks for {stage.cumulative}, "
        "judged by the plan's numbers"
    )


# --- followed sample by sample: accept, reject, or draw the next one ------------------------------


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
