"""Warnings about a policy that can be used: what is probably not meant, or missing for a reader."""

from __future__ import annotations

from collections.abc import Iterator

from disposition.documents.diagnostics import Findings
from disposition.errors import suggest
from disposition.facts.fact_definition import FactDefinition
from disposition.language.expression import Definition, Expression, Parameter, walk
from disposition.language.template import Hole, Template
from disposition.policy.draft.draft import PolicyDraft
from disposition.policy.model import CheckedPolicy, Effect


def advise(policy: CheckedPolicy, draft: PolicyDraft, findings: Findings) -> None:
    """Note what a careful reader of the policy would ask about; `draft` knows the places."""
    _note_unused(policy, draft, findings)
    for rule in draft.rules.values():
        if not rule.source:
            hint = "name the standard, contract or decision that it comes from: `source: …`"
            findings.warning("W703", rule.place, f"the rule `{rule.id}` names no source", hint)
        if rule.because is None and rule.effect is not Effect.REQUIRE:
            hint = "say why in a sentence, with the facts that matter in braces: `because: …`"
            findings.warning("W704", rule.place, f"the rule `{rule.id}` does not say why", hint)
    permitted = {
        outcome
        for rule in policy.rules
        if rule.effect is Effect.PERMIT
        for outcome in rule.outcomes
    }
    for name, place in draft.outcome_places.items():
        if name not in permitted:
            message = f"no rule permits the outcome `{name}`, so it is never decided on"
            findings.warning("W705", place, message)


def _note_unused(policy: CheckedPolicy, draft: PolicyDraft, findings: Findings) -> None:
    used = {
        node.name
        for expression in _expressions(policy)
        for node in walk(expression)
        if isinstance(node, Definition | Parameter)
    }
    shown = {
        piece.name
        for template in _templates(policy)
        for piece in template.pieces
        if isinstance(piece, Hole)
    }
    for name, parameter in draft.parameters.items():
        if name not in used and name not in shown and name not in policy.catalogue.thresholds:
            message = f"nothing uses the parameter `{name}`"
            hint = suggest(name, policy.catalogue.thresholds)
            findings.warning("W701", parameter.place, message, hint)
    for name, definition in draft.definitions.items():
        if name not in used:
            findings.warning("W702", definition.place, f"nothing uses the definition `{name}`")


def _expressions(policy: CheckedPolicy) -> Iterator[Expression]:
    for definition in policy.definitions.values():
        yield definition.expression
    for fact in (*policy.own.values(), *policy.hoisted.values()):
        if isinstance(fact, FactDefinition):
            yield fact.expression
    for invariant in policy.invariants:
        yield invariant.always
    for claim in policy.claims:
        if claim.always is not None:
            yield claim.always
    for rule in policy.rules:
        yield rule.when
        for obligation in rule.obligations:
            yield from obligation.expressions


def _templates(policy: CheckedPolicy) -> Iterator[Template]:
    for rule in policy.rules:
        yield rule.because
        for obligation in rule.obligations:
            yield obligation.what
            yield obligation.by
