"""A bench of lots on which a policy and its mutants are tried, recomputing only what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, partial

from disposition.facts import Lot, Value
from disposition.facts.catalogue import Catalogue
from disposition.facts.native.fact import View
from disposition.facts.source import OneOfMany
from disposition.frozen import evolve, frozen
from disposition.language.declarations import DefinitionSpec
from disposition.language.expression import Expression, Literal
from disposition.policy.model import CheckedPolicy, Rule
from disposition.semantics import Truths
from disposition.testing.columns import Column, Columns, bits, names_in, row
from disposition.testing.mutation.mutants.mutant import Mutant, name_of
from disposition.testing.visible_decision import BriefDecision, Deciding

Facts = dict[str, Value | None]
NEVER = Literal(False)


class UsedNames:
    """What is known of a policy before any lot is: which names its conditions and values use."""

    def __init__(self, policy: CheckedPolicy) -> None:
        self.policy = policy
        self.deciding = Deciding(policy)
        self.uses = [names_in(each, policy) for each in policy.conditions]
        self.reads = [policy.facts_of(each) for each in policy.conditions]
        self.definition_uses = {
            name: names_in(spec.expression, policy) for name, spec in policy.definitions.items()
        }
        self.reckoned_uses = [
            frozenset[str]().union(*(names_in(each, policy) for each in reckoned(rule)))
            for rule in policy.rules
        ]


class Bench:
    """A policy with the facts of many lots, numbered from 0."""

    def __init__(self, known: UsedNames, facts: Sequence[Facts]) -> None:
        self.policy = policy = known.policy
        self.facts = facts
        self._known = known
        self._columns = Columns(facts)
        self._definitions: dict[str, Column] = {}
        self.held = [self.column(each) for each in policy.conditions]
        self.row = cache(partial(row, [*enumerate(self.held)]))
        """Returns the truths of all conditions for a lot."""

    @classmethod
    def of(cls, policy: CheckedPolicy, facts: Sequence[Facts]) -> Bench:
        """Return a bench for a policy."""
        return cls(UsedNames(policy), facts)

    def over(self, facts: Sequence[Facts]) -> Bench:
        """Return a bench for the same policy with other lots."""
        return Bench(self._known, facts)

    def column(self, condition: Expression) -> Column:
        """Return for which lots a condition is true, and for which unknown."""
        return self._columns.of(condition, self.policy, self._definitions)

    def decision(self, number: int) -> BriefDecision:
        """Return the policy's own decision on a lot."""
        return self._known.deciding.decide(self.row(number), self.facts[number])

    def trial(self, mutant: Mutant) -> Trial:
        """Return what a mutant makes of the lots."""
        policy = aligned(self.policy, mutant)
        if policy.catalogue is not self.policy.catalogue and isinstance(self.facts, Rows):
            return self._trial_of_facts(mutant, policy, self.facts.under(policy))
        affected = self.affected(mutant)
        held = list(self.held)
        definitions = self._untouched(mutant)
        for position in affected:
            held[position] = self._columns.of(policy.conditions[position], policy, definitions)
        suspects = self._suspects(mutant, affected, held)
        return Trial(mutant, policy, self, tuple(held), tuple(affected), suspects, self.facts)

    def _trial_of_facts(self, mutant: Mutant, policy: CheckedPolicy, facts: Rows) -> Trial:
        """Return what a mutant makes of the lots that changes what facts are on them."""
        columns, definitions = Columns(facts), dict[str, Column]()
        held = list(self.held)
        for at in self._written_or_reading(mutant, facts.anew):
            held[at] = columns.of(policy.conditions[at], policy, definitions)
        affected = [
            at for at, (one, other) in enumerate(zip(self.held, held, strict=True)) if one != other
        ]
        suspects = sum(
            1 << number
            for number, (before, after) in enumerate(zip(self.facts, facts, strict=True))
            if any(before.get(path) != after.get(path) for path in facts.anew)
        )
        suspects |= self._reckoning(mutant, held)
        for position in affected:
            before, after = self.held[position], held[position]
            suspects |= (before.true ^ after.true) | (before.unknown ^ after.unknown)
        return Trial(mutant, policy, self, tuple(held), tuple(affected), suspects, facts)

    def _written_or_reading(self, mutant: Mutant, paths: Iterable[str]) -> set[int]:
        """Return the positions of the conditions that a mutant changed, or that read some facts."""
        known, anew = self._known, set(paths)
        found = {at for at, reads in enumerate(known.reads) if not anew.isdisjoint(reads)}
        return found.union(self._changed(mutant))

    def affected(self, mutant: Mutant) -> list[int]:
        """Return the positions of the conditions that a mutant may have changed."""
        if mutant.policy.catalogue is not self.policy.catalogue:
            return list(range(len(self.policy.conditions)))  # what facts are may be changed
        return self._changed(mutant)

    def _changed(self, mutant: Mutant) -> list[int]:
        """Return the positions of the conditions whose words a mutant changed."""
        if isinstance(mutant.before, Rule):
            return [self.policy.rules.index(mutant.before)]
        name = name_of(mutant.before)
        return [position for position, uses in enumerate(self._known.uses) if name in uses]

    def reckons_otherwise(self, mutant: Mutant) -> frozenset[int]:
        """Return the positions of the rules whose last days or values a mutant may have changed."""
        if mutant.policy.catalogue is not self.policy.catalogue:
            return frozenset(range(len(self.policy.rules)))
        return self._reckoning_rules(mutant)

    def _reckoning_rules(self, mutant: Mutant) -> frozenset[int]:
        """Return the positions of the rules that reckon with what a mutant changed by name."""
        if isinstance(mutant.before, Rule):
            return frozenset()
        name = name_of(mutant.before)
        uses = enumerate(self._known.reckoned_uses)
        return frozenset(position for position, each in uses if name in each)

    def _untouched(self, mutant: Mutant) -> dict[str, Column]:
        if isinstance(mutant.before, Rule):
            return self._definitions
        name = name_of(mutant.before)
        return {
            each: column
            for each, column in self._definitions.items()
            if each != name and name not in self._known.definition_uses[each]
        }

    def _suspects(self, mutant: Mutant, affected: Iterable[int], held: Sequence[Column]) -> int:
        """Return the lots on which the decision may differ, as bits.

        Where no truth changed, the same is decided; what is missing can differ where a changed
        condition stays unknown. A rule with other outcomes counts wherever it is not false, and so
        does one whose obligations carry values that use what was changed.
        """
        found = self._reckoning(mutant, held)
        for position in affected:
            before, after = self.held[position], held[position]
            found |= (before.true ^ after.true) | before.unknown | after.unknown
            if isinstance(mutant.before, Rule) and not _speaks_alike(mutant):
                found |= before.true | after.true
        return found

    def _reckoning(self, mutant: Mutant, held: Sequence[Column]) -> int:
        """Return the lots on which a last day or a value is reckoned with what is changed."""
        found = 0
        for position in self._reckoning_rules(mutant):
            found |= held[position].true | held[position].unknown
        return found


