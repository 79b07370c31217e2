"""A map of a policy: the outcome as two values of a lot vary, with the rules at the borders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from disposition.arguments import items_of, mapping_of, refuse_argument, text_of
from disposition.decision import Decision
from disposition.display.outcome_colours import colours, key, key_height, label, svg
from disposition.documents.places.data import PathError, changed
from disposition.documents.plain import picked
from disposition.documents.quoting import shown
from disposition.errors import DispositionError, LotError
from disposition.explain.inference import Inference, deciding_rules
from disposition.facts import Facts, Lot
from disposition.frozen import frozen
from disposition.markup import box, chart, code, fragment, page, table, text
from disposition.policy.model import CheckedPolicy
from disposition.visible import visible
from disposition.words import listed


@frozen
class Border:
    """Where two outcomes meet: the rules that hold on one side only, the most frequent first."""

    outcomes: tuple[str, str]
    rules: tuple[str, ...]
    cells: int


@frozen(eq=False)
class PolicyMap:
    """The outcome of a lot as two of its values vary; made by `Policy.map`, shows as a picture.

    `outcomes` has a row for each value of `y` and in it an outcome for each value of `x`; an empty
    text where the two values make no lot that there can be. `borders` are told with the rules that
    make them.
    """

    policy: str
    x_path: str
    y_path: str
    x: tuple[Any, ...]
    y: tuple[Any, ...]
    outcomes: tuple[tuple[str, ...], ...]
    borders: tuple[Border, ...]
    titles: dict[str, str]
    ships: dict[str, str]

    def at(self, x: Any, y: Any) -> str:
        """Return the outcome at two of the values."""
        row = _place("y", y, self.y)
        return self.outcomes[row][_place("x", x, self.x)]

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data."""
        return {
            "policy": self.policy,
            "x": {"path": self.x_path, "values": [f"{each}" for each in self.x]},
            "y": {"path": self.y_path, "values": [f"{each}" for each in self.y]},
            "outcomes": [[each or None for each in row] for row in self.outcomes],
            "borders": [picked(each, "outcomes", "rules", "cells") for each in self.borders],
        }

    def to_svg(self) -> str:
        """Return the map as an SVG element."""
        return map_svg(self)

    def html(self) -> str:
        """Return the map as a page that needs nothing else."""
        return page(f"Map of {self.policy}", box(map_html(self)))

    def __repr__(self) -> str:
        size = f"{len(self.x)} × {len(self.y)}"
        return visible(f"<PolicyMap of {self.policy}: {self.x_path}, {self.y_path}, {size}>")

    def _repr_html_(self) -> str:
        return fragment(map_html(self))


MapData = PolicyMap
"""A map by the name that its cells alone once had."""


# --- drawn ---------------------------------------------------------------------------------------


_WIDTH, _LEFT, _RIGHT, _TOP, _HIGH = 640, 70, 620, 12, 330
MOST_LABELS = 10
_BORDER = 'stroke="currentColor" stroke-width="1.6" fill="none"'


def map_html(drawn: PolicyMap) -> str:
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


def map_svg(drawn: PolicyMap) -> str:
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
    lines += _border_lines(drawn, wide, high)
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


def _border_lines(drawn: PolicyMap, wide: float, high: float) -> list[str]:
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


def _place(name: str, value: Any, values: Sequence[Any]) -> int:
    found = [at for at, each in enumerate(values) if type(each) is type(value) and each == value]
    found = found or [at for at, each in enumerate(values) if _is_same(each, value)]
    if not found:
        told = listed([shown(each).strip("`") for each in values[:_MOST_NAMED]])
        refuse_argument(name, f"one of the values of the map, such as {told}", value)
    return found[0]


def _is_same(one: Any, other: Any) -> bool:
    try:
        return bool(one == other)
    except (TypeError, ValueError, ArithmeticError):  # of what compares item by item, or is none
        return False


_MOST_NAMED = 3


