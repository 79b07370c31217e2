"""What a policy says of a lot that is not given: its facts, conditions and conclusion as terms.

A fact is a value and whether it is known. A condition is what it surely is and what it possibly is:
both are the same where it is known. Terms stand for every lot at once; a solver looks for one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from disposition.analysis import solver as z
from disposition.analysis.emission.emission import Emission, Learned
from disposition.analysis.emission.unknowns import HeldTerm
from disposition.analysis.lowered import GivenFacts, lowered_facts
from disposition.analysis.solver import Term
from disposition.engines.lowered import LoweredConditions
from disposition.frozen import frozen
from disposition.language.expression import Expression
from disposition.language.lower.values import Lowered
from disposition.policy.model import CheckedPolicy, Effect
from disposition.runtime.forking import cached_property
from disposition.semantics import Combination, Positions, Status, Truth


@frozen(eq=False)
class Kleene:
    """A condition: whether it is surely so, and whether it possibly is."""

    surely: Term
    possibly: Term

    @property
    def known(self) -> Term:
        """Whether it is not unknown."""
        return z.any_of((self.surely, z.not_(self.possibly)))

    def among(self, truths: Collection[Truth]) -> Term:
        """Return whether it has one of some truths; None stands for unknown."""
        if None not in truths:
            parts = ((True, self.surely), (False, z.not_(self.possibly)))
            return z.any_of(term for truth, term in parts if truth in truths)
        if True in truths:
            return True if False in truths else self.possibly
        return z.not_(self.surely if False in truths else self.known)


NEVER = Kleene(surely=False, possibly=False)


class PolicyTerms:
    """The conditions of a policy, and what follows from them, on a lot that is not given.

    `are_flat`: facts are given one by one, so that none follows from others.
    """

    def __init__(self, policy: CheckedPolicy, lot: Emission, *, are_flat: bool = False) -> None:
        self.policy = policy
        self.lot = lot
        catalogue = policy.catalogue
        self._lowered = GivenFacts(catalogue) if are_flat else lowered_facts(catalogue)
        self._conditions = LoweredConditions(policy, self)
        self._noted: set[str] = set()
        self._made: dict[int, Kleene] = {}
        self._truths: dict[int, tuple[Expression, Kleene]] = {}

    def truth(self, condition: Expression) -> Kleene:
        """Return whether a condition is so."""
        # By what it is, not by what it says: to look deep into it would take longest.
        made = self._truths.get(id(condition))
        if made is None:
            found = self._conditions.truth(condition)
            held = Kleene(self.lot.term(found.surely), self.lot.term(found.possibly))
            made = self._truths[id(condition)] = condition, held
        return made[1]

    def fact(self, path: str) -> Lowered:
        """Return what a fact can be, in the total language."""
        lowered = self._lowered.fact(path)
        if path not in self._noted:
            self._noted.add(path)
            self._keep(path, lowered)
        return lowered

    def held(self, path: str) -> HeldTerm:
        """Return the value of a fact, and whether it is known."""
        lowered = self.fact(path)
        return HeldTerm(self.lot.term(lowered.value), self.lot.term(lowered.known))

    def in_the_way(self, outcome: str) -> dict[str, Term]:
        """Return that rules do not hold which keep an outcome from following, by their ids."""
        order = [each.id for each in self.policy.outcomes]
        earlier, found = order[: order.index(outcome)], dict[str, Term]()
        for rule in self.policy.rules:
            possibly = self.rule(rule.id).possibly
            forbids = rule.effect is Effect.FORBID and outcome in rule.outcomes
            comes_before = rule.effect is Effect.PERMIT and bool({*rule.outcomes} & {*earlier})
            if forbids or comes_before:
                found[rule.id] = z.not_(possibly)
        return found

    def reckoned(self, expression: Expression) -> HeldTerm:
        """Return the value of an expression, and whether it is known."""
        found = self._conditions.value(expression)
        return HeldTerm(self.lot.term(found.value), self.lot.term(found.known))

    def _keep(self, path: str, lowered: Lowered) -> None:
        """Tell that a fact stays known when more is learnt, if nothing in it asks what is known."""
        lot, base = self.lot, self.lot.base
        if base is None or not isinstance(lot.variation, Learned) or self._lowered.asks(path):
            return
        same = z.equal(base.term(lowered.value), lot.term(lowered.value))
        stays = z.all_of((lot.term(lowered.known), same))
        lot.axioms.append(z.implies(base.term(lowered.known), stays))

    # --- what follows ----------------------------------------------------------------------------

    @cached_property
    def conditions(self) -> tuple[Kleene, ...]:
        """The conditions of the rules, then those of the guards."""
        return tuple(map(self.condition, range(len(self.policy.conditions))))

    def condition(self, at: int) -> Kleene:
        """Return whether the condition at a position is so."""
        if at not in self._made:
            self._made[at] = self.truth(self.policy.conditions[at])
        return self._made[at]

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Where the condition of each rule stands among the conditions."""
        return {rule.id: at for at, rule in enumerate(self.policy.rules)}

    def rule(self, name: str) -> Kleene:
        """Return whether a rule holds."""
        return self.condition(self.positions[name])

    @cached_property
    def concluded(self) -> Concluded:
        """What follows from the conditions."""
        combination, read = Combination.of(self.policy), 0
        for each in combination.alternatives:
            read |= each.permits | each.forbids | each.guards
        every = range(len(self.policy.conditions))
        conditions = [self.condition(at) if read >> at & 1 else NEVER for at in every]
        return Concluded(combination, conditions)

    def without(self, names: Iterable[str]) -> Concluded:
        """Return what would follow if some rules never held."""
        left_out = {self.positions[name] for name in names}
        conditions = [NEVER if at in left_out else c for at, c in enumerate(self.conditions)]
        return Concluded(Combination.of(self.policy), conditions)


