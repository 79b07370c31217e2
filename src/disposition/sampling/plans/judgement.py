"""What a sample says of its lot, by what was found in all of it together."""

from __future__ import annotations

from disposition.frozen import frozen
from disposition.sampling.counting import UNITS
from disposition.sampling.errors import SamplingError, quoted
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
        raise SamplingError(
            f"{quoted(inspected)} units inspected are more than the lot of {plan.lot_size}",
            about="inspected",
            hint="count each unit once",
        )
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
        raise SamplingError(
            f"{quoted(found)} nonconforming units cannot be found in {inspected} units",
            about="found",
            hint="the plan counts each unit once, at its worst severity",
        )


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
