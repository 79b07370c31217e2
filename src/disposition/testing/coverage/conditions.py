"""Where conditions are written, and which of them decide: trees with definitions written out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum

from disposition.frozen import frozen
from disposition.language.expression import And, Definition, Expression, Literal, Not, Or
from disposition.language.types import Kind
from disposition.policy.model import CheckedPolicy
from disposition.semantics import Truth, Valuation, all_of, any_of, truth


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


Demand = tuple[Expression, bool]
"""A condition and the truth that is asked of it."""


@frozen
class Occurrence:
    """A written condition in the tree of a rule with its definitions written out.

    It decides the rule's truth when all `beside` hold; `upright` tells whether the rule is then
    as true as the condition, or as true as its negation.
    """

    written: Written
    condition: Expression
    beside: tuple[Demand, ...]
    upright: bool


def conditions_in(expression: Expression) -> Iterator[Expression]:
    """Yield the conditions without branches in an expression, in the order of its text.

    The name of a definition is one; what is always true or always false is none.
    """
    match expression:
        case Not(operand=operand):
            yield from conditions_in(operand)
        case And(operands=operands) | Or(operands=operands):
            for each in operands:
                yield from conditions_in(each)
        case Literal():
            return
        case _:
            yield expression


def is_condition(name: str, policy: CheckedPolicy) -> bool:
    """Tell whether a definition stands for a condition, not for a value."""
    return policy.definitions[name].type.kind is Kind.BOOLEAN


def roots_of(policy: CheckedPolicy) -> Mapping[Owner, Expression]:
    """Return the trees to look at: the rules', and those of definitions that nothing uses."""
    roots = {Owner(Section.RULE, rule.id): rule.when for rule in policy.rules}
    bodies = {
        name: spec.expression
        for name, spec in policy.definitions.items()
        if is_condition(name, policy)
    }
    trees = [*roots.values(), *bodies.values()]
    used = {name for tree in trees for name in _names_in(tree, policy)}
    for name, expression in bodies.items():
        if name not in used:
            roots[Owner(Section.DEFINITION, name)] = expression
    return roots


def _names_in(expression: Expression, policy: CheckedPolicy) -> set[str]:
    found: set[str] = set()
    pending = [expression]
    while pending:
        for each in conditions_in(pending.pop()):
            if isinstance(each, Definition) and each.name not in found:
                found.add(each.name)
                pending.append(policy.definitions[each.name].expression)
    return found


class ConditionFinder:
    """Finds the written condition that a node of the tree is."""

    def __init__(self, policy: CheckedPolicy) -> None:
        self.policy = policy
        self._written: dict[tuple[Owner, int], Written] = {}
        for rule in policy.rules:
            self._enter(Owner(Section.RULE, rule.id), rule.when)
        for name, spec in policy.definitions.items():
            self._enter(Owner(Section.DEFINITION, name), spec.expression)

    def _enter(self, owner: Owner, expression: Expression) -> None:
        for position, each in enumerate(conditions_in(expression)):
            self._written[owner, id(each)] = Written(owner, position)

    def occurrences(self, owner: Owner, root: Expression) -> Iterator[Occurrence]:
        """Yield every occurrence of a written condition in a tree."""
        yield from self._walk(owner, root, (), upright=True)

    def _walk(
        self, owner: Owner, node: Expression, beside: tuple[Demand, ...], *, upright: bool
    ) -> Iterator[Occurrence]:
        match node:
            case Not(operand=operand):
                yield from self._walk(owner, operand, beside, upright=not upright)
            case And(operands=operands) | Or(operands=operands):
                lets_pass = isinstance(node, And)
                for index, each in enumerate(operands):
                    rest = operands[:index] + operands[index + 1 :]
                    others = [(other, lets_pass) for other in rest]
                    yield from self._walk(owner, each, (*beside, *others), upright=upright)
            case Literal():
                return
            case _:
                yield Occurrence(self._written[owner, id(node)], node, beside, upright)
                if isinstance(node, Definition) and is_condition(node.name, self.policy):
                    inner = Owner(Section.DEFINITION, node.name)
                    expression = self.policy.definitions[node.name].expression
                    yield from self._walk(inner, expression, beside, upright=upright)

    def deciding(
        self, owner: Owner, root: Expression, held: Held
    ) -> Iterator[tuple[Written, bool, bool]]:
        """Yield the written conditions that decide a tree's truth in a case.

        Each with whether it is true, and whether the tree then is. It decides if everything beside
        it, on the way up to the root, lets its truth pass: true in an `and`, false in an `or`. What
        is unknown lets nothing pass.
        """
        whole = held.truth(root)
        if whole is None:
            return
        seen: set[tuple[str, bool]] = set()
        pending = [(owner, root, True)]
        while pending:
            owner, node, upright = pending.pop()
            match node:
                case Not(operand=operand):
                    pending.append((owner, operand, not upright))
                case And(operands=operands) | Or(operands=operands):
                    pending += [
                        (owner, each, upright)
                        for each in held.decisive_among(operands, lets_pass=isinstance(node, And))
                    ]
                case Literal():
                    continue
                case _:
                    yield self._written[owner, id(node)], whole is upright, whole
                    if isinstance(node, Definition) and (node.name, upright) not in seen:
                        seen.add((node.name, upright))
                        expression = self.policy.definitions[node.name].expression
                        pending.append((Owner(Section.DEFINITION, node.name), expression, upright))


class Held:
    """The truths of a policy's conditions in one case, each found once."""

    def __init__(self, facts: Valuation, policy: CheckedPolicy) -> None:
        self._facts = facts
        self._policy = policy
        self._truths: dict[int, Truth] = {}

    def truth(self, condition: Expression) -> Truth:
        """Return whether a node of the policy's trees is true; None if that is unknown."""
        key = id(condition)
        if key not in self._truths:
            self._truths[key] = self._find(condition)
        return self._truths[key]

    def _find(self, condition: Expression) -> Truth:
        match condition:
            case Not(operand=operand):
                held = self.truth(operand)
                return None if held is None else not held
            case And(operands=operands):
                return all_of([self.truth(each) for each in operands])
            case Or(operands=operands):
                return any_of([self.truth(each) for each in operands])
            case Definition(name=name):
                return self.truth(self._policy.definitions[name].expression)
            case _:
                return truth(condition, self._facts, self._policy)

    def decisive_among(
        self, operands: tuple[Expression, ...], *, lets_pass: bool
    ) -> tuple[Expression, ...]:
        """Return those operands beside which all others let their truth pass."""
        stopping = [each for each in operands if self.truth(each) is not lets_pass]
        if not stopping:
            return operands
        return tuple(stopping) if len(stopping) == 1 else ()
