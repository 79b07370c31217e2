"""Charts of a backtest as inline SVG: bars of outcomes, and bands from outcome to outcome.

Colours tell what an outcome ships, as everywhere else here; several that ship the same are of one
colour and differ in strength. Bars have names or a text of their own, so no colour has to be read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import product

from disposition.backtesting.result import BacktestData, Group
from disposition.display.outcome_colours import colours, fitting, key, key_height, label, svg
from disposition.markup import text
from disposition.words import counted

_WIDTH = 640


def flow_chart(backtest: BacktestData) -> str:
    """Return the outcomes before at the left, those now at the right, and bands between them."""
    gap, bar, top = 7, 13, 26
    left, right = 190, _WIDTH - 190
    lots = {(flow.before, flow.after): flow.lots for flow in backtest.flows}
    befores, afters = Counter[str](), Counter[str]()
    for (before, after), number in lots.items():
        befores[before] += number
        afters[after] += number
    most = max(len(befores), len(afters))
    height = max(200, 26 * most)
    scale = (height - gap * most) / max(backtest.lots, 1)
    names = [share.outcome for share in backtest.shares]
    befores_at = _places(names, befores, scale, gap, top)
    afters_at = _places(names, afters, scale, gap, top)
    colour = _colours(backtest)
    lines = [
        label(left, 14, "before", "end", bold=True),
        label(right, 14, "now", "start", bold=True),
    ]
    starts = {name: place for name, (place, _) in befores_at.items()}
    ends = {name: place for name, (place, _) in afters_at.items()}
    # Bands that move lie on top of those that stay.
    for before, after in product(befores_at, afters_at):
        if number := lots.get((before, after), 0):
            thick = number * scale
            band = (left + bar, starts[before], right - bar, ends[after], thick)
            paint = colour[after].split(" ")[0]
            strength = 0.5 if before != after else 0.16
            told = f"{before} → {after}: {number:,}"
            lines.append(_band(band, f'{paint} fill-opacity="{strength}"', told))
            starts[before] += thick
            ends[after] += thick
    for places, x, anchor, beside in (
        (befores_at, left, "end", left - 6),
        (afters_at, right - bar, "start", right + 6),
    ):
        for name, (y, thick) in places.items():
            number = round(thick / scale)
            lines.append(
                f'<rect x="{x}" y="{y:.1f}" width="{bar}" height="{max(thick, 1):.1f}" '
                f"{colour[name]}/>"
            )
            lines.append(label(beside, y + max(thick, 1) / 2 + 4, f"{name} {number:,}", anchor))
    return svg("Lots by outcome, before and now", _WIDTH, top + height + gap, lines)


def _places(
    names: Sequence[str], lots: Mapping[str, int], scale: float, gap: int, top: int
) -> dict[str, tuple[float, float]]:
    """Return where the bar of each outcome that has lots begins, and how high it is."""
    places: dict[str, tuple[float, float]] = {}
    y = float(top)
    for name in (each for each in names if each in lots):
        places[name] = (y, lots[name] * scale)
        # Bars of few lots still leave room for their name.
        y += max(lots[name] * scale, 14 - gap) + gap
    return places


def _band(place: tuple[float, float, float, float, float], paint: str, told: str) -> str:
    left, from_y, right, to_y, thick = place
    middle = (left + right) / 2
    path = (
        f"M{left} {from_y:.1f}C{middle} {from_y:.1f} {middle} {to_y:.1f} {right} {to_y:.1f}"
        f"v{thick:.1f}C{middle} {to_y + thick:.1f} {middle} {from_y + thick:.1f} "
        f"{left} {from_y + thick:.1f}Z"
    )
    return f'<path d="{path}" {paint}><title>{text(told)}</title></path>'


MOST_BARS = 36
"""Values of a group that have a bar of their own."""


def bars(groups: Sequence[Group]) -> tuple[Sequence[Group], str]:
    """Return the groups that have bars, in their order, and what is said of the others.

    Of months, the last ones have, so that none between is left out; else those of most lots.
    """
    in_order = sorted(groups, key=lambda each: _by_numbers(each.value))
    left = len(groups) - MOST_BARS
    if left <= 0:
        return in_order, ""
    months = [each for each in in_order if _MONTH.fullmatch(each.value)]
    others = [each for each in in_order if each not in months]
    if len(months) > MOST_BARS - len(others) > 0:
        return [*months[-(MOST_BARS - len(others)) :], *others], counted(left, "month") + " before"
    most = sorted(groups, key=lambda each: (-each.lots, each.value))[:MOST_BARS]
    shown = [each for each in in_order if each in most]
    return shown, f"{counted(left, 'more value')} with fewer lots"


_MONTH = re.compile(r"\d{4}-\d{2}")


def _by_numbers(value: str) -> list[tuple[int, str]]:
    """Return by what values are sorted: `S2` stands before `S10`."""
    parts = re.split(r"(\d{1,18})", value)
    return [(int(each), "") if each.isdecimal() else (-1, each) for each in parts]


def group_chart(name: str, groups: Sequence[Group], backtest: BacktestData) -> str:
    """Return a bar for each value of a group: the share of each outcome in it."""
    shown, _ = bars(groups)
    colour = _colours(backtest)
    left, right, row = 150, _WIDTH - 70, 20
    lines = key(colour, backtest.titles, 4)
    top = key_height(colour) + 12
    for place, group in enumerate(shown):
        y = top + place * row
        lines.append(label(left - 6, y + 12, fitting(group.value, left - 12), "end"))
        x = float(left)
        for outcome, lots in group.outcomes.items():
            width = (right - left) * lots / group.lots
            told = f"{group.value}: {lots:,} {outcome}"
            lines.append(
                f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{row - 5}" '
                f"{colour.get(outcome, '')}><title>{text(told)}</title></rect>"
            )
            x += width
        lines.append(label(right + 6, y + 12, f"{group.lots:,}", "start"))
    return svg(f"Outcomes by {name}", _WIDTH, top + row * len(shown) + 4, lines)


def _colours(backtest: BacktestData) -> Mapping[str, str]:
    return colours((share.outcome for share in backtest.shares), backtest.ships)
