"""A map of a policy drawn: a cell for each pair of values, its colour the outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from disposition.display.outcome_colours import colours, key, key_height, label, svg
from disposition.exploration.map_data import MapData
from disposition.markup import chart, code, table, text

_WIDTH, _LEFT, _RIGHT, _TOP, _HIGH = 640, 70, 620, 12, 330
MOST_LABELS = 10
_BORDER = 'stroke="currentColor" stroke-width="1.6" fill="none"'


def map_html(drawn: MapData) -> str:
    """Return the map with its title, and which rules make each border."""
    rows = (
        (
            " | ".join(text(drawn.titles.get(each, each)) for each in border.outcomes),
            ", ".join(map(code, border.rules)),
        )
        for border in drawn.borders
    )
    picture = chart(map_svg(drawn))
    return f"<h3>Map of {text(drawn.policy)}</h3>{picture}{table(('Border', 'Rules'), rows)}"


def map_svg(drawn: MapData) -> str:
    """Return the cells, the borders between outcomes with a letter each, axes and key."""
    present = dict.fromkeys(each for row in drawn.outcomes for each in row if each)
    colour = colours((each for each in drawn.titles if each in present), drawn.ships)
    wide, high = (_RIGHT - _LEFT) / len(drawn.x), _HIGH / len(drawn.y)
    lines = []
    for row, outcomes in enumerate(drawn.outcomes):
        y = _TOP + _HIGH - (row + 1) * high
        at = 0
        while at < len(outcomes):
            end = at
            while end < len(outcomes) and outcomes[end] == outcomes[at]:
                end += 1
            if outcomes[at]:
                size = f'width="{(end - at) * wide + 0.3:.2f}" height="{high + 0.3:.2f}"'
                told = text(drawn.titles.get(outcomes[at], outcomes[at]))
                lines.append(
                    f'<rect x="{_LEFT + at * wide:.2f}" y="{y:.2f}" {size} {colour[outcomes[at]]}>'
                    f"<title>{told}</title></rect>"
                )
            at = end
    lines += _borders(drawn, wide, high)
    for at in _labelled(len(drawn.x)):
        x = _LEFT + (at + 0.5) * wide
        lines.append(label(x, _TOP + _HIGH + 16, f"{drawn.x[at]}", "middle"))
    for at in _labelled(len(drawn.y)):
        y = _TOP + _HIGH - (at + 0.5) * high + 4
        lines.append(label(_LEFT - 6, y, f"{drawn.y[at]}", "end"))
    foot = _TOP + _HIGH + 38
    lines.append(label((_LEFT + _RIGHT) / 2, foot, drawn.x_path, "middle"))
    middle = _TOP + _HIGH / 2
    turned = label(14, middle, drawn.y_path, "middle")
    lines.append(f'<g transform="rotate(-90 14 {middle:.1f})">{turned}</g>')
    lines += key(colour, drawn.titles, foot + 14)
    return svg(f"Map of {drawn.policy}", _WIDTH, foot + 18 + key_height(colour), lines)


def _labelled(number: int) -> Sequence[int]:
    step = max(1, -(-number // MOST_LABELS))
    return range(0, number, step)


def _borders(drawn: MapData, wide: float, high: float) -> list[str]:
    """Return lines where outcomes meet, and beside the middle of each border its main rule."""
    paths: list[str] = []
    places: dict[frozenset[str], list[tuple[float, float]]] = {}
    for row, outcomes in enumerate(drawn.outcomes):
        for at, outcome in enumerate(outcomes):
            x, y = _LEFT + at * wide, _TOP + _HIGH - (row + 1) * high
            if at + 1 < len(outcomes) and outcomes[at + 1] != outcome:
                paths.append(f"M{x + wide:.2f} {y:.2f}v{high:.2f}")
                met = frozenset((outcome, outcomes[at + 1]))
                places.setdefault(met, []).append((x + wide, y + high / 2))
            if row + 1 < len(drawn.outcomes) and drawn.outcomes[row + 1][at] != outcome:
                paths.append(f"M{x:.2f} {y:.2f}h{wide:.2f}")
                met = frozenset((outcome, drawn.outcomes[row + 1][at]))
                places.setdefault(met, []).append((x + wide / 2, y))
    lines = [f'<path d="{"".join(paths)}" {_BORDER}/>'] if paths else []
    rules: Mapping[frozenset[str], tuple[str, ...]] = {
        frozenset(each.outcomes): each.rules for each in drawn.borders
    }
    taken: list[tuple[float, float, float]] = []
    for met, where in sorted(places.items(), key=lambda each: -len(each[1])):
        named = rules.get(met, ())
        if named:
            x, y = where[len(where) // 2]
            anchor = "end" if x > (_LEFT + _RIGHT) * 0.65 else "start"
            long = 6.6 * len(named[0]) + 5
            span = (x - long, x, y) if anchor == "end" else (x, x + long, y)
            # One that would stand on another is in the table below only.
            if any(_meets(span, other) for other in taken):
                continue
            taken.append(span)
            lines.append(label(x + (-5 if anchor == "end" else 5), y - 4, named[0], anchor))
    return lines


def _meets(one: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    """Whether two labels overlap, each told by its ends and its line."""
    return one[0] < other[1] and other[0] < one[1] and abs(one[2] - other[2]) < 14
