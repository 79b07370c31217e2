"""Conditions that say nothing: what is never true of any lot, and what is never false (W709)."""

from __future__ import annotations

from collections.abc import Iterator

from disposition.analysis.lints.every_lot import EveryLot
from disposition.analysis.wanted import Is, RuleIs, Wanted
from disposition.documents.diagnostics import Findings, Place
from disposition.documents.yaml.nodes import Scalar
from disposition.facts.catalogue import CATALOGUE
from disposition.frozen import evolve
from disposition.language import expression as tree
from disposition.language.check.scope import OUTCOME, SHIPS
from disposition.language.expression import Expression, rebuilt, walk
from disposition.language.rewrite.normal_form import NormalForm, written_out
from disposition.language.types import Kind
from disposition.policy.check.advice import owners
from disposition.policy.draft.draft import PolicyDraft
from disposition.policy.guards import with_outcome
from disposition.policy.model import CheckedPolicy, Ships

COMPARISONS = ("W706", "W707", "W708")
"""What is told of single comparisons that are never so, or always."""

HINT = "look for a bound or an `and` that was meant otherwise"


def lint_conditions(
    policy: CheckedPolicy, constancy: Constancy, draft: PolicyDraft, findings: Findings
) -> None:
    """Note conditions that are never true or never false, of the draft's own file (W709).

    What is noted for a comparison in it already is not noted again.
    """
    noted = [each.place for each in findings.in_order() if each.code in COMPARISONS]
    for owner in owners(policy, draft):
        if owner.place.file != draft.place.file:
            continue
        word = constancy.of(owner.condition)
        if word and not any(
            _holds(written.scalar, each) for written, _ in owner.parts for each in noted
        ):
            findings.warning("W709", owner.place, f"the condition of {owner.name} {word}", HINT)


def _holds(scalar: Scalar, place: Place) -> bool:
    """Whether a place is in the lines of a text."""
    lines = scalar.source.content[scalar.start : scalar.end].count("\n")
    is_in_lines = scalar.line < place.line <= scalar.line + 1 + lines
    return place.file == scalar.source.name and is_in_lines


class Constancy:
    """Tells of conditions whether they are never true, or never false, and are meant to be either.

    Facts can be told by what they are, true or not known: `report_settled` is never false of any
    lot. What rests on such a fact alone is no mistake.
    """

    def __init__(self, every_lot: EveryLot) -> None:
        self._lots = every_lot
        self._normal = NormalForm(every_lot.policy)
        self._rules = {rule.when: rule.id for rule in every_lot.policy.rules}
        self._found: dict[Expression, str] = {}
        self._one_sided: dict[str, bool] = {}

    def of(self, condition: Expression) -> str:
        """Return what is wrong with a condition; nothing where it can be true and can be false."""
        if condition not in self._found:
            self._found[condition] = self._word(condition)
        return self._found[condition]

    def _word(self, condition: Expression) -> str:
        if isinstance(self._normal.of(condition), tree.Literal):
            return ""
        versions = list(dict.fromkeys(self._decided(condition)))
        if all(self._is_never(each, wanted=True) for each in versions):
            return "can never be true"
        if all(self._is_never(each, wanted=False) for each in versions):
            return "can never be false"
        return ""

    def _decided(self, condition: Expression) -> Iterator[Expression]:
        """Yield a condition with each outcome, and each part that ships, put in for their names."""
        if not any(
            isinstance(e, tree.Fact) and e.path in (OUTCOME, SHIPS) for e in walk(condition)
        ):
            yield condition
            return
        for outcome in self._lots.policy.outcomes_by_id.values():
            for ships in Ships:
                yield with_outcome(condition, evolve(outcome, ships=ships))

    def _is_never(self, condition: Expression, *, wanted: bool) -> bool:
        if isinstance(condition, tree.Literal):
            return condition.value is not wanted
        if not self._lots.never(self._is(condition, wanted)):
            return False
        plain = written_out(condition, self._lots.policy)
        freed = self._freed(plain, wanted=wanted)
        return freed == plain or self._lots.never(Is(freed, (wanted,)))

    def _is(self, condition: Expression, truth: bool) -> Wanted:
        """Return that a condition has a truth; of the conditions of rules, terms are at hand."""
        rule = self._rules.get(condition)
        return Is(condition, (truth,)) if rule is None else RuleIs(rule, (truth,))

    def _freed(self, condition: Expression, *, wanted: bool) -> Expression:
        """Return a condition in which facts with one side only are as the wanted truth needs."""
        match condition:
            case tree.Not(operand=operand):
                return tree.Not(self._freed(operand, wanted=not wanted))
            case tree.And() | tree.Or():
                return rebuilt(condition, lambda each: self._freed(each, wanted=wanted))
            case tree.Fact() | tree.Compare() | tree.Within() if any(
                map(self._is_one_sided, walk(condition))
            ):
                return tree.Literal(wanted)
            case _:
                return condition

    def _is_one_sided(self, node: Expression) -> bool:
        """Whether it is a fact that is meant to be true, or else unknown; or false, or unknown.

        Of the policy's own facts, those are meant so that have no value on purpose.
        """
        if not isinstance(node, tree.Fact) or node.type.kind is not Kind.BOOLEAN:
            return False
        if node.path not in self._one_sided:
            is_meant = node.path in CATALOGUE or self._lots.can_lack(node.path)
            self._one_sided[node.path] = is_meant and any(
                self._lots.never(Is(node, (truth,))) for truth in (True, False)
            )
        return self._one_sided[node.path]
