"""Which rules of a policy read each fact, and which values it is compared with.

Between two of these, nothing can change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from disposition.frozen import field, frozen
from disposition.language import expression as tree
from disposition.language.expression import Expression, walk
from disposition.language.rewrite.limits import Exact
from disposition.policy.model import CheckedPolicy
from disposition.semantics import exact, value

Limits = frozenset[Exact] | None
"""Values in their exact form; None where a fact is compared with facts, or reckoned with."""


def limits_of(policy: CheckedPolicy) -> Mapping[str, Limits]:
    """Return the limits of each fact that conditions compare, by its path."""
    found: dict[str, set[Exact]] = {}
    beyond: set[str] = set()
    for node in _nodes(policy):
        for side, limits in _sides(node, policy):
            _note(_without_names(side, policy), limits, policy, found, beyond)
    return {
        path: None if path in beyond else frozenset(found.get(path, ()))
        for path in {*found, *beyond}
    }


def _sides(
    node: Expression, policy: CheckedPolicy
) -> Iterator[tuple[Expression, Iterable[Exact] | None]]:
    """Yield what a node compares, each with the values that it is compared with, if it is."""
    match node:
        case tree.Within(item=item, values=values):
            yield item, [exact(each.value) for each in values]
        case tree.Compare(left=left, right=right):
            yield left, _constant(right, policy)
            yield right, _constant(left, policy)
        case tree.Arithmetic():
            yield node, None


def _note(
    side: Expression,
    limits: Iterable[Exact] | None,
    policy: CheckedPolicy,
    found: dict[str, set[Exact]],
    beyond: set[str],
) -> None:
    if isinstance(side, tree.Fact) and limits is not None:
        found.setdefault(side.path, set()).update(limits)
    else:
        beyond |= policy.facts_of(side)


def _nodes(policy: CheckedPolicy) -> Iterator[Expression]:
    for condition in policy.conditions:
        yield from walk(condition)
    for definition in policy.definitions.values():
        yield from walk(definition.expression)


def _constant(side: Expression, policy: CheckedPolicy) -> tuple[Exact] | None:
    """Return the value of a side that reads no fact, so that it has one."""
    held = None if policy.facts_of(side) else value(side, {}, policy)
    return None if held is None else (held,)


def _without_names(side: Expression, policy: CheckedPolicy) -> Expression:
    """Return what stands behind a definition that only gives another name."""
    while isinstance(side, tree.Definition):
        side = policy.definitions[side.name].expression
    return side


# --- who reads a fact ----------------------------------------------------------------------------


@frozen
class Readers:
    """Who reads one fact: conditions (of rules and invariants), or only what rules tell."""

    conditions: tuple[str, ...] = field(default=())
    texts: tuple[str, ...] = field(default=())


def readers_of_facts(policy: CheckedPolicy) -> Mapping[str, Readers]:
    """Return for each path that a policy reads the ids of the rules and invariants that do."""
    conditions: dict[str, dict[str, None]] = {}
    texts: dict[str, dict[str, None]] = {}
    for rule in policy.rules:
        read = _within(policy.facts_of(rule.when), policy)
        for path in read:
            conditions.setdefault(path, {})[rule.id] = None
        for path in _within(policy.facts_shown(rule), policy) - read:
            texts.setdefault(path, {})[rule.id] = None
    for guard in policy.guards:
        for path in _within(policy.facts_of(guard.broken), policy):
            conditions.setdefault(path, {})[guard.invariant] = None
    return {
        path: Readers(tuple(conditions.get(path, ())), tuple(texts.get(path, ())))
        for path in sorted({*conditions, *texts})
    }


def _within(paths: set[str], policy: CheckedPolicy) -> set[str]:
    """Return paths, and those that are read to compute what is computed in a condition."""
    computed = [policy.hoisted[path].expression for path in paths & policy.hoisted.keys()]
    return paths.union(*map(policy.facts_of, computed))
