"""What a sample says under the agreed plan, when the plan or the counts may be partly unknown."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import product

from disposition.facts.document.agreed_plans import AgreedPlan, OwnPlan
from disposition.facts.native.bounds import Bounds
from disposition.sampling import (
    STANDARDS,
    STATES,
    Judgement,
    Plan,
    SamplingError,
    Stage,
    judge,
    single_plan,
)

Plans = tuple[Plan, ...]

ACCEPTED, REJECTED, OPEN = "accepted", "rejected", "open"
EVERYTHING = frozenset({ACCEPTED, REJECTED, OPEN})
"""What a sample may say; it is open when too few units were inspected to say more."""

_SURE = {answer: frozenset({answer}) for answer in EVERYTHING}


def possible_plans(
    agreed: AgreedPlan, severity: str, lot_size: int | None, state: str | None
) -> Plans | None:
    """Return every plan that may have been agreed for a lot of this size; None: it may be any.

    A contract's own plan takes the place of the tables. An absent standard or state stands for each
    that there is: often the plan is the same. There is no plan (an empty tuple) for multiple plans
    of ISO 2859-1, whose tables are not in the package.
    """
    own = agreed.own(severity)
    if own is not None:
        return _own_plans(own, lot_size, state, agreed.counting)
    aql = getattr(agreed.aql, severity)
    if agreed.type is None or agreed.level is None or aql is None or lot_size is None:
        return None
    standards = tuple(STANDARDS) if agreed.standard is None else (agreed.standard,)
    states = STATES if state is None else (state,)
    try:
        return _of_tables(agreed.type, lot_size, agreed.level, aql, states, standards)
    except SamplingError:  # the standard has no such plan, or one of those that it may be
        return None if agreed.standard is None else ()


@lru_cache(16_384)
def _of_tables(  # noqa: PLR0917 - in the order of the question
    plan_type: str,
    lot_size: int,
    level: str,
    aql: Decimal,
    states: tuple[str, ...],
    standards: tuple[str, ...],
) -> Plans:
    return tuple(
        [
            _plan(plan_type, lot_size, level, aql, state, standard)
            for standard, state in product(standards, states)
        ]
    )


def _plan(  # noqa: PLR0917 - in the order of the question
    plan_type: str, lot_size: int, level: str, aql: Decimal, state: str, standard: str
) -> Plan:
    if plan_type == "single":
        return single_plan(lot_size=lot_size, level=level, aql=aql, state=state, standard=standard)
    from disposition.sampling import sampling_plan

    return sampling_plan(
        plan_type, lot_size=lot_size, level=level, aql=aql, state=state, standard=standard
    )


def _own_plans(
    own: OwnPlan, lot_size: int | None, state: str | None, counting: str | None
) -> Plans | None:
    """Return a contract's own plan; of one with a gap, in each state that it may be in."""
    if own.sample_size is None or own.accept is None or lot_size is None:
        return None
    states = [state or "normal"]
    if state is None and own.has_gap:
        states.append("reduced")
    return tuple(
        _own_plan(
            own.sample_size,
            own.accept,
            own.reject,
            lot_size,
            # What counts units is compared with the sample when the document is read.
            counting if counting == "nonconformities" else None,
            each,
        )
        for each in states
    )


@lru_cache(1024)
def _own_plan(  # noqa: PLR0917 - in the order of the plan
    sample_size: int,
    accept: int,
    reject: int | None,
    lot_size: int,
    counting: str | None,
    state: str,
) -> Plan:
    from disposition.sampling import custom_plan

    return custom_plan(
        sample_size=sample_size,
        accept=accept,
        reject=reject,
        lot_size=lot_size,
        counting=counting,
        state=state,
    )


def same_in_all(plans: Plans | None, number: str) -> int | None:
    """Return a number of the plan (`sample_size`, `accept`, …) when every possible one has it."""
    if not plans:
        return None
    values = {getattr(plan, number) for plan in plans}
    return values.pop() if len(values) == 1 else None


Steps = tuple[tuple[int, int], ...]
"""What was found and how many units were inspected, after each sample that was drawn."""


