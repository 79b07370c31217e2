"""Which values a policy compares each fact with: between two of them, nothing can change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

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
