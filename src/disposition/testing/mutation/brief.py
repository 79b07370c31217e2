"""Decisions told in brief: the ids that cases speak of, without any text.

A case compares ids only. Telling a decision in full writes out every reason and asks the engine
what each missing fact would decide, which costs a thousand times more than deciding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import field, frozen

from disposition.decision import Decision, PolicyReference
from disposition.explain.accounts import Account, Accounts
from disposition.explain.rationale import Missing, Obligation, Rationale, Reason, RuledOut
from disposition.policy.model import CheckedPolicy, Ships
from disposition.semantics import Combination, Conclusion, Facts, Status, Truth, Truths

_NOBODY = PolicyReference("", "", "")


@frozen(eq=False)
class Deciding:
    """Decides by the truths of a policy's conditions."""

    policy: CheckedPolicy
    combination: Combination
    accounts: Accounts

    @classmethod
    def of(cls, policy: CheckedPolicy) -> Deciding:
        """Return what decides by a policy."""
        return cls(policy, Combination.of(policy), Accounts.of(policy))

    def decide(self, truths: Truths, facts: Facts) -> Decision:
        """Return the decision, with ids for a rationale."""
        conclusion = self.combination.conclude(truths)
        ships = {each.id: each.ships for each in self.policy.outcomes}
        return Decision(
            conclusion.outcome,
            "",
            conclusion.status.value,
            ships.get(conclusion.outcome, Ships.NONE).value,
            conclusion.candidate,
            None,
            None,
            _NOBODY,
            _Brief(self.policy, self.accounts, facts, truths, conclusion),
        )


@frozen(eq=False)
class _Brief:
    """The grounds of a decision, as ids."""

    policy: CheckedPolicy
    accounts: Accounts = field(repr=False)
    facts: Facts
    truths: Truths
    conclusion: Conclusion

    def rule_ids(self) -> tuple[str, ...]:
        """Return the ids of the rules that permit the outcome."""
        return tuple(reason.rule for reason in self._reasons())

    def rationale(self) -> Rationale:
        """Return a rationale without texts."""
        return Rationale(
            tuple(self._reasons()),
            tuple(self._ruled_out()),
            tuple(self._obligations()),
            tuple(self._missing()),
            (),
        )

    def _held(self, account: Account) -> Truth:
        if self.truths.true >> account.position & 1:
            return True
        return None if self.truths.unknown >> account.position & 1 else False

    def _reasons(self) -> Iterator[Reason]:
        if self.conclusion.status is Status.DECIDED:
            permits = self.accounts.permits[self.conclusion.outcome]
            yield from (_reason(each) for each in permits if self._held(each))

    def _ruled_out(self) -> Iterator[RuledOut]:
        for outcome in self.policy.outcomes:
            if outcome.id == self.conclusion.candidate:
                return
            forbids = self.accounts.forbids[outcome.id]
            forbidding = tuple(_reason(each) for each in forbids if self._held(each))
            yield RuledOut(outcome.id, "", forbidding, ())

    def _obligations(self) -> Iterator[Obligation]:
        for account in self.accounts.requires[self.conclusion.outcome]:
            held = self._held(account)
            if held is not False:
                applies = "yes" if held else "maybe"
                for each in account.rule.obligations:
                    yield Obligation(each.do, "", "", None, applies, (), account.name, "", "", None)

    def _missing(self) -> Iterator[Missing]:
        if self.conclusion.status is not Status.NEEDS_INFORMATION:
            return
        found: dict[str, None] = {}
        for account in self._undecided():
            _, paths = account.basis(self.facts)
            found |= {path: None for path in paths if self.facts.get(path) is None}
        yield from (Missing(path, "", (), (), "", ()) for path in sorted(found))

    def _undecided(self) -> Iterator[Account]:
        """Yield the conditions that the looked-at outcome waits for."""
        candidate = self.conclusion.candidate or ""
        permits = self.accounts.permits[candidate]
        waiting: list[Iterable[Account]] = [
            self.accounts.forbids[candidate],
            self.accounts.guards[candidate],
        ]
        if not any(self._held(each) for each in permits):
            waiting.insert(0, permits)
        for accounts in waiting:
            yield from (each for each in accounts if self._held(each) is None)


def _reason(account: Account) -> Reason:
    return Reason(account.name, "", "", {}, "", None)
