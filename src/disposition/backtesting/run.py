"""Backtests begun: lots or a table in, one policy or two, a result out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from disposition.backtesting.backtest import Backtest
from disposition.backtesting.counts import (
    MOST_MOVED,
    LotCounts,
    expect_one_currency,
    rules_that_decide,
)
from disposition.backtesting.result import CHANGES, NOTHING, UNREADABLE, MovedLot
from disposition.decision import Decision
from disposition.errors import DispositionError, suggest
from disposition.policy.model import CheckedPolicy
from disposition.tables.deciding import Columns, columns_of, needing

if TYPE_CHECKING:
    from disposition.tables.frames.counting import Counting

Decide = Callable[[Any], Decision]
Compared = tuple[CheckedPolicy, Decide]
"""A policy, and what decides one lot by it."""

NONE = "(none)"


def backtest(
    lots: Any,
    columns: Columns | None,
    new: Compared,
    against: Compared | str | None,
    *,
    by: Sequence[str],
    costs: Mapping[str, object] | None,
) -> Backtest:
    """Return what a policy does with past lots; see `Policy.backtest`."""
    policy = new[0]
    by = (by,) if isinstance(by, str) else tuple(by)
    other = against[0] if isinstance(against, tuple) else against
    if costs is not None:
        _expect_costs(costs, policy, other)
    counts = (
        _count_table(lots, columns, policy, other, by=by, costs=costs)
        if _is_table(lots, columns)
        else _count_lots(lots, new, against, by, costs)
    )
    return counts.result(policy, other or "", costs is not None)


def _expect_costs(
    costs: Mapping[str, object], policy: CheckedPolicy, other: CheckedPolicy | str | None
) -> None:
    known = dict(policy.outcomes_by_id)
    if isinstance(other, CheckedPolicy):
        known |= other.outcomes_by_id
    for name, cost in costs.items():
        # What was decided then can have names of its own.
        if not isinstance(other, str):
            expect_outcome(name, known)
        if isinstance(cost, str):
            continue
        try:
            is_number = not isinstance(cost, bool) and Decimal(str(cost)).is_finite()
        except InvalidOperation:
            is_number = False
        if not is_number:
            raise DispositionError(f"the cost of `{name}` is a number or a column, not `{cost}`")


def expect_outcome(name: str, known: Mapping[str, object]) -> None:
    """Refuse the name of an outcome that there is not.

    Raises:
        DispositionError: it is not among those that are known.
    """
    if name not in known:
        hint = suggest(name, known)
        raise DispositionError(f"there is no outcome `{name}`{f' ({hint})' if hint else ''}")


def _is_table(lots: Any, columns: object) -> bool:
    if isinstance(lots, list | tuple):
        return False
    if columns is None and not any(
        hasattr(lots, each) for each in ("columns", "collect_schema", "__arrow_c_stream__")
    ):
        return False
    with needing("tables"):
        from disposition.tables.frames.counting import is_table
    return columns is not None or is_table(lots)


def _count_lots(
    lots: Any,
    new: Compared,
    against: Compared | str | None,
    by: Sequence[str],
    costs: Mapping[str, object] | None,
) -> LotCounts:
    from disposition.backtesting.lots import count_lots

    return count_lots(lots, new, against, by, costs)


def _count_table(
    frame: Any,
    columns: Columns | None,
    policy: CheckedPolicy,
    against: CheckedPolicy | str | None,
    *,
    by: Sequence[str],
    costs: Mapping[str, object] | None,
) -> LotCounts:
    from disposition.tables.frames.counting import Counting
    from disposition.tables.frames.files import told_of

    relevant = rules_that_decide(policy)
    if isinstance(against, CheckedPolicy):
        relevant |= rules_that_decide(against)
    with told_of(frame):
        table = Counting(
            frame,
            policy,
            against,
            None if columns is None else columns_of(columns),
            by=by,
            costs=costs,
            relevant=relevant,
            words=(UNREADABLE, NONE, NOTHING),
        )
        expect_one_currency(table.currencies())
        return _counted(table, has_costs=costs is not None)


def _counted(table: Counting, *, has_costs: bool) -> LotCounts:
    flows, *groups, rules = table.collect()
    counts = LotCounts()
    for row in flows.iter_rows():
        way = (row[0], row[1])
        counts.lots[way] = row[2]
        if has_costs:
            counts.cost(way, row[3], row[4])
    for name, group in zip(table.by.values(), groups, strict=True):
        counter = counts.groups[name]
        for value, before, after, lots in group.iter_rows():
            counter[value, (before, after)] = lots
    for before, after, change, lots in rules.iter_rows():
        which, _, rule = change.partition(":")
        counts.rules[(before, after), rule, CHANGES[int(which)]] = lots
    names = list(table.by.values())
    for row, *told, before, after, changes in table.moved(MOST_MOVED).iter_rows():
        held = tuple(each.partition(":")[2] for each in changes)
        counts.moved.append(MovedLot(row, dict(zip(names, told, strict=True)), before, after, held))
    return counts