@frozen(eq=False)
class Trial:
    """A mutant on a bench: the lots on which it may decide otherwise, and what it decides.

    `affected` are the positions of the conditions that the mistake may have changed.
    """

    mutant: Mutant
    policy: CheckedPolicy
    bench: Bench
    held: tuple[Column, ...]
    affected: tuple[int, ...]
    suspects: int
    facts: Sequence[Facts]

    @cached_property
    def _deciding(self) -> Deciding:
        return Deciding(self.policy)

    def decision(self, number: int) -> BriefDecision:
        """Return the mutant's decision on a lot."""
        own, kept = self.bench.row(number), ~sum(1 << position for position in self.affected)
        changed = row(((at, self.held[at]) for at in self.affected), number)
        truths = Truths(own.true & kept | changed.true, own.unknown & kept | changed.unknown)
        return self._deciding.decide(truths, self.facts[number])

    def numbers(self) -> Iterator[int]:
        """Yield the numbers of the lots on which the mutant may decide otherwise."""
        return bits(self.suspects)


class Rows(list[Facts]):
    """The facts of some lots at some paths, as one policy derives them.

    With `before` they are taken from there, but for those at `anew`: what is derived otherwise.
    """

    def __init__(
        self, gathering: Gathering, lots: Sequence[Lot], before: Rows | None = None
    ) -> None:
        self.gathering, self._lots = gathering, lots
        self.sources = [OneOfMany(lot, gathering.catalogue) for lot in lots]
        if before is None:
            self.anew = gathering.paths
            super().__init__(gathering.facts_of(self.sources))
            return
        otherwise = gathering.unlike(before.gathering)
        self.anew = otherwise.paths
        for source, known in zip(self.sources, before.sources, strict=True):
            source.view.remembered = known.view.remembered.copy()
        facts = otherwise.facts_of(self.sources)
        super().__init__({**old, **new} for old, new in zip(before, facts, strict=True))

    def under(self, policy: CheckedPolicy) -> Rows:
        """Return the facts of the same lots as another policy derives them."""
        return Rows(Gathering.of(policy, self.gathering.paths), self._lots, self)

    def of(self, lots: Iterable[Lot]) -> Rows:
        """Return the same facts of other lots."""
        return Rows(self.gathering, tuple(lots))


