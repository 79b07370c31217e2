"""Bounds that a fact cannot reach, and reasons that show no number of rules that are about one."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from disposition.documents.diagnostics import Findings
from disposition.language.expression import (
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
from disposition.language.template import Hole
from disposition.language.text import expression_text, value_text
from disposition.language.types import FactSpec
from disposition.policy.check.lints.owners import owners
from disposition.policy.draft.draft import PolicyDraft
from disposition.policy.model import CheckedPolicy, Effect, Rule

MOST_PERCENT = 100


def lint_bounds(policy: CheckedPolicy, draft: PolicyDraft, findings: Findings) -> None:
    """Note bounds out of reach (W708)."""
    bounds = _Bounds(policy)
    for owner in owners(policy, draft):
        for written, part in owner.parts:
            for fault in bounds.faults(part):
                note(findings, written.scalar, fault)


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


def lint_texts(policy: CheckedPolicy, draft: PolicyDraft, findings: Findings) -> None:
    """Note rules that are about numbers only, and whose reason shows none (W712).

    The rows of a table often share one reason, and are left alone.
    """
    for rule in policy.rules:
        written = draft.rules[rule.id]
        is_row = any(each.column is not None for each in written.conditions)
        if written.because is None or is_row or rule.effect is Effect.REQUIRE:
            continue
        if _shows_something(rule):
            continue
        compared = _numbers_compared(rule.when)
        if compared is not None:
            message = f"the reason of `{rule.id}` names no fact, and its condition compares numbers"
            hint = f"show what was found in braces: `{{{compared.path}}}`"
            if compared.path in policy.hoisted:
                hint = "give what is computed a name under `facts`, and show it in braces"
            findings.warning("W712", written.because.place, message, hint)


def _shows_something(rule: Rule) -> bool:
    return any(isinstance(piece, Hole) for piece in rule.because.pieces)


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


def lint(policy: CheckedPolicy, draft: PolicyDraft, findings: Findings) -> None:
    """Note what is probably not meant, though the policy can be used."""
    lint_bounds(policy, draft, findings)
    lint_texts(policy, draft, findings)
