"""A reason that shows no number, of a rule that is about one."""

from __future__ import annotations

from disposition.documents.diagnostics import Findings
from disposition.language.expression import Compare, Definition, Expression, Fact, walk
from disposition.language.rewrite.normal_form import conjuncts
from disposition.language.template import Hole
from disposition.policy.draft.draft import PolicyDraft
from disposition.policy.model import CheckedPolicy, Effect, Rule


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
