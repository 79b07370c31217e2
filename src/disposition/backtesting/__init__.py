"""What a policy would have done with past lots: shares, flows, and the rules that move lots."""

from typing import TYPE_CHECKING

from disposition.runtime.lazy import on_demand

if TYPE_CHECKING:
    from disposition.backtesting.backtest import Backtest
    from disposition.backtesting.result import (
        BacktestData,
        Flow,
        Group,
        MovedLot,
        RuleChange,
        Share,
    )

__all__ = ["Backtest", "BacktestData", "Flow", "Group", "MovedLot", "RuleChange", "Share"]

__getattr__, __dir__ = on_demand(
    __name__,
    {".backtest": "Backtest", ".result": "BacktestData Flow Group MovedLot RuleChange Share"},
)
