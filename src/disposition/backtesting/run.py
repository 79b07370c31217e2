"""Backtests: lots or a table in, one policy or two, a result out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from disposition.arguments import is_number, items_of, mapping_of, text_of, texts_of
from disposition.backtesting.backtest import Backtest
from disposition.backtesting.counts import (
    CURRENCY,
    MOST_MOVED,
    LotCounts,
    changes_of,
    expect_one_currency,
    rules_that_decide,
)
from disposition.backtesting.result import CHANGES, NOTHING, UNREADABLE, MovedLot, moves
from disposition.decision import Decision
from disposition.documents.quoting import shown
from disposition.errors import DispositionError, suggest
from disposition.explain.inference import Inference
from disposition.facts import Facts, Lot
from disposition.facts.source import LotSource
from disposition.language.types import Value
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
    by = (by,) if isinstance(by, str) else texts_of("by", by, "columns or facts")
    if against is not None and not isinstance(against, tuple):
        text_of("against", against, "a policy, or the column or fact that tells what was decided")
    if costs is not None:
        mapping_of("costs", costs, "a number or a column by the id of each outcome")
    other = against[0] if isinstance(against, tuple) else against
    if costs is not None:
        _expect_costs(costs, policy, other)
    relevant = rules_that_decide(policy)
    if isinstance(other, CheckedPolicy):
        relevant |= rules_that_decide(other)
    counts = (
        _count_table(lots, columns, (policy, other), by=by, costs=costs, relevant=relevant)
        if _is_table(lots, columns)
        else _count_lots(lots, new, against, by=by, costs=costs, relevant=relevant)
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
        if not isinstance(cost, str) and not is_number(cost):
            told = cost if isinstance(cost, bool | float | Decimal) else shown(cost).strip("`")
            raise DispositionError(f"the cost of `{name}` is a number or a column, not `{told}`")


def expect_outcome(name: str, known: Mapping[str, object]) -> None:
    """Refuse the name of an outcome that there is not.

    Raises:
        DispositionError: it is not among those that are known.
    """
    if name not in known:
        raise DispositionError(f"there is no outcome `{name}`{_hint(name, known)}")


def _hint(name: str, known: Mapping[str, object]) -> str:
    hint = suggest(name, known)
    return f" ({hint})" if hint else ""


def _is_table(lots: Any, columns: object) -> bool:
    if isinstance(lots, list | tuple):
        return False
    if columns is None and not any(
        hasattr(lots, each) for each in ("collect_schema", "columns", "__arrow_c_stream__")
    ):
        return False
    with needing("tables"):
        from disposition.tables.frames.counting import is_table
    return columns is not None or is_table(lots)


def _count_table(
    frame: Any,
    columns: Columns | None,
    compared: tuple[CheckedPolicy, CheckedPolicy | str | None],
    *,
    by: Sequence[str],
    costs: Mapping[str, object] | None,
    relevant: frozenset[str],
) -> LotCounts:
    from disposition.tables.frames.counting import Counting
    from disposition.tables.frames.files import naming_file

    with naming_file(frame):
        table = Counting(
            frame,
            *compared,
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


# --- lots as documents ---------------------------------------------------------------------------


def _count_lots(
    lots: Iterable[Lot | Facts | None],
    decide: Compared,
    against: Compared | str | None,
    *,
    by: Sequence[str],
    costs: Mapping[str, object] | None,
    relevant: frozenset[str],
) -> LotCounts:
    """Return what is counted over lots; `by`, costs and what was decided are paths of facts.

    None stands for a lot that cannot be read, which is counted.

    Raises:
        DispositionError: something among them is no lot, or a path is not known.
    """
    policy, now = decide
    paths = tuple(dict.fromkeys(_paths(by, against, costs)))
    for path in paths:
        if path not in policy.catalogue:
            raise DispositionError(f"there is no fact `{path}`{_hint(path, policy.catalogue)}")
    counts = LotCounts()
    currencies: set[str] = set()
    has_money = any(isinstance(each, str) for each in (costs or {}).values())
    hint = "or a table, with the `columns` that say what it means"
    lots = items_of("lots", lots, "lots to go through", hint)
    for row, lot in enumerate(lots, start=1):
        if lot is None:
            counts.lots["" if against is None else UNREADABLE, UNREADABLE] += 1
            continue
        after = now(lot)
        values = _values(lot, policy, paths)
        if has_money:
            held = _values(lot, policy, (CURRENCY,))[CURRENCY]
            currencies |= {str(held)} if held is not None else set()
            expect_one_currency(currencies)
        before: Decision | None = None
        if isinstance(against, tuple):
            before = against[1](lot)
            was = before.outcome
        else:
            was = "" if against is None else _outcome_named(values[against], policy)
        way = (was, after.outcome)
        counts.lots[way] += 1
        told = {name: group_text(values[name]) for name in by}
        for name, value in told.items():
            counts.groups[name][value, way] += 1
        if costs is not None:
            counts.cost(way, *(_cost(costs, outcome, values) for outcome in way))
        if moves(was, after.outcome):
            changes = _changes(before, after, relevant)
            for rule, change in changes:
                counts.rules[way, rule, change] += 1
            if len(counts.moved) < MOST_MOVED:
                counts.moved.append(MovedLot(row, told, *way, tuple(rule for rule, _ in changes)))
    return counts


def _outcome_named(value: Value | None, policy: CheckedPolicy) -> str:
    """Return the outcome that a word tells, in whatever case it is written."""
    word = "" if value is None else str(value).strip()
    known = {each.casefold(): each for each in policy.outcomes_by_id}
    return known.get(word.casefold(), word) or NOTHING


def _paths(by: Sequence[str], against: object, costs: Mapping[str, object] | None) -> Iterable[str]:
    yield from by
    if isinstance(against, str):
        yield against
    yield from (each for each in (costs or {}).values() if isinstance(each, str))


def _values(lot: Any, policy: CheckedPolicy, paths: Sequence[str]) -> Mapping[str, Value | None]:
    if isinstance(lot, Facts):
        return lot.under(policy.catalogue).observe(list(paths))
    source = lot if isinstance(lot, LotSource) else LotSource(lot, policy.catalogue)
    return source.through(policy.catalogue).observe(paths)


def group_text(value: object) -> str:
    """Return how lots with a value are grouped: days by their month.

    >>> from datetime import date
    >>> group_text(date(2026, 11, 22)), group_text(None)
    ('2026-11', '(none)')
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return NONE
    if isinstance(value, date):
        return f"{value.year:04}-{value.month:02}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _cost(costs: Mapping[str, object], outcome: str, values: Mapping[str, Value | None]) -> Decimal:
    cost = costs.get(outcome)
    if isinstance(cost, str):
        cost = values[cost]
    return Decimal(str(cost)) if cost is not None else Decimal(0)


def _changes(
    before: Decision | None, after: Decision, relevant: frozenset[str]
) -> list[tuple[str, str]]:
    if before is None:
        return changes_of((), (), after.rule_ids)
    now, then = ([each for each in _true_rules(one) if each in relevant] for one in (after, before))
    return changes_of(then, now, after.rule_ids)


def _true_rules(decision: Decision) -> list[str]:
    """Return the rules that hold, of a decision that was just made."""
    grounds = decision.grounds
    if not isinstance(grounds, Inference):
        return list(decision.rule_ids)
    true = grounds.truths.true
    return [rule.id for at, rule in enumerate(grounds.prepared.policy.rules) if true >> at & 1]
