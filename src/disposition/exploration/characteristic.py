"""The operating characteristic of a whole policy: shares of outcomes as true defect rates vary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from disposition.display.outcome_colours import colours, key, key_height, label, svg
from disposition.frozen import field, frozen
from disposition.markup import box, chart, fragment, page, table, text
from disposition.sampling.curves.svg import ticks
from disposition.visible import visible


@frozen(eq=False)
class PolicyCharacteristic:
    """How often each outcome comes about, as the rates of a process vary; shows as a picture.

    Made by `Policy.characteristic`.
    `qualities` are the rates in percent, by severity, at each point; `shares` the share of each
    outcome there, from 0 to 1, the most preferred outcome first. `escaping` is the percentage of
    the lot's units that are expected to be bad and to ship, by outcomes that ship all of it;
    outcomes that ship a part are not counted, since a part is what was found good. `costs` is what
    a lot costs there, if that was asked for. `error` is the largest standard error of a share: 0
    where every sample was weighed, so that shares are exact but for `left_out`, the probability of
    the samples that are so rare that they were not looked at.
    """

    policy: str
    sample_size: int
    qualities: Mapping[str, tuple[float, ...]]
    shares: Mapping[str, tuple[float, ...]]
    titles: Mapping[str, str]
    ships: Mapping[str, str]
    escaping: tuple[float, ...]
    error: float
    left_out: float
    costs: tuple[float, ...] = field(default=())

    @property
    def x(self) -> tuple[float, ...]:
        """The rates of the severity that varies; of the first that does."""
        varying = [each for each in self.qualities.values() if len(set(each)) > 1]
        return (varying or list(self.qualities.values()))[0]

    @property
    def severity(self) -> str:
        """The severity whose rates are at the axis."""
        return next(name for name, rates in self.qualities.items() if rates == self.x)

    def at(self, point: int) -> dict[str, float]:
        """Return the share of each outcome at a point."""
        return {outcome: shares[point] for outcome, shares in self.shares.items()}

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data."""
        return {
            "policy": self.policy,
            "sample_size": self.sample_size,
            "qualities": {name: list(rates) for name, rates in self.qualities.items()},
            "shares": {name: list(shares) for name, shares in self.shares.items()},
            "escaping": list(self.escaping),
            "costs": list(self.costs) or None,
            "error": self.error,
            "left_out": self.left_out,
        }

    def to_svg(self) -> str:
        """Return the picture as an SVG element."""
        return characteristic_svg(self)

    def html(self) -> str:
        """Return the picture and its points as a page that needs nothing else."""
        title = f"Operating characteristic of {self.policy}"
        return page(title, box(characteristic_html(self)))

    def __repr__(self) -> str:
        first, last = self.at(0), self.at(-1)
        told = [f"{max(each, key=each.__getitem__)}" for each in (first, last)]
        rates = f"{self.severity} {self.x[0]:g} to {self.x[-1]:g} %"
        return visible(
            f"<PolicyCharacteristic of {self.policy}: {rates}: mostly {told[0]} to {told[1]}>"
        )

    def _repr_html_(self) -> str:
        return fragment(characteristic_html(self))


CharacteristicData = PolicyCharacteristic
"""A characteristic by the name that its numbers alone once had."""

Costs = Mapping[str, int | float | Decimal]
Quality = Mapping[str, float | Sequence[float]]


# --- drawn ---------------------------------------------------------------------------------------


_WIDTH, _LEFT, _RIGHT, _TOP, _HIGH = 640, 56, 616, 14, 300
_GRID = 'stroke="#808080" stroke-opacity=".35"'
MOST_ROWS = 25
"""Points that are written out below the picture."""


def characteristic_html(drawn: PolicyCharacteristic) -> str:
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


def _others(drawn: PolicyCharacteristic) -> Iterator[str]:
    """Yield the rates of severities that are not at the axis."""
    for name, rates in drawn.qualities.items():
        if name != drawn.severity:
            low, high = min(rates), max(rates)
            ends = f"{low:g} %" if low == high else f"{rates[0]:g} to {rates[-1]:g} % beside"
            yield f"{name.capitalize()}: {ends}"


def characteristic_svg(drawn: PolicyCharacteristic) -> str:
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


def _points(drawn: PolicyCharacteristic) -> str:
    number = len(drawn.x)
    parts = min(number, MOST_ROWS) - 1
    chosen = [round(part * (number - 1) / max(parts, 1)) for part in range(parts + 1)]
    columns = [f"{drawn.severity} %", *(drawn.titles.get(each, each) for each in drawn.shares)]
    columns += ["Bad units shipped", *(["Cost"] if drawn.costs else [])]
    left = f"<p>{len(chosen)} of {number:,} points</p>" if len(chosen) < number else ""
    return table(columns, (_point(drawn, at) for at in chosen)) + left


def _point(drawn: PolicyCharacteristic, at: int) -> Iterator[str]:
    yield f"{drawn.x[at]:.3g}"
    for shares in drawn.shares.values():
        yield f"{100 * shares[at]:.1f} %"
    yield f"{drawn.escaping[at]:.2f} %"
    if drawn.costs:
        yield f"{drawn.costs[at]:,.2f}"
