"""What a policy says of a lot that is not given: its facts, conditions and conclusion as terms.

A fact is a value and whether it is known. A condition is what it surely is and what it possibly is:
both are the same where it is known. Terms stand for every lot at once; a solver looks for one. What
the total language cannot tell of a fact is a column of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from weakref import WeakKeyDictionary

from disposition.analysis import solver as z
from disposition.analysis.emission.node_terms import Emission, Learned
from disposition.analysis.emission.unknowns import KnownTerm
from disposition.analysis.solver import Term
from disposition.engines.lowered import LoweredConditions
from disposition.facts.catalogue import Catalogue
from disposition.facts.evaluation import KnownFacts
from disposition.frozen import frozen
from disposition.language.expression import Definition, Expression, Fact, Known, walk
from disposition.language.lower.build import column
from disposition.language.lower.lowering import Lowering
from disposition.language.lower.values import Lowered, NotLowered, known_leaf
from disposition.language.types import FactSpec, Origin, Range
from disposition.policy.model import CheckedPolicy, Effect
from disposition.runtime.forking import cached_property
from disposition.semantics import Combination, Positions, Status, Truth


class LoweredFacts:
    """The facts of one catalogue, each lowered when it is asked for.

    `are_flat`: each is given by itself, any value of its type, and none follows from others.
    """

    def __init__(self, catalogue: Catalogue, *, are_flat: bool = False) -> None:
        self._specs = catalogue.specs
        self._are_flat = are_flat
        self._known = None if are_flat else catalogue.known
        self._lowering = None if self._known is None else Lowering(self._known)
        self.fact = cache(self._fact)
        self._asks = cache(self._asking)

    def asks(self, path: str) -> bool:
        """Whether a fact asks what is known, which learning more can turn."""
        return not self._are_flat and (self._known is None or self._asks(path, self._known))

    def _fact(self, path: str) -> Lowered:
        """Return what a fact can be."""
        if self._lowering is None:
            return _opaque(self._specs[path])
        try:
            return self._lowering.fact(path)
        except NotLowered:
            return _opaque(self._specs[path])

    def _asking(self, path: str, known: KnownFacts) -> bool:
        if known.origin(path) is not Origin.DEFINED:
            return False
        expression, below = known.definition_of(path)
        for node in walk(expression):
            match node:
                case Known() | Definition():
                    return True
                case Fact(path=other) if self._asks(other, below):
                    return True
                case _:
                    continue
        return False


def _opaque(spec: FactSpec) -> Lowered:
    """Return a fact that can be anything of its type."""
    origin = Origin.GIVEN if spec.given else Origin.NATIVE
    within = spec.within if spec.given else Range(spec.least)
    return known_leaf(column(spec.path, spec.type, within, origin))


_LOWERED: WeakKeyDictionary[Catalogue, LoweredFacts] = WeakKeyDictionary()


def lowered_facts(catalogue: Catalogue) -> LoweredFacts:
    """Return the facts of a catalogue, lowered once for all that ask."""
    found = _LOWERED.get(catalogue)
    if found is None:
        found = _LOWERED[catalogue] = LoweredFacts(catalogue)
    return found


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
        self._lowered = (
            LoweredFacts(catalogue, are_flat=True) if are_flat else lowered_facts(catalogue)
        )
        self._conditions = LoweredConditions(policy, self)
        self._noted: set[str] = set()
        self.condition = cache(self._condition)
        self._truths: dict[int, tuple[Expression, Kleene]] = {}

    def truth(self, condition: Expression) -> Kleene:
        """Return whether a condition is so."""
        # By what it is, not by what it says: to look deep into it would take longest.
        made = self._truths.get(id(condition))
        if made is None:
            found = self._conditions.truth(condition)
            truth = Kleene(self.lot.term(found.surely), self.lot.term(found.possibly))
            made = self._truths[id(condition)] = condition, truth
        return made[1]

    def fact(self, path: str) -> Lowered:
        """Return what a fact can be, in the total language."""
        lowered = self._lowered.fact(path)
        if path not in self._noted:
            self._noted.add(path)
            self._keep(path, lowered)
        return lowered

    def known_term(self, path: str) -> KnownTerm:
        """Return the value of a fact, and whether it is known."""
        lowered = self.fact(path)
        return KnownTerm(self.lot.term(lowered.value), self.lot.term(lowered.known))

    def permitted(self, outcome: str) -> Term:
        """Return whether a rule surely permits an outcome."""
        return z.any_of(
            self.rule(rule.id).surely
            for rule in self.policy.rules
            if rule.effect is Effect.PERMIT and outcome in rule.outcomes
        )

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

    def reckoned(self, expression: Expression) -> KnownTerm:
        """Return the value of an expression, and whether it is known."""
        found = self._conditions.value(expression)
        return KnownTerm(self.lot.term(found.value), self.lot.term(found.known))

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

    def _condition(self, at: int) -> Kleene:
        """Return whether the condition at a position is so."""
        return self.truth(self.policy.conditions[at])

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
    """What follows from the conditions of a policy, as `Combination.conclude` says, by outcome.

    What is `withheld` would be decided, but for a guard; what is `waiting` is looked at, and waits
    for facts.
    """

    def __init__(self, combination: Combination, conditions: Sequence[Kleene]) -> None:
        self.decided: dict[str, Term] = {}
        self.withheld: dict[str, Term] = {}
        self.waiting: dict[str, Term] = {}
        self.possible: dict[str, Term] = {}
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
            self.decided[each.outcome] = z.all_of((first, eligible, z.not_(unsure)))
            self.withheld[each.outcome] = z.all_of((first, eligible, broken))
            self.waiting[each.outcome] = z.all_of(
                (first, z.any_of((z.not_(eligible), z.all_of((unsure, z.not_(broken))))))
            )
            is_left = z.all_of((is_left, z.not_(possible)))
        self._none = is_left

    def differs(self, other: Concluded) -> Term:
        """Return whether something else follows: another outcome, status or candidate."""
        ways = (self.decided, other.decided), (self.withheld, other.withheld)
        pairs = (*ways, (self.waiting, other.waiting))
        return z.any_of(z.not_(z.equal(one[each], two[each])) for one, two in pairs for each in one)

    def outcome(self, name: str) -> Term:
        """Return whether this outcome follows, the fallback among them."""
        if name == self.fallback:
            return z.not_(z.any_of(self.decided.values()))
        return self.decided[name]

    def status(self, status: Status) -> Term:
        """Return whether the conclusion comes about so."""
        match status:
            case Status.DECIDED:
                return z.any_of(self.decided.values())
            case Status.WITHHELD:
                return z.any_of(self.withheld.values())
            case Status.NEEDS_INFORMATION:
                return z.any_of(self.waiting.values())
            case Status.NO_RULE:
                return self._none
