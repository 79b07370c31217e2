"""What an engine found of one lot, and what all decisions of one policy by one engine share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING

from disposition.engines import Engine, Stepwise, make_engine
from disposition.engines.compiled import truths_of_lots
from disposition.engines.concluding import Concluding
from disposition.facts.division.portion import ITS_OWN
from disposition.facts.own.joins import Join, joins_of
from disposition.facts.source import FlatSource, LotFunction, LotSource, Observer, OneOfMany, Source
from disposition.frozen import Factory, evolve, field, frozen
from disposition.policy.model import CheckedPolicy, Effect
from disposition.semantics import (
    ALL,
    DECIDED,
    Combination,
    Conclusion,
    Positions,
    Truths,
    Valuation,
)

if TYPE_CHECKING:
    # Loaded when a decision is told: hot loops that only want outcomes do not pay for it.
    from disposition.explain.accounts import Accounts
    from disposition.explain.limits import Limits


@frozen(eq=False)
class Prepared:
    """What all decisions of one policy by one engine share."""

    policy: CheckedPolicy
    combination: Combination
    engine: Engine
    observer: Observer = field(
        default=Factory(lambda it: Observer(it.policy.catalogue, it.policy.facts), takes_self=True),
        repr=False,
    )
    _explaining: dict[tuple[str, bool], LotFunction[Truths]] = field(
        factory=dict, init=False, repr=False
    )

    @cached_property
    def concluding(self) -> Concluding | None:
        """What tells what follows without all facts; only `compiled` asks for no more than that."""
        if self.engine.name != "compiled":
            return None
        return Concluding(self.policy, self.combination)

    def concludes_early(self, source: Source) -> bool:
        """Tell whether what follows for a lot is found without all of its facts."""
        return isinstance(source, OneOfMany) and self.concluding is not None

    def infer(
        self, source: Source
    ) -> tuple[Conclusion, Valuation | None, Truths | None, Positions]:
        """Return what follows for a lot, and its facts and truths, as far as they were needed.

        The last are the conditions of which the truths tell.
        """
        if self._in_steps is not None:
            conclusion, truths, asked = self._in_steps.conclude(self._finding(source))
            return conclusion, None, truths, asked
        # Loops over facts given one by one are the shortest: they are looked for first.
        if isinstance(source, FlatSource):
            facts: Valuation = source.facts.values
        elif isinstance(source, OneOfMany) and self.concluding:
            return source.apply(self.concluding.conclude), None, None, ALL
        else:
            facts = self.observed(source)
        truths = self.engine.truths(facts)
        return self.combination.conclude(truths), facts, truths, ALL

    def observed(self, source: Source) -> Valuation:
        """Return the facts that the policy's conditions read."""
        if isinstance(source, FlatSource):
            return source.facts.values
        if isinstance(source, LotSource):
            return self.observer.facts(source)
        return source.observe(self.policy.facts)

    @cached_property
    def _in_steps(self) -> Stepwise | None:
        """The engine, if it asks in several steps."""
        engine = self.engine
        return engine if isinstance(engine, Stepwise) and len(engine.steps) > 1 else None

    @cached_property
    def _of_steps(self) -> tuple[Observer, ...]:
        """What looks up the facts that each step reads."""
        steps = self._in_steps.steps if self._in_steps else ()
        return tuple(Observer(self.policy.catalogue, paths) for paths in steps)

    def _finding(self, source: Source) -> Callable[[int], Valuation]:
        """Return what finds the facts of a lot for a step."""
        if isinstance(source, LotSource):
            return lambda step: self._of_steps[step].facts(source)
        return lambda _: source.values

    @cached_property
    def explaining_by(self) -> Prepared:
        """What tells of a decision: `compiled` where the engine answers for no more than it takes.

        Parts of a lot are part of what is told, and so decided by it, too.
        """
        if not isinstance(self.engine, Stepwise):
            return self
        return Prepared(self.policy, self.combination, self.trial, self.observer)

    @cached_property
    def trial(self) -> Engine:
        """The engine that tries answers: dozens of times for one undecided lot."""
        return (
            self.engine if self.engine.name == "compiled" else make_engine("compiled", self.policy)
        )

    @cached_property
    def deciding(self) -> Prepared:
        """The same of the rules that move outcomes alone, which are the fewest."""
        rules = tuple(rule for rule in self.policy.rules if rule.effect is not Effect.REQUIRE)
        policy = evolve(self.policy, rules=rules)
        return Prepared(policy, Combination.of(policy), make_engine("compiled", policy))

    @cached_property
    def of_parts(self) -> Observer:
        """Looks up what a part of a lot, which is decided as a lot of its own, has for itself."""
        facts = set[str]().union(*map(self.changed_by, ITS_OWN))
        return Observer(self.policy.catalogue, tuple(sorted(facts)))

    @cached_property
    def accounts(self) -> Accounts:
        """What can be said of the rules before any lot is known."""
        if self.explaining_by is not self:
            return self.explaining_by.accounts
        from disposition.explain.accounts import Accounts

        return Accounts.of(self.policy)

    @cached_property
    def permits(self) -> Mapping[str, tuple[Positions, tuple[tuple[str, Positions], ...]]]:
        """Where the rules that permit each outcome stand: of all together, and by their ids."""
        rules = [(rule.id, 1 << at) for at, rule in enumerate(self.policy.rules)]
        return {
            each.outcome: (each.permits, tuple(rule for rule in rules if each.permits & rule[1]))
            for each in self.combination.alternatives
        }

    def explaining(self, end: Conclusion) -> LotFunction[Truths]:
        """Return what finds the facts and truths that a decision tells of."""
        sought = end.outcome, end.status is DECIDED
        if sought not in self._explaining:
            among = self.accounts.explaining_conditions(end.outcome, is_decided=sought[1])
            self._explaining[sought] = truths_of_lots(self.policy, among)
        return self._explaining[sought]

    @cached_property
    def limits(self) -> Mapping[str, Limits]:
        """The values that conditions compare each fact with."""
        from disposition.explain.limits import limits_of

        return limits_of(self.policy)

    @cached_property
    def changed_by(self) -> Callable[[str], tuple[str, ...]]:
        """What tells the facts of the policy that a value at a kind of place can change."""
        catalogue, facts = self.policy.catalogue, self.policy.facts
        return cache(lambda place: catalogue.changed_by(place, facts))

    @cached_property
    def observer_of(self) -> Callable[[str], Observer]:
        """What tells what looks up the facts that a value at a kind of place can change."""
        return cache(lambda place: Observer(self.policy.catalogue, self.changed_by(place)))

    @cached_property
    def joins_changed_by(self) -> Callable[[str], tuple[Join, ...]]:
        """What tells the joins of lists behind the facts that such a value can change."""
        return cache(lambda place: joins_of(self.changed_by(place), self.policy.catalogue))