@frozen(eq=False)
class Gathering:
    """What gives the facts of a lot at some paths, made once for many lots."""

    catalogue: Catalogue
    paths: tuple[str, ...]

    @classmethod
    def of(cls, policy: CheckedPolicy, paths: Iterable[str]) -> Gathering:
        """Return what gives facts as a policy derives them."""
        return cls(
            policy.catalogue,
            tuple(path for path in dict.fromkeys(paths) if path in policy.catalogue),
        )

    def unlike(self, other: Gathering) -> Gathering:
        """Return what gives those facts only that another catalogue derives otherwise."""
        here, there = self.catalogue.readers, other.catalogue.readers
        paths = (path for path in self.paths if here[path] is not there.get(path))
        return Gathering(self.catalogue, tuple(paths))

    @cached_property
    def _gather(self) -> Callable[[View, Mapping[str, Value | None]], Facts]:
        return self.catalogue.gathering(self.paths)

    def facts_of(self, sources: Iterable[OneOfMany]) -> list[Facts]:
        """Return the facts of lots that are looked at."""
        return [source.apply(self._gather) for source in sources]


def observed(policy: CheckedPolicy, lots: Iterable[Lot], paths: Iterable[str]) -> Rows:
    """Return the facts of lots at some paths, each lot looked at once."""
    return Rows(Gathering.of(policy, paths), tuple(lots))


def paths_of(policy: CheckedPolicy, mutants: Iterable[Mutant]) -> set[str]:
    """Return the facts that conditions, last days and values of a policy or its mutants read."""
    told = (policy.facts_of(each) for rule in policy.rules for each in reckoned(rule))
    return set(policy.facts).union(*told, *(facts_of(each, policy) for each in mutants))


def reckoned(rule: Rule) -> Iterator[Expression]:
    """Yield what is reckoned of what a rule requires: last days and values."""
    return (each for duty in rule.obligations for each in duty.reckoned)


def facts_of(mutant: Mutant, policy: CheckedPolicy) -> set[str]:
    """Return the facts that the changed entry of a mutant reads, before and after."""
    found: set[str] = set()
    for entry in (mutant.before, mutant.after):
        match entry:
            case Rule(when=condition) as rule:
                found = found.union(*map(policy.facts_of, (condition, *reckoned(rule))))
            case DefinitionSpec(expression=condition):
                found |= policy.facts_of(condition)
            case _:
                pass
    return found


def aligned(policy: CheckedPolicy, mutant: Mutant) -> CheckedPolicy:
    """Return a mutant's policy with its conditions at the policy's own positions.

    A rule that is gone never holds, which comes to the same.
    """
    if mutant.after is not None or not isinstance(mutant.before, Rule):
        return mutant.policy
    never = evolve(mutant.before, when=NEVER)
    return evolve(policy, rules=tuple(never if r is mutant.before else r for r in policy.rules))


def _speaks_alike(mutant: Mutant) -> bool:
    """Whether the changed rule is about the same outcomes and obligations."""
    before, after = mutant.before, mutant.after
    return (
        isinstance(before, Rule)
        and isinstance(after, Rule)
        and before.outcomes == after.outcomes
        and before.obligations == after.obligations
    )
