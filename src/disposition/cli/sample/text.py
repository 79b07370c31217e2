"""`disposition sample`: what it writes, in words and as plain data, whose keys are stable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import asdict

from disposition.documents.plain import picked
from disposition.sampling import (
    COUNTINGS,
    MODELS,
    STANDARDS,
    Characteristic,
    Judgement,
    Plan,
    Progress,
    SwitchingStatus,
    outgoing_limit,
    risks,
)
from disposition.sampling.names import NONCONFORMITIES
from disposition.sampling.plan_numbers import CUSTOM

_JUDGED = {True: "accepted", False: "not accepted", None: "unknown"}


def plan_lines(plan: Plan) -> Iterator[str]:
    """Yield a plan line by line, and then in a sentence."""
    if plan.standard == CUSTOM:
        reduced = ", reduced" if plan.accepts_between else ""
        yield f"standard      none, a plan of its own{reduced}"
    else:
        yield f"standard      {STANDARDS[plan.standard]}, level {plan.level}, {plan.state}"
        yield f"aql           {plan.aql}{_aql_remark(plan)}"
        arrow = f" (arrow to the plan of {plan.plan_letter})" if plan.arrow else ""
        yield f"code letter   {plan.code_letter}{arrow}"
    if plan.counting and not plan.per_hundred_units:
        yield f"counting      {COUNTINGS[plan.counting]}"
    if len(plan.stages) == 1:
        whole = " (the whole lot)" if plan.full_inspection else ""
        yield f"sample size   {plan.sample_size:,}{whole}"
        yield f"accept        {plan.accept}"
        yield f"reject        {plan.reject}{_gap_remark(plan)}"
    else:
        yield from _stage_lines(plan)
    if plan.note:
        yield f"note          {plan.note}"
    yield ""
    yield _sentence(plan)


def judgement_line(judgement: Judgement) -> str:
    """Return what a sample says of its lot."""
    return f"{_JUDGED[judgement.accepted]}: {judgement.note}"


def progress_line(progress: Progress) -> str:
    """Return what the samples of a double or multiple plan say so far."""
    if progress.accepted is not None:
        return judgement_line(progress.judgement)
    return f"not decided: {progress.judgement.note}"


def status_lines(status: SwitchingStatus) -> Iterator[str]:
    """Yield the state in force after a history, and every change that led to it."""
    yield f"state         {status.because}"
    if status.scheme.standard == "iso2859-1" and status.state == "normal":
        yield f"score         {status.score}"
    for switch in status.switches:
        yield f"  {switch.before} -> {switch.sentence()} ({switch.source})"
    for passed in status.uncounted:
        yield f"  lot {passed.lot} not counted: {passed.because}"


def characteristic_lines(curve: Characteristic, qualities: list[float]) -> Iterator[str]:
    """Yield the table of a plan's curves and its risk points."""
    sized = curve.plan.lot_size is not None
    unit = "per 100 units" if curve.model == "poisson" else "% nonconforming"
    yield f"{curve.model}: {MODELS[curve.model]}"
    heads = ("AOQ", "ATI") if sized else ()
    yield f"{unit:>15}" + "".join(f"{head:>10}" for head in ("Pa", "ASN", *heads))
    for quality in qualities:
        cells = [f"{curve.acceptance(quality):.4f}", f"{curve.sample_number(quality):.1f}"]
        if sized:
            cells.append(f"{curve.outgoing(quality):.4f}")
            cells.append(f"{curve.total_inspection(quality):.1f}")
        yield f"{quality:>15.4g}" + "".join(f"{cell:>10}" for cell in cells)
    points = risks(curve)
    yield ""
    if points.producer_risk is not None:
        yield f"producer's risk at the AQL: {points.producer_risk:.4f}"
    yield f"accepted with 0.95 at {points.producer_quality:.4g}"
    yield f"accepted with 0.50 at {points.indifference_quality:.4g}"
    yield f"accepted with 0.10 at {points.consumer_quality:.4g} (limiting quality)"
    if sized:
        limit, at = outgoing_limit(curve)
        yield f"AOQL {limit:.4g} at {at:.4g}"


