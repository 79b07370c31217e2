"""One of two policies that are compared, as terms of a lot: what follows, and what it asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from disposition.analysis import solver as z
from disposition.analysis.emission.unknowns import HeldTerm
from disposition.analysis.solver import Term
from disposition.analysis.terms import Concluded, Kleene, PolicyTerms
from disposition.language.expression import And, Definition, Expression, Not, Or
from disposition.policy.model import Effect, ObligationSpec, Rule
from disposition.semantics import Combination, obliges


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
        for rule, held in self.asks(outcome, code):
            yield from ((held.possibly, each) for each in rule.obligations if each.do == code)

    def held(self, expression: Expression) -> HeldTerm:
        """Return what an expression is, and whether that is known."""
        return self._terms.reckoned(expression)

    # --- what is asked ---------------------------------------------------------------------------

    def waits(self, at: int, path: str, outcome: str) -> Term:
        """Whether the condition at a position asks for a fact while an outcome waits."""
        held = self.conditions[at]
        rules = self.policy.rules
        if at < len(rules):
            if outcome not in rules[at].outcomes or rules[at].effect is Effect.REQUIRE:
                return False
        elif self.policy.guards[at - len(rules)].outcome != outcome:
            return False
        found = z.all_of(
            (z.not_(held.known), rests_on(self._terms, self.policy.conditions[at], path))
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
            return z.not_(terms.held(path).known)
        case _:
            return False
