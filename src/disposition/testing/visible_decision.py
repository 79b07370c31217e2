"""What cases see of a decision: its outcome, and the ids of what it tells, without any text.

Telling a decision in full writes out every reason and asks what each missing fact would decide,
which costs a thousand times more than deciding. So the decisions of mutants are told in brief: what
cases see of them is worked out when it is asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain

from disposition import semantics
from disposition.decision import Decision
from disposition.explain.accounts import Account, Accounts, RuleAccount
from disposition.explain.document.rationale import Obligation
from disposition.explain.document.values import plain
from disposition.explain.report import shown
from disposition.frozen import field, frozen
from disposition.language.types import FactType, Value
from disposition.policy.model import CheckedPolicy
from disposition.runtime.forking import cached_property

Types = Mapping[str, Mapping[str, Sequence[FactType]]]
"""The types that a value can have, by the code of its obligation and its name."""

Carried = Mapping[str, Sequence[Mapping[str, Value | None]]]
"""The values of obligations by codes; several rules may require the same with other values."""

Wanted = Mapping[str, Mapping[str, Value | None]]
"""The values that are expected, by the codes of their obligations; None is unknown."""


def types_of(policy: CheckedPolicy) -> Types:
    """Return the types of the values that obligations of a policy carry."""
    found: dict[str, dict[str, list[FactType]]] = {}
    for rule in policy.rules:
        for spec in rule.obligations:
            of_code = found.setdefault(spec.do, {})
            for each in spec.values:
                of_code.setdefault(each.name, []).append(each.type)
    return found


def carried_by(obligations: Sequence[Obligation]) -> Carried:
    """Return the values that obligations of a decision carry, whether they apply or may."""
    found: dict[str, list[Mapping[str, Value | None]]] = defaultdict(list)
    for each in obligations:
        if each.values:
            found[each.do].append({name: held.value for name, held in each.values.items()})
    return found


def differing(wanted: Wanted, carried: Carried) -> Iterator[tuple[str, str, str]]:
    """Yield each value that no obligation of its code carries: its name, it, and what is carried.

    One obligation has to carry all that is expected of a code: the one that comes nearest is told.
    """
    for code, values in wanted.items():
        lacking = [_lacking(values, each) for each in carried.get(code, ({},))]
        for name in min(lacking, key=len):
            found = [shown(plain(each[name])) for each in carried.get(code, ()) if name in each]
            yield (
                f"values {code}.{name}",
                shown(plain(values[name])),
                " or ".join(dict.fromkeys(found)) or "nothing",
            )


def _lacking(values: Mapping[str, Value | None], held: Mapping[str, Value | None]) -> list[str]:
    return [
        name
        for name, value in values.items()
        if name not in held or not _is_same(value, held[name])
    ]


def _is_same(wanted: Value | None, held: Value | None) -> bool:
    """Whether a value is the expected one; dates and decimals may be expected as documents do."""
    if isinstance(wanted, bool) or isinstance(held, bool):
        return wanted is held
    return wanted == held or (isinstance(wanted, str) and wanted == plain(held))


def listed(carried: Carried) -> Mapping[str, str]:
    """Return the values of obligations as texts, by codes and names: what makes decisions alike."""
    found: dict[str, list[str]] = defaultdict(list)
    for code, each in carried.items():
        for values in each:
            for name, value in values.items():
                found[f"{code}.{name}"].append(shown(plain(value)))
    return {key: " or ".join(sorted(values)) for key, values in sorted(found.items())}


Ids = Collection[str]

Days = Mapping[str, Collection[date | None]]
"""The last days of obligations by codes; None where there is none, or it is unknown."""


@frozen
class FullDecision:
    """What cases see of a decision that was told in full."""

    decision: Decision

    @property
    def outcome(self) -> str:
        """The outcome decided on, or the fallback."""
        return self.decision.outcome

    @property
    def status(self) -> str:
        """How the decision came about."""
        return self.decision.status

    @property
    def ships(self) -> str:
        """How much of the lot ships."""
        return self.decision.ships

    @property
    def reasons(self) -> Ids:
        """The rules that permit the outcome."""
        return [each.rule for each in self.decision.reasons]

    @property
    def ruled_out(self) -> Mapping[str, Ids]:
        """The outcomes that come before, each with the rules that forbid it."""
        return {
            each.outcome: [reason.rule for reason in each.forbidden_by]
            for each in self.decision.ruled_out
        }

    @property
    def obligations(self) -> Ids:
        """What has to happen."""
        return [each.do for each in self.decision.obligations if each.applies == "yes"]

    @property
    def may_apply(self) -> Ids:
        """What may have to happen, which depends on unknown facts."""
        return [each.do for each in self.decision.obligations if each.applies != "yes"]

    @property
    def required_by(self) -> Mapping[str, Ids]:
        """The rules that ask for what has to happen, or may have to, by its code."""
        found: dict[str, list[str]] = {}
        for each in self.decision.obligations:
            found.setdefault(each.do, []).append(each.rule)
        return found

    @property
    def due(self) -> Days:
        """The last days of what has to happen, or may have to, by its code."""
        found: dict[str, list[date | None]] = {}
        for each in self.decision.obligations:
            found.setdefault(each.do, []).append(each.due)
        return found

    @property
    def values(self) -> Carried:
        """The values that what has to happen, or may have to, carries."""
        return carried_by(self.decision.obligations)

    @property
    def missing(self) -> Ids:
        """The unknown facts that stand between."""
        return [each.fact for each in self.decision.missing]


# --- in brief ------------------------------------------------------------------------------------


@frozen(eq=False, slots=False)
class Deciding:
    """Decides by the truths of a policy's conditions."""

    policy: CheckedPolicy

    @cached_property
    def combination(self) -> semantics.Combination:
        """How the rules combine."""
        return semantics.Combination.of(self.policy)

    @cached_property
    def accounts(self) -> Accounts:
        """Which conditions speak on which outcome."""
        return Accounts.of(self.policy)

    def decide(self, truths: semantics.Truths, facts: semantics.Valuation) -> BriefDecision:
        """Return the decision."""
        return BriefDecision(self, facts, truths, self.combination.conclude(truths))


