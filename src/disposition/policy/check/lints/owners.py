"""What has a condition in a policy: definitions, rules and invariants, with their places."""

from __future__ import annotations

from collections.abc import Iterator

from disposition.documents.diagnostics import Place
from disposition.frozen import frozen
from disposition.language.declarations import DraftExpression
from disposition.language.expression import And, Expression
from disposition.language.types import Kind
from disposition.policy.draft.draft import PolicyDraft
from disposition.policy.model import CheckedPolicy, Rule


@frozen
class Conditioned:
    """A definition, a rule or an invariant with its condition: as a whole, and as it is written.

    `name` is how messages name it.
    """

    name: str
    place: Place
    condition: Expression
    parts: tuple[tuple[DraftExpression, Expression], ...]


def owners(policy: CheckedPolicy, draft: PolicyDraft) -> Iterator[Conditioned]:
    """Yield what has a condition."""
    for name, definition in draft.definitions.items():
        spec = policy.definitions[name]
        if spec.type.kind is Kind.BOOLEAN:
            whole = ((definition.body, spec.expression),)
            yield Conditioned(f"`{name}`", definition.place, spec.expression, whole)
    for rule in policy.rules:
        parts = tuple(_parts(rule, draft))
        yield Conditioned(name_of(rule), draft.rules[rule.id].place, rule.when, parts)
    for invariant in policy.invariants:
        written = draft.invariants[invariant.id]
        whole = ((written.always, invariant.always),)
        name = f"the invariant `{invariant.id}`"
        yield Conditioned(name, written.place, invariant.always, whole)


def name_of(rule: Rule) -> str:
    """Return how messages name a rule."""
    return f"the rule `{rule.id}`"


def _parts(rule: Rule, draft: PolicyDraft) -> Iterator[tuple[DraftExpression, Expression]]:
    written = draft.rules[rule.id].conditions
    if len(written) == 1:
        yield written[0], rule.when
    elif isinstance(rule.when, And):
        yield from zip(written, rule.when.operands, strict=False)