def _meets(one: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    """Whether two labels overlap, each told by its ends and its line."""
    return one[0] < other[1] and other[0] < one[1] and abs(one[2] - other[2]) < 14


# --- how it is made ------------------------------------------------------------------------------


MOST_CELLS = 40_000
"""Lots that one map may decide."""


def map_of(
    policy: CheckedPolicy,
    decide: Callable[[Any], Decision],
    x: tuple[str, Sequence[Any]],
    y: tuple[str, Sequence[Any]],
    given: Any,
) -> PolicyMap:
    """Return the outcome for each pair of values; see `Policy.map`."""
    (x_path, xs), (y_path, ys) = _varied("x", x), _varied("y", y)
    if not xs or not ys or len(xs) * len(ys) > MOST_CELLS:
        raise DispositionError(f"a map has 1 to {MOST_CELLS:,} cells, not {len(xs) * len(ys):,}")
    make = _maker(given, x_path, y_path)
    seen = [[_decided(decide, make, first, second) for first in xs] for second in ys]
    if not any(each for row in seen for each in row):
        make(xs[0], ys[0])  # says why
    outcomes = tuple(tuple(each.outcome if each else "" for each in row) for row in seen)
    present = {each for row in outcomes for each in row}
    known = [each for each in policy.outcomes_by_id.values() if each.id in present]
    return PolicyMap(
        f"{policy.id} {policy.version}",
        x_path,
        y_path,
        xs,
        ys,
        outcomes,
        tuple(_borders(policy, seen)),
        {each.id: each.title for each in known},
        {each.id: each.ships.value for each in known},
    )


def _varied(name: str, given: Any) -> tuple[str, tuple[Any, ...]]:
    """Return a place of the document, and the values that it takes."""
    wants, hint = "a place and its values", 'such as `("lot.quantity", [90, 1200])`'
    if not isinstance(given, tuple | list) or len(given) != len(("place", "values")):
        refuse_argument(name, wants, given, hint)
    place, values = given
    return text_of(name, place, wants, hint), tuple(items_of(name, values, wants, hint))


def _decided(
    decide: Callable[[Any], Decision], make: Callable[[Any, Any], Any], x: Any, y: Any
) -> Decision | None:
    try:
        return decide(make(x, y))
    except LotError:
        return None  # two values that contradict one another, or one that cannot be


def _maker(given: Any, x_path: str, y_path: str) -> Callable[[Any, Any], Any]:
    """Return what makes the lot, or the facts, of two values."""
    if isinstance(given, Facts):
        known = dict(given.values)
        return lambda x, y: Facts({**known, x_path: x, y_path: y})
    if given is not None and not isinstance(given, Lot):
        mapping_of("given", given, "a lot, its document, or facts")
    document = given.to_dict() if isinstance(given, Lot) else dict(given or {})

    def make(x: Any, y: Any) -> Lot:
        try:
            return Lot.from_dict(changed(document, ((x_path, x), (y_path, y))))
        except PathError as error:
            raise DispositionError(str(error)) from None

    return make


def _borders(policy: CheckedPolicy, seen: Sequence[Sequence[Decision | None]]) -> Iterator[Border]:
    """Yield which rules make each border: those that hold on one side of most of its cells."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    cells: Counter[tuple[str, str]] = Counter()
    for one, other in _neighbours(seen):
        if one.outcome == other.outcome:
            continue
        first, second = sorted((one, other), key=lambda each: each.outcome)
        met = first.outcome, second.outcome
        cells[met] += 1
        counts.setdefault(met, Counter()).update(_true(policy, one) ^ _true(policy, other))
    order = {each: place for place, each in enumerate(policy.outcomes_by_id)}
    for met in sorted(counts, key=lambda met: sorted(order[each] for each in met)):
        told = sorted(counts[met].items(), key=lambda each: (-each[1], each[0]))
        low, high = sorted(met, key=order.__getitem__)
        yield Border((low, high), tuple(rule for rule, _ in told), cells[met])


def _neighbours(seen: Sequence[Sequence[Decision | None]]) -> Iterator[tuple[Decision, Decision]]:
    for row, decisions in enumerate(seen):
        for at, decision in enumerate(decisions):
            beside = decisions[at + 1] if at + 1 < len(decisions) else None
            above = seen[row + 1][at] if row + 1 < len(seen) else None
            for other in (beside, above):
                if decision is not None and other is not None:
                    yield decision, other


def _true(policy: CheckedPolicy, decision: Decision) -> frozenset[str]:
    grounds = decision.grounds
    return frozenset(
        deciding_rules(policy, grounds.truths) if isinstance(grounds, Inference) else ()
    )
