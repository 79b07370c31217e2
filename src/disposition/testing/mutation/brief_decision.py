"""Decisions told in brief: what cases see of them, worked out when it is asked for.

Telling a decision in full writes out every reason and asks what each missing fact would decide,
which costs a thousand times more than deciding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from disposition.explain.accounts import Account, Accounts, RuleAccount
from disposition.frozen import field, frozen
from disposition.language.types import Value
from disposition.policy.model import CheckedPolicy, Ships
from disposition.runtime.forking import cached_property
from disposition.semantics import (
    Combination,
    Conclusion,
    Positions,
    Status,
    Truth,
    Truths,
    Valuation,
)
from disposition.testing.mutation.columns import bits
from disposition.testing.values import Carried
from disposition.testing.visible_decision import Days, Ids


@frozen(eq=False, slots=False)
class Deciding:
    """Decides by the truths of a policy's conditions."""

    policy: CheckedPolicy

    @cached_property
    def combination(self) -> Combination:
        """How the rules combine."""
        return Combination.of(self.policy)

    @cached_property
    def accounts(self) -> Accounts:
        """Which conditions speak on which outcome."""
        return Accounts.of(self.policy)

    @cached_property
    def requiring(self) -> Mapping[str, Positions]:
        """The positions of the rules that require something with each outcome."""
        return {id_: _positions(found) for id_, found in self.accounts.requires.items()}

    @cached_property
    def carrying(self) -> Mapping[str, tuple[RuleAccount, ...]]:
        """The rules among those whose obligations carry values."""
        return {
            id_: tuple(each for each in found if any(each.rule.carried))
            for id_, found in self.accounts.requires.items()
        }

    @cached_property
    def ships(self) -> Mapping[str, str]:
        """How much each outcome ships."""
        return {each.id: each.ships.value for each in self.policy.outcomes}

    def decide(self, truths: Truths, facts: Valuation) -> Brief:
        """Return the decision."""
        return Brief(self, facts, truths, self.combination.conclude(truths))


@frozen(eq=False, slots=False)
class Brief:
    """A decision in brief; it is `said.Said`."""

    deciding: Deciding = field(repr=False)
    facts: Valuation
    truths: Truths
    conclusion: Conclusion

    @property
    def outcome(self) -> str:
        """The outcome decided on, or the fallback."""
        return self.conclusion.outcome

    @property
    def status(self) -> str:
        """How the decision came about."""
        return self.conclusion.status.value

    @property
    def ships(self) -> str:
        """How much of the lot ships."""
        return self.deciding.ships.get(self.outcome, Ships.NONE.value)

    @cached_property
    def reasons(self) -> Ids:
        """The rules that permit the outcome."""
        if self.conclusion.status is not Status.DECIDED:
            return ()
        return self._that_hold(self.deciding.accounts.permits[self.outcome])

    @cached_property
    def ruled_out(self) -> Mapping[str, Ids]:
        """The outcomes that come before, each with the rules that forbid it."""
        found: dict[str, Ids] = {}
        for each in self.deciding.policy.outcomes:
            if each.id == self.conclusion.candidate:
                break
            found[each.id] = self._that_hold(self.deciding.accounts.forbids[each.id])
        return found

    @cached_property
    def obligations(self) -> Ids:
        """What has to happen."""
        return self._required(self.truths.true)

    @cached_property
    def may_apply(self) -> Ids:
        """What may have to happen, which depends on unknown facts."""
        return self._required(self.truths.unknown)

    @cached_property
    def required_by(self) -> Mapping[str, Ids]:
        """The rules that ask for what has to happen, or may have to, by its code."""
        found: dict[str, list[str]] = {}
        for account in self._asking:
            for spec in account.rule.obligations:
                found.setdefault(spec.do, []).append(account.name)
        return found

    @cached_property
    def due(self) -> Days:
        """The last days of what has to happen, or may have to, by its code."""
        found: dict[str, list[date | None]] = {}
        for account in self._asking:
            for duty in account.duties:
                day = None if duty.due is None else duty.due(self.facts)
                found.setdefault(duty.do, []).append(day)
        return found

    @property
    def _asking(self) -> Iterator[RuleAccount]:
        """The rules that require something, surely or perhaps."""
        for account in self.deciding.accounts.requires[self.outcome]:
            if self._held(account) is not False:
                yield account

    @cached_property
    def values(self) -> Carried:
        """The values that what has to happen, or may have to, carries."""
        found: dict[str, list[Mapping[str, Value | None]]] = {}
        for account in self.deciding.carrying[self.outcome]:
            if self._held(account) is not False:
                for duty in (each for each in account.duties if each.values):
                    values = {each.name: each.reckon(self.facts) for each in duty.values}
                    found.setdefault(duty.do, []).append(values)
        return found

    @cached_property
    def missing(self) -> Ids:
        """The unknown facts that stand between."""
        if self.conclusion.status is not Status.NEEDS_INFORMATION:
            return ()
        found: set[str] = set()
        for account in self._waiting():
            told = account.basis[self._held(account)](self.facts, self.facts)
            found.update(path for path, value in told.items() if value is None)
        return tuple(sorted(found))

    def _held(self, account: Account) -> Truth:
        if self.truths.true & account.bit:
            return True
        return None if self.truths.unknown & account.bit else False

    def _that_hold(self, accounts: Iterable[Account]) -> Ids:
        return tuple(each.name for each in accounts if self._held(each))

    def _required(self, positions: Positions) -> Ids:
        """Return what the rules at some positions require with the outcome."""
        rules = self.deciding.policy.rules
        held = bits(positions & self.deciding.requiring[self.outcome])
        return tuple(each.do for position in held for each in rules[position].obligations)

    def _waiting(self) -> Iterator[Account]:
        """Yield the conditions that the looked-at outcome waits for."""
        candidate, accounts = self.conclusion.candidate or "", self.deciding.accounts
        permits: tuple[Account, ...] = accounts.permits[candidate]
        if any(self._held(each) for each in permits):
            permits = ()
        for each in (*permits, *accounts.forbids[candidate], *accounts.guards[candidate]):
            if self._held(each) is None:
                yield each


def _positions(accounts: Iterable[Account]) -> Positions:
    return sum(each.bit for each in accounts)
