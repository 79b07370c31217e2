"""What the cases show of a policy: truths that came up, rules and conditions that decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from disposition import semantics
from disposition.language.expression import Expression
from disposition.policy.model import CheckedPolicy, Effect, ObligationSpec, Rule
from disposition.runtime.forking import cached_property
from disposition.testing.columns import Column, Columns, row
from disposition.testing.coverage import goals

_AIMS: Mapping[semantics.Truth, goals.Aim] = {
    True: goals.Aim.TRUE,
    False: goals.Aim.FALSE,
    None: goals.Aim.UNKNOWN,
}


class Observation:
    """Collects what is seen of a policy.

    `met` holds the goals met but for those of conditions. `deciding` holds of each written
    condition the trees in which it decided, with its truth and that of the tree.
    """

    def __init__(self, policy: CheckedPolicy) -> None:
        self._policy = policy
        self._combination = semantics.Combination.of(policy)
        finder = goals.ConditionFinder(policy)
        self._trees = [
            (owner, root, [*finder.occurrences(owner, root)])
            for owner, root in goals.roots_of(policy).items()
        ]
        self.cases = 0
        self.met: set[tuple[goals.Owner, goals.Aim]] = set()
        self.deciding: dict[goals.Written, set[tuple[goals.Owner, bool, bool]]] = defaultdict(set)

    def look_at(self, cases: Sequence[semantics.Valuation]) -> None:
        """Take in what some cases show, all looked at together."""
        policy, self.cases = self._policy, self.cases + len(cases)
        columns, definitions = Columns(cases), dict[str, Column]()
        made: dict[int, Column] = {}

        def column_of(condition: Expression) -> Column:
            if id(condition) not in made:
                made[id(condition)] = columns.of(condition, policy, definitions)
            return made[id(condition)]

        for owner, root, occurrences in self._trees:
            whole = column_of(root)
            for each in occurrences:
                # It decides where all beside it lets its truth pass; what is unknown does not.
                decided = whole.true | columns.among(whole, False)
                for other, asked in each.beside:
                    decided &= columns.among(column_of(other), asked)
                for is_whole in (True, False):
                    if decided & columns.among(whole, is_whole):
                        self.deciding[each.written].add((owner, is_whole is each.upright, is_whole))
        for owner, expression in goals.expressions_of(policy).items():
            if owner.section is goals.Section.RULE or goals.is_condition(owner.name, policy):
                for truth, aim in _AIMS.items():
                    if columns.among(column_of(expression), truth):
                        self.met.add((owner, aim))
        for number in range(len(cases)):
            self._look_at_decision(row(enumerate(map(column_of, policy.conditions)), number))

    def _look_at_decision(self, truths: semantics.Truths) -> None:
        conclusion = self._combination.conclude(truths)
        for at, rule in enumerate(self._policy.rules):
            if decides(self._policy, self._combination, at, truths, conclusion):
                self.met.add((goals.Owner(goals.Section.RULE, rule.id), goals.Aim.DECISIVE))
        for invariant in could_break(self._policy, conclusion):
            self.met.add((goals.Owner(goals.Section.INVARIANT, invariant), goals.Aim.TESTED))

    @cached_property
    def occurrences(
        self,
    ) -> Mapping[goals.Written, list[tuple[goals.Owner, goals.Occurrence]]]:
        """Every occurrence of each written condition, with the tree that it is in."""
        found: dict[goals.Written, list[tuple[goals.Owner, goals.Occurrence]]] = defaultdict(list)
        for owner, _, occurrences in self._trees:
            for each in occurrences:
                found[each.written].append((owner, each))
        return found


def decides(
    policy: CheckedPolicy,
    combination: semantics.Combination,
    position: int,
    truths: semantics.Truths,
    conclusion: semantics.Conclusion,
) -> bool:
    """Whether a rule is true, and something else would follow without it.

    Of a rule that requires: something would be lacking that no other rule requires as well.
    """
    rule = policy.rules[position]
    if not truths.true >> position & 1:
        return False
    if rule.effect is Effect.REQUIRE:
        return semantics.obliges(rule, conclusion.outcome) and _adds(
            policy, rule, truths, conclusion.outcome
        )
    others = ~(1 << position)
    without = semantics.Truths(truths.true & others, truths.unknown & others)
    return combination.conclude(without) != conclusion


def _adds(policy: CheckedPolicy, rule: Rule, truths: semantics.Truths, outcome: str) -> bool:
    """Return whether a rule requires something that no other rule requires as well."""
    others: set[ObligationSpec] = set()
    for position, other in enumerate(policy.rules):
        if other is not rule and truths.true >> position & 1 and semantics.obliges(other, outcome):
            others.update(other.obligations)
    return not others.issuperset(rule.obligations)


def could_break(policy: CheckedPolicy, conclusion: semantics.Conclusion) -> set[str]:
    """Return the invariants that what was decided, or withheld, could have broken."""
    if conclusion.status not in (semantics.Status.DECIDED, semantics.Status.WITHHELD):
        return set()
    return {g.invariant for g in policy.guards if g.outcome == conclusion.candidate}
