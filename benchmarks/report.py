"""Prints times and the ratios that the goals are about, and all goals together at the end."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from attrs import frozen

from benchmarks.harness import Timing


@frozen
class Goal:
    """`ours` may take at most `limit` times as long as `base`; both are names of timings."""

    ours: str
    base: str
    limit: float


@frozen
class Line:
    """One goal: what is measured, what was, and what may be."""

    name: str
    measured: str
    goal: str
    met: bool


def print_times(title: str, timings: Sequence[Timing]) -> None:
    """Print one line per contender, fastest first."""
    print(f"\n{title}")
    print(f"  {'':36} {'median':>10}   {'min':>10} to {'max':>10}")
    for timing in sorted(timings, key=lambda timing: timing.median):
        low, high = _shown(min(timing.seconds)), _shown(max(timing.seconds))
        print(f"  {timing.name:36} {_shown(timing.median):>10}   {low:>10} to {high:>10}")


def lines_of(title: str, goals: Sequence[Goal], timings: Sequence[Timing]) -> list[Line]:
    """Return the line of each goal, with the ratio measured."""
    by_name = {timing.name: timing for timing in timings}
    return [_ratio(title, goal, by_name[goal.ours], by_name[goal.base]) for goal in goals]


def limit(name: str, seconds: Sequence[float], most: float, more: str = "") -> Line:
    """Return the line of times that have a limit of their own, which is for their median."""
    median = statistics.median(seconds)
    spread = f"({_shown(min(seconds))} to {_shown(max(seconds))}){more}"
    return Line(name, f"{_shown(median)} {spread}", _shown(most), median <= most)


def print_lines(lines: Sequence[Line]) -> bool:
    """Print goals beside what was measured; return whether all are met."""
    print("\ngoals")
    for line in lines:
        word = "met" if line.met else "MISSED"
        print(f"  {line.name}\n    {line.measured}, goal {line.goal}: {word}")
    return all(line.met for line in lines)


def _ratio(title: str, goal: Goal, ours: Timing, base: Timing) -> Line:
    # Rounds are paired: what slowed the machine in one of them slowed both.
    ratios = [own / other for own, other in zip(ours.seconds, base.seconds, strict=True)]
    ratio = ours.median / base.median
    return Line(
        f"{title}: {goal.ours} / {goal.base}",
        f"{ratio:.2f} ({min(ratios):.2f} to {max(ratios):.2f})",
        f"{goal.limit:g}",
        ratio <= goal.limit,
    )


def _shown(seconds: float) -> str:
    for factor, unit in ((1.0, "s"), (1e3, "ms"), (1e6, "µs")):
        if seconds * factor >= 1:
            return f"{seconds * factor:.2f} {unit}"
    return f"{seconds * 1e9:.0f} ns"
