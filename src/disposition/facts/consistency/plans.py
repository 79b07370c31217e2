"""What cannot all be true of the agreed plans, and of what names them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from disposition.documents.numbers import MOST
from disposition.documents.quoting import at_index, shown
from disposition.documents.scalars import LONGEST_WORD
from disposition.errors import MOST_SUGGESTED_FROM, Problem, suggest
from disposition.facts.attribution import counts_units
from disposition.facts.document.agreed_plans import (
    NO_OWN_PLANS,
    SEVERITIES,
    AgreedPlan,
    NamedPlan,
    OwnPlan,
    SampleDrawn,
)
from disposition.facts.document.lot_document import Check, Defect, LotDocument
from disposition.facts.native.fact import View
from disposition.facts.native.samples.tally import found
from disposition.sampling import SamplingError, check_counting

_PLANS, _STAGES = "$.inspection.plans", "$.inspection.stages"


def plan_contradictions(plan: AgreedPlan, where: str) -> Iterator[Problem]:
    """Yield what cannot be true of a plan that stands at `where`."""
    yield from _limits(plan, where)
    if plan.counting is not None:
        yield from _counting(plan, plan.counting, where)
    if plan.custom is not NO_OWN_PLANS:
        for severity in SEVERITIES:
            own = plan.own(severity)
            if own is not None:
                yield from _own(plan, severity, own, where)


def _limits(plan: AgreedPlan, where: str) -> Iterator[Problem]:
    """Refuse a plan that is stricter on lesser defects, looking past a severity without AQL."""
    graver, strict = "", None
    for lesser in SEVERITIES:
        lax = getattr(plan.aql, lesser)
        if lax is None:
            continue
        if strict is not None and strict > lax:
            yield Problem(
                f"{where}.aql.{graver}",
                f"an AQL of {strict} for {graver} defects is above the {lax} for {lesser} ones",
                "graver defects have the lower AQL",
            )
        graver, strict = lesser, lax


def _counting(plan: AgreedPlan, counting: str, where: str) -> Iterator[Problem]:
    for severity in SEVERITIES:
        try:
            check_counting(counting, getattr(plan.aql, severity))
        except SamplingError as error:
            yield Problem(f"{where}.counting", error.message, error.hint)
            return


def _own(plan: AgreedPlan, severity: str, own: OwnPlan, where: str) -> Iterator[Problem]:
    """Refuse a severity with two plans, and numbers that are no plan."""
    place = f"{where}.custom.{severity}"
    if getattr(plan.aql, severity) is not None:
        yield Problem(
            place,
            f"{severity} defects have an AQL and a plan of their own",
            f"keep one: this, or `{where}.aql.{severity}`",
        )
    error = _refusal(own.sample_size, own.accept, own.reject, plan.counting)
    if error is not None:
        yield Problem(f"{place}.{error.about}", error.message, error.hint)


@lru_cache(1024)  # a contract has the same for all of its lots
def _refusal(
    sample_size: int | None, accept: int | None, reject: int | None, counting: str | None
) -> SamplingError | None:
    """Return why some numbers are no plan, whatever those that are absent are."""
    from disposition.sampling import custom_plan

    try:
        custom_plan(
            sample_size=MOST if sample_size is None else sample_size,
            accept=0 if accept is None else accept,
            reject=reject,
            counting=counting,
        )
    except SamplingError as error:
        return error.with_traceback(None)
    return None


# --- samples one by one --------------------------------------------------------------------------


def stage_contradictions(lot: LotDocument) -> Iterator[Problem]:
    """Yield what cannot be true of the samples that were drawn one after the other."""
    stages = lot.inspection.stages or ()
    for index, stage in enumerate(stages):
        for severity in SEVERITIES:
            yield from _in_stage(lot, stage, severity, at_index(_STAGES, index))
    sizes = [stage.sample_size for stage in stages]
    drawn, size = sum(units or 0 for units in sizes), lot.inspection.sample_size
    most = lot.lot.quantity if size is None else size
    if (
        stages
        and most is not None
        and (drawn > most or (None not in sizes and drawn < (size or 0)))
    ):
        whole = "lot" if size is None else "inspection's sample"
        yield Problem(
            _STAGES,
            f"the samples add up to {drawn:,} units, the {whole} has {most:,}",
            "list every sample by itself, not added up to those before",
        )
    if stages:
        for severity in SEVERITIES:
            yield from _in_all(lot, stages, severity)


def _in_stage(lot: LotDocument, stage: SampleDrawn, severity: str, where: str) -> Iterator[Problem]:
    units, size = getattr(stage.found, severity), stage.sample_size
    if units is None or size is None or units <= size:
        return
    if counts_units(lot.inspection.plan, severity) is not False:
        yield Problem(
            f"{where}.found.{severity}",
            f"{units:,} units with {severity} defects in a sample of {size:,}",
            "each unit counts once up to AQL 10",
        )


def _in_all(lot: LotDocument, stages: Sequence[SampleDrawn], severity: str) -> Iterator[Problem]:
    """Refuse samples that together show more or less than the defect lines."""
    counts = [getattr(stage.found, severity) for stage in stages]
    units = sum(count or 0 for count in counts)
    least, most = found(View(lot), severity)
    if (most is not None and units > most) or (None not in counts and units < least):
        listed = f"{least:,}" if least == most else f"{least:,} or more"
        yield Problem(
            _STAGES,
            f"the samples show {units:,} units with {severity} defects, the defect lines {listed}",
            "both list what was found under the main plan",
        )


# --- named plans ---------------------------------------------------------------------------------


def named_contradictions(lot: LotDocument) -> Iterator[Problem]:
    """Yield what cannot be true of the plans beside the main one, and names that none has."""
    first: dict[str, int] = {}
    for index, plan in enumerate(lot.inspection.plans or ()):
        where = at_index(_PLANS, index)
        yield from plan_contradictions(plan, where)
        yield from _sizes(lot, plan, where)
        if plan.name is None:
            yield Problem(where, "a plan without a name", "defects and checks name it: add `name`")
        elif first.setdefault(plan.name, index) != index:
            yield Problem(
                f"{where}.name",
                f"`{plan.name}` is a plan already, at `{at_index(_PLANS, first[plan.name])}`",
                "give each plan a name of its own",
            )
    for key in ("defects", "checks"):
        lines: Sequence[Check | Defect] = getattr(lot.inspection, key) or ()
        for index, line in enumerate(lines):
            if line.plan is not None and line.plan not in first:
                likely = tuple(first)[:MOST_SUGGESTED_FROM]
                place = f"{at_index(f'$.inspection.{key}', index)}.plan"
                yield _no_plan(line.plan, likely, place)


def _sizes(lot: LotDocument, plan: NamedPlan, where: str) -> Iterator[Problem]:
    size, quantity = plan.sample_size, lot.lot.quantity
    if size is not None and quantity is not None and size > quantity:
        yield Problem(
            f"{where}.sample_size",
            f"a sample of {size:,} is more than the lot's {quantity:,} units",
            "count each unit once",
        )


def _no_plan(name: str, known: Sequence[str], where: str) -> Problem:
    hint = suggest(name, known) if len(name) <= LONGEST_WORD else ""
    main = f"list it in `{_PLANS}`, or leave the key out for the main plan"
    return Problem(where, f"no plan is {shown(name)}", hint or main)
