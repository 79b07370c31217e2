"""The curves of plans as data, ready to be drawn: OC, AOQ, ASN and ATI."""

from __future__ import annotations

from collections.abc import Callable

from disposition.sampling.curves.operating import OperatingCurves
from disposition.sampling.curves.risk_points import BETA, outgoing_limit, quality_rejected, risks
from disposition.sampling.curves.svg import Chart, Mark, Series, ticks
from disposition.sampling.plan_numbers import PlanNumbers

_POINTS = 120
_BEYOND = 1.35
"""How far past the worst limiting quality a curve is drawn."""


def oc_chart(*curves: OperatingCurves) -> Chart:
    """Return the operating characteristic curves; of a single one with its AQL and risk points.

    >>> from disposition.sampling import characteristic, single_plan
    >>> plan = single_plan(lot_size=1200, level="II", aql="2.5")
    >>> [mark.label for mark in oc_chart(characteristic(plan)).marks][0]
    'AQL 2.5: Pa 0.985 (α 0.015)'
    """
    marks = _risk_marks(curves[0]) if len(curves) == 1 else ()
    told = "Operating characteristic", "probability of acceptance"
    return _chart(*told, curves, OperatingCurves.acceptance, y_end=1.0, marks=marks)


def aoq_chart(*curves: OperatingCurves) -> Chart:
    """Return the average outgoing quality curves; of a single one with its limit (AOQL)."""
    marks: tuple[Mark, ...] = ()
    if len(curves) == 1:
        limit, at = outgoing_limit(curves[0])
        marks = (Mark(at, limit, f"AOQL {limit:.3g} at {at:.3g}"),)
    told = "Average outgoing quality", f"average outgoing quality ({_unit(curves[0])})"
    return _chart(*told, curves, OperatingCurves.outgoing, marks=marks)


def asn_chart(*curves: OperatingCurves) -> Chart:
    """Return the average sample number curves."""
    told = "Average sample number", "units inspected until decided"
    return _chart(*told, curves, OperatingCurves.sample_number)


def ati_chart(*curves: OperatingCurves) -> Chart:
    """Return the average total inspection curves, rejected lots inspected in full."""
    told = "Average total inspection", "units inspected per lot"
    return _chart(*told, curves, OperatingCurves.total_inspection)


def describe(plan: PlanNumbers) -> str:
    """Return a plan's numbers in one line.

    >>> from disposition.sampling import sampling_plan
    >>> describe(sampling_plan("double", lot_size=1200, level="II", aql="2.5"))
    'double normal: n = 50 + 50, Ac/Re = 2/5, 6/7'
    """
    sizes = [stage.sample_size for stage in plan.stages]
    same = len(set(sizes)) == 1 and len(sizes) > 2
    size = f"{len(sizes)} × {sizes[0]}" if same else " + ".join(map(str, sizes))
    numbers = ", ".join(
        f"{'#' if stage.accept is None else stage.accept}/{stage.reject}" for stage in plan.stages
    )
    name = "custom" if not plan.level else f"{plan.type} {plan.state}"
    return f"{name}: n = {size}, Ac/Re = {numbers}"


def qualities(curve: OperatingCurves, end: float, points: int) -> list[float]:
    """Return qualities from 0 to `end`, in a finite lot only those that it can have."""
    steps = [end * place / points for place in range(points + 1)]
    if curve.model != "hypergeometric":
        return steps
    lot_size = curve.plan.lot_size or 1
    units = sorted({round(step / 100 * lot_size) for step in steps})
    return [100 * count / lot_size for count in units if 100 * count <= end * lot_size]


def shown_qualities(curve: OperatingCurves) -> list[float]:
    """Return round qualities up to past the limiting quality, and the AQL, for a table.

    >>> from disposition.sampling import characteristic, single_plan
    >>> shown_qualities(characteristic(single_plan(lot_size=1200, level="II", aql="2.5")))
    [0.0, 2.0, 2.5, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0]
    """
    end = _end(curve)
    if curve.model == "hypergeometric":
        return qualities(curve, end, 10)
    aql = curve.plan.aql
    return sorted({*ticks(end), *([float(aql)] if aql else [])})


def _end(*curves: OperatingCurves) -> float:
    end = max(_BEYOND * quality_rejected(curve, BETA) for curve in curves)
    return end if all(curve.model == "poisson" for curve in curves) else min(end, 100.0)


def _chart(
    title: str,
    y_label: str,
    curves: tuple[OperatingCurves, ...],
    height: Callable[[OperatingCurves, float], float],
    *,
    y_end: float | None = None,
    marks: tuple[Mark, ...] = (),
) -> Chart:
    end = _end(*curves)
    series = tuple(
        Series(
            describe(curve.plan),
            tuple((x, height(curve, x)) for x in qualities(curve, end, _POINTS)),
        )
        for curve in curves
    )
    highest = max(y for line in series for _, y in line.points)
    if len(curves) == 1:
        title = f"{title}, {series[0].name}"
    return Chart(title, _unit(curves[0]), y_label, end, y_end or 1.15 * highest, series, marks)


def _risk_marks(curve: OperatingCurves) -> tuple[Mark, ...]:
    points = risks(curve)
    marks: list[Mark] = []
    aql = curve.plan.aql
    if aql and points.producer_risk is not None:
        accepted = 1 - points.producer_risk
        label = f"AQL {aql}: Pa {accepted:.3f} (α {points.producer_risk:.3f})"
        marks.append(Mark(float(aql), accepted, label))
    for name, quality in (
        ("producer's point", points.producer_quality),
        ("consumer's point, LQ", points.consumer_quality),
    ):
        accepted = curve.acceptance(quality)
        risk = f"α {1 - accepted:.3f}" if accepted > 0.5 else f"β {accepted:.3f}"
        marks.append(Mark(quality, accepted, f"{name} {quality:.3g}: Pa {accepted:.3f} ({risk})"))
    return tuple(marks)


def _unit(curve: OperatingCurves) -> str:
    return "nonconformities per 100 units" if curve.model == "poisson" else "percent nonconforming"
