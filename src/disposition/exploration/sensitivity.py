"""What the next step of each limit of a policy would change for past lots: tried, and shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from disposition.backtesting.result import BacktestData
from disposition.documents.plain import picked
from disposition.frozen import evolve, frozen
from disposition.language.declarations import ParameterSpec
from disposition.language.expression import Expression, Parameter, walk
from disposition.language.text import value_text
from disposition.language.types import Value
from disposition.markup import box, code, fragment, page, table, text
from disposition.policy.compare.changes import names_read
from disposition.policy.model import CheckedPolicy
from disposition.visible import visible


@frozen(eq=False)
class NextStep:
    """One limit a step up or down: its values, and what a backtest of it found."""

    parameter: str
    value: str
    becomes: str
    unit: str
    found: BacktestData


@frozen(eq=False)
class Sensitivity:
    """What the next step of each limit would change, those that move most lots first.

    `not_tried` are limits with the reason why they were not: no numbers, or read by nothing.
    """

    policy: str
    lots: int
    steps: tuple[NextStep, ...]
    not_tried: tuple[tuple[str, str], ...]

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data."""
        return {
            "policy": self.policy,
            "lots": self.lots,
            "steps": [
                {
                    **picked(each, "parameter", "value", "becomes"),
                    **picked(each.found, "moved", "ships_more"),
                    "flows": [
                        picked(flow, "before", "after", "lots")
                        for flow in each.found.flows
                        if flow.is_moved
                    ],
                }
                for each in self.steps
            ],
            "not_tried": [{"parameter": name, "reason": why} for name, why in self.not_tried],
        }

    def __repr__(self) -> str:
        moving = sum(1 for each in self.steps if each.found.moved)
        return visible(
            f"<Sensitivity of {self.policy}: {self.lots:,} lots, {moving} of "
            f"{len(self.steps)} steps move some>"
        )

    def html(self) -> str:
        """Return the steps as a page that needs nothing else."""
        return page(f"Sensitivity of {self.policy}", box(self._body()))

    def _repr_html_(self) -> str:
        return fragment(self._body())

    def _body(self) -> str:
        title = f"<h3>Sensitivity of {text(self.policy)}</h3><p>{self.lots:,} lots</p>"
        columns = ("Limit", "Is", "Would be", "Lots that move", "Where to")
        rest = "".join(f"<li>{code(name)}: {text(why)}</li>" for name, why in self.not_tried)
        not_tried = f"<h4>Not tried</h4><ul>{rest}</ul>" if rest else ""
        return f"{title}{table(columns, map(_row, self.steps))}{not_tried}"


def _row(step: NextStep) -> Iterator[str]:
    yield code(step.parameter)
    yield f"{text(step.value)} {text(step.unit)}"
    yield text(step.becomes)
    yield f"{step.found.moved:,}"
    flows = sorted(step.found.flows, key=lambda flow: -flow.lots)
    yield "<br>".join(
        f"{flow.lots:,} {code(flow.before)} → {code(flow.after)}" for flow in flows if flow.is_moved
    )


def steps_of(policy: CheckedPolicy) -> Iterator[tuple[str, Value]]:
    """Yield each limit that conditions read, with its next values: one step down and one up."""
    read = names_read(policy)
    for name, spec in policy.parameters.items():
        if name in read and not why_not(policy, name, spec):
            step = step_of(spec.value)
            for value in (spec.value - step, spec.value + step):  # type: ignore[operator]
                turns_negative = value < 0 <= spec.value  # type: ignore[operator]
                if spec.within.holds(value) and not turns_negative:
                    yield name, value


def why_not(policy: CheckedPolicy, name: str, spec: ParameterSpec) -> str:
    """Return why a limit is not tried; nothing if it is."""
    if not spec.type.kind.is_number:
        return "it is no number"
    if name not in names_read(policy):
        return "no condition reads it"
    if name in policy.catalogue.thresholds:
        return "it is a limit of facts"
    bodies = map(policy.body_of, (*policy.own, *policy.hoisted))
    if any(_reads(body, name) for body in bodies if body is not None):
        return "a fact of the policy rests on it"
    return ""


def _reads(expression: Expression, name: str) -> bool:
    return any(isinstance(node, Parameter) and node.name == name for node in walk(expression))


def step_of(value: Value) -> Decimal | int:
    """Return one step of a limit: one of its last digit as it is written.

    >>> step_of(5), step_of(Decimal("2.50"))
    (1, Decimal('0.01'))
    """
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        return Decimal(1).scaleb(min(int(exponent), 0))
    return 1


def try_steps(
    policy: CheckedPolicy, backtested: Callable[[CheckedPolicy], BacktestData]
) -> Sensitivity:
    """Return what each next step would change; `backtested` compares a policy with this one."""
    steps = []
    for name, value in steps_of(policy):
        spec = policy.parameters[name]
        changed = {**policy.parameters, name: evolve(spec, value=value)}
        found = backtested(evolve(policy, parameters=changed))
        was, is_ = value_text(spec.value), value_text(value)
        steps.append(NextStep(name, was, is_, spec.type.unit, found))
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
