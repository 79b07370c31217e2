"""Facts for each severity: what was found, what the plan allows, and what follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial

from disposition.facts.derived import sampled
from disposition.facts.derived.bounds import (
    every,
    exactly,
    more_than_none,
    percentage,
    some,
)
from disposition.facts.derived.fact import (
    BOOLEAN,
    PERCENT,
    UNITS,
    Derived,
    View,
    derived,
)
from disposition.facts.derived.tally import found
from disposition.facts.lot import SEVERITIES, Defect
from disposition.sampling import judge

FOUND = ("inspection.defects[].severity", "inspection.defects[].units")
SAMPLE = "inspection.sample_size"
AGREED = (
    "lot.quantity",
    *(f"inspection.plan.{name}" for name in ("standard", "level", "state", "type")),
)

Concern = Callable[[View, Defect, str], bool]


def concerns(
    severity: str | None = None, category: str | None = None, *, units: bool = True
) -> Concern:
    """Return whether an absent value of a defect line matters to the facts of one kind of defect.

    With `units` false the facts only ask whether there are any: absent units are at least one.
    """

    def matters(_view: View, defect: Defect, key: str) -> bool:
        return (
            defect.units != 0
            and severity in (None, defect.severity or severity)
            and category in (None, defect.category or category)
            and (units or key != "units")
        )

    return matters


def severity_plans(view: View, severity: str) -> sampled.Plans | None:
    """Return the plans that may have been agreed for one severity of the lot."""
    key = severity_plans, severity
    if key not in view.remembered:
        lot = view.lot
        view.remembered[key] = sampled.possible_plans(
            lot.inspection.plan, severity, lot.lot.quantity
        )
    return view.remembered[key]  # type: ignore[no-any-return] # what was put in above


def judgements(view: View, severity: str) -> frozenset[str]:
    """Return what the sample may say about one severity of the lot."""
    key = judgements, severity
    if key not in view.remembered:
        view.remembered[key] = sampled.possible_judgements(
            severity_plans(view, severity),
            found(view, severity),
            view.lot.inspection.sample_size,
        )
    return view.remembered[key]  # type: ignore[no-any-return] # what was put in above


# --- how each fact is computed -------------------------------------------------------------------


def found_units(view: View, severity: str | None = None, category: str | None = None) -> int | None:
    """Return the units found, when that is known exactly."""
    return exactly(found(view, severity, category))


def present(view: View, severity: str | None = None, category: str | None = None) -> bool | None:
    """Whether any unit was found."""
    return more_than_none(found(view, severity, category))


def rate(view: View, severity: str | None = None) -> Decimal | None:
    """Return the units found as a percentage of the sample."""
    return _of_sample(view, found_units(view, severity))


def _of_sample(view: View, units: int | None) -> Decimal | None:
    size = view.lot.inspection.sample_size
    return percentage(units, size) if units is not None and size else None


def _plan_number(view: View, severity: str, number: str) -> int | None:
    return sampled.same_in_all(severity_plans(view, severity), number)


def _judged(view: View, severity: str, answer: str) -> bool | None:
    return sampled.sure(judgements(view, severity), answer)


def _excess(view: View, severity: str) -> int | None:
    plans = severity_plans(view, severity)
    if not plans:
        return None
    least, most = found(view, severity)
    if most is None:
        return None
    values = {max(0, units - plan.accept) for plan in plans for units in (least, most)}
    return values.pop() if len(values) == 1 else None


def _excess_rate(view: View, severity: str) -> Decimal | None:
    return _of_sample(view, _excess(view, severity))


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
    answers = {size >= plan.sample_size for plan in plans}
    return answers.pop() if len(answers) == 1 else None


# --- why one is unknown although nothing is absent -----------------------------------------------


def _no_plan(view: View, severity: str) -> str:
    kind = view.lot.inspection.plan.type
    if severity_plans(view, severity) == ():
        return f"a sample of a {kind} plan is not judged here"
    return ""


def _why_open(view: View, severity: str) -> str:
    plans, size = severity_plans(view, severity), view.lot.inspection.sample_size
    if not plans or size is None:
        return _no_plan(view, severity)
    return judge(plans[0], found=found(view, severity)[0], inspected=size).note


def _why_not_all(view: View) -> str:
    for severity in SEVERITIES:
        if sampled.OPEN in judgements(view, severity) and (reason := _why_open(view, severity)):
            return f"{severity}: {reason}"
    return ""


def _why_no_rate(view: View) -> str:
    return "no unit was inspected" if view.lot.inspection.sample_size == 0 else ""


def _why_no_excess_rate(view: View, severity: str) -> str:
    return _why_no_rate(view) or _no_plan(view, severity)


# --- the facts -----------------------------------------------------------------------------------


def _facts_of(severity: str) -> Iterator[Derived]:
    plan = (*AGREED, f"inspection.plan.aql.{severity}")
    mine, path = concerns(severity), f"defects.{severity}"
    yield derived(
        f"{path}.found",
        UNITS,
        f"Units found with {severity} defects",
        FOUND,
        partial(found_units, severity=severity),
        concerns=mine,
    )
    yield derived(
        f"{path}.present",
        BOOLEAN,
        f"Whether any unit was found with a {severity} defect",
        FOUND,
        partial(present, severity=severity),
        concerns=concerns(severity, units=False),
    )
    for number, about in (
        ("plan_sample_size", f"Sample size of the plan for {severity} defects"),
        ("accept", f"Acceptance number of the plan: as many {severity} units are accepted"),
        ("reject", f"Rejection number of the plan: as many {severity} units reject the lot"),
    ):
        yield derived(
            f"{path}.{number}",
            UNITS,
            about,
            plan,
            partial(_plan_number, severity=severity, number=number.removeprefix("plan_")),
            why=partial(_no_plan, severity=severity),
        )
    for answer, about in (
        (sampled.ACCEPTED, f"Whether the sample accepts the lot on {severity} defects"),
        (sampled.REJECTED, f"Whether the sample rejects the lot on {severity} defects"),
    ):
        yield derived(
            f"{path}.{answer}",
            BOOLEAN,
            f"{about}; unknown while the sample is too small to say",
            (*FOUND, SAMPLE, *plan),
            partial(_judged, severity=severity, answer=answer),
            concerns=mine,
            why=partial(_why_open, severity=severity),
        )
    yield derived(
        f"{path}.rate",
        PERCENT,
        f"Units found with {severity} defects, of the sample",
        (*FOUND, SAMPLE),
        partial(rate, severity=severity),
        concerns=mine,
        why=_why_no_rate,
    )
    yield derived(
        f"{path}.excess",
        UNITS,
        f"Units with {severity} defects beyond the acceptance number",
        (*FOUND, *plan),
        partial(_excess, severity=severity),
        concerns=mine,
        why=partial(_no_plan, severity=severity),
    )
    yield derived(
        f"{path}.excess_rate",
        PERCENT,
        f"Units with {severity} defects beyond the acceptance number, of the sample",
        (*FOUND, SAMPLE, *plan),
        partial(_excess_rate, severity=severity),
        concerns=mine,
        why=partial(_why_no_excess_rate, severity=severity),
    )


def _facts_of_all() -> Iterator[Derived]:
    plans = (*AGREED, *(f"inspection.plan.aql.{severity}" for severity in SEVERITIES))
    yield derived(
        "defects.any_rejected",
        BOOLEAN,
        "Whether the sample rejects the lot on any severity",
        (*FOUND, SAMPLE, *plans),
        _any_rejected,
        concerns=concerns(),
        why=_why_not_all,
    )
    yield derived(
        "defects.all_accepted",
        BOOLEAN,
        "Whether the sample accepts the lot on every severity",
        (*FOUND, SAMPLE, *plans),
        _all_accepted,
        concerns=concerns(),
        why=_why_not_all,
    )
    yield derived(
        "inspection.sample_sufficient",
        BOOLEAN,
        "Whether the sample is at least the plan's for every severity",
        (SAMPLE, *plans),
        _sufficient,
        why=lambda view: _no_plan(view, SEVERITIES[0]),
    )


FACTS = (*(fact for severity in SEVERITIES for fact in _facts_of(severity)), *_facts_of_all())
