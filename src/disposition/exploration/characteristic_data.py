"""Shares of the outcomes of a policy at each of some rates of defects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from disposition.frozen import field, frozen


@frozen(eq=False)
class CharacteristicData:
    """How often each outcome comes about, as the rates of a process vary.

    `qualities` are the rates in percent, by severity, at each point; `shares` the share of each
    outcome there, from 0 to 1, the most preferred outcome first. `escaping` is the percentage of
    the lot's units that are expected to be bad and to ship, by outcomes that ship all of it;
    outcomes that ship a part are not counted, since a part is what was found good. `costs` is what
    a lot costs there, if that was asked for. `error` is the largest standard error of a share: 0
    where every sample was weighed, so that shares are exact but for `left_out`, the probability of
    the samples that are so rare that they were not looked at.
    """

    policy: str
    sample_size: int
    qualities: Mapping[str, tuple[float, ...]]
    shares: Mapping[str, tuple[float, ...]]
    titles: Mapping[str, str]
    ships: Mapping[str, str]
    escaping: tuple[float, ...]
    error: float
    left_out: float
    costs: tuple[float, ...] = field(default=())

    @property
    def x(self) -> tuple[float, ...]:
        """The rates of the severity that varies; of the first that does."""
        varying = [each for each in self.qualities.values() if len(set(each)) > 1]
        return (varying or list(self.qualities.values()))[0]

    @property
    def severity(self) -> str:
        """The severity whose rates are at the axis."""
        return next(name for name, rates in self.qualities.items() if rates == self.x)

    def at(self, point: int) -> dict[str, float]:
        """Return the share of each outcome at a point."""
        return {outcome: shares[point] for outcome, shares in self.shares.items()}

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data."""
        return {
            "policy": self.policy,
            "sample_size": self.sample_size,
            "qualities": {name: list(rates) for name, rates in self.qualities.items()},
            "shares": {name: list(shares) for name, shares in self.shares.items()},
            "escaping": list(self.escaping),
            "costs": list(self.costs) or None,
            "error": self.error,
            "left_out": self.left_out,
        }


Costs = Mapping[str, int | float | Decimal]
Quality = Mapping[str, float | Sequence[float]]
