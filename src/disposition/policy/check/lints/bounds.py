"""Bounds that a fact cannot reach, as far as it is said of the fact what it can be."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from disposition.documents.diagnostics import Findings
from disposition.language.expression import (
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
from disposition.language.rewrite.normal_form import sides_in_order, written_out
from disposition.language.text import expression_text, value_text
from disposition.language.types import FactSpec
from disposition.policy.check.lints.owners import owners
from disposition.policy.draft.draft import PolicyDraft
from disposition.policy.model import CheckedPolicy

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
