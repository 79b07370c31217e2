"""What cases are to show of a policy, and how far they do."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import Enum

from disposition.documents.diagnostics import Place
from disposition.facts.evaluation import Defined
from disposition.frozen import evolve, frozen
from disposition.language.expression import Definition, Expression, Fact, Parameter, walk
from disposition.policy import expression_text
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


class GoalStatus(Enum):
    """Whether a goal was met, or need not be."""

    MET = "met"
    MISSING = "missing"
    EXEMPT = "exempt"
    IMPOSSIBLE = "impossible"


NO_EFFECT = "no lot would be decided otherwise without it"
"""Why a rule that can be true is never decisive."""


@frozen
class Goal:
    """One thing to be shown of an owner; `written` says of which condition for that aim.

    What stands in another file is asked about for a `parameter` of this one.
    """

    owner: Owner
    aim: Aim
    written: Written | None = None
    condition: Expression | None = None
    parameter: str = ""

    @property
    def what(self) -> str:
        """The aim in one word, or the text of the condition: how an exemption names it."""
        return expression_text(self.condition) if self.condition else self.aim.value


@frozen
class GoalResult:
    """A goal with its standing, the place that it is about, and what remains to be said."""

    goal: Goal
    standing: GoalStatus
    place: Place | None
    remark: str = ""


def goals_of(policy: CheckedPolicy, file: str | None = None) -> tuple[Goal, ...]:
    """Return the goals of a policy; of those of one file only, if it is named.

    To those of a file belong the conditions of other files that read a parameter that it sets.

    A rule that is a single condition has no goal for it: that it was true and false says the same.
    """
    return tuple(_goals(policy, file))


def _goals(policy: CheckedPolicy, file: str | None) -> Iterator[Goal]:
    changed = {name for name, spec in policy.parameters.items() if is_in(spec.place, file)}
    for rule in policy.rules:
        if is_in(rule.place, file):
            owner = Owner(Section.RULE, rule.id)
            yield Goal(owner, Aim.TRUE)
            yield Goal(owner, Aim.FALSE)
            yield Goal(owner, Aim.UNKNOWN)
            yield Goal(owner, Aim.DECISIVE)
            conditions = list(_conditions(owner, rule.when))
            yield from conditions if len(conditions) > 1 else ()
        else:
            yield from _changed(Owner(Section.RULE, rule.id), rule.when, changed, policy)
    for name, spec in policy.definitions.items():
        if not is_condition(name, policy):
            continue
        owner = Owner(Section.DEFINITION, name)
        if is_in(spec.place, file):
            yield Goal(owner, Aim.TRUE)
            yield Goal(owner, Aim.FALSE)
            yield from _conditions(owner, spec.expression)
        else:
            yield from _changed(owner, spec.expression, changed, policy)
    for invariant in policy.invariants:
        if is_in(invariant.place, file):
            yield Goal(Owner(Section.INVARIANT, invariant.id), Aim.TESTED)


def is_in(place: Place | None, file: str | None) -> bool:
    """Tell whether something stands in a file; everything does where no file is meant."""
    return file is None or place is None or place.file == file


def _conditions(owner: Owner, expression: Expression) -> Iterator[Goal]:
    for position, each in enumerate(conditions_in(expression)):
        yield Goal(owner, Aim.CONDITION, Written(owner, position), each)


def _changed(
    owner: Owner, expression: Expression, changed: Collection[str], policy: CheckedPolicy
) -> Iterator[Goal]:
    """Yield the goals of those conditions of another file that read a parameter of this one."""
    goals = list(_conditions(owner, expression)) if changed else []
    for goal in goals:
        assert goal.condition is not None  # noqa: S101 - it is a goal of a condition
        parameter = parameter_read(goal.condition, changed, policy)
        if parameter is not None and len(goals) > 1:
            yield evolve(goal, parameter=parameter)
        elif parameter is not None:
            yield Goal(owner, Aim.TRUE, parameter=parameter)
            yield Goal(owner, Aim.FALSE, parameter=parameter)


def parameter_read(
    expression: Expression, names: Collection[str], policy: CheckedPolicy
) -> str | None:
    """Return the first of some parameters that a condition reads, itself or through its facts.

    The name of a definition that is a condition is not looked into: it has conditions of its own.
    """
    pending, seen = [expression], set[str]()
    while pending:
        for node in walk(pending.pop()):
            match node:
                case Parameter(name=name) if name in names:
                    return name
                case Definition(name=name) if name not in seen and node is not expression:
                    seen.add(name)
                    pending.append(policy.definitions[name].expression)
                case Fact(path=path) if path not in seen:
                    seen.add(path)
                    derived = policy.catalogue.derived.get(path)
                    if isinstance(derived, Defined):
                        pending.append(derived.definition.expression)
    return None
