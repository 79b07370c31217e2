"""Whether any lot can meet a goal: asked of the prover, which proves it or shows a lot.

What it says no lot can do, no lot can. What it does not prove stays to be shown by a case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum

from disposition.analysis import solver as z
from disposition.analysis.decided_lot import Seen
from disposition.analysis.lot_terms import Sight
from disposition.analysis.prover import Prover
from disposition.analysis.solver import Impossible, Model, Term, Unsettled
from disposition.analysis.targets import AllOf, AnyOf, Is, RuleIs, Wanted
from disposition.analysis.terms import PolicyTerms
from disposition.decide import Policy
from disposition.frozen import frozen
from disposition.language.expression import Expression
from disposition.policy.model import CheckedPolicy, Effect, Rule
from disposition.semantics import obliges
from disposition.testing.coverage.goals import NO_EFFECT, Aim, Goal, Occurrence, Owner, Section
from disposition.testing.coverage.observation import Observation, could_break, decides


@frozen
class IsDecisive:
    """That a rule is true and decides: without it, the decision would be another."""

    rule: str

    def term(self, sights: Sequence[PolicyTerms]) -> Term:
        """Return whether it does, of lots that are not given."""
        [terms] = sights
        rule = terms.policy.rules_by_id[self.rule]
        follows = (
            _adds(rule, terms)
            if rule.effect is Effect.REQUIRE
            else terms.concluded.differs(terms.without((self.rule,)))
        )
        return z.all_of((terms.rule(self.rule).surely, follows))

    def holds(self, sights: Sequence[Seen]) -> bool:
        """Return whether it does of a lot that is given."""
        [seen] = sights
        at = seen.by.positions[self.rule]
        return decides(seen.by.checked, seen.by.combination, at, seen.truths, seen.conclusion)


def _adds(rule: Rule, terms: PolicyTerms) -> Term:
    """Return whether a rule requires something that no other requires of the same lot."""
    policy, found = terms.policy, []
    for outcome in policy.outcomes_by_id:
        if not obliges(rule, outcome):
            continue
        others = [each for each in policy.rules if each is not rule and obliges(each, outcome)]
        alone = z.any_of(
            z.not_(
                z.any_of(terms.rule(each.id).surely for each in others if duty in each.obligations)
            )
            for duty in rule.obligations
        )
        found.append(z.all_of((terms.concluded.outcome(outcome), alone)))
    return z.any_of(found)


@frozen
class CouldBreak:
    """That an outcome is decided on, or withheld, with which an invariant could be broken."""

    invariant: str

    def term(self, sights: Sequence[PolicyTerms]) -> Term:
        """Return whether it is, of lots that are not given."""
        [terms] = sights
        outcomes = {g.outcome for g in terms.policy.guards if g.invariant == self.invariant}
        concluded = terms.concluded
        ways = [(concluded.outcome(each), concluded.withheld[each]) for each in sorted(outcomes)]
        return z.any_of(term for way in ways for term in way)

    def holds(self, sights: Sequence[Seen]) -> bool:
        """Return whether it is of a lot that is given."""
        [seen] = sights
        return self.invariant in could_break(seen.by.checked, seen.conclusion)


MANY = 120
"""Goals not met from which on most can be met, so that lots are looked for before proofs."""

RECENT = 6
"""Lots found for other goals that are looked at before the solver is asked."""

NO_SHORT_ONE = "none does whose lists are short"


class Feasible(Enum):
    """What is known of whether a lot can show something."""

    IMPOSSIBLE = "impossible"
    POSSIBLE = "possible"
    OPEN = "open"


@frozen
class GoalWay:
    """What has to be shown, by a case each, for a goal to be met; `why` it cannot be, if not."""

    shown: tuple[tuple[Wanted, str], ...]


class Feasibility:
    """Asks about the goals of one policy, with what its cases have shown so far."""

    def __init__(self, policy: CheckedPolicy, seen: Observation) -> None:
        self.prover = Prover(Sight(Policy(policy)))
        self._policy = policy
        self._seen = seen
        self._is_mostly_possible = False
        self._recent: list[Model] = []
        self._looked: dict[Wanted, tuple[Feasible, str] | None] = {}

    def of(self, goal: Goal, expression: Expression | None) -> tuple[str, str]:
        """Return why no lot can meet a goal, and why that is open; both empty where one can."""
        reason = doubt = ""
        for way in self.ways(goal, expression):
            found = [(*self._asked(wanted), why) for wanted, why in way.shown]
            never = [why for feasible, _, why in found if feasible is Feasible.IMPOSSIBLE]
            if not never:
                open_ = [said for feasible, said, _ in found if feasible is Feasible.OPEN]
                if not open_:
                    return "", ""
                doubt = doubt or open_[0]
            reason = never[0] if never else reason
        if doubt:
            return "", doubt
        if reason == NO_EFFECT:
            is_never, _ = self._asked(self._has(goal, expression, True))
            reason = _NEVER[Aim.TRUE] if is_never is Feasible.IMPOSSIBLE else reason
        return reason, ""

    def look_at(self, goals: Iterable[tuple[Goal, Expression | None]]) -> None:
        """Look at all goals that will be asked about, so that long lists are made ready once."""
        asked = list(goals)
        self._is_mostly_possible = len(asked) > MANY
        if self._is_mostly_possible:
            # Lots that are found early know all that later questions read.
            _ = self.prover.few.terms[0].conditions
        for goal, expression in asked:
            for way in self.ways(goal, expression):
                looked = [self._look(wanted) for wanted, _ in way.shown]
                if all(each is not None and each[0] is Feasible.POSSIBLE for each in looked):
                    break

    def _look(self, wanted: Wanted) -> tuple[Feasible, str] | None:
        """Return what lists left open and short lists tell; None where only longer ones may."""
        if wanted not in self._looked:
            self._looked[wanted] = self._first(wanted)
        return self._looked[wanted]

    def _first(self, wanted: Wanted) -> tuple[Feasible, str] | None:
        open_, few = self.prover.open, self.prover.few
        if self._is_mostly_possible:
            term = wanted.term(few.terms)
            if any(model.value(term) is True for model in self._recent):
                return Feasible.POSSIBLE, ""
        elif isinstance(open_.check(wanted.term(open_.terms)), Impossible):
            return Feasible.IMPOSSIBLE, ""
        found = few.check(wanted.term(few.terms))
        if isinstance(found, Model):
            self._recent = [found, *self._recent[: RECENT - 1]]
            return Feasible.POSSIBLE, ""
        if self._is_mostly_possible and isinstance(
            open_.check(wanted.term(open_.terms)), Impossible
        ):
            return Feasible.IMPOSSIBLE, ""
        return (Feasible.OPEN, found.reason) if isinstance(found, Unsettled) else None

    def _asked(self, wanted: Wanted) -> tuple[Feasible, str]:
        found = self._look(wanted)
        if found is None:
            view, term = self.prover.any_length(wanted)
            is_impossible = isinstance(view.check(term), Impossible)
            found = (Feasible.IMPOSSIBLE, "") if is_impossible else (Feasible.OPEN, NO_SHORT_ONE)
            self._looked[wanted] = found
        return found

    def ways(self, goal: Goal, expression: Expression | None) -> Iterator[GoalWay]:
        """Yield the ways in which a goal can be met."""
        name = goal.owner.name

        match goal.aim:
            case Aim.TESTED:
                yield GoalWay(((CouldBreak(name), "no decision could break it"),))
            case Aim.CONDITION:
                yield from self._deciding(goal)
            case Aim.DECISIVE:
                yield GoalWay(((IsDecisive(name), NO_EFFECT),))
            case aim:
                wanted = self._has(goal, expression, _TRUTHS[aim])
                yield GoalWay(((wanted, _NEVER[aim]),))

    @staticmethod
    def _has(goal: Goal, expression: Expression | None, truth: bool | None) -> Wanted:
        if goal.owner.section is Section.RULE or expression is None:
            return RuleIs(goal.owner.name, (truth,))
        return Is(expression, (truth,))

    def _deciding(self, goal: Goal) -> Iterator[GoalWay]:
        """Yield for each rule that a condition is in what it has to decide: both truths there."""
        written = goal.written
        if written is None:
            return
        groups: dict[tuple[Owner, bool], list[Occurrence]] = defaultdict(list)
        for root, occurrence in self._seen.occurrences[written]:
            groups[root, occurrence.upright].append(occurrence)
        shown = self._seen.deciding[written]
        for (root, upright), group in groups.items():
            yield GoalWay(
                tuple(
                    (_decided(group, truth=truth), _NO_CHOICE.format(str(truth).lower()))
                    for truth in (True, False)
                    if (root, truth, truth is upright) not in shown
                )
            )


_TRUTHS: Mapping[Aim, bool | None] = {Aim.TRUE: True, Aim.FALSE: False, Aim.UNKNOWN: None}
_NEVER = {
    Aim.TRUE: "it can never be true",
    Aim.FALSE: "it can never be false",
    Aim.UNKNOWN: "it can never be unknown",
}
_NO_CHOICE = "what stands beside it leaves it no choice when it is {}"


def _decided(group: Sequence[Occurrence], *, truth: bool) -> Wanted:
    """Return that a condition has a truth and decides, wherever in a tree it stands."""
    return AnyOf(
        tuple(
            AllOf(
                (
                    Is(each.condition, (truth,)),
                    *(Is(beside, (asked,)) for beside, asked in each.beside),
                )
            )
            for each in group
        )
    )
