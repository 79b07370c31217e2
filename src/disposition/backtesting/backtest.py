"""A backtest as people get it: its numbers, shown in a notebook or written as a page."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from disposition.backtesting.page import backtest_html, backtest_page
from disposition.backtesting.result import BacktestData
from disposition.frozen import frozen
from disposition.visible import visible
from disposition.words import counted


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
        return backtest_page(self)

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
        return backtest_html(self)
