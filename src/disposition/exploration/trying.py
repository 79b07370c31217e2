"""Tries each limit of a policy one step further, on past lots."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from disposition.backtesting.result import BacktestData
from disposition.exploration.sensitivity import (
    NextStep,
    Sensitivity,
    shown_value,
    steps_of,
    why_not,
)
from disposition.frozen import evolve
from disposition.policy.model import CheckedPolicy


def try_steps(
    policy: CheckedPolicy, backtested: Callable[[CheckedPolicy], BacktestData]
) -> Sensitivity:
    """Return what each next step would change; `backtested` compares a policy with this one."""
    steps = []
    for name, value in steps_of(policy):
        spec = policy.parameters[name]
        changed = {**policy.parameters, name: evolve(spec, value=value)}
        found = backtested(evolve(policy, parameters=changed))
        steps.append(
            NextStep(name, shown_value(spec.value), shown_value(value), spec.type.unit, found)
        )
    steps.sort(key=lambda each: (-each.found.moved, each.parameter))
    not_tried = tuple(
        (name, why)
        for name, spec in policy.parameters.items()
        if (why := why_not(policy, name, spec))
    )
    lots = steps[0].found.lots if steps else 0
    return Sensitivity(f"{policy.id} {policy.version}", lots, tuple(steps), not_tried)


def again(lots: Any) -> Any:
    """Return lots that can be gone through several times."""
    return list(lots) if hasattr(lots, "__next__") else lots