@frozen(eq=False, slots=False)
class BriefDecision:
    """A decision told in brief."""

    deciding: Deciding = field(repr=False)
    facts: semantics.Valuation
    truths: semantics.Truths
    conclusion: semantics.Conclusion

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
        return self.deciding.policy.outcomes_by_id[self.outcome].ships.value

    @cached_property
    def reasons(self) -> Ids:
        """The rules that permit the outcome."""
        if self.conclusion.status is not semantics.Status.DECIDED:
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
            for code in account.codes:
                found.setdefault(code, []).append(account.name)
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

    @cached_property
    def values(self) -> Carried:
        """The values that what has to happen, or may have to, carries."""
        found: dict[str, list[Mapping[str, Value | None]]] = {}
        for account in (each for each in self._asking if any(each.rule.carried)):
            for duty in (each for each in account.duties if each.values):
                values = {each.name: each.reckon(self.facts) for each in duty.values}
                found.setdefault(duty.do, []).append(values)
        return found

    @cached_property
    def missing(self) -> Ids:
        """The unknown facts that stand between."""
        if self.conclusion.status is not semantics.Status.NEEDS_INFORMATION:
            return ()
        found: set[str] = set()
        for account in self._waiting():
            told = account.basis[self._truth_of(account)](self.facts, self.facts)
            found.update(path for path, value in told.items() if value is None)
        return tuple(sorted(found))

    def _truth_of(self, account: Account) -> semantics.Truth:
        if self.truths.true & account.bit:
            return True
        return None if self.truths.unknown & account.bit else False

    def _that_hold(self, accounts: Iterable[Account]) -> Ids:
        return tuple(each.name for each in accounts if self._truth_of(each))

    @cached_property
    def _asking(self) -> list[RuleAccount]:
        """The rules that require something, surely or perhaps."""
        truths = self.truths
        return self.deciding.accounts.requiring(self.outcome, truths.true | truths.unknown)

    def _required(self, positions: semantics.Positions) -> Ids:
        """Return what the rules at some positions require with the outcome."""
        rules = self.deciding.accounts.requiring(self.outcome, positions)
        return tuple(chain.from_iterable(each.codes for each in rules))

    def _waiting(self) -> Iterator[Account]:
        """Yield the conditions that the looked-at outcome waits for."""
        candidate, accounts = self.conclusion.candidate or "", self.deciding.accounts
        permits: tuple[Account, ...] = accounts.permits[candidate]
        if any(self._truth_of(each) for each in permits):
            permits = ()
        for each in (*permits, *accounts.forbids[candidate], *accounts.guards[candidate]):
            if self._truth_of(each) is None:
                yield each


VisibleDecision = FullDecision | BriefDecision
"""A decision in the words that a case has for it."""
