"""What can be said of a policy's rules before any lot is known: which outcome each speaks on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import chain

from disposition.explain.document.values import TypedValue, typed_value
from disposition.explain.relevance import Basis
from disposition.explain.texts import Reckoning, Values, Wording, reckoning_of, wording_of
from disposition.frozen import Factory, field, frozen
from disposition.language.expression import Expression
from disposition.language.rewrite.normal_form import written_out
from disposition.language.template import Hole, Template
from disposition.language.text import expression_text
from disposition.language.types import FactType, Kind
from disposition.policy import model
from disposition.policy.compact import readable_text
from disposition.semantics import Positions, obliges


@frozen(eq=False)
class Account:
    """A condition under its name: the rule or the guard it belongs to, and what it rests on.

    `position` is its place among the policy's conditions, `bit` the same in their truths.
    """

    name: str
    position: int
    condition: Expression
    policy: model.CheckedPolicy
    bit: Positions = field(init=False, default=Factory(lambda it: 1 << it.position, True))

    @cached_property
    def basis(self) -> Basis:
        """Which facts the condition's truth rests on."""
        return Basis(self.condition, self.policy, self._shown)

    @property
    def _shown(self) -> tuple[str, ...]:
        """The facts that are told beside those where the condition holds."""
        return ()

    @cached_property
    def when(self) -> str:
        """The condition as the policy language writes it."""
        return expression_text(self.condition)


@frozen(eq=False)
class Carried:
    """A value that an obligation carries, made ready to be reckoned from its facts."""

    name: str
    type: FactType
    facts: tuple[str, ...]
    reckon: Reckoning
    kind: str = field(init=False, default=Factory(lambda it: it.type.kind.value, True))

    def typed(self, values: Values) -> TypedValue:
        """Return the value for the facts of a lot."""
        return typed_value(self.reckon(values), self.kind, self.type.unit)


@frozen(eq=False)
class Duty:
    """An obligation of a rule, made ready to be told; its last day comes from `due_facts`.

    Where its texts say a value that it carries, it `shows_values`.
    """

    do: str
    what: Wording
    by: Wording
    due: Reckoning | None
    due_facts: tuple[str, ...]
    values: tuple[Carried, ...]
    shows_values: bool
    before: str
    proved_by: tuple[str, ...]
    proved_when: str


@frozen(eq=False)
class RuleAccount(Account):
    """A rule's condition, and the rule."""

    rule: model.Rule
    effect: str = field(init=False, default=Factory(lambda it: it.rule.effect.value, True))
    codes: tuple[str, ...] = field(
        init=False, default=Factory(lambda it: tuple(each.do for each in it.rule.obligations), True)
    )

    @property
    def _shown(self) -> tuple[str, ...]:
        return self.rule.because.facts

    @cached_property
    def because(self) -> Wording:
        """The rule's reason, made ready."""
        return self._ready(self.rule.because)

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """What the rule requires, made ready."""
        return tuple(map(self._duty, self.rule.obligations))

    def _duty(self, spec: model.ObligationSpec) -> Duty:
        return Duty(
            spec.do,
            self._ready(spec.what),
            self._ready(spec.by),
            None if spec.due is None else reckoning_of(spec.due, Kind.DATE, self.policy),
            () if spec.due is None else tuple(self.policy.facts_of(spec.due)),
            tuple(map(self._carried, spec.values)),
            _shows_values(spec),
            spec.before,
            spec.proved_by,
            self._proof(spec.proved_when),
        )

    def _carried(self, spec: model.ValueSpec) -> Carried:
        facts = tuple(self.policy.facts_of(spec.expression))
        reckoning = reckoning_of(spec.expression, spec.type.kind, self.policy)
        return Carried(spec.name, spec.type, facts, reckoning)

    def _proof(self, condition: Expression | None) -> str:
        if condition is None:
            return ""
        return readable_text(written_out(condition, self.policy))

    def _ready(self, template: Template) -> Wording:
        values = {name: each.value for name, each in self.policy.parameters.items()}
        return wording_of(template, values)


def _shows_values(spec: model.ObligationSpec) -> bool:
    carried = {model.shown_as(each.name) for each in spec.values}
    pieces = (*spec.what.pieces, *spec.by.pieces)
    return any(isinstance(each, Hole) and each.name in carried for each in pieces)


@frozen(eq=False)
class GuardAccount(Account):
    """A guard's condition, and the guard."""

    guard: model.Guard


@frozen(eq=False)
class Accounts:
    """The accounts of a policy, by the outcomes that they speak on."""

    permits: Mapping[str, tuple[RuleAccount, ...]]
    forbids: Mapping[str, tuple[RuleAccount, ...]]
    requires: Mapping[str, tuple[RuleAccount, ...]]
    guards: Mapping[str, tuple[GuardAccount, ...]]

    def explaining_conditions(self, outcome: str, *, is_decided: bool) -> Positions:
        """Return the conditions that a decision tells of: why, why not, what then.

        One that is not decided may wait for any that moves outcomes.
        """
        among = self.required[outcome]
        for each in self.permits:  # in the order in which they are looked at
            among |= _together((*self.permits[each], *self.forbids[each]))
            if is_decided and each == outcome:
                return among
        return among | _together(guard for guards in self.guards.values() for guard in guards)

    @cached_property
    def required(self) -> Mapping[str, Positions]:
        """The conditions of the rules that require something with each outcome."""
        return {outcome: _together(rules) for outcome, rules in self.requires.items()}

    def requiring(self, outcome: str, among: Positions) -> list[RuleAccount]:
        """Return those of some rules that require something with an outcome."""
        return self.at(among & self.required[outcome])

    def at(self, positions: Positions) -> list[RuleAccount]:
        """Return the rules at some positions; the others, which are most, are not looked at."""
        by_bit, found = self._by_bit, []
        while positions:
            lowest = positions & -positions
            found.append(by_bit[lowest])
            positions ^= lowest
        return found

    @cached_property
    def _by_bit(self) -> Mapping[Positions, RuleAccount]:
        by_effect = chain(self.permits.values(), self.forbids.values(), self.requires.values())
        return {each.bit: each for each in chain.from_iterable(by_effect)}

    @classmethod
    def of(cls, policy: model.CheckedPolicy) -> Accounts:
        """Return the accounts of a policy; for its fallback too, which can oblige."""
        rules = [
            RuleAccount(rule.id, position, rule.when, policy, rule)
            for position, rule in enumerate(policy.rules)
        ]
        guards = [
            GuardAccount(guard.invariant, position, guard.broken, policy, guard)
            for position, guard in enumerate(policy.guards, start=len(rules))
        ]
        outcomes = [*(outcome.id for outcome in policy.outcomes), policy.otherwise]

        def by_outcome(effect: model.Effect) -> dict[str, tuple[RuleAccount, ...]]:
            those = [each for each in rules if each.rule.effect is effect]
            return {
                outcome: tuple(
                    each
                    for each in those
                    if outcome in each.rule.outcomes or obliges(each.rule, outcome)
                )
                for outcome in outcomes
            }

        return cls(
            by_outcome(model.Effect.PERMIT),
            by_outcome(model.Effect.FORBID),
            by_outcome(model.Effect.REQUIRE),
            {id_: tuple(each for each in guards if each.guard.outcome == id_) for id_ in outcomes},
        )


def codes_of(accounts: Iterable[RuleAccount]) -> tuple[str, ...]:
    """Return the codes of what some rules require, each once."""
    return tuple(dict.fromkeys(chain.from_iterable([each.codes for each in accounts])))


def _together(accounts: Iterable[Account]) -> Positions:
    return sum({each.bit for each in accounts})
