"""From the truths of a policy's conditions to the rationale of the decision, when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from attrs import frozen

from disposition.engines import Engine
from disposition.explain.prospects import prospects
from disposition.explain.rationale import (
    Missing,
    Obligation,
    Plain,
    Prospect,
    Rationale,
    Reason,
    RuledOut,
    Unmet,
    Withheld,
    plain,
)
from disposition.explain.relevance import relevant_facts
from disposition.facts.kinds import FactSpec, Value
from disposition.facts.source import Source
from disposition.policy.expression import Expression, Fact
from disposition.policy.formatting import expression_text
from disposition.policy.model import CheckedPolicy, Effect, Outcome, Rule
from disposition.semantics import (
    Combination,
    Conclusion,
    Status,
    Truth,
    Truths,
    obliges,
    value,
)


@frozen(eq=False)
class Prepared:
    """What all decisions of one policy by one engine share."""

    policy: CheckedPolicy
    combination: Combination
    engine: Engine
    catalogue: Mapping[str, FactSpec]


class Reasoning:
    """The grounds of one decision; texts are made when they are asked for."""

    __slots__ = ("_conclusion", "_facts", "_prepared", "_source", "_texts", "_truths")

    def __init__(
        self,
        prepared: Prepared,
        source: Source,
        facts: Mapping[str, Value | None],
        truths: Truths,
        conclusion: Conclusion,
    ) -> None:
        self._prepared = prepared
        self._source = source
        self._facts = facts
        self._truths = truths
        self._conclusion = conclusion

    def rule_ids(self) -> tuple[str, ...]:
        """Return the ids of the rules that permit the outcome; none unless it was decided."""
        return tuple(rule.id for rule in self._permitting())

    def rationale(self) -> Rationale:
        """Return everything that the decision says beyond its outcome."""
        policy = self._prepared.policy
        # Texts show facts that no condition reads, and parameters.
        self._texts = {
            **self._facts,
            **self._source.observe(policy.facts_of_texts),
            **{name: spec.value for name, spec in policy.parameters.items()},
        }
        return Rationale(
            reasons=tuple(self._reasons()),
            ruled_out=tuple(self._ruled_out()),
            obligations=tuple(self._obligations()),
            missing=tuple(self._missing()),
            withheld=tuple(self._withheld()),
        )

    def _held(self, position: int) -> Truth:
        if self._truths.true >> position & 1:
            return True
        return None if self._truths.unknown >> position & 1 else False

    def _rules(self, effect: Effect, outcome: str) -> Iterator[tuple[Rule, Truth]]:
        for position, rule in enumerate(self._prepared.policy.rules):
            if rule.effect is effect and outcome in rule.outcomes:
                yield rule, self._held(position)

    def _permitting(self) -> Iterator[Rule]:
        if self._conclusion.status is Status.DECIDED:
            for rule, held in self._rules(Effect.PERMIT, self._conclusion.outcome):
                if held:
                    yield rule

    def _reasons(self) -> Iterator[Reason]:
        return map(self._reason, self._permitting())

    def _reason(self, rule: Rule) -> Reason:
        return Reason(
            rule.id,
            rule.effect.value,
            rule.because.render(self._texts),
            self._facts_of(rule.when, rule.because.facts),
            rule.source,
            self._clause(rule),
        )

    def _clause(self, rule: Rule) -> str | None:
        clause = self._texts.get(rule.clause.path) if rule.clause else None
        return None if clause is None else str(clause)

    def _facts_of(self, condition: Expression, more: Iterable[str] = ()) -> dict[str, Plain]:
        paths = relevant_facts(condition, self._facts, self._prepared.policy)
        return {path: plain(self._texts.get(path)) for path in sorted({*paths, *more})}

    def _ruled_out(self) -> Iterator[RuledOut]:
        for outcome in self._prepared.policy.outcomes:
            if outcome.id == self._conclusion.candidate:
                return
            yield self._ruled_out_outcome(outcome)

    def _ruled_out_outcome(self, outcome: Outcome) -> RuledOut:
        forbidding = [rule for rule, held in self._rules(Effect.FORBID, outcome.id) if held]
        unmet: list[Unmet] = []
        permits = list(self._rules(Effect.PERMIT, outcome.id))
        if all(held is False for _, held in permits):
            unmet = [
                Unmet(rule.id, expression_text(rule.when), self._facts_of(rule.when))
                for rule, _ in permits
            ]
        reasons = tuple(self._reason(rule) for rule in forbidding)
        return RuledOut(outcome.id, outcome.title, reasons, tuple(unmet))

    def _obligations(self) -> Iterator[Obligation]:
        for position, rule in enumerate(self._prepared.policy.rules):
            held = self._held(position)
            if held is False or not obliges(rule, self._conclusion.outcome):
                continue
            for each in rule.obligations:
                yield Obligation(
                    do=each.do,
                    what=each.what.render(self._texts),
                    by=each.by.render(self._texts),
                    due=self._date(each.due),
                    applies="yes" if held else "maybe",
                    rule=rule.id,
                    because=rule.because.render(self._texts),
                    source=rule.source,
                    clause=self._clause(rule),
                )

    def _date(self, due: Expression | None) -> date | None:
        """Return a deadline; None if there is none, or a fact in it is unknown."""
        day = None if due is None else value(due, self._texts, self._prepared.policy)
        if day is None or not date.min.toordinal() <= int(day) <= date.max.toordinal():
            return None
        return date.fromordinal(int(day))

    def _missing(self) -> Iterator[Missing]:
        if self._conclusion.status is not Status.NEEDS_INFORMATION:
            return
        waiting: dict[str, list[str]] = {}
        nodes: dict[str, Fact] = {}
        for name, condition in self._undecided():
            for path in relevant_facts(condition, self._facts, self._prepared.policy):
                if self._facts.get(path) is None:
                    waiting.setdefault(path, []).append(name)
            nodes.update((node.path, node) for node in self._prepared.policy.fact_nodes(condition))
        for path, names in sorted(waiting.items()):
            yield Missing(
                fact=path,
                about=self._prepared.catalogue[path].about,
                rules=tuple(names),
                absent=self._source.absent(path),
                why=self._source.why_unknown(path),
                would_decide=self._prospects(nodes[path]),
            )

    def _undecided(self) -> Iterator[tuple[str, Expression]]:
        """Yield the conditions that the looked-at outcome waits for, with the names of their rules."""
        candidate = self._conclusion.candidate or ""
        permits = list(self._rules(Effect.PERMIT, candidate))
        if not any(held for _, held in permits):
            yield from ((rule.id, rule.when) for rule, held in permits if held is None)
        for rule, held in self._rules(Effect.FORBID, candidate):
            if held is None:
                yield rule.id, rule.when
        for position, guard in enumerate(self._prepared.policy.guards, start=len(self._prepared.policy.rules)):
            if guard.outcome == candidate and self._held(position) is None:
                yield guard.invariant, guard.broken

    def _prospects(self, fact: Fact) -> tuple[Prospect, ...]:
        def conclude(assumed: Value) -> Conclusion:
            truths = self._prepared.engine.truths({**self._facts, fact.path: assumed})
            return self._prepared.combination.conclude(truths)

        return prospects(fact, self._prepared.policy, conclude)

    def _withheld(self) -> Iterator[Withheld]:
        if self._conclusion.status is not Status.WITHHELD:
            return
        invariants = {each.id: each for each in self._prepared.policy.invariants}
        for position, guard in enumerate(self._prepared.policy.guards, start=len(self._prepared.policy.rules)):
            if guard.outcome == self._conclusion.candidate and self._held(position):
                yield Withheld(
                    guard.outcome,
                    guard.invariant,
                    expression_text(invariants[guard.invariant].always),
                    self._facts_of(guard.broken),
                )
