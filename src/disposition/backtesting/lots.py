"""Past lots as documents, decided one by one and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from disposition.backtesting.counts import (
    CURRENCY,
    MOST_MOVED,
    LotCounts,
    changes_of,
    expect_one_currency,
    rules_that_decide,
)
from disposition.backtesting.result import NOTHING, UNREADABLE, MovedLot, moves
from disposition.decision import Decision
from disposition.errors import DispositionError, suggest
from disposition.explain.inference import Inference
from disposition.facts import Facts, Lot
from disposition.facts.source import LotSource
from disposition.language.types import Value
from disposition.policy.model import CheckedPolicy

Decide = Callable[[Any], Decision]


def count_lots(
    lots: Iterable[Lot | Facts | None],
    decide: tuple[CheckedPolicy, Decide],
    against: tuple[CheckedPolicy, Decide] | str | None,
    by: Sequence[str],
    costs: Mapping[str, object] | None,
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
            hint = suggest(path, policy.catalogue)
            raise DispositionError(f"there is no fact `{path}`{f' ({hint})' if hint else ''}")
    relevant = rules_that_decide(policy)
    if isinstance(against, tuple):
        relevant |= rules_that_decide(against[0])
    counts = LotCounts()
    currencies: set[str] = set()
    has_money = any(isinstance(each, str) for each in (costs or {}).values())
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
            was = "" if against is None else _told(values[against], policy)
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


def _told(value: Value | None, policy: CheckedPolicy) -> str:
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
        return "(none)"
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
