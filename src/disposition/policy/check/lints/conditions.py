"""Conditions that say nothing: bounds that a fact cannot reach, and what is never or always so."""

from __future__ import annotations

from collections.abc import Iterator, Set
from decimal import Decimal

from disposition.documents.diagnostics import Findings, Place
from disposition.language.declarations import DraftExpression
from disposition.language.expression import (
    And,
    Compare,
    Comparison,
    Expression,
    Fact,
    Literal,
    Parameter,
    rebuilt,
    walk,
)
from disposition.language.faults import ExpressionError
from disposition.language.fields import note
from disposition.language.rewrite.normal_form import NormalForm, sides_in_order, written_out
from disposition.language.text import expression_text, value_text
from disposition.language.types import FactSpec, Kind
from disposition.policy.check.lints.implications import Implications
from disposition.policy.draft.draft import PolicyDraft
from disposition.policy.model import CheckedPolicy, Rule

MOST_PERCENT = 100


def lint_conditions(policy: CheckedPolicy, draft: PolicyDraft, findings: Findings) -> Set[str]:
    """Note bounds out of reach (W708) and conditions that are never true or never false (W709).

    Returns what has a condition that is never or always true, as messages name it.
    """
    bounds = _Bounds(policy)
    odd: set[str] = set()
    constant: set[str] = set()
    normal, reasoning = NormalForm(policy), Implications(policy.catalogue)
    for owner, place, written, expression in _owners(policy, draft):
        for draft_part, part in written:
            for fault in bounds.faults(part):
                odd.add(owner)
                note(findings, draft_part.scalar, fault)
        plain = normal.of(expression)
        if isinstance(plain, Literal):
            continue
        if reasoning.is_never(plain):
            constant.add(owner)
            word = "can never be true"
        elif reasoning.is_never(normal.of(expression, negated=True)):
            constant.add(owner)
            word = "can never be false"
        else:
            continue
        if owner not in odd:
            hint = "look for a bound or an `and` that was meant otherwise"
            findings.warning("W709", place, f"the condition of {owner} {word}", hint)
    return constant


Written = list[tuple[DraftExpression, Expression]]


def _owners(
    policy: CheckedPolicy, draft: PolicyDraft
) -> Iterator[tuple[str, Place, Written, Expression]]:
    """Yield what has a condition: its name, its place, the condition as written and as a whole."""
    for name, definition in draft.definitions.items():
        expression = policy.definitions[name].expression
        if policy.definitions[name].type.kind is Kind.BOOLEAN:
            yield f"`{name}`", definition.place, [(definition.body, expression)], expression
    for rule in policy.rules:
        place = draft.rules[rule.id].place
        yield owner_of(rule), place, list(_parts(rule, draft)), rule.when
    for invariant in policy.invariants:
        written = draft.invariants[invariant.id]
        whole = [(written.always, invariant.always)]
        yield f"the invariant `{invariant.id}`", written.place, whole, invariant.always


def owner_of(rule: Rule) -> str:
    """Return how messages name a rule."""
    return f"the rule `{rule.id}`"


def _parts(rule: Rule, draft: PolicyDraft) -> Iterator[tuple[DraftExpression, Expression]]:
    written = draft.rules[rule.id].conditions
    if len(written) == 1:
        yield written[0], rule.when
    elif isinstance(rule.when, And):
        yield from zip(written, rule.when.operands, strict=False)


class _Bounds:
    """Compares the bounds in conditions with what facts can be."""

    def __init__(self, policy: CheckedPolicy) -> None:
        self._policy = policy

    def faults(self, expression: Expression) -> Iterator[ExpressionError]:
        """Yield the comparisons of a condition with a bound out of reach, but for definitions'."""
        for node in walk(expression):
            if not isinstance(node, Compare):
                continue
            match sides_in_order(rebuilt(node, self._with_value)):
                case (
                    Compare(
                        left=Fact() as fact, right=Literal(value=int() | Decimal() as value)
                    ) as sides
                ):
                    yield from self._fault(node, fact, sides.comparison, value)

    def _with_value(self, side: Expression) -> Expression:
        return written_out(side, self._policy) if isinstance(side, Parameter) else side

    def _fault(
        self, compare: Compare, fact: Fact, comparison: Comparison, value: int | Decimal
    ) -> Iterator[ExpressionError]:
        spec = self._policy.catalogue.get(fact.path)
        if spec is None or not spec.type.kind.is_number:
            return
        least, most = spec.least, _most(spec)
        text = f"`{expression_text(compare)}`"
        if least is not None and value < least:
            message = f"`{fact.path}` is never below {least}, and `{value_text(value)}` is"
        elif value == least and comparison in (Comparison.LESS, Comparison.AT_LEAST):
            answer = "true" if comparison is Comparison.LESS else "false"
            message = f"`{fact.path}` is never below {least}: {text} is never {answer}"
        elif most is not None and value > most:
            message = f"`{fact.path}` is never above {most}, and `{value_text(value)}` is"
            if spec.within.most is None:
                message = f"`{value_text(value)}` is more than {most} percent"
        elif value == spec.within.most and comparison in (Comparison.MORE, Comparison.AT_MOST):
            answer = "true" if comparison is Comparison.MORE else "false"
            message = f"`{fact.path}` is never above {most}: {text} is never {answer}"
        else:
            return
        yield ExpressionError("W708", compare.span, message, "", is_warning=True)


def _most(spec: FactSpec) -> int | Decimal | None:
    """Return the number that a fact is never above; None where nothing is said of it.

    A shipped share is at most all. Of a fact of a policy's own, only what it declares is known.
    """
    is_share = spec.type.unit == "percent" and not spec.signed
    return MOST_PERCENT if spec.within.most is None and is_share else spec.within.most
