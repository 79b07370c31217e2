"""The curves of plans as data, ready to be drawn: OC, AOQ, ASN and ATI."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from disposition.sampling.characteristic import Characteristic
from disposition.sampling.plans import Plan
from disposition.sampling.risks import ALPHA, BETA, outgoing_limit, quality_rejected, risks
from disposition.sampling.svg import draw

_POINTS = 120
_BEYOND = 1.35
"""How far past the worst limiting quality a curve is drawn."""


@frozen
class Series:
    """A named line through points, x rising."""

    name: str
    points: tuple[tuple[float, float], ...]


@frozen
class Mark:
    """A point of a line that has a name; its label is to be written beside it."""

    x: float
    y: float
    label: str


@frozen
class Chart:
    """One or several curves with their axes; shows as inline SVG in a notebook.

    Axes start at 0 and end at `x_end` and `y_end`. `disposition.display.plots.plot` draws the same
    with matplotlib.
    """

    title: str
    x_label: str
    y_label: str
    x_end: float
    y_end: float
    series: tuple[Series, ...]
    marks: tuple[Mark, ...] = ()

    def to_svg(self) -> str:
        """Return the chart as an SVG element, black on white."""
        return draw(self)

    def _repr_html_(self) -> str:
        return draw(self)


def oc_chart(*curves: Characteristic) -> Chart:
    """Return the operating characteristic curves; of a single one with its AQL and risk points.

    >>> from disposition.sampling import characteristic, single_plan
    >>> plan = single_plan(lot_size=1200, level="II", aql="2.5")
    >>> [mark.label for mark in oc_chart(characteristic(plan)).marks][0]
    'AQL 2.5: Pa 0.984 (α 0.016)'
    """
    marks = _risk_marks(curves[0]) if len(curves) == 1 else ()
    return _chart(
        "Operating characteristic", "probability of acceptance", curves, _acceptance, 1.0, marks
    )


def aoq_chart(*curves: Characteristic) -> Chart:
    """Return the average outgoing quality curves; of a single one with its limit (AOQL)."""
    marks: tuple[Mark, ...] = ()
    if len(curves) == 1:
        limit, at = outgoing_limit(curves[0])
        marks = (Mark(at, limit, f"AOQL {limit:.3g} at {at:.3g}"),)
    label = f"average outgoing quality ({_unit(curves[0])})"
    return _chart("Average outgoing quality", label, curves, Characteristic.outgoing, None, marks)


def asn_chart(*curves: Characteristic) -> Chart:
    """Return the average sample number curves."""
    label = "units inspected until decided"
    return _chart("Average sample number", label, curves, Characteristic.sample_number, None, ())


def ati_chart(*curves: Characteristic) -> Chart:
    """Return the average total inspection curves, rejected lots inspected in full."""
    label = "units inspected per lot"
    return _chart(
        "Average total inspection", label, curves, Characteristic.total_inspection, None, ()
    )


def describe(plan: Plan) -> str:
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


def qualities(curve: Characteristic, end: float, points: int) -> list[float]:
    """Return qualities from 0 to `end`, in a finite lot only those that it can have."""
    steps = [end * place / points for place in range(points + 1)]
    if curve.model != "hypergeometric":
        return steps
    lot_size = curve.plan.lot_size or 1
    units = sorted({round(step / 100 * lot_size) for step in steps})
    return [100 * count / lot_size for count in units if count <= lot_size]


def _acceptance(curve: Characteristic, quality: float) -> float:
    return curve.acceptance(quality)


def _chart(
    title: str,
    y_label: str,
    curves: tuple[Characteristic, ...],
    height: Callable[[Characteristic, float], float],
    y_end: float | None,
    marks: tuple[Mark, ...],
) -> Chart:
    end = max(_BEYOND * quality_rejected(curve, BETA) for curve in curves)
    if any(curve.model != "poisson" for curve in curves):
        end = min(end, 100.0)
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


def _risk_marks(curve: Characteristic) -> tuple[Mark, ...]:
    points = risks(curve)
    marks: list[Mark] = []
    aql = curve.plan.aql
    if aql and points.producer_risk is not None:
        accepted = 1 - points.producer_risk
        label = f"AQL {aql}: Pa {accepted:.3f} (α {points.producer_risk:.3f})"
        marks.append(Mark(float(aql), accepted, label))
    good, bad = points.producer_quality, points.consumer_quality
    at_good, at_bad = curve.acceptance(good), curve.acceptance(bad)
    marks.append(Mark(good, at_good, f"{good:.3g}: Pa {at_good:.2f} (α {ALPHA:.2f})"))
    marks.append(Mark(bad, at_bad, f"LQ {bad:.3g}: Pa {at_bad:.2f} (β {BETA:.2f})"))
    return tuple(marks)


def _unit(curve: Characteristic) -> str:
    return "nonconformities per 100 units" if curve.model == "poisson" else "percent nonconforming"
