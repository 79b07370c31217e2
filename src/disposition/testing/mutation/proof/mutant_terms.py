"""A policy and a mutant of it as terms of one lot: in what ways cases see them differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from attrs import define, field

from disposition.analysis import solver as z
from disposition.analysis.decided_lot import Seen
from disposition.analysis.emission.unknowns import LAST_DAY, KnownTerm
from disposition.analysis.solver import Term
from disposition.analysis.terms import Concluded, Kleene, PolicyTerms
from disposition.frozen import frozen
from disposition.language.expression import And, Definition, Expression, Not, Or
from disposition.language.types import Kind
from disposition.policy.model import CheckedPolicy, Effect, ObligationSpec, Rule
from disposition.semantics import Combination, Status, obliges


class SidedTerms:
    """One of the two policies on the lot: its conditions, what follows, and what it asks."""

    def __init__(self, terms: PolicyTerms, conditions: Sequence[Kleene]) -> None:
        self.policy = terms.policy
        self.conditions = conditions
        self.concluded = Concluded(Combination.of(terms.policy), conditions)
        self._terms = terms
        self.outcomes = tuple(outcome.id for outcome in terms.policy.outcomes)

    def speaks(self, at: int, effect: Effect, outcome: str) -> bool:
        """Whether the condition at a position is that of a rule which speaks so on an outcome."""
        rules = self.policy.rules
        if at >= len(rules) or rules[at].effect is not effect:
            return False
        return (
            obliges(rules[at], outcome)
            if effect is Effect.REQUIRE
            else outcome in rules[at].outcomes
        )

    def is_permitted(self, outcome: str) -> Term:
        """Whether a rule surely permits an outcome."""
        return z.any_of(
            each.surely
            for at, each in enumerate(self.conditions)
            if self.speaks(at, Effect.PERMIT, outcome)
        )

    def passed_over(self, outcome: str) -> Term:
        """Whether an outcome is ruled out: neither it nor one that comes before is possible."""
        upto = self.outcomes[: self.outcomes.index(outcome) + 1]
        return z.not_(z.any_of(self.concluded.possible[each] for each in upto))

    # --- duties ----------------------------------------------------------------------------------

    def asks(self, outcome: str, code: str) -> list[tuple[Rule, Kleene]]:
        """Return the rules that require something with an outcome, and whether they hold."""
        return [
            (rule, self.conditions[at])
            for at, rule in enumerate(self.policy.rules)
            if obliges(rule, outcome) and any(each.do == code for each in rule.obligations)
        ]

    def lines(self, outcome: str, code: str) -> Iterator[tuple[Term, ObligationSpec]]:
        """Yield each way in which something is required, surely or perhaps."""
        for rule, truth in self.asks(outcome, code):
            yield from ((truth.possibly, each) for each in rule.obligations if each.do == code)

    def known_term(self, expression: Expression) -> KnownTerm:
        """Return what an expression is, and whether that is known."""
        return self._terms.reckoned(expression)

    # --- what is asked ---------------------------------------------------------------------------

    def waits(self, at: int, path: str, outcome: str) -> Term:
        """Whether the condition at a position asks for a fact while an outcome waits."""
        truth = self.conditions[at]
        rules = self.policy.rules
        if at < len(rules):
            if outcome not in rules[at].outcomes or rules[at].effect is Effect.REQUIRE:
                return False
        elif self.policy.guards[at - len(rules)].outcome != outcome:
            return False
        found = z.all_of(
            (z.not_(truth.known), rests_on(self._terms, self.policy.conditions[at], path))
        )
        if self.speaks(at, Effect.PERMIT, outcome):
            return z.all_of((found, z.not_(self.is_permitted(outcome))))
        return found


def rests_on(terms: PolicyTerms, condition: Expression, path: str) -> Term:
    """Return whether an unknown condition is so for want of a fact, as `relevance` says."""
    match condition:
        case Not(operand=operand):
            return rests_on(terms, operand, path)
        case Definition(name=name):
            return rests_on(terms, terms.policy.definitions[name].expression, path)
        case And(operands=operands) | Or(operands=operands):
            return z.any_of(
                z.all_of((z.not_(terms.truth(each).known), rests_on(terms, each, path)))
                for each in operands
                if path in terms.policy.facts_of(each)
            )
        case _ if path in terms.policy.facts_of(condition):
            return z.not_(terms.known_term(path).known)
        case _:
            return False


def other_conditions(
    before: PolicyTerms, mutant: CheckedPolicy, changed: Sequence[int], *, asks: bool
) -> Iterator[Term]:
    """Yield each way in which a changed condition is so for one alone, or `asks` for less."""
    after = PolicyTerms(mutant, before.lot)
    for at in changed:
        one, other = before.condition(at), after.condition(at)
        yield _differ(one.surely, other.surely)
        yield _differ(one.possibly, other.possibly)
        if asks:
            was, now = before.policy.conditions[at], mutant.conditions[at]
            for path in before.policy.facts_of(was):
                lacks = rests_on(before, was, path), z.not_(rests_on(after, now, path))
                yield z.all_of((z.not_(one.known), *lacks))


class MutantTerms:
    """A policy and its mutant on one lot; `changed` are the positions that the mistake touches.

    `reckons` are the positions of rules that require what is reckoned otherwise.
    """

    def __init__(
        self,
        before: PolicyTerms,
        mutant: CheckedPolicy,
        changed: Sequence[int],
        reckons: frozenset[int],
    ) -> None:
        after = PolicyTerms(mutant, before.lot)
        conditions = list(before.conditions)
        for at in changed:
            conditions[at] = after.condition(at)
        self.before = SidedTerms(before, before.conditions)
        self.after = SidedTerms(after, conditions)
        self.changed = changed
        self._reckons = reckons

    # --- what is told apart for sure -------------------------------------------------------------

    def otherwise_seen(self) -> Iterator[Term]:
        """Yield each way in which a case sees a difference, but for what is missing."""
        one, other = self.before.concluded, self.after.concluded
        outcomes = (*self.before.outcomes, one.fallback)
        for each in outcomes:
            yield _differ(one.outcome(each), other.outcome(each))
        for status in Status:
            yield _differ(one.status(status), other.status(status))
        for each in self.before.outcomes:
            yield from self._other_rules(each)
        for each in outcomes:
            is_so = one.outcome(each)
            yield from (z.all_of((is_so, differs)) for differs in self._other_duties(each))

    def _other_rules(self, outcome: str) -> Iterator[Term]:
        """Yield that other rules permit the outcome, or fewer forbid one that is ruled out."""
        one, other = self.before, self.after
        was_out = one.passed_over(outcome)
        yield z.all_of((was_out, z.not_(other.passed_over(outcome))))
        for at in self.changed:
            permits = [
                each.conditions[at].surely if each.speaks(at, Effect.PERMIT, outcome) else False
                for each in (one, other)
            ]
            yield z.all_of((one.concluded.outcome(outcome), _differ(*permits)))
            if one.speaks(at, Effect.FORBID, outcome):
                still = other.speaks(at, Effect.FORBID, outcome)
                after = other.conditions[at].surely if still else False
                yield z.all_of((was_out, one.conditions[at].surely, z.not_(after)))

    def _other_duties(self, outcome: str) -> Iterator[Term]:
        """Yield that something else is required with an outcome, or by others, or otherwise."""
        touched = {*self.changed, *self._reckons}
        rules = [
            side.policy.rules[at]
            for side in (self.before, self.after)
            for at in sorted(touched)
            if at < len(side.policy.rules)
        ]
        codes = dict.fromkeys(
            each.do for rule in rules if obliges(rule, outcome) for each in rule.obligations
        )
        for code in codes:
            sides = [side.asks(outcome, code) for side in (self.before, self.after)]
            yield _differ(*(z.any_of(truth.surely for _, truth in each) for each in sides))
            yield _differ(
                *(
                    z.any_of(z.all_of((h.possibly, z.not_(h.surely))) for _, h in each)
                    for each in sides
                )
            )
            before, after = ({rule.id: truth for rule, truth in each} for each in sides)
            for name in before.keys() | after.keys():
                asked = [e[name].possibly if name in e else False for e in (before, after)]
                yield _differ(*asked)
            yield from self._otherwise_reckoned(outcome, code, touched)

    def _otherwise_reckoned(self, outcome: str, code: str, touched: set[int]) -> Iterator[Term]:
        """Yield that a last day or values of what is required are on no line of the mutant."""
        others = list(self.after.lines(outcome, code))
        ids = {self.before.policy.rules[a].id for a in touched if a < len(self.before.policy.rules)}
        for rule, truth in self.before.asks(outcome, code):
            if rule.id not in ids:
                continue
            for spec in (each for each in rule.obligations if each.do == code):
                for is_same in (self._same_day, self._same_values):
                    found = (z.all_of((asked, is_same(spec, each))) for asked, each in others)
                    yield z.all_of((truth.possibly, z.not_(z.any_of(found))))

    def _same_day(self, spec: ObligationSpec, other: ObligationSpec) -> Term:
        one = self._day(self.before, spec.due)
        return _same(one, self._day(self.after, other.due))

    @staticmethod
    def _day(side: SidedTerms, due: Expression | None) -> KnownTerm:
        if due is None:
            return KnownTerm(1, known=False)
        day = side.known_term(due)
        is_a_day = (z.less(0, day.value), z.less(day.value, LAST_DAY, or_equal=True))
        return KnownTerm(day.value, z.all_of((day.known, *is_a_day)))

    def _same_values(self, spec: ObligationSpec, other: ObligationSpec) -> Term:
        theirs = {each.name: each for each in other.values}
        found: list[Term] = []
        for each in spec.values:
            like = theirs.get(each.name)
            if like is None or not _are_alike(each.type.kind, like.type.kind):
                return False
            value = self.after.known_term(like.expression)
            found.append(_same(self.before.known_term(each.expression), value))
        return z.all_of(found)

    # --- what is asked ---------------------------------------------------------------------------

    def perhaps_asked(self) -> Iterator[Term]:
        """Yield each way in which the mutant may ask for less; the last word is with a lot."""
        one, other = self.before, self.after
        for outcome in one.outcomes:
            waits = one.concluded.waiting[outcome]
            yield z.all_of((waits, z.not_(other.concluded.waiting[outcome])))
            permitted = z.not_(one.is_permitted(outcome)), other.is_permitted(outcome)
            yield z.all_of((waits, *permitted))
            for at in self.changed:
                for path in one.policy.facts_of(one.policy.conditions[at]):
                    asked = one.waits(at, path, outcome)
                    yield z.all_of((waits, asked, z.not_(other.waits(at, path, outcome))))


def _differ(one: Term, other: Term) -> Term:
    return z.not_(z.equal(one, other))


def _same(one: KnownTerm, other: KnownTerm) -> Term:
    unknown = z.all_of((z.not_(one.known), z.not_(other.known)))
    return z.any_of((unknown, z.all_of((one.known, other.known, z.equal(one.value, other.value)))))


def _are_alike(one: Kind, other: Kind) -> bool:
    return one is other or (one.is_number and other.is_number)


Document = Mapping[str, Any]

Distinguishes = Callable[[Document], bool]
"""Answers whether a case about a lot document can tell the mutant from the policy."""


@define(eq=False)
class Touched:
    """A mutant's policy and what its mistake touches: positions of conditions and of rules.

    `reckons` are the rules whose last days or values may be others. `tells` looks at a given lot.
    """

    policy: CheckedPolicy
    conditions: Sequence[int]
    reckons: frozenset[int]
    distinguishes: Distinguishes
    _made: dict[PolicyTerms, MutantTerms] = field(factory=dict)

    def beside(self, before: PolicyTerms) -> MutantTerms:
        """Return the policy and the mutant as terms of one lot, made once for each lot."""
        if before not in self._made:
            after = MutantTerms(before, self.policy, self.conditions, self.reckons)
            self._made[before] = after
        return self._made[before]


@frozen(eq=False)
class OtherConditions:
    """That a condition is so for one of the two alone, or `asks` for fewer facts."""

    of: Touched
    asks: bool

    def term(self, sights: Sequence[PolicyTerms]) -> Term:
        """Return whether it is so, of lots that are not given."""
        (before,) = sights
        of = self.of
        return z.any_of(other_conditions(before, of.policy, of.conditions, asks=self.asks))

    def holds(self, sights: Sequence[Seen]) -> bool:
        """Return whether a case can tell the two apart, of a lot that is given."""
        return self.of.distinguishes(sights[0].document)


@frozen(eq=False)
class SeenDifference:
    """That a case sees a difference: all but what is missing, or that alone."""

    of: Touched
    in_missing: bool = False

    def term(self, sights: Sequence[PolicyTerms]) -> Term:
        """Return whether it does, of lots that are not given; perhaps only, if it is missing."""
        (before,) = sights
        both = self.of.beside(before)
        return z.any_of(both.perhaps_asked() if self.in_missing else both.otherwise_seen())

    def holds(self, sights: Sequence[Seen]) -> bool:
        """Return whether a case can tell the two apart, of a lot that is given."""
        return self.of.distinguishes(sights[0].document)
