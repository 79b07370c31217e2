"""From the truths of a policy's conditions to the rationale of the decision, when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
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


@frozen
class Reasoning:
    """All that a rationale is made from.

    `facts` holds the paths of the conditions and those of the texts. `absent` and `why_unknown`
    tell, for an unknown fact, which document values are absent or what else keeps it unknown.
    """

    policy: CheckedPolicy
    combination: Combination
    engine: Engine
    catalogue: Mapping[str, FactSpec]
    facts: Mapping[str, Value | None]
    truths: Truths
    conclusion: Conclusion
    absent: Callable[[str], tuple[str, ...]]
    why_unknown: Callable[[str], str]

    def rationale(self) -> Rationale:
        """Return everything that the decision says beyond its outcome."""
        return Rationale(
            reasons=tuple(self._reasons()),
            ruled_out=tuple(self._ruled_out()),
            obligations=tuple(self._obligations()),
            missing=tuple(self._missing()),
            withheld=tuple(self._withheld()),
        )

    def _held(self, position: int) -> Truth:
        if self.truths.true >> position & 1:
            return True
        return None if self.truths.unknown >> position & 1 else False

    def _rules(self, effect: Effect, outcome: str) -> Iterator[tuple[Rule, Truth]]:
        for position, rule in enumerate(self.policy.rules):
            if rule.effect is effect and outcome in rule.outcomes:
                yield rule, self._held(position)

    def _reasons(self) -> Iterator[Reason]:
        if self.conclusion.status is Status.DECIDED:
            for rule, held in self._rules(Effect.PERMIT, self.conclusion.outcome):
                if held:
                    yield self._reason(rule)

    def _reason(self, rule: Rule) -> Reason:
        return Reason(
            rule.id,
            rule.effect.value,
            rule.because.render(self._texts()),
            self._facts_of(rule.when, rule.because.facts),
            rule.source,
            self._clause(rule),
        )

    def _texts(self) -> Mapping[str, Value | None]:
        parameters = {name: spec.value for name, spec in self.policy.parameters.items()}
        return {**self.facts, **parameters}

    def _clause(self, rule: Rule) -> str | None:
        clause = self.facts.get(rule.clause.path) if rule.clause else None
        return None if clause is None else str(clause)

    def _facts_of(self, condition: Expression, more: Iterable[str] = ()) -> dict[str, Plain]:
        paths = relevant_facts(condition, self.facts, self.policy)
        return {path: plain(self.facts.get(path)) for path in sorted({*paths, *more})}

    def _ruled_out(self) -> Iterator[RuledOut]:
        for outcome in self.policy.outcomes:
            if outcome.id == self.conclusion.candidate:
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
        for position, rule in enumerate(self.policy.rules):
            held = self._held(position)
            if held is False or not obliges(rule, self.conclusion.outcome):
                continue
            texts = self._texts()
            for each in rule.obligations:
                yield Obligation(
                    do=each.do,
                    what=each.what.render(texts),
                    by=each.by.render(texts),
                    due=self._date(each.due),
                    applies="yes" if held else "maybe",
                    rule=rule.id,
                    because=rule.because.render(texts),
                    source=rule.source,
                    clause=self._clause(rule),
                )

    def _date(self, due: Expression | None) -> date | None:
        """Return a deadline; None if there is none, or a fact in it is unknown."""
        day = None if due is None else value(due, self.facts, self.policy)
        if day is None or not date.min.toordinal() <= int(day) <= date.max.toordinal():
            return None
        return date.fromordinal(int(day))

    def _missing(self) -> Iterator[Missing]:
        if self.conclusion.status is not Status.NEEDS_INFORMATION:
            return
        waiting: dict[str, list[str]] = {}
        nodes: dict[str, Fact] = {}
        for name, condition in self._undecided():
            for path in relevant_facts(condition, self.facts, self.policy):
                if self.facts.get(path) is None:
                    waiting.setdefault(path, []).append(name)
            nodes.update((node.path, node) for node in self.policy.fact_nodes(condition))
        for path, names in sorted(waiting.items()):
            yield Missing(
                fact=path,
                about=self.catalogue[path].about,
                rules=tuple(names),
                absent=self.absent(path),
                why=self.why_unknown(path),
                would_decide=self._prospects(nodes[path]),
            )

    def _undecided(self) -> Iterator[tuple[str, Expression]]:
        """Yield the conditions that the looked-at outcome waits for, with the names of their rules."""
        candidate = self.conclusion.candidate or ""
        permits = list(self._rules(Effect.PERMIT, candidate))
        if not any(held for _, held in permits):
            yield from ((rule.id, rule.when) for rule, held in permits if held is None)
        for rule, held in self._rules(Effect.FORBID, candidate):
            if held is None:
                yield rule.id, rule.when
        for position, guard in enumerate(self.policy.guards, start=len(self.policy.rules)):
            if guard.outcome == candidate and self._held(position) is None:
                yield guard.invariant, guard.broken

    def _prospects(self, fact: Fact) -> tuple[Prospect, ...]:
        def conclude(assumed: Value) -> Conclusion:
            truths = self.engine.truths({**self.facts, fact.path: assumed})
            return self.combination.conclude(truths)

        return prospects(fact, self.policy, conclude)

    def _withheld(self) -> Iterator[Withheld]:
        if self.conclusion.status is not Status.WITHHELD:
            return
        invariants = {each.id: each for each in self.policy.invariants}
        for position, guard in enumerate(self.policy.guards, start=len(self.policy.rules)):
            if guard.outcome == self.conclusion.candidate and self._held(position):
                yield Withheld(
                    guard.outcome,
                    guard.invariant,
                    expression_text(invariants[guard.invariant].always),
                    self._facts_of(guard.broken),
                )
