"""What cases are to show of a policy, and how far they do."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from attrs import frozen

from disposition.policy import expression_text
from disposition.policy.diagnostics import Place
from disposition.policy.expression import Expression, Known
from disposition.policy.model import CheckedPolicy
from disposition.testing.coverage.conditions import (
    Owner,
    Section,
    Written,
    conditions_in,
    is_condition,
)


class Aim(Enum):
    """What is to be shown of a rule, a definition, an invariant or a condition in one."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"
    DECISIVE = "decisive"
    CONDITION = "condition"
    TESTED = "tested"


class Standing(Enum):
    """Whether a goal was met, or need not be."""

    MET = "met"
    MISSING = "missing"
    EXEMPT = "exempt"
    IMPOSSIBLE = "impossible"


@frozen
class Goal:
    """One thing to be shown of an owner; `written` says of which condition for that aim."""

    owner: Owner
    aim: Aim
    written: Written | None = None
    condition: Expression | None = None

    @property
    def what(self) -> str:
        """The aim in one word, or the text of the condition: how an exemption names it."""
        return expression_text(self.condition) if self.condition else self.aim.value


@frozen
class Finding:
    """A goal with its standing, the place that it is about, and what remains to be said."""

    goal: Goal
    standing: Standing
    place: Place | None
    remark: str = ""


def goals_of(policy: CheckedPolicy, file: str | None = None) -> tuple[Goal, ...]:
    """Return the goals of a policy; of those of one file only, if it is named.

    A rule that is a single condition has no goal for it: that it was true and false says the same.
    """
    return tuple(_goals(policy, file))


def _goals(policy: CheckedPolicy, file: str | None) -> Iterator[Goal]:
    for rule in policy.rules:
        if _is_in(rule.place, file):
            owner = Owner(Section.RULE, rule.id)
            yield Goal(owner, Aim.TRUE)
            yield Goal(owner, Aim.FALSE)
            yield Goal(owner, Aim.UNKNOWN)
            yield Goal(owner, Aim.DECISIVE)
            conditions = list(_conditions(owner, rule.when))
            yield from conditions if len(conditions) > 1 else ()
    for name, spec in policy.definitions.items():
        if _is_in(spec.place, file) and is_condition(name, policy):
            owner = Owner(Section.DEFINITION, name)
            yield Goal(owner, Aim.TRUE)
            yield Goal(owner, Aim.FALSE)
            yield from _conditions(owner, spec.expression)
    for invariant in policy.invariants:
        if _is_in(invariant.place, file):
            yield Goal(Owner(Section.INVARIANT, invariant.id), Aim.TESTED)


def _is_in(place: Place | None, file: str | None) -> bool:
    return file is None or place is None or place.file == file


def _conditions(owner: Owner, expression: Expression) -> Iterator[Goal]:
    for position, each in enumerate(conditions_in(expression)):
        yield Goal(owner, Aim.CONDITION, Written(owner, position), each)


def can_be_unknown(expression: Expression, policy: CheckedPolicy) -> bool:
    """Tell whether any condition in an expression can be unknown: all but `x is known` can."""
    return any(
        not isinstance(each, Known) and any(policy.fact_nodes(each))
        for each in conditions_in(expression)
    )
