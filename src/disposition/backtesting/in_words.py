"""A backtest in words, for terminals: what changed, shares, flows, groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from disposition.backtesting.page import MOST_RULES, UNDECIDED, summary, total_cost
from disposition.backtesting.result import BacktestData
from disposition.words import percent

MOST_GROUPS = 12
"""Values of a group that are told, those with the most lots that move first."""


def in_words(backtest: BacktestData) -> str:
    """Return everything that fits a terminal; the page and the plain data tell more."""
    return "\n".join(_lines(backtest))


def _lines(backtest: BacktestData) -> Iterator[str]:
    yield f"Backtest of {backtest.policy}"
    yield summary(backtest)
    yield ""
    is_compared = bool(backtest.against)
    rows = [["", "lots", "share", *(["before"] if is_compared else [])]]
    for each in backtest.shares:
        row = [each.outcome, f"{each.lots:,}", percent(each.lots, backtest.lots)]
        rows.append([*row, *([f"{each.before:,}"] if each.before is not None else [])])
    yield from _aligned(rows)
    if is_compared and backtest.moved:
        yield ""
        yield "Lots that move"
        for flow in sorted(backtest.flows, key=lambda each: -each.lots):
            if flow.is_moved:
                yield f"  {flow.lots:,} from {flow.before} to {flow.after}"
                for rule in flow.rules[:MOST_RULES]:
                    yield f"    `{rule.rule}` {rule.change}: {rule.lots:,}"
                if not flow.rules:
                    yield f"    {UNDECIDED}"
    if cost := total_cost(backtest):
        yield ""
        yield cost
    for name, groups in backtest.groups.items():
        yield ""
        yield f"By {name}"
        first = sorted(groups, key=lambda each: (-each.moved, -each.lots, each.value))
        rows = [["", "lots", *(["move"] if is_compared else []), "outcomes"]]
        for group in first[:MOST_GROUPS]:
            moved = [f"{group.moved:,}"] if is_compared else []
            told = ", ".join(f"{lots:,} {outcome}" for outcome, lots in group.outcomes.items())
            rows.append([group.value, f"{group.lots:,}", *moved, told])
        yield from _aligned(rows, left=1)
        if len(groups) > MOST_GROUPS:
            yield f"  and {len(groups) - MOST_GROUPS} more"


def _aligned(rows: Sequence[Sequence[str]], left: int = 0) -> Iterator[str]:
    """Yield rows in columns, numbers to the right; the last `left` columns to the left."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    last = len(widths) - left
    for row in rows:
        cells = [
            cell.ljust(width) if place == 0 or place >= last else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield f"  {'  '.join(cells)}".rstrip()