class Concluded:
    """What follows from the conditions of a policy, as `Combination.conclude` says."""

    def __init__(self, combination: Combination, conditions: Sequence[Kleene]) -> None:
        self._decided: dict[str, Term] = {}
        self._withheld: dict[str, Term] = {}
        self._waiting: dict[str, Term] = {}
        self.possible: dict[str, Term] = {}
        self.eligible: dict[str, Term] = {}
        self.fallback = combination.fallback

        def at(positions: Positions) -> list[Kleene]:
            return [each for place, each in enumerate(conditions) if positions >> place & 1]

        is_left: Term = True  # none before is possible
        for each in combination.alternatives:
            permits, forbids, guards = at(each.permits), at(each.forbids), at(each.guards)
            possible = z.all_of(
                (
                    z.any_of(rule.possibly for rule in permits),
                    *(z.not_(rule.surely) for rule in forbids),
                )
            )
            eligible = z.all_of(
                (
                    z.any_of(rule.surely for rule in permits),
                    *(z.not_(rule.possibly) for rule in forbids),
                )
            )
            first = z.all_of((is_left, possible))
            broken = z.any_of(guard.surely for guard in guards)
            unsure = z.any_of(guard.possibly for guard in guards)
            self.possible[each.outcome] = possible
            self.eligible[each.outcome] = eligible
            self._decided[each.outcome] = z.all_of((first, eligible, z.not_(unsure)))
            self._withheld[each.outcome] = z.all_of((first, eligible, broken))
            self._waiting[each.outcome] = z.all_of(
                (first, z.any_of((z.not_(eligible), z.all_of((unsure, z.not_(broken))))))
            )
            is_left = z.all_of((is_left, z.not_(possible)))
        self._none = is_left

    def differs(self, other: Concluded) -> Term:
        """Return whether something else follows: another outcome, status or candidate."""
        ways = (
            (self._decided, other._decided),
            (self._withheld, other._withheld),
            (self._waiting, other._waiting),
        )
        return z.any_of(
            z.not_(z.equal(one[outcome], two[outcome])) for one, two in ways for outcome in one
        )

    def withheld(self, outcome: str) -> Term:
        """Return whether an outcome would be decided, but for a guard."""
        return self._withheld[outcome]

    def waiting(self, outcome: str) -> Term:
        """Return whether an outcome is looked at, and waits for facts."""
        return self._waiting[outcome]

    def outcome(self, name: str) -> Term:
        """Return whether this outcome follows, the fallback among them."""
        if name == self.fallback:
            return z.not_(z.any_of(self._decided.values()))
        return self._decided[name]

    def status(self, status: Status) -> Term:
        """Return whether the conclusion comes about so."""
        match status:
            case Status.DECIDED:
                return z.any_of(self._decided.values())
            case Status.WITHHELD:
                return z.any_of(self._withheld.values())
            case Status.NEEDS_INFORMATION:
                return z.any_of(self._waiting.values())
            case Status.NO_RULE:
                return self._none
