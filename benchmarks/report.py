"""Prints times and the ratios that the goals are about."""

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


def print_times(title: str, timings: Sequence[Timing]) -> None:
    """Print one line per contender, fastest first."""
    print(f"\n{title}")
    print(f"  {'':36} {'median':>10}   {'min':>10} to {'max':>10}")
    for timing in sorted(timings, key=lambda timing: timing.median):
        low, high = _shown(min(timing.seconds)), _shown(max(timing.seconds))
        print(f"  {timing.name:36} {_shown(timing.median):>10}   {low:>10} to {high:>10}")


def print_goals(goals: Sequence[Goal], timings: Sequence[Timing]) -> bool:
    """Print each goal with the ratio measured; return whether all are met."""
    by_name = {timing.name: timing for timing in timings}
    met = [_print_goal(goal, by_name[goal.ours], by_name[goal.base]) for goal in goals]
    return all(met)


def print_limit(name: str, seconds: Sequence[float], limit: float) -> bool:
    """Print times that have a limit of their own; return whether the median keeps it."""
    median = statistics.median(seconds)
    met = median <= limit
    spread = f"({_shown(min(seconds))} to {_shown(max(seconds))})"
    print(f"  {name:36} {_shown(median):>10} {spread}  goal: {_shown(limit)}  {_word(met)}")
    return met


def _print_goal(goal: Goal, ours: Timing, base: Timing) -> bool:
    # Rounds are paired: what slowed the machine in one of them slowed both.
    ratios = [own / other for own, other in zip(ours.seconds, base.seconds, strict=True)]
    ratio = ours.median / base.median
    met = ratio <= goal.limit
    print(
        f"  {goal.ours} / {goal.base}: {ratio:.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
        f"  goal: {goal.limit:g}  {_word(met)}"
    )
    return met


def _word(met: bool) -> str:
    return "met" if met else "MISSED"


def _shown(seconds: float) -> str:
    for factor, unit in ((1.0, "s"), (1e3, "ms"), (1e6, "µs")):
        if seconds * factor >= 1:
            return f"{seconds * factor:.2f} {unit}"
    return f"{seconds * 1e9:.0f} ns"
