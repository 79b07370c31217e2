"""From the truths of a policy's conditions to the rationale of one decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from disposition.explain.accounts import Account, RuleAccount
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
from disposition.facts.kinds import Value
from disposition.policy.expression import Expression
from disposition.policy.formatting import expression_text
from disposition.policy.model import ObligationSpec, Outcome
from disposition.semantics import Conclusion, Status, Truth, value

if TYPE_CHECKING:
    from disposition.explain.reasoning import Reasoning


class Telling:
    """Tells one decision: the texts of its rules with the values of its lot in them."""

    def __init__(self, reasoning: Reasoning) -> None:
        self._prepared = prepared = reasoning.prepared
        self._policy = prepared.policy
        self._accounts = prepared.accounts
        self._source = reasoning.source
        self._facts = reasoning.facts
        self._truths = reasoning.truths
        self._conclusion = reasoning.conclusion
        # Texts show facts that no condition reads, and parameters.
        self._shown = {
            **reasoning.facts,
            **reasoning.source.observe(prepared.policy.facts_of_texts),
            **prepared.parameters,
        }

    def rationale(self) -> Rationale:
        """Return everything that the decision says beyond its outcome."""
        return Rationale(
            tuple(self._reasons()),
            tuple(self._ruled_out()),
            tuple(self._obligations()),
            tuple(self._missing()),
            tuple(self._withheld()),
        )

    def _held(self, account: Account) -> Truth:
        if self._truths.true >> account.position & 1:
            return True
        return None if self._truths.unknown >> account.position & 1 else False

    # --- why, and why not ------------------------------------------------------------------------

    def _reasons(self) -> Iterator[Reason]:
        if self._conclusion.status is Status.DECIDED:
            for account in self._accounts.permits[self._conclusion.outcome]:
                if self._held(account):
                    yield self._reason(account)

    def _reason(self, account: RuleAccount) -> Reason:
        rule = account.rule
        return Reason(
            rule.id,
            rule.effect.value,
            rule.because.render(self._shown),
            self._facts_of(account, rule.because.facts),
            rule.source,
            self._clause(account),
        )

    def _clause(self, account: RuleAccount) -> str | None:
        fact = account.rule.clause
        clause = None if fact is None else self._shown.get(fact.path)
        return None if clause is None else str(clause)

    def _facts_of(self, account: Account, more: Iterable[str] = ()) -> dict[str, Plain]:
        _, paths = account.basis(self._facts)
        return {path: plain(self._shown.get(path)) for path in sorted({*paths, *more})}

    def _ruled_out(self) -> Iterator[RuledOut]:
        for outcome in self._policy.outcomes:
            if outcome.id == self._conclusion.candidate:
                return
            yield self._ruled_out_outcome(outcome)

    def _ruled_out_outcome(self, outcome: Outcome) -> RuledOut:
        forbids, permits = self._accounts.forbids[outcome.id], self._accounts.permits[outcome.id]
        unmet: tuple[Unmet, ...] = ()
        if all(self._held(each) is False for each in permits):
            unmet = tuple(Unmet(each.name, each.when, self._facts_of(each)) for each in permits)
        forbidden_by = tuple(self._reason(each) for each in forbids if self._held(each))
        return RuledOut(outcome.id, outcome.title, forbidden_by, unmet)

    # --- what has to happen ----------------------------------------------------------------------

    def _obligations(self) -> Iterator[Obligation]:
        for account in self._accounts.requires[self._conclusion.outcome]:
            held = self._held(account)
            if held is not False:
                for each in account.rule.obligations:
                    yield self._obligation(account, each, applies=held is True)

    def _obligation(
        self, account: RuleAccount, each: ObligationSpec, *, applies: bool
    ) -> Obligation:
        rule = account.rule
        due = self._date(each.due)
        waits_for = [] if applies else self._unknown_facts(account)
        if each.due is not None and due is None:
            waits_for += [path for path in self._policy.facts_of(each.due) if self._lacks(path)]
        return Obligation(
            do=each.do,
            what=each.what.render(self._shown),
            by=each.by.render(self._shown),
            due=due,
            applies="yes" if applies else "maybe",
            waits_for=tuple(sorted(set(waits_for))),
            rule=rule.id,
            because=rule.because.render(self._shown),
            source=rule.source,
            clause=self._clause(account),
        )

    def _date(self, due: Expression | None) -> date | None:
        """Return a deadline; None if there is none or it is unknown, or no calendar has it."""
        day = None if due is None else value(due, self._shown, self._policy)
        if day is None or not date.min.toordinal() <= int(day) <= date.max.toordinal():
            return None
        return date.fromordinal(int(day))

    # --- what stands between ---------------------------------------------------------------------

    def _missing(self) -> Iterator[Missing]:
        if self._conclusion.status is not Status.NEEDS_INFORMATION:
            return
        waiting: dict[str, list[str]] = {}
        for account in self._undecided():
            for path in dict.fromkeys(self._unknown_facts(account)):
                waiting.setdefault(path, []).append(account.name)
        for path, names in sorted(waiting.items()):
            yield Missing(
                fact=path,
                about=self._prepared.catalogue[path].about,
                rules=tuple(dict.fromkeys(names)),
                absent=self._source.absent(path),
                why=self._source.why_unknown(path),
                would_decide=self._prospects(path),
            )

    def _undecided(self) -> Iterator[Account]:
        """Yield the conditions that the looked-at outcome waits for."""
        candidate = self._conclusion.candidate or ""
        permits = self._accounts.permits[candidate]
        if not any(self._held(each) for each in permits):
            yield from self._unknown(permits)
        yield from self._unknown(self._accounts.forbids[candidate])
        yield from self._unknown(self._accounts.guards[candidate])

    def _unknown(self, accounts: Iterable[Account]) -> Iterator[Account]:
        return (each for each in accounts if self._held(each) is None)

    def _unknown_facts(self, account: Account) -> list[str]:
        _, paths = account.basis(self._facts)
        return [path for path in paths if self._lacks(path)]

    def _lacks(self, path: str) -> bool:
        return self._shown.get(path) is None

    def _prospects(self, path: str) -> tuple[Prospect, ...]:
        facts = {each: self._facts.get(each) for each in self._policy.facts}

        def conclude(assumed: Value) -> Conclusion:
            facts[path] = assumed
            return self._prepared.combination.conclude(self._prepared.engine.truths(facts))

        spec, limits = self._prepared.catalogue[path], self._prepared.limits.get(path, frozenset())
        return prospects(spec, limits, conclude)

    def _withheld(self) -> Iterator[Withheld]:
        if self._conclusion.status is not Status.WITHHELD:
            return
        invariants = {each.id: each for each in self._policy.invariants}
        candidate = self._conclusion.candidate or ""
        for account in self._accounts.guards[candidate]:
            if self._held(account):
                always = expression_text(invariants[account.name].always)
                yield Withheld(candidate, account.name, always, self._facts_of(account))