@frozen(eq=False)
class Inference:
    """The facts of one lot, which conditions hold of them, and what follows.

    Facts and truths that were not needed for the conclusion are found when they are asked for.
    """

    prepared: Prepared = field(repr=False)
    source: Source
    _facts: Valuation | None
    _truths: Truths | None
    conclusion: Conclusion
    _asked: Positions = ALL
    """The conditions of which the truths tell."""

    @cached_property
    def facts(self) -> Valuation:
        """The facts that the policy's conditions read."""
        return self.prepared.observed(self.source) if self._facts is None else self._facts

    @cached_property
    def truths(self) -> Truths:
        """Which conditions are true, and which unknown."""
        if self._truths is None or self._asked != ALL:
            return self.prepared.explaining_by.engine.truths(self.facts)
        return self._truths

    def facts_and_truths(self) -> tuple[Valuation, Truths]:
        """Return facts and truths, at least those that the decision tells of."""
        source = self.source
        if isinstance(source, OneOfMany) and (self._truths is None or self._asked != ALL):
            truths = source.apply(self.prepared.explaining_by.explaining(self.conclusion))
            return source.values, truths
        return self.facts, self.truths

    def holding(self, among: Positions) -> Positions:
        """Return which conditions are true, at least of those at some positions."""
        if self._truths is not None and not among & ~self._asked:
            return self._truths.true
        concluding = self.prepared.concluding
        if concluding and isinstance(self.source, OneOfMany):
            return self.source.apply(concluding.holding(among))
        return self.truths.true


def deciding_rules(policy: CheckedPolicy, truths: Truths) -> tuple[str, ...]:
    """Return the ids of the rules that hold and permit or forbid, so that they move outcomes."""
    return tuple(
        rule.id
        for at, rule in enumerate(policy.rules)
        if rule.effect is not Effect.REQUIRE and truths.true >> at & 1
    )
