"""What a sample says under the agreed plan, when the plan or the counts may be partly unknown."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from disposition.facts.derived.bounds import Bounds
from disposition.facts.lot import AgreedPlan
from disposition.sampling import (
    STANDARDS,
    STATES,
    Judgement,
    Plan,
    SamplingError,
    judge,
    single_plan,
)

Plans = tuple[Plan, ...]

ACCEPTED, REJECTED, OPEN = "accepted", "rejected", "open"
EVERYTHING = frozenset({ACCEPTED, REJECTED, OPEN})
"""What a sample may say; it is open when too few units were inspected to say more."""


def possible_plans(agreed: AgreedPlan, severity: str, lot_size: int | None) -> Plans | None:
    """Return every plan that may have been agreed for a lot of this size; None: it may be any.

    An absent standard or state stands for each that there is: often the plan is the same. There is
    no plan (an empty tuple) for double and multiple sampling, which are not judged here.
    """
    aql = getattr(agreed.aql, severity)
    if agreed.type not in (None, "single"):
        return ()
    if agreed.type is None or agreed.level is None or aql is None or lot_size is None:
        return None
    if agreed.state is not None and agreed.standard is not None:
        choices: Iterable[tuple[str, str]] = ((agreed.standard, agreed.state),)
    else:
        choices = product(
            STANDARDS if agreed.standard is None else (agreed.standard,),
            STATES if agreed.state is None else (agreed.state,),
        )
    try:
        return tuple(
            [
                single_plan(
                    lot_size=lot_size,
                    level=agreed.level,
                    aql=aql,
                    state=state,
                    standard=standard,
                )
                for standard, state in choices
            ]
        )
    except SamplingError:  # the standard has no such plan
        return ()


def same_in_all(plans: Plans | None, number: str) -> int | None:
    """Return a number of the plan (`sample_size`, `accept`, …) when every possible one has it."""
    if not plans:
        return None
    values = {getattr(plan, number) for plan in plans}
    return values.pop() if len(values) == 1 else None


def possible_judgements(
    plans: Plans | None, found: Bounds, inspected: int | None
) -> frozenset[str]:
    """Return what the sample may say, over all possible plans and counts."""
    if plans is None:
        return EVERYTHING
    if not plans:
        return frozenset({OPEN})
    answers: set[str] = set()
    for plan in plans:
        sizes = (0, plan.sample_size) if inspected is None else (inspected,)
        for size, count in product(sizes, _ends(found, plan)):
            answers.add(word(judge(plan, found=count, inspected=size)))
    return frozenset(answers)


def _ends(found: Bounds, plan: Plan) -> tuple[int, ...]:
    """Return the least and the most found: a judgement only turns worse from one to the other."""
    least, most = found
    if most is None:
        return least, max(least, plan.reject)
    return (least,) if least == most else (least, most)


def word(judgement: Judgement) -> str:
    """Return what a judgement says in one word."""
    if judgement.accepted is None:
        return OPEN
    return ACCEPTED if judgement.accepted else REJECTED


def sure(answers: frozenset[str], answer: str) -> bool | None:
    """Whether the sample says this, when that is sure; unknown also while the sample is open."""
    if answers == {answer}:
        return True
    return False if answer not in answers and OPEN not in answers else None
