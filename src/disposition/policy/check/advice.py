"""Warnings about a policy that can be used: what is probably not meant, or missing for a reader."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from disposition.documents.diagnostics import Findings, Place
from disposition.errors import suggest
from disposition.facts.fact_definition import FactDefinition
from disposition.frozen import frozen
from disposition.language.declarations import DraftExpression
from disposition.language.expression import (
    And,
    Compare,
    Comparison,
    Definition,
    Expression,
    Fact,
    Literal,
    Parameter,
    rebuilt,
    walk,
)
from disposition.language.faults import ExpressionError
from disposition.language.fields import note
from disposition.language.rewrite.normal_form import conjuncts, sides_in_order, written_out
from disposition.language.template import Hole, Template
from disposition.language.text import expression_text, value_text
from disposition.language.types import FactSpec, Kind
from disposition.policy.draft.draft import PolicyDraft
from disposition.policy.model import CheckedPolicy, Effect, Rule

MOST_PERCENT = 100


def advise(policy: CheckedPolicy, draft: PolicyDraft, findings: Findings) -> None:
    """Note what a careful reader of the policy would ask about; `draft` knows the places.

    What has to be proved of every lot is found in `analysis/lints`.
    """
    _note_unused(policy, draft, findings)
    _note_bounds(policy, draft, findings)
    _note_texts(policy, draft, findings)
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


# --- bounds that a fact cannot reach, and reasons that show no number -----------------------------


def _note_bounds(policy: CheckedPolicy, draft: PolicyDraft, findings: Findings) -> None:
    """Note bounds out of reach (W708)."""
    for owner in owners(policy, draft):
        for written, part in owner.parts:
            for fault in _faults(policy, part):
                note(findings, written.scalar, fault)


def _faults(policy: CheckedPolicy, expression: Expression) -> Iterator[ExpressionError]:
    """Yield the comparisons of a condition with a bound out of reach, but for definitions'."""

    def with_value(side: Expression) -> Expression:
        return written_out(side, policy) if isinstance(side, Parameter) else side

    for node in walk(expression):
        if isinstance(node, Compare):
            match sides_in_order(rebuilt(node, with_value)):
                case Compare(
                    comparison=sign,
                    left=Fact(path=path),
                    right=Literal(value=int() | Decimal() as value),
                ):
                    yield from _fault(node, policy.catalogue.get(path), sign, value)


def _fault(
    compare: Compare, spec: FactSpec | None, comparison: Comparison, value: int | Decimal
) -> Iterator[ExpressionError]:
    if spec is None or not spec.type.kind.is_number:
        return
    least, most = spec.least, _most(spec)
    text = f"`{expression_text(compare)}`"
    if least is not None and value < least:
        message = f"`{spec.path}` is never below {least}, and `{value_text(value)}` is"
    elif value == least and comparison in (Comparison.LESS, Comparison.AT_LEAST):
        answer = "true" if comparison is Comparison.LESS else "false"
        message = f"`{spec.path}` is never below {least}: {text} is never {answer}"
    elif most is not None and value > most:
        message = f"`{spec.path}` is never above {most}, and `{value_text(value)}` is"
        if spec.within.most is None:
            message = f"`{value_text(value)}` is more than {most} percent"
    elif value == spec.within.most and comparison in (Comparison.MORE, Comparison.AT_MOST):
        answer = "true" if comparison is Comparison.MORE else "false"
        message = f"`{spec.path}` is never above {most}: {text} is never {answer}"
    else:
        return
    yield ExpressionError("W708", compare.span, message, "", is_warning=True)


def _most(spec: FactSpec) -> int | Decimal | None:
    """Return the number that a fact is never above; None where nothing is said of it.

    A shipped share is at most all. Of a fact of a policy's own, only what it declares is known.
    """
    is_share = spec.type.unit == "percent" and not spec.signed
    return MOST_PERCENT if spec.within.most is None and is_share else spec.within.most


def _note_texts(policy: CheckedPolicy, draft: PolicyDraft, findings: Findings) -> None:
    """Note rules that are about numbers only, and whose reason shows none (W712).

    The rows of a table often share one reason, and are left alone.
    """
    for rule in policy.rules:
        written = draft.rules[rule.id]
        is_row = any(each.column is not None for each in written.conditions)
        if written.because is None or is_row or rule.effect is Effect.REQUIRE:
            continue
        if any(isinstance(piece, Hole) for piece in rule.because.pieces):
            continue
        compared = _numbers_compared(rule.when)
        if compared is not None:
            message = f"the reason of `{rule.id}` names no fact, and its condition compares numbers"
            hint = f"show what was found in braces: `{{{compared.path}}}`"
            if compared.path in policy.hoisted:
                hint = "give what is computed a name under `facts`, and show it in braces"
            findings.warning("W712", written.because.place, message, hint)


def _numbers_compared(condition: Expression) -> Fact | None:
    """Return a number that a condition is about; None if it is about anything else, too.

    What a definition says is not looked at: it has a name that a reason can use.
    """
    compared = None
    for part in conjuncts(condition):
        if not (isinstance(part, Compare) and part.comparison.is_ordering):
            return None
        for node in walk(part):
            if isinstance(node, Definition):
                return None
            if isinstance(node, Fact) and node.type.kind.is_number:
                compared = compared or node
    return compared


# --- what has a condition -------------------------------------------------------------------------


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
