"""What the cases show of a policy: truths that came up, rules and conditions that decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from disposition.policy.model import CheckedPolicy, Effect, ObligationSpec, Rule
from disposition.runtime.forking import cached_property
from disposition.semantics import (
    Combination,
    Conclusion,
    Status,
    Truth,
    Truths,
    Valuation,
    obliges,
    positions,
)
from disposition.testing.coverage.conditions import (
    ConditionFinder,
    Held,
    Occurrence,
    Owner,
    Section,
    Written,
    is_condition,
    roots_of,
)
from disposition.testing.coverage.goals import Aim

_AIMS: Mapping[Truth, Aim] = {True: Aim.TRUE, False: Aim.FALSE, None: Aim.UNKNOWN}


class Observation:
    """Collects what is seen of a policy, case by case.

    `met` holds the goals met but for those of conditions. `deciding` holds of each written
    condition the trees in which it decided, with its truth and that of the tree.
    """

    def __init__(self, policy: CheckedPolicy) -> None:
        self._policy = policy
        self._positions = ConditionFinder(policy)
        self._combination = Combination.of(policy)
        self._roots = roots_of(policy)
        self.cases = 0
        self.met: set[tuple[Owner, Aim]] = set()
        self.deciding: dict[Written, set[tuple[Owner, bool, bool]]] = defaultdict(set)

    def look_at(self, facts: Valuation) -> None:
        """Take in what one case shows."""
        self.cases += 1
        held = Held(facts, self._policy)
        for owner, root in self._roots.items():
            for written, is_true, whole in self._positions.deciding(owner, root, held):
                self.deciding[written].add((owner, is_true, whole))
        for rule in self._policy.rules:
            self.met.add((Owner(Section.RULE, rule.id), _AIMS[held.truth(rule.when)]))
        for name, spec in self._policy.definitions.items():
            if is_condition(name, self._policy):
                aim = _AIMS[held.truth(spec.expression)]
                self.met.add((Owner(Section.DEFINITION, name), aim))
        self._look_at_decision([held.truth(each) for each in self._policy.conditions])

    def _look_at_decision(self, held: list[Truth]) -> None:
        truths = Truths(
            positions(held, lambda each: each is True), positions(held, lambda each: each is None)
        )
        conclusion = self._combination.conclude(truths)
        for at, rule in enumerate(self._policy.rules):
            if decides(self._policy, self._combination, at, truths, conclusion):
                self.met.add((Owner(Section.RULE, rule.id), Aim.DECISIVE))
        for invariant in could_break(self._policy, conclusion):
            self.met.add((Owner(Section.INVARIANT, invariant), Aim.TESTED))

    @cached_property
    def occurrences(self) -> Mapping[Written, list[tuple[Owner, Occurrence]]]:
        """Every occurrence of each written condition, with the tree that it is in.

        These are few enough to list: a checked policy has no large tree, definitions written out.
        """
        found: dict[Written, list[tuple[Owner, Occurrence]]] = defaultdict(list)
        for owner, root in self._roots.items():
            for each in self._positions.occurrences(owner, root):
                found[each.written].append((owner, each))
        return found


def decides(
    policy: CheckedPolicy,
    combination: Combination,
    position: int,
    truths: Truths,
    conclusion: Conclusion,
) -> bool:
    """Whether a rule is true, and something else would follow without it.

    Of a rule that requires: something would be lacking that no other rule requires as well.
    """
    rule = policy.rules[position]
    if not truths.true >> position & 1:
        return False
    if rule.effect is Effect.REQUIRE:
        return obliges(rule, conclusion.outcome) and _adds(policy, rule, truths, conclusion.outcome)
    others = ~(1 << position)
    without = Truths(truths.true & others, truths.unknown & others)
    return combination.conclude(without) != conclusion


def _adds(policy: CheckedPolicy, rule: Rule, truths: Truths, outcome: str) -> bool:
    """Return whether a rule requires something that no other rule requires as well."""
    others: set[ObligationSpec] = set()
    for position, other in enumerate(policy.rules):
        if other is not rule and truths.true >> position & 1 and obliges(other, outcome):
            others.update(other.obligations)
    return not others.issuperset(rule.obligations)


def could_break(policy: CheckedPolicy, conclusion: Conclusion) -> set[str]:
    """Return the invariants that what was decided, or withheld, could have broken."""
    if conclusion.status not in (Status.DECIDED, Status.WITHHELD):
        return set()
    return {g.invariant for g in policy.guards if g.outcome == conclusion.candidate}