def _stage_lines(plan: Plan) -> Iterator[str]:
    yield f"{plan.type + ' plan':<14}sample  units  in all  accept  reject"
    for place, stage in enumerate(plan.stages, start=1):
        accept = "#" if stage.accept is None else stage.accept
        yield (
            f"{'':<14}{place:>6}{stage.sample_size:>7,}{stage.cumulative:>8,}"
            f"{accept:>8}{stage.reject:>8}"
        )
    if any(stage.accept is None for stage in plan.stages):
        yield f"{'':<14}# cannot accept yet"
    if plan.has_gap:
        yield f"{'':<14}between the last two numbers: accepted, and back to normal inspection"


def _aql_remark(plan: Plan) -> str:
    if plan.aql == 0:
        return " (accept on none in the sample)"
    return " nonconformities per 100 units" if plan.per_hundred_units else ""


def _gap_remark(plan: Plan) -> str:
    if not plan.has_gap:
        return ""
    if plan.accepts_between:
        return " (in between: accepted, and back to normal inspection)"
    return " (in between: not decided, since only reduced inspection accepts there)"


def _sentence(plan: Plan) -> str:
    """Return the plan in words."""
    what = "nonconformities" if plan.counting == NONCONFORMITIES else "nonconforming"
    first = plan.stages[0]
    if len(plan.stages) > 1:
        accepting = "" if first.accept is None else f"accept on {_or_fewer(first.accept)} {what}, "
        return (
            f"inspect {first.sample_size:,} {_of(plan)}units first; {accepting}"
            f"reject on {first.reject} or more, and otherwise draw the next sample"
        )
    return (
        f"inspect {_units(plan)}; accept on {_or_fewer(plan.accept)} {what}, "
        f"reject on {plan.reject} or more"
    )


def _or_fewer(number: int) -> str:
    return f"{number} or fewer" if number else "0"


def _of(plan: Plan) -> str:
    return f"of {plan.lot_size:,} " if plan.lot_size is not None else ""


def _units(plan: Plan) -> str:
    if plan.lot_size == 1:
        return "the only unit"
    if plan.full_inspection:
        return f"all {plan.lot_size:,} units"
    return f"{plan.sample_size:,} {_of(plan)}units"


# --- as plain data -------------------------------------------------------------------------------


Document = dict[str, Any]

_DIGITS = 9


def plan_document(plan: Plan, *, with_stages: bool) -> Document:
    """Return a plan, with its samples when a type of plan was asked for."""
    document: Document = {
        **picked(plan, "code_letter", "plan_letter", "sample_size", "accept", "reject"),
        **picked(plan, "full_inspection", "standard", "level", "state"),
        "aql": None if plan.aql is None else str(plan.aql),
        "lot_size": plan.lot_size,
    }
    if with_stages:
        document["type"] = plan.type
        document["stages"] = [asdict(stage) for stage in plan.stages]
    if plan.counting and not plan.per_hundred_units:
        document["counting"] = plan.counting
    if plan.note:
        document["plan_note"] = plan.note
    return document


def status_document(status: SwitchingStatus) -> Document:
    """Return the state in force after a history, and every change that led to it."""
    return {
        **picked(status, "state", "because", "score"),
        "switches": [
            {
                **picked(switch, "before", "after", "lot", "entry"),
                "rule": switch.rule.code,
                **picked(switch, "because", "source"),
            }
            for switch in status.switches
        ],
        "uncounted": [asdict(passed) for passed in status.uncounted],
    }


def characteristic_document(curve: Characteristic, qualities: list[float]) -> Document:
    """Return the points of a plan's curves and its risk points, to nine decimal places."""
    points = risks(curve)
    sized = curve.plan.lot_size is not None
    document: Document = {
        "model": curve.model,
        "unit": "nonconformities per 100 units" if curve.model == "poisson" else "percent",
        "points": [_point(curve, quality, sized=sized) for quality in qualities],
        **{name: _rounded(number) for name, number in asdict(points).items()},
    }
    if sized:
        limit, at = outgoing_limit(curve)
        document["aoql"] = _rounded(limit)
        document["aoql_quality"] = round(at, 4)
    return document


def _point(curve: Characteristic, quality: float, *, sized: bool) -> Document:
    point = {
        "quality": _rounded(quality),
        "acceptance": _rounded(curve.acceptance(quality)),
        "sample_number": _rounded(curve.sample_number(quality)),
    }
    if sized:
        point["outgoing"] = _rounded(curve.outgoing(quality))
        point["total_inspection"] = _rounded(curve.total_inspection(quality))
    return point


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, _DIGITS)
