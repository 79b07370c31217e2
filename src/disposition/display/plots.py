"""Charts drawn with matplotlib (the `plot` extra), for reports and further styling."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING

from disposition.errors import DispositionError
from disposition.sampling.curves.svg import Chart
from disposition.version import installing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot"]

_STYLES = ("-", "--", ":", "-.")


def plot(chart: Chart, axes: Axes | None = None) -> Axes:
    """Draw a chart on matplotlib axes, new ones unless given, and return them.

    Black on white; several lines are told apart by their dashes. Raises `DispositionError` without
    matplotlib.
    """
    drawing = _new_axes() if axes is None else axes
    for place, series in enumerate(chart.series):
        xs, ys = zip(*series.points, strict=True)
        style = _STYLES[place % len(_STYLES)]
        drawing.plot(xs, ys, color="black", linestyle=style, label=series.name)
    for letter, mark in zip(ascii_lowercase, chart.marks, strict=False):
        drawing.plot(
            [0, mark.x, mark.x], [mark.y, mark.y, 0], color="0.4", linestyle=":", linewidth=0.8
        )
        label = f"{letter}  {mark.label}"
        drawing.plot([mark.x], [mark.y], "o", color="black", label=label)
        drawing.annotate(
            letter, (mark.x, mark.y), (6, 5), textcoords="offset points", weight="bold"
        )
    drawing.set_title(chart.title, pad=16)
    drawing.set(
        xlabel=chart.x_label, ylabel=chart.y_label, xlim=(0, chart.x_end), ylim=(0, chart.y_end)
    )
    drawing.grid(color="0.9")
    drawing.legend(fontsize="small", frameon=True)
    return drawing


def _new_axes() -> Axes:
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise DispositionError(
            f"plots need matplotlib: {installing('plot')}; a chart shows in a notebook without it"
        ) from None
    return Figure(figsize=(7.2, 4.8), layout="constrained").subplots()
