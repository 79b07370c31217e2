"""The last days of obligations, made ready to be reckoned from the facts of a lot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from disposition.language.expression import (
    Arithmetic,
    Expression,
    Fact,
    Literal,
    Operator,
    Parameter,
)
from disposition.language.types import Value
from disposition.policy.model import CheckedPolicy
from disposition.semantics import value

Values = Mapping[str, Value | None]

Deadline = Callable[[Values], date | None]
"""Returns a day; None if there is none or it is unknown, or no calendar has it."""


def deadline_of(due: Expression | None, paths: tuple[str, ...], policy: CheckedPolicy) -> Deadline:
    """Return what reckons a last day from the facts at the given paths."""
    match due:
        case None:
            return lambda _: None
        case Fact(path=path):
            return lambda values: values[path]  # type: ignore[return-value] # a date, by the check
        case Arithmetic(
            operator=Operator.ADD, left=Fact(path=path), right=Literal() | Parameter() as added
        ) if isinstance(days := _constant(added, policy), int):
            return lambda values: _later(values[path], days)
        case _:
            return lambda values: _day({path: values[path] for path in paths}, due, policy)


def _constant(added: Literal | Parameter, policy: CheckedPolicy) -> Value:
    return policy.parameters[added.name].value if isinstance(added, Parameter) else added.value


def _later(day: Value | None, days: int) -> date | None:
    """Return the day so many days later: by far the commonest way to set a last day."""
    if not isinstance(day, date) or not 1 <= day.toordinal() + days <= date.max.toordinal():
        return None
    return day + timedelta(days)


def _day(facts: Values, due: Expression, policy: CheckedPolicy) -> date | None:
    day = value(due, facts, policy)
    if day is None or not date.min.toordinal() <= int(day) <= date.max.toordinal():
        return None
    return date.fromordinal(int(day))
