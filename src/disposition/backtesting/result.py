"""What a backtest counts: how many lots get which outcome, where they move, by which rules."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from disposition.documents.plain import picked
from disposition.frozen import field, frozen

UNREADABLE = "unreadable"
"""Stands for the outcome of a row with cells that cannot be read."""

NOTHING = "not told"
"""Stands for what was decided then where a row does not tell."""


def moves(before: str, after: str) -> bool:
    """Whether a lot moves from one outcome to another: not, where nobody told the one before."""
    return before not in ("", NOTHING, after)


CHANGES = ("holds now", "held before", "decides now")
"""How a rule moves lots: it holds where it did not, did where it does not, or only decides."""


@frozen
class RuleChange:
    """A rule by which lots move from one outcome to another, how it does, and how many lots."""

    rule: str
    change: str
    lots: int


@frozen
class Flow:
    """Lots with one outcome before and one now, the rules that move them, and what both cost."""

    before: str
    after: str
    lots: int
    rules: tuple[RuleChange, ...] = ()
    cost_before: Decimal | None = None
    cost_after: Decimal | None = None

    @property
    def is_moved(self) -> bool:
        """Whether these lots have another outcome now; unknown of those of which none is told."""
        return moves(self.before, self.after)


@frozen
class Share:
    """How many lots get an outcome, and how many got it before; `before` is None without."""

    outcome: str
    lots: int
    before: int | None = None


@frozen
class Group:
    """One value that lots have in common, with how many there are, move, and get each outcome."""

    value: str
    lots: int
    moved: int
    outcomes: Mapping[str, int]


@frozen
class MovedLot:
    """A lot that moves: its row from 1, what was grouped by, both outcomes, and the rules."""

    row: int
    told: Mapping[str, str]
    before: str
    after: str
    rules: tuple[str, ...]


@frozen(eq=False)
class BacktestData:
    """What a policy does with past lots, beside what was done before if that is told.

    `policy` and `against` name what was compared, `against` is empty without a comparison. `titles`
    and `ships` are of each outcome, the most preferred first. `groups` are by what was grouped by.
    `moved_lots` are the first of those that move; `moved` counts all.
    """

    policy: str
    against: str
    flows: tuple[Flow, ...]
    titles: Mapping[str, str]
    ships: Mapping[str, str]
    groups: Mapping[str, tuple[Group, ...]] = field(factory=dict)
    moved_lots: tuple[MovedLot, ...] = ()

    @property
    def lots(self) -> int:
        """How many lots there are, those that cannot be read among them."""
        return sum(flow.lots for flow in self.flows)

    @property
    def moved(self) -> int:
        """How many lots have another outcome now."""
        return sum(flow.lots for flow in self.flows if flow.is_moved)

    @property
    def unreadable(self) -> int:
        """How many rows have cells that cannot be read; they are decided by neither."""
        return sum(flow.lots for flow in self.flows if flow.after == UNREADABLE)

    @property
    def ships_more(self) -> int:
        """How many lots ship, or ship in part, that did not before.

        Lots with an outcome of before that no policy knows are not counted.
        """
        return sum(
            flow.lots
            for flow in self.flows
            if flow.is_moved
            and self.ships.get(flow.before) == "none"
            and self.ships.get(flow.after, "none") != "none"
        )

    @property
    def shares(self) -> tuple[Share, ...]:
        """How many lots get each outcome, in the order of preference."""
        names = [*self.titles, *(each for each in (NOTHING, UNREADABLE) if each not in self.titles)]
        others = {side for flow in self.flows for side in (flow.before, flow.after)}
        names += sorted(others - {"", *names})
        shares = []
        for name in names:
            now = sum(flow.lots for flow in self.flows if flow.after == name)
            then = sum(flow.lots for flow in self.flows if flow.before == name)
            if now or then:
                shares.append(Share(name, now, then if self.against else None))
        return tuple(shares)

    def title(self, outcome: str) -> str:
        """Return an outcome in words."""
        return self.titles.get(outcome, outcome)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data; costs are texts, since they are exact."""
        return {
            "policy": self.policy,
            "against": self.against or None,
            "lots": self.lots,
            "moved": self.moved if self.against else None,
            "ships_more": self.ships_more if self.against else None,
            "unreadable": self.unreadable,
            "outcomes": [picked(each, "outcome", "lots", "before") for each in self.shares],
            "flows": [
                {
                    "before": flow.before or None,
                    **picked(flow, "after", "lots"),
                    "rules": [picked(each, "rule", "change", "lots") for each in flow.rules],
                    **picked(flow, "cost_before", "cost_after"),
                }
                for flow in self.flows
            ],
            "groups": {
                name: [
                    {
                        "value": group.value,
                        "lots": group.lots,
                        "moved": group.moved if self.against else None,
                        "outcomes": dict(group.outcomes),
                    }
                    for group in groups
                ]
                for name, groups in self.groups.items()
            },
            "moved_lots": [
                {"row": lot.row, **dict(lot.told), **picked(lot, "before", "after", "rules")}
                for lot in self.moved_lots
            ],
        }
