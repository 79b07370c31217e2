"""What the cases show of a policy: truths that came up, rules and conditions that decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from disposition.policy.model import CheckedPolicy, Effect, ObligationSpec, Rule
from disposition.runtime.forking import cached_property
from disposition.semantics import (
    Combination,
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
        for position, rule in enumerate(self._policy.rules):
            if held[position] is not True:
                continue
            if rule.effect is Effect.REQUIRE:
                decides = obliges(rule, conclusion.outcome) and self._adds(
                    rule, truths, conclusion.outcome
                )
            else:
                others = ~(1 << position)
                without = Truths(truths.true & others, truths.unknown & others)
                decides = self._combination.conclude(without) != conclusion
            if decides:
                self.met.add((Owner(Section.RULE, rule.id), Aim.DECISIVE))
        if conclusion.status in (Status.DECIDED, Status.WITHHELD):
            for guard in self._policy.guards:
                if guard.outcome == conclusion.candidate:
                    self.met.add((Owner(Section.INVARIANT, guard.invariant), Aim.TESTED))

    def _adds(self, rule: Rule, truths: Truths, outcome: str) -> bool:
        """Return whether a rule requires something that no other rule requires as well."""
        others: set[ObligationSpec] = set()
        for position, other in enumerate(self._policy.rules):
            if other is not rule and truths.true >> position & 1 and obliges(other, outcome):
                others.update(other.obligations)
        return not others.issuperset(rule.obligations)

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
