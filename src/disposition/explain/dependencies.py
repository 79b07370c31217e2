"""Which rules and invariants of a policy read each fact, through definitions and computations."""

from __future__ import annotations

from collections.abc import Mapping

from disposition.frozen import field, frozen
from disposition.policy.model import CheckedPolicy


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
        for path in _within(policy.facts_told(rule), policy) - read:
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
