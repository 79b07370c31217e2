"""A backtest as people get it: its numbers, shown in a notebook or written as a page.

What changed stands in one line, then shares, flows with their rules, groups, and lots that move; in
words for terminals, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from os import PathLike
from pathlib import Path

from disposition.backtesting.charts import bars, flow_chart, group_chart
from disposition.backtesting.result import BacktestData, Flow, MovedLot
from disposition.frozen import frozen
from disposition.markup import (
    MOST_ROWS,
    and_more,
    box,
    breakable,
    chart,
    code,
    fragment,
    page,
    table,
    text,
)
from disposition.visible import visible
from disposition.words import counted, percent


@frozen(eq=False)
class Backtest(BacktestData):
    """What a policy does with past lots, beside what was done before if that is told.

    Made by `Policy.backtest`; what is counted stands in `BacktestData`.

    >>> from disposition import Lot, load_policy
    >>> load_policy().backtest([Lot.from_dict({}), Lot.from_dict({})])
    <Backtest of failed-inspection 1.0.0: 2 lots: 2 hold>
    """

    def html(self) -> str:
        """Return a page that needs nothing else: numbers, flows, groups and charts."""
        return page(f"Backtest of {self.policy}", box(_titled(self)))

    def write(self, path: str | PathLike[str]) -> Path:
        """Write the page to a file, and return its path.

        Raises:
            OSError: it cannot be written.
        """
        file = Path(path)
        file.write_text(self.html(), encoding="utf-8")
        return file

    def __repr__(self) -> str:
        shares = ", ".join(f"{each.lots:,} {each.outcome}" for each in self.shares if each.lots)
        told = f": {shares}" if shares else ""
        moved = f"; {self.moved:,} moved against {self.against}" if self.against else ""
        return visible(f"<Backtest of {self.policy}: {counted(self.lots, 'lot')}{told}{moved}>")

    def _repr_html_(self) -> str:
        return fragment(_titled(self))


# --- as HTML -------------------------------------------------------------------------------------


MOST_RULES = 4
"""Rules that are told of a flow, those that move most lots first."""

MOST_GROUPS = 10
"""Values of a group of which it is told how many lots move, those with most of them first."""

MOST_COLUMNS = 3
"""Groups that have a column each where lots are told; more share one, which fits on paper."""

UNDECIDED = "no rule decides now"
"""What moves lots where no rule holds that did not, and none decides."""


def _titled(backtest: BacktestData) -> str:
    return f"<h3>Backtest of {text(backtest.policy)}</h3>{backtest_body(backtest)}"


def backtest_body(backtest: BacktestData) -> str:
    """Return everything on a backtest but its title."""
    return "".join(_sections(backtest))


def _sections(backtest: BacktestData) -> Iterator[str]:
    yield f"<p>{text(summary(backtest))}</p>"
    if not backtest.lots:
        return
    yield _shares(backtest)
    if backtest.against:
        yield f"<h4>Where lots go</h4>{chart(flow_chart(backtest))}"
        yield _flows(backtest)
    for name, groups in backtest.groups.items():
        title = f"<h4>By {text(name)}</h4>"
        _, left = bars(groups)
        rest = f"<p>and {left}</p>" if left else ""
        picture = chart(group_chart(name, groups, backtest))
        yield f"{title}{picture}{rest}{_moved_by_group(backtest, name)}"
    yield _moved(backtest)


def summary(backtest: BacktestData) -> str:
    """Return in one or two sentences what a backtest says.

    >>> from disposition import Lot, load_policy
    >>> policy = load_policy()
    >>> summary(policy.backtest([Lot.from_dict({})], against=policy))
    '1 lot. None moves against failed-inspection 1.0.0.'
    """
    said = f"{counted(backtest.lots, 'lot')}."
    if backtest.unreadable:
        verb = "is" if backtest.unreadable == 1 else "are"
        said += f" {backtest.unreadable:,} cannot be read, and {verb} decided by neither."
    if not backtest.against:
        return said
    if not backtest.moved:
        return f"{said} None moves against {backtest.against}."
    share = Decimal(100 * backtest.moved) / backtest.lots
    verb = "moves" if backtest.moved == 1 else "move"
    said += f" {backtest.moved:,} ({share:.2g} %) {verb} against {backtest.against}."
    if not all(flow.before in backtest.ships for flow in backtest.flows if flow.is_moved):
        # Nobody knows of all what shipped then.
        least = backtest.ships_more
        return f"{said} At least {least:,} ship that did not." if least else said
    more = backtest.ships_more
    return f"{said} {f'{more:,} ship that did not' if more else 'None ships that did not'}."


def _shares(backtest: BacktestData) -> str:
    is_compared = bool(backtest.against)
    columns = ["Outcome", "Lots", "Share", *(["Before", "Change"] if is_compared else [])]
    return table(columns, (_share(backtest, each) for each in backtest.shares))


def _share(backtest: BacktestData, share: object) -> Iterable[str]:
    name, lots, before = share.outcome, share.lots, share.before  # type: ignore[attr-defined]
    title = backtest.title(name)
    yield f"<b>{text(title)}</b> {code(name)}" if title != name else text(name)
    yield f"{lots:,}"
    yield text(percent(lots, backtest.lots))
    if before is not None:
        yield f"{before:,}"
        yield f"{lots - before:+,}" if lots != before else "none"


def _flows(backtest: BacktestData) -> str:
    moved = [flow for flow in backtest.flows if flow.is_moved]
    moved.sort(key=lambda flow: -flow.lots)
    has_costs = any(flow.cost_after is not None for flow in moved)
    columns = ["From", "To", "Lots", "Rules that move them", *(["Cost"] if has_costs else [])]
    rows = (_flow(flow, has_costs=has_costs) for flow in moved)
    total = f"<p>{total_cost(backtest)}</p>" if has_costs else ""
    return table(columns, rows) + total


def _flow(flow: Flow, *, has_costs: bool) -> Iterator[str]:
    yield from map(code, (flow.before, flow.after))
    yield f"{flow.lots:,}"
    rules = [
        f"{code(each.rule)} <small style='display:inline'>{each.change}, {each.lots:,}</small>"
        for each in flow.rules[:MOST_RULES]
    ]
    more = len(flow.rules) - MOST_RULES
    yield "<br>".join([*rules, *([f"and {more} more"] if more > 0 else [])]) or UNDECIDED
    if has_costs:
        yield _cost(flow.cost_before, flow.cost_after)


def _cost(before: Decimal | None, after: Decimal | None) -> str:
    if before is None or after is None:
        return ""
    return f"{_amount(before)} → {_amount(after)}"


def total_cost(backtest: BacktestData) -> str:
    """Return in words what all lots cost, before and now; empty where nothing says it."""
    if all(flow.cost_after is None for flow in backtest.flows):
        return ""
    after = sum((flow.cost_after or Decimal(0) for flow in backtest.flows), Decimal(0))
    if not backtest.against:
        return f"All lots together: {_amount(after)}"
    before = sum((flow.cost_before or Decimal(0) for flow in backtest.flows), Decimal(0))
    return f"All lots together: {_cost(before, after)} ({_amount(after - before, sign=True)})"


def _amount(amount: Decimal, *, sign: bool = False) -> str:
    return f"{amount:+,.2f}" if sign else f"{amount:,.2f}"


def _moved_by_group(backtest: BacktestData, name: str) -> str:
    if not backtest.against:
        return ""
    most = sorted(backtest.groups[name], key=lambda each: (-each.moved, each.value))
    rows = (
        (
            breakable(each.value),
            f"{each.moved:,}",
            text(percent(each.moved, each.lots)),
        )
        for each in most[:MOST_GROUPS]
        if each.moved
    )
    more = sum(each.moved > 0 for each in most[MOST_GROUPS:])
    left = f"<p>and {counted(more, 'more value')} with fewer</p>" if more else ""
    return table((name, "Lots that move", "of its lots"), rows) + left


def _moved(backtest: BacktestData) -> str:
    if not backtest.moved_lots:
        return ""
    first = backtest.moved_lots[0]
    names = first.told if len(first.told) <= MOST_COLUMNS else ("",)
    columns = ("Row", *names, "From", "To", "Rules")
    rows = (_lot(each) for each in backtest.moved_lots[:MOST_ROWS])
    rest = and_more(backtest.moved - min(len(backtest.moved_lots), MOST_ROWS))
    lots = f"<details><summary>Lots that move <small>{backtest.moved:,}</small></summary>"
    return f"{lots}{table(columns, rows)}{rest}</details>"


def _lot(lot: MovedLot) -> Iterator[str]:
    yield f"{lot.row:,}"
    if len(lot.told) <= MOST_COLUMNS:
        yield from map(breakable, lot.told.values())
    else:
        yield "; ".join(f"{text(name)}: {breakable(held)}" for name, held in lot.told.items())
    yield f"<code>{breakable(lot.before)}</code>"
    yield f"<code>{breakable(lot.after)}</code>"
    yield f"<small>{text(', '.join(lot.rules))}</small>"


# --- in words ------------------------------------------------------------------------------------


MOST_LINES = 12
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
        for group in first[:MOST_LINES]:
            moved = [f"{group.moved:,}"] if is_compared else []
            told = ", ".join(f"{lots:,} {outcome}" for outcome, lots in group.outcomes.items())
            rows.append([group.value, f"{group.lots:,}", *moved, told])
        yield from _aligned(rows, left=1)
        if len(groups) > MOST_LINES:
            yield f"  and {len(groups) - MOST_LINES} more"


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
