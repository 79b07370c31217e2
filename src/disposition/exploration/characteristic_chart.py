"""The operating characteristic of a policy drawn: shares of outcomes on top of one another."""

from __future__ import annotations

from collections.abc import Iterator

from disposition.display.outcome_colours import colours, key, key_height, label, svg
from disposition.exploration.characteristic_data import CharacteristicData
from disposition.markup import chart, table, text
from disposition.sampling.curves.svg import ticks

_WIDTH, _LEFT, _RIGHT, _TOP, _HIGH = 640, 56, 616, 14, 300
_GRID = 'stroke="#808080" stroke-opacity=".35"'
MOST_ROWS = 25
"""Points that are written out below the picture."""


def characteristic_html(drawn: CharacteristicData) -> str:
    """Return the picture, and some of its points as a table."""
    exact = (
        f"drawn at random; a share is off by {100 * drawn.error:.1f} points or so"
        if drawn.error
        else "every sample weighed"
    )
    title = f"<h3>Operating characteristic of {text(drawn.policy)}</h3>"
    others = "".join(f" {each}." for each in _others(drawn))
    about = f"<p>Samples of {drawn.sample_size:,} units of a process; {exact}.{text(others)}</p>"
    picture = chart(characteristic_svg(drawn)) if len(drawn.x) > 1 else ""
    return f"{title}{about}{picture}{_points(drawn)}"


def _others(drawn: CharacteristicData) -> Iterator[str]:
    """Yield the rates of severities that are not at the axis."""
    for name, rates in drawn.qualities.items():
        if name != drawn.severity:
            low, high = min(rates), max(rates)
            ends = f"{low:g} %" if low == high else f"{rates[0]:g} to {rates[-1]:g} % beside"
            yield f"{name.capitalize()}: {ends}"


def characteristic_svg(drawn: CharacteristicData) -> str:
    """Return the share of each outcome on top of those more preferred, over the rate."""
    colour = colours(drawn.shares, drawn.ships)
    x_end = max(drawn.x) or 1.0

    def across(rate: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * rate / x_end

    def down(share: float) -> float:
        return _TOP + _HIGH * (1 - share)

    lines = []
    below = [0.0] * len(drawn.x)
    for name, shares in drawn.shares.items():
        above = [low + share for low, share in zip(below, shares, strict=True)]
        upper = [f"{across(x):.1f} {down(y):.1f}" for x, y in zip(drawn.x, above, strict=True)]
        lower = [f"{across(x):.1f} {down(y):.1f}" for x, y in zip(drawn.x, below, strict=True)]
        path = f"M{'L'.join(upper)}L{'L'.join(reversed(lower))}Z"
        told = text(drawn.titles.get(name, name))
        lines.append(f'<path d="{path}" {colour[name]}><title>{told}</title></path>')
        below = above
    for value in ticks(x_end):
        lines.append(f'<path d="M{across(value):.1f} {_TOP}v{_HIGH}" {_GRID}/>')
        lines.append(label(across(value), _TOP + _HIGH + 16, f"{value:g}", "middle"))
    for share in (0, 0.25, 0.5, 0.75, 1):
        lines.append(f'<path d="M{_LEFT} {down(share):.1f}H{_RIGHT}" {_GRID}/>')
        lines.append(label(_LEFT - 6, down(share) + 4, f"{100 * share:g} %", "end"))
    middle, foot = (_LEFT + _RIGHT) / 2, _TOP + _HIGH + 36
    lines.append(label(middle, foot, f"percent of units with {drawn.severity} defects", "middle"))
    lines += key(colour, drawn.titles, foot + 14)
    return svg(
        f"Operating characteristic of {drawn.policy}", _WIDTH, foot + 18 + key_height(colour), lines
    )


def _points(drawn: CharacteristicData) -> str:
    number = len(drawn.x)
    parts = min(number, MOST_ROWS) - 1
    chosen = [round(part * (number - 1) / max(parts, 1)) for part in range(parts + 1)]
    columns = [f"{drawn.severity} %", *(drawn.titles.get(each, each) for each in drawn.shares)]
    columns += ["Bad units shipped", *(["Cost"] if drawn.costs else [])]
    left = f"<p>{len(chosen)} of {number:,} points</p>" if len(chosen) < number else ""
    return table(columns, (_point(drawn, at) for at in chosen)) + left


def _point(drawn: CharacteristicData, at: int) -> Iterator[str]:
    yield f"{drawn.x[at]:.3g}"
    for shares in drawn.shares.values():
        yield f"{100 * shares[at]:.1f} %"
    yield f"{drawn.escaping[at]:.2f} %"
    if drawn.costs:
        yield f"{drawn.costs[at]:,.2f}"
