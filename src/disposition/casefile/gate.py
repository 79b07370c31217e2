"""The gate before release: whether a lot may go, and exactly what is missing if it may not."""

from __future__ import annotations

from datetime import date
from typing import Any

from attrs import frozen

from disposition.casefile.policies import RELEASE
from disposition.casefile.steps import Judged
from disposition.decision import Decision
from disposition.explain.obstacles import Obstacle
from disposition.policy.model import CheckedPolicy, Ships


@frozen(eq=False)
class Gate:
    """Whether the lot may be released, and each piece that is missing if it may not.

    A piece is a rule of the release policy that forbids the release. It is not sure while a fact
    that nobody told decides; that keeps the gate closed as well. `released_on` is the day on which
    the lot was released already.
    """

    is_open: bool
    decision: Decision
    missing: tuple[Obstacle, ...]
    released_on: date | None = None

    def says(self) -> str:
        """Return in words whether the lot may go, and what is missing."""
        if self.released_on is not None:
            return f"Released on {self.released_on}; it is not released again."
        if self.is_open:
            return f"{self.decision.title} [{self.decision.outcome}]"
        lines = [f"Not released: {len(self.missing)} missing."]
        lines += [f"  - {_said(each)}" for each in self.missing]
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """Return the gate as plain data."""
        return {
            "is_open": self.is_open,
            "released_on": None if self.released_on is None else self.released_on.isoformat(),
            "outcome": self.decision.outcome,
            "ships": self.decision.ships,
            "missing": missing_data(self.missing),
            "policy": self.decision.to_dict()["policy"],
        }


def gate_of(judged: Judged) -> Gate:
    """Return whether a case's lot may be released as of a day."""
    decision = judged.decisions[RELEASE]
    if decision.status == "decided" and decision.ships != "none":
        return Gate(is_open=True, decision=decision, missing=())
    missing = _nearest(decision, judged.policies[RELEASE].checked)
    released = [each.on for each in judged.happened if each.kind == "released"]
    return Gate(False, decision, missing, released[-1] if released else None)


def missing_data(missing: tuple[Obstacle, ...]) -> list[dict[str, Any]]:
    """Return missing pieces as plain data, as a refusal keeps them."""
    return [
        {
            "rule": each.rule,
            "because": each.because,
            "is_sure": each.is_sure,
            **({"waits_for": ", ".join(each.waits_for)} if each.waits_for else {}),
        }
        for each in missing
    ]


def _nearest(decision: Decision, policy: CheckedPolicy) -> tuple[Obstacle, ...]:
    """Return what stands between the lot and the outcome that it is on the way to.

    That is the first outcome that ships and that some rule permits; else the one with the fewest
    obstacles.
    """
    ways = [decision.obstacles(each.id) for each in policy.outcomes if each.ships is not Ships.NONE]
    permitted = [way for way in ways if all(each.effect != "permit" for each in way)]
    return permitted[0] if permitted else min(ways, key=len, default=())


def _said(each: Obstacle) -> str:
    if each.effect == "permit":
        return f"it would need: {each.because} [{each.rule}]"
    words = each.because or f"the rule {each.rule} forbids it"
    if each.is_sure:
        return f"{words} [{each.rule}]"
    return f"{words} [{each.rule}]; not known: {', '.join(each.waits_for)}"
