"""What is counted over past lots, however they come, and the result that is made of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from attrs import define, field

from disposition.backtesting.backtest import Backtest
from disposition.backtesting.result import (
    CHANGES,
    NOTHING,
    UNREADABLE,
    Flow,
    Group,
    MovedLot,
    RuleChange,
    moves,
)
from disposition.errors import DispositionError
from disposition.policy.model import CheckedPolicy, Effect

MOST_MOVED = 1_000
"""Lots that move which are told one by one."""

MOST_GROUPS = 200
"""Values of a group that are told, those with the most lots first."""

CURRENCY = "lot.currency"


def expect_one_currency(currencies: Iterable[str]) -> None:
    """Refuse to add up what is paid in several currencies.

    Raises:
        DispositionError: there are several.
    """
    several = sorted(currencies)
    if len(several) > 1:
        first = " and ".join(f"`{each}`" for each in several[:2])
        hint = "reckon them in one currency, or try the lots of each by themselves"
        raise DispositionError(f"costs in {first} cannot be added ({hint})")


Way = tuple[str, str]
"""An outcome before and one now."""


@define
class LotCounts:
    """Counters that grow with each lot or each chunk of a table."""

    lots: Counter[Way] = field(factory=Counter)
    rules: Counter[tuple[Way, str, str]] = field(factory=Counter)
    costs: dict[Way, list[Decimal]] = field(factory=dict)
    groups: dict[str, Counter[tuple[str, Way]]] = field(factory=lambda: defaultdict(Counter))
    moved: list[MovedLot] = field(factory=list)

    def cost(self, way: Way, before: Decimal, after: Decimal) -> None:
        """Add what lots of a way cost before and now."""
        held = self.costs.setdefault(way, [Decimal(0), Decimal(0)])
        held[0] += before
        held[1] += after

    def result(self, policy: CheckedPolicy, against: CheckedPolicy | str, costs: bool) -> Backtest:
        """Return what was counted as a result, everything in a fixed order."""
        policies = [policy, *([against] if isinstance(against, CheckedPolicy) else [])]
        titles = {each.id: each.title for held in policies for each in held.outcomes_by_id.values()}
        ships = {
            each.id: each.ships.value for held in policies for each in held.outcomes_by_id.values()
        }
        order = {name: place for place, name in enumerate([*titles, NOTHING, UNREADABLE])}

        def place(way: Way) -> tuple[int, int, Way]:
            last = len(order)
            return order.get(way[0], last), order.get(way[1], last), way

        flows = tuple(self._flow(way, costs) for way in sorted(self.lots, key=place))
        return Backtest(
            name_of(policy),
            against if isinstance(against, str) else name_of(against),
            flows,
            titles,
            ships,
            {name: _groups(counter, order) for name, counter in self.groups.items()},
            tuple(self.moved[:MOST_MOVED]),
        )

    def _flow(self, way: Way, costs: bool) -> Flow:
        rules = sorted(
            (
                RuleChange(rule, change, lots)
                for (which, rule, change), lots in self.rules.items()
                if which == way
            ),
            key=lambda each: (-each.lots, each.rule, each.change),
        )
        before, after = self.costs.get(way, (Decimal(0), Decimal(0))) if costs else (None, None)
        if not way[0]:
            before = None
        return Flow(*way, self.lots[way], tuple(rules), before, after)


def name_of(policy: CheckedPolicy) -> str:
    """Return a policy as it is called."""
    return f"{policy.id} {policy.version}"


def _groups(counter: Mapping[tuple[str, Way], int], order: Mapping[str, int]) -> tuple[Group, ...]:
    lots: Counter[str] = Counter()
    moved: Counter[str] = Counter()
    outcomes: dict[str, Counter[str]] = {}
    for (value, (before, after)), count in counter.items():
        lots[value] += count
        moved[value] += count if moves(before, after) else 0
        outcomes.setdefault(value, Counter())[after] += count
    told = sorted(lots, key=lambda value: (-lots[value], value))[:MOST_GROUPS]
    return tuple(
        Group(
            value,
            lots[value],
            moved[value],
            {
                name: outcomes[value][name]
                for name in sorted(outcomes[value], key=lambda name: (order.get(name, 99), name))
            },
        )
        for value in sorted(told)
    )


def rules_that_decide(policy: CheckedPolicy) -> frozenset[str]:
    """Return the rules that permit or forbid; requirements move no lot."""
    return frozenset(rule.id for rule in policy.rules if rule.effect is not Effect.REQUIRE)


def changes_of(
    before: Sequence[str], after: Sequence[str], deciding: Iterable[str]
) -> list[tuple[str, str]]:
    """Return by which rules a lot moves, from those that hold before and after.

    Where the same rules hold, they mean something else now: then those that decide.
    """
    now, held, only = CHANGES
    found = [(rule, now) for rule in after if rule not in before]
    found += [(rule, held) for rule in before if rule not in after]
    return found or [(rule, only) for rule in deciding]
