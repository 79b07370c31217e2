"""Which rules and invariants of a policy read each fact, through definitions too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import field, frozen

from disposition.policy.model import CheckedPolicy, Rule


@frozen
class Readers:
    """Who reads one fact: conditions (of rules and invariants), or only texts and deadlines."""

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
        for path in {*_of_texts(rule, policy)} - read:
            texts.setdefault(path, {})[rule.id] = None
    for guard in policy.guards:
        for path in policy.facts_of(guard.broken):
            conditions.setdefault(path, {})[guard.invariant] = None
    return {
        path: Readers(tuple(conditions.get(path, ())), tuple(texts.get(path, ())))
        for path in sorted({*conditions, *texts})
    }


def _of_texts(rule: Rule, policy: CheckedPolicy) -> Iterator[str]:
    yield from rule.because.facts
    if rule.clause is not None:
        yield rule.clause.path
    for each in rule.obligations:
        yield from each.what.facts
        yield from each.by.facts
        if each.due is not None:
            yield from policy.facts_of(each.due)