def possible_judgements(
    plans: Plans | None, found: Bounds, inspected: int | None, steps: Steps = ()
) -> frozenset[str]:
    """Return what the sample may say, over all possible plans and counts.

    With `steps` it is known what was found sample by sample, and they alone are judged.
    """
    if plans is None:
        return EVERYTHING
    if not plans:
        return frozenset({OPEN})
    if steps:
        return frozenset([after_steps(plan, steps) for plan in plans])
    if inspected is not None and found[0] == found[1] and len(plans) == 1:
        plan = plans[0]
        answer = in_a_word(plan, found[0], inspected)
        is_final = answer == REJECTED or len(plan.stages) == 1
        if is_final or not _may_have_rejected(plan, found[0], inspected):
            return _SURE[answer]
    answers: set[str] = set()
    for plan in plans:
        sizes = (0, plan.sample_size) if inspected is None else (inspected,)
        for size, count in product(sizes, _ends(found, plan)):
            answers.add(in_a_word(plan, count, size))
            if _may_have_rejected(plan, count, size):
                answers.add(REJECTED)
    return frozenset(answers)


def in_a_word(plan: Plan, found: int, inspected: int) -> str:
    """Return what `judge` says, without its note: this is asked for in every decision."""
    stage = _reached(plan, inspected)
    if found >= stage.reject:
        return REJECTED
    if inspected < stage.cumulative:
        return OPEN
    if stage.accept is not None and found <= stage.accept:
        return ACCEPTED
    return ACCEPTED if stage is plan.stages[-1] and plan.accepts_between else OPEN


def after_steps(plan: Plan, steps: Steps) -> str:
    """Return what `judge_steps` says, without its note."""
    for found, inspected in steps:
        answer = in_a_word(plan, found, inspected)
        if answer == REJECTED:
            return answer
    return answer


def judge_steps(plan: Plan, steps: Steps) -> Judgement:
    """Judge samples as they were drawn: one that rejects is final, otherwise the last one speaks.

    A sample that was drawn for another severity counts as well: what it shows is not looked past.
    """
    for found, inspected in steps:
        judgement = judge(plan, found=found, inspected=inspected)
        if judgement.rejected:
            return judgement
    return judgement


def units_beyond(plan: Plan, steps: Steps) -> int:
    """Return the units beyond the acceptance number of the sample that rejects; 0 if none does."""
    for found, inspected in steps:
        stage = _reached(plan, inspected)
        if found >= stage.reject:
            return found - (stage.accept or 0)
    return 0


def to_draw(plan: Plan, steps: Steps) -> int | None:
    """Return how many units to inspect next: 0 after acceptance, None when no sample is left."""
    answer = after_steps(plan, steps)
    if answer != OPEN:
        return 0 if answer == ACCEPTED else None
    _, inspected = steps[-1]
    stage = _reached(plan, inspected)
    if inspected < stage.cumulative:
        return stage.cumulative - inspected
    following = plan.stages[plan.stages.index(stage) + 1 :]
    return following[0].sample_size if following else None


def _reached(plan: Plan, inspected: int) -> Stage:
    """Return the sample of a plan that so many units are judged by."""
    for stage in plan.stages:
        if stage.cumulative >= inspected:
            return stage
    return plan.stages[-1]


def _may_have_rejected(plan: Plan, found: int, inspected: int) -> bool:
    """Whether an earlier sample may have rejected, if all that was found was found in it."""
    earlier = plan.stages[:-1]
    return bool(earlier) and any(
        stage.cumulative < inspected and found >= stage.reject for stage in earlier
    )


def _ends(found: Bounds, plan: Plan) -> tuple[int, ...]:
    """Return the least and the most found: a judgement only turns worse from one to the other."""
    least, most = found
    if most is None:
        return least, max(least, plan.reject)
    return (least,) if least == most else (least, most)


def together(samples: Sequence[frozenset[str]]) -> frozenset[str]:
    """Return what samples may say together: rejected by any, accepted by all, otherwise open."""
    answers = set()
    if any(REJECTED in may_be for may_be in samples):
        answers.add(REJECTED)
    if all(ACCEPTED in may_be for may_be in samples):
        answers.add(ACCEPTED)
    not_rejected = all(may_be != {REJECTED} for may_be in samples)
    if not_rejected and any(OPEN in may_be for may_be in samples):
        answers.add(OPEN)
    return frozenset(answers)


def says(answers: frozenset[str], answer: str) -> bool | None:
    """Whether the sample says this: surely, surely not (an open sample does not), or perhaps."""
    if answer not in answers:
        return False
    return True if len(answers) == 1 else None


def sure(answers: frozenset[str], answer: str) -> bool | None:
    """Whether the sample says this, when that is sure; unknown also while the sample is open."""
    if answers == {answer}:
        return True
    return False if answer not in answers and OPEN not in answers else None
