"""From the truths of a policy's conditions to the rationale of one decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from disposition.errors import DispositionError, suggest
from disposition.explain.accounts import Account, RuleAccount, codes_of
from disposition.explain.document.rationale import (
    Asked,
    Missing,
    Obligation,
    Rationale,
    Reason,
    RuledOut,
    Unmet,
    Withheld,
)
from disposition.explain.document.values import TypedValue, plain
from disposition.explain.inference import Inference
from disposition.explain.obstacles import Obstacle
from disposition.explain.texts import Beside, Values
from disposition.frozen.classes import filling
from disposition.language.text import expression_text
from disposition.policy.model import Effect, Outcome, shown_as
from disposition.runtime.forking import cached_property
from disposition.semantics import DECIDED, NEEDS_INFORMATION, WITHHELD, Positions, Truths, Valuation
from disposition.words import listed

_REASON, _OBLIGATION = filling(Reason), filling(Obligation)
_RATIONALE, _RULED_OUT, _UNMET = filling(Rationale), filling(RuledOut), filling(Unmet)
"""What makes those that decisions tell, some of them a dozen of."""


class RationaleBuilder:
    """Tells one decision: the texts of its rules with the values of its lot in them.

    Facts and truths are those that what is asked for takes.
    """

    def __init__(self, inference: Inference, facts: Valuation, truths: Truths) -> None:
        # Whoever keeps what is told does not make a circle with it that is left to be found.
        self._prepared, self._source = inference.prepared, inference.source
        self._policy = inference.prepared.policy
        self._accounts = inference.prepared.accounts
        self._facts = facts
        self._true = truths.true
        self._unknown = truths.unknown
        self._not_false = self._true | self._unknown
        self._conclusion = inference.conclusion
        # Texts show facts that no condition reads: those are looked up when a text is told.
        self._values = inference.source.values
        self._told: dict[Positions, Reason] = {}

    def rationale(self) -> Rationale:
        """Return everything that the decision says beyond its outcome."""
        missing, asked = self._between()
        return _RATIONALE(
            self.reasons,
            tuple(self._ruled_out()),
            self.obligations,
            missing,
            asked.questions,
            tuple(self._withheld()),
            asked.left_out,
        )

    # --- why, and why not ------------------------------------------------------------------------

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """The rules that permit the outcome; none unless it was decided."""
        if self._conclusion.status is not DECIDED:
            return ()
        return self._reasons_of(self._prepared.permits[self._conclusion.outcome][0])

    @property
    def because(self) -> tuple[str, ...]:
        """What the rules say that permit the outcome."""
        return tuple([each.because for each in self.reasons])

    def _reasons_of(self, among: Positions) -> tuple[Reason, ...]:
        """Return the rules at some positions that hold."""
        return tuple(map(self._reason, self._accounts.at(among & self._true)))

    def _reason(self, account: RuleAccount) -> Reason:
        told = self._told.get(account.bit)
        if told is None:  # one rule can forbid several outcomes
            rule = account.rule
            told = self._told[account.bit] = _REASON(
                account.name,
                account.effect,
                account.because(self._values),
                account.basis[True](self._facts, self._values),
                rule.source,
                self._clause(account),
            )
        return told

    def _clause(self, account: RuleAccount) -> str | None:
        fact = account.rule.clause
        clause = None if fact is None else self._values[fact.path]
        return None if clause is None else str(clause)

    def _ruled_out(self) -> Iterator[RuledOut]:
        alternatives = self._prepared.combination.alternatives
        for outcome, each in zip(self._policy.outcomes, alternatives, strict=True):
            if outcome.id == self._conclusion.candidate:
                return
            unmet = () if each.permits & self._not_false else self._unmet(outcome)
            yield _RULED_OUT(outcome.id, outcome.title, self._reasons_of(each.forbids), unmet)

    def _unmet(self, outcome: Outcome) -> tuple[Unmet, ...]:
        """Return the rules that would permit an outcome; none of them holds."""
        permits, facts, values = self._accounts.permits[outcome.id], self._facts, self._values
        return tuple(
            [_UNMET(each.name, each.when, each.basis[False](facts, values)) for each in permits]
        )

    # --- what has to happen ----------------------------------------------------------------------

    @cached_property
    def obligations(self) -> tuple[Obligation, ...]:
        """What has to happen, or may have to."""
        return tuple(chain.from_iterable(map(self._obligations_of, self._requiring)))

    def required(self) -> tuple[str, ...]:
        """Return the codes of what surely has to happen, each once."""
        return codes_of([each for each in self._requiring if each.bit & self._true])

    @cached_property
    def _requiring(self) -> list[RuleAccount]:
        """The rules that require something with the outcome, or may."""
        return self._accounts.requiring(self._conclusion.outcome, self._not_false)

    def _obligations_of(self, account: RuleAccount) -> list[Obligation]:
        rule, clause, values = account.rule, self._clause(account), self._values
        because = account.because(values)
        is_sure = account.bit & self._true
        applies = "yes" if is_sure else "maybe"
        unknown = () if is_sure else self._unknown_facts(account)
        told = []
        for duty in account.duties:
            shown = values
            due = duty.due(values) if duty.due else None
            read = duty.due_facts if due is None else ()
            carried: dict[str, TypedValue] = {}
            for each in duty.values:
                carried[each.name] = found = each.typed(values)
                if found.value is None:
                    read += each.facts
            if duty.shows_values:
                shown = self._beside(carried)
            told.append(
                _OBLIGATION(
                    duty.do,
                    duty.what(shown),
                    duty.by(shown),
                    due,
                    applies,
                    self._waits_for(unknown, read) if unknown or read else (),
                    account.name,
                    because,
                    rule.source,
                    clause,
                    duty.before,
                    duty.proved_by,
                    duty.proved_when,
                    carried,
                )
            )
        return told

    def _beside(self, values: Mapping[str, TypedValue]) -> Values:
        """Return the values of facts, and those that an obligation carries for its own texts."""
        carried = {shown_as(name): each.value for name, each in values.items()}
        return Beside(self._values, carried)

    def _waits_for(self, unknown: Iterable[str], read: Iterable[str]) -> tuple[str, ...]:
        """Return the unknown facts, and those of the facts read that are unknown, too."""
        return tuple(sorted({*unknown, *filter(self._lacks, read)}))

    # --- what stands between ---------------------------------------------------------------------

    def _between(self) -> tuple[tuple[Missing, ...], Asked]:
        if self._conclusion.status is not NEEDS_INFORMATION:
            return (), Asked()
        # Only who tells an undecided lot waits for loading this.
        from disposition.explain.what_if.questions import Asking

        asking = Asking(self._prepared, self._source, self._facts)
        missing = asking.missing(self._waiting)
        return missing, asking.questions(missing)

    def waits_for(self) -> tuple[str, ...]:
        """Return the unknown facts that the looked-at outcome waits for."""
        if self._conclusion.status is not NEEDS_INFORMATION:
            return ()
        return tuple(self._waiting)

    @cached_property
    def _waiting(self) -> dict[str, list[str]]:
        """Return the unknown facts that the looked-at outcome waits for, each with what waits."""
        waiting: dict[str, list[str]] = {}
        for account in self._undecided():
            for path in self._unknown_facts(account):
                waiting.setdefault(path, []).append(account.name)
        return waiting

    def _undecided(self) -> Iterator[Account]:
        """Yield the conditions that the looked-at outcome waits for."""
        candidate = self._conclusion.candidate or ""
        permits = self._accounts.permits[candidate]
        if not any(self._true & each.bit for each in permits):
            yield from self._that_are_unknown(permits)
        yield from self._that_are_unknown(self._accounts.forbids[candidate])
        yield from self._that_are_unknown(self._accounts.guards[candidate])

    def _that_are_unknown(self, accounts: Iterable[Account]) -> Iterator[Account]:
        return (each for each in accounts if self._unknown & each.bit)

    def _unknown_facts(self, account: Account) -> list[str]:
        """Return the unknown facts that keep a condition unknown."""
        told = account.basis[None](self._facts, self._values)
        return [path for path, value in told.items() if value is None]

    def _lacks(self, path: str) -> bool:
        return self._values[path] is None

    # --- what stands in the way of one outcome ---------------------------------------------------

    def obstacles(self, outcome: str) -> tuple[Obstacle, ...]:
        """Return every rule that stands between the lot and an outcome."""
        if outcome not in self._accounts.forbids:
            known = [each.id for each in self._policy.outcomes]
            hint = suggest(outcome, known) or f"there are {listed(known)}"
            raise DispositionError(f"`{self._policy.id}` has no outcome `{outcome}` ({hint})")
        return tuple(self._obstacles(outcome))

    def _obstacles(self, outcome: str) -> Iterator[Obstacle]:
        for account in self._accounts.forbids[outcome]:
            if self._not_false & account.bit:
                yield self._obstacle(account, account.because(self._values))
        permits = self._accounts.permits[outcome]
        if not any(self._true & each.bit for each in permits):
            for account in permits:
                yield self._obstacle(account, account.when)

    def _obstacle(self, account: RuleAccount, because: str) -> Obstacle:
        rule, is_unknown = account.rule, bool(self._unknown & account.bit)
        held = None if is_unknown else rule.effect is not Effect.PERMIT
        facts = account.basis[held](self._facts, self._values)
        facts |= {path: plain(self._values[path]) for path in rule.because.facts}
        return Obstacle(
            rule.id,
            account.effect,
            because,
            is_sure=not is_unknown,
            facts=dict(sorted(facts.items())),
            waits_for=tuple(self._unknown_facts(account)) if is_unknown else (),
            source=rule.source,
            clause=self._clause(account),
        )

    def _withheld(self) -> Iterator[Withheld]:
        if self._conclusion.status is not WITHHELD:
            return
        invariants = {each.id: each for each in self._policy.invariants}
        candidate = self._conclusion.candidate or ""
        for account in self._accounts.guards[candidate]:
            if self._true & account.bit:
                always = expression_text(invariants[account.name].always)
                facts = account.basis[True](self._facts, self._values)
                yield Withheld(candidate, account.name, always, facts)
