"""What cases are to show of a policy, and how far they do.

Part of it is which conditions decide, wherever they are written: in trees with definitions written
out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from enum import Enum

from disposition.documents.diagnostics import Place
from disposition.facts.evaluation import Defined
from disposition.frozen import evolve, frozen
from disposition.language import expression as tree
from disposition.language.types import Kind
from disposition.policy import expression_text
from disposition.policy.model import CheckedPolicy


class Section(Enum):
    """The parts of a policy that say conditions."""

    RULE = "rule"
    DEFINITION = "definition"
    INVARIANT = "invariant"


@frozen
class Owner:
    """The rule, definition or invariant that a condition is written in."""

    section: Section
    name: str


@frozen
class Written:
    """A condition without branches, by the place where it is written: once, however often used."""

    owner: Owner
    position: int


Demand = tuple[tree.Expression, bool]
"""A condition and the truth that is asked of it."""


@frozen
class Occurrence:
    """A written condition in the tree of a rule with its definitions written out.

    It decides the rule's truth when all `beside` hold; `upright` tells whether the rule is then
    as true as the condition, or as true as its negation.
    """

    written: Written
    condition: tree.Expression
    beside: tuple[Demand, ...]
    upright: bool


def conditions_in(expression: tree.Expression) -> Iterator[tree.Expression]:
    """Yield the conditions without branches in an expression, in the order of its text.

    The name of a definition is one; what is always true or always false is none.
    """
    match expression:
        case tree.Not(operand=operand):
            yield from conditions_in(operand)
        case tree.And(operands=operands) | tree.Or(operands=operands):
            for each in operands:
                yield from conditions_in(each)
        case tree.Literal():
            return
        case _:
            yield expression


def is_condition(name: str, policy: CheckedPolicy) -> bool:
    """Tell whether a definition stands for a condition, not for a value."""
    return policy.definitions[name].type.kind is Kind.BOOLEAN


def expressions_of(policy: CheckedPolicy) -> dict[Owner, tree.Expression]:
    """Return the trees of rules and definitions."""
    found = {Owner(Section.RULE, rule.id): rule.when for rule in policy.rules}
    for name, spec in policy.definitions.items():
        found[Owner(Section.DEFINITION, name)] = spec.expression
    return found


def roots_of(policy: CheckedPolicy) -> Mapping[Owner, tree.Expression]:
    """Return the trees to look at: the rules', and those of definitions that nothing uses."""
    trees = expressions_of(policy)
    nodes = [node for each in trees.values() for node in conditions_in(each)]
    used = {node.name for node in nodes if isinstance(node, tree.Definition)}
    return {
        owner: each
        for owner, each in trees.items()
        if owner.section is Section.RULE
        or (owner.name not in used and is_condition(owner.name, policy))
    }


class ConditionFinder:
    """Finds the written condition that a node of the tree is."""

    def __init__(self, policy: CheckedPolicy) -> None:
        self.policy = policy
        self._written = {
            (owner, id(each)): Written(owner, position)
            for owner, root in expressions_of(policy).items()
            for position, each in enumerate(conditions_in(root))
        }

    def occurrences(
        self,
        owner: Owner,
        node: tree.Expression,
        beside: tuple[Demand, ...] = (),
        *,
        upright: bool = True,
    ) -> Iterator[Occurrence]:
        """Yield every occurrence of a written condition in a tree.

        These are few enough to list: a checked policy has no large tree, definitions written out.
        """
        match node:
            case tree.Not(operand=operand):
                yield from self.occurrences(owner, operand, beside, upright=not upright)
            case tree.And(operands=operands) | tree.Or(operands=operands):
                lets_pass = isinstance(node, tree.And)
                for index, each in enumerate(operands):
                    rest = operands[:index] + operands[index + 1 :]
                    others = [(other, lets_pass) for other in rest]
                    yield from self.occurrences(owner, each, (*beside, *others), upright=upright)
            case tree.Literal():
                return
            case _:
                yield Occurrence(self._written[owner, id(node)], node, beside, upright)
                if isinstance(node, tree.Definition) and is_condition(node.name, self.policy):
                    inner = Owner(Section.DEFINITION, node.name)
                    expression = self.policy.definitions[node.name].expression
                    yield from self.occurrences(inner, expression, beside, upright=upright)


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
    condition: tree.Expression | None = None
    parameter: str = ""

    @property
    def what(self) -> str:
        """The aim in one word, or the text of the condition: how an exemption names it."""
        return expression_text(self.condition) if self.condition else self.aim.value


@frozen
class GoalResult:
    """A goal with its status, the place that it is about, and what remains to be said."""

    goal: Goal
    status: GoalStatus
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


def _conditions(owner: Owner, expression: tree.Expression) -> Iterator[Goal]:
    for position, each in enumerate(conditions_in(expression)):
        yield Goal(owner, Aim.CONDITION, Written(owner, position), each)


def _changed(
    owner: Owner, expression: tree.Expression, changed: Collection[str], policy: CheckedPolicy
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
    expression: tree.Expression, names: Collection[str], policy: CheckedPolicy
) -> str | None:
    """Return the first of some parameters that a condition reads, itself or through its facts.

    The name of a definition that is a condition is not looked into: it has conditions of its own.
    """
    pending, seen = [expression], set[str]()
    while pending:
        for node in tree.walk(pending.pop()):
            match node:
                case tree.Parameter(name=name) if name in names:
                    return name
                case tree.Definition(name=name) if name not in seen and node is not expression:
                    seen.add(name)
                    pending.append(policy.definitions[name].expression)
                case tree.Fact(path=path) if path not in seen:
                    seen.add(path)
                    derived = policy.catalogue.derived.get(path)
                    if isinstance(derived, Defined):
                        pending.append(derived.definition.expression)
    return None
