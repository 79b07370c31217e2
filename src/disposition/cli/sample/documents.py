"""`disposition sample --json`: what it writes as plain data. The keys are stable."""

from __future__ import annotations

from typing import Any

from attrs import asdict

from disposition.documents.plain import picked
from disposition.sampling import Characteristic, Plan, Standing, outgoing_limit, risks

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


def standing_document(standing: Standing) -> Document:
    """Return the state in force after a history, and every change that led to it."""
    return {
        **picked(standing, "state", "because", "score"),
        "switches": [
            {
                **picked(switch, "before", "after", "lot", "entry"),
                "rule": switch.rule.code,
                **picked(switch, "because", "source"),
            }
            for switch in standing.switches
        ],
        "uncounted": [asdict(passed) for passed in standing.uncounted],
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
