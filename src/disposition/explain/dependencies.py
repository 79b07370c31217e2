"""Which rules and invariants of a policy read each fact, through definitions too."""

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
        read = policy.facts_of(rule.when)
        for path in read:
            conditions.setdefault(path, {})[rule.id] = None
        for path in policy.facts_told(rule) - read:
            texts.setdefault(path, {})[rule.id] = None
    for guard in policy.guards:
        for path in policy.facts_of(guard.broken):
            conditions.setdefault(path, {})[guard.invariant] = None
    return {
        path: Readers(tuple(conditions.get(path, ())), tuple(texts.get(path, ())))
        for path in sorted({*conditions, *texts})
    }
