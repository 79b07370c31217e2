"""Charts as data, and as inline SVG of one colour: lines are told apart by their dashes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from html import escape
from string import ascii_lowercase

from disposition.frozen import frozen

DASHES = ("", "9 4", "2 3", "9 3 2 3")
"""The dash pattern of each line in turn, solid first."""

# Pixels: the sheet's width, the four edges of the axes, and where the key starts below them.
_WIDTH = 640
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 620, 40, 348
_KEY, _KEY_LINE = 414, 18
_TEXT = 'font-family="sans-serif" font-size="12"'
_TICKS = 6


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
        return draw(self, ink="currentColor", paper="none")


def draw(chart: Chart, *, ink: str = "black", paper: str = "white") -> str:
    """Return a chart as one SVG element that needs no style sheet and no script.

    With ink of `currentColor` and no paper it has the colours of the page that it stands in.
    """
    return "\n".join(_Drawing(chart, ink, paper).elements())


def ticks(end: float) -> list[float]:
    """Return round numbers from 0 up to `end`, about six of them.

    >>> ticks(15.3)
    [0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0]
    """
    rough = end / _TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(nice * power for nice in (1, 2, 5, 10) if nice * power >= rough * 0.75)
    return [round(place * step, 12) for place in range(int(end / step + 1e-9) + 1)]


class _Drawing:
    """Places the parts of one chart on its sheet."""

    def __init__(self, chart: Chart, ink: str, paper: str) -> None:
        self.chart, self.ink, self.paper = chart, ink, paper

    def elements(self) -> Iterator[str]:
        chart, height = self.chart, self._height()
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
            f'width="{_WIDTH}" height="{height}" role="img" aria-label="{escape(chart.title)}">'
        )
        yield f'<rect width="{_WIDTH}" height="{height}" fill="{self.paper}"/>'
        yield self._text((_LEFT + _RIGHT) / 2, 22, chart.title, "middle", "bold")
        yield from self._axes()
        for place, series in enumerate(chart.series):
            yield self._line(series.points, DASHES[place % len(DASHES)])
        for letter, mark in zip(ascii_lowercase, chart.marks, strict=False):
            yield from self._mark(mark, letter)
        yield from self._key()
        yield "</svg>"

    def _axes(self) -> Iterator[str]:
        chart = self.chart
        for value in ticks(chart.x_end):
            x = self._x(value)
            yield f'<path d="M{x:.1f} {_TOP}V{_BOTTOM}" stroke="#808080" stroke-opacity=".27"/>'
            yield self._text(x, _BOTTOM + 16, f"{value:g}", "middle")
        for value in ticks(chart.y_end):
            y = self._y(value)
            yield f'<path d="M{_LEFT} {y:.1f}H{_RIGHT}" stroke="#808080" stroke-opacity=".27"/>'
            yield self._text(_LEFT - 6, y + 4, f"{value:g}", "end")
        yield f'<path d="M{_LEFT} {_TOP}V{_BOTTOM}H{_RIGHT}" fill="none" stroke="{self.ink}"/>'
        yield self._text((_LEFT + _RIGHT) / 2, _BOTTOM + 38, chart.x_label, "middle")
        middle = (_TOP + _BOTTOM) / 2
        yield (
            f'<text x="16" y="{middle:.1f}" fill="{self.ink}" {_TEXT} text-anchor="middle" '
            f'transform="rotate(-90 16 {middle:.1f})">{escape(chart.y_label)}</text>'
        )

    def _line(self, points: tuple[tuple[float, float], ...], dashes: str) -> str:
        path = "L".join(f"{self._x(x):.2f} {self._y(y):.2f}" for x, y in points)
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        return f'<path d="M{path}" fill="none" stroke="{self.ink}" stroke-width="1.8"{dashed}/>'

    def _mark(self, mark: Mark, letter: str) -> Iterator[str]:
        x, y = self._x(mark.x), self._y(mark.y)
        yield (
            f'<path d="M{_LEFT} {y:.1f}H{x:.1f}V{_BOTTOM}" fill="none" '
            'stroke="#808080" stroke-dasharray="3 3"/>'
        )
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{self.ink}"/>'
        yield self._text(x + 7, y - 5, letter, "start", "bold")

    def _key(self) -> Iterator[str]:
        """Yield a line per mark, or per series when there are several, below the axes."""
        y = float(_KEY)
        if len(self.chart.series) > 1:
            for place, series in enumerate(self.chart.series):
                yield self._line_sample(_LEFT, y - 4, DASHES[place % len(DASHES)])
                yield self._text(_LEFT + 46, y, series.name, "start")
                y += _KEY_LINE
        for letter, mark in zip(ascii_lowercase, self.chart.marks, strict=False):
            yield self._text(_LEFT, y, letter, "start", "bold")
            yield self._text(_LEFT + 16, y, mark.label, "start")
            y += _KEY_LINE

    def _height(self) -> int:
        several = len(self.chart.series) > 1
        lines = len(self.chart.marks) + (len(self.chart.series) if several else 0)
        return _KEY + _KEY_LINE * lines - 6

    def _line_sample(self, left: float, y: float, dashes: str) -> str:
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        return f'<path d="M{left:.1f} {y}h38" stroke="{self.ink}" stroke-width="1.8"{dashed}/>'

    def _text(self, x: float, y: float, words: str, anchor: str, weight: str = "normal") -> str:
        return (
            f'<text x="{x:.1f}" y="{y:.1f}" fill="{self.ink}" {_TEXT} text-anchor="{anchor}" '
            f'font-weight="{weight}">{escape(words)}</text>'
        )

    def _x(self, value: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * value / self.chart.x_end

    def _y(self, value: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * value / self.chart.y_end
