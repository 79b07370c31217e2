"""What a lot is looked for by, in two readings: as a term for a solver, and of a lot that is given.

Both readings of one wish mean the same, so that what a solver finds is checked by deciding it.
`at` is the place of the sight that a wish is about: one policy looking at one lot. Questions about
one policy and one lot have one sight.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from disposition.analysis import solver as z
from disposition.analysis.decided_lot import Seen
from disposition.analysis.solver import Term
from disposition.analysis.terms import PolicyTerms
from disposition.frozen import frozen
from disposition.language.expression import Expression
from disposition.semantics import Status, Truth


class Wanted(Protocol):
    """Something that can be so of one lot, or of several sights of lots together."""

    def term(self, sights: Sequence[PolicyTerms]) -> Term:
        """Return whether it is so, of lots that are not given."""

    def holds(self, sights: Sequence[Seen]) -> bool:
        """Return whether it is so of lots that are given."""


@frozen
class AllOf:
    """All of several wishes."""

    parts: tuple[Wanted, ...]

    def term(self, sights: Sequence[PolicyTerms]) -> Term:
        """Return whether all are so, of lots that are not given."""
        return z.all_of([each.term(sights) for each in self.parts])

    def holds(self, sights: Sequence[Seen]) -> bool:
        """Return whether all are so of lots that are given."""
        return all(each.holds(sights) for each in self.parts)


@frozen
class AnyOf:
    """One of several wishes."""

    parts: tuple[Wanted, ...]

    def term(self, sights: Sequence[PolicyTerms]) -> Term:
        """Return whether one is so, of lots that are not given."""
        return z.any_of([each.term(sights) for each in self.parts])

    def holds(self, sights: Sequence[Seen]) -> bool:
        """Return whether one is so of lots that are given."""
        return any(each.holds(sights) for each in self.parts)


@frozen
class NotSo:
    """That a wish is not so."""

    part: Wanted

    def term(self, sights: Sequence[PolicyTerms]) -> Term:
        """Return whether it is not so, of lots that are not given."""
        return z.not_(self.part.term(sights))

    def holds(self, sights: Sequence[Seen]) -> bool:
        """Return whether it is not so of lots that are given."""
        return not self.part.holds(sights)


@frozen
class Is:
    """That a condition over facts has one of some truths; None stands for unknown."""

    condition: Expression
    truths: tuple[Truth, ...] = (True,)
    at: int = 0

    def term(self, sights: Sequence[PolicyTerms]) -> Term:
        """Return whether it has one, of lots that are not given."""
        return sights[self.at].truth(self.condition).among(self.truths)

    def holds(self, sights: Sequence[Seen]) -> bool:
        """Return whether it has one of lots that are given."""
        return sights[self.at].truth(self.condition) in self.truths


@frozen
class RuleIs:
    """That a rule's condition has one of some truths."""

    rule: str
    truths: tuple[Truth, ...] = (True,)
    at: int = 0

    def term(self, sights: Sequence[PolicyTerms]) -> Term:
        """Return whether it has one, of lots that are not given."""
        return sights[self.at].rule(self.rule).among(self.truths)

    def holds(self, sights: Sequence[Seen]) -> bool:
        """Return whether it has one of lots that are given."""
        return sights[self.at].rule(self.rule) in self.truths


@frozen
class Concludes:
    """That one of some outcomes follows; the fallback is one of them."""

    outcomes: tuple[str, ...]
    at: int = 0

    def term(self, sights: Sequence[PolicyTerms]) -> Term:
        """Return whether one follows, of lots that are not given."""
        concluded = sights[self.at].concluded
        return z.any_of([concluded.outcome(each) for each in self.outcomes])

    def holds(self, sights: Sequence[Seen]) -> bool:
        """Return whether one follows of lots that are given."""
        return sights[self.at].conclusion.outcome in self.outcomes


@frozen
class ComesAbout:
    """That the conclusion comes about in one of some ways."""

    statuses: tuple[Status, ...]
    at: int = 0

    def term(self, sights: Sequence[PolicyTerms]) -> Term:
        """Return whether it does, of lots that are not given."""
        concluded = sights[self.at].concluded
        return z.any_of([concluded.status(each) for each in self.statuses])

    def holds(self, sights: Sequence[Seen]) -> bool:
        """Return whether it does of lots that are given."""
        return sights[self.at].conclusion.status in self.statuses


@frozen
class MattersTo:
    """That an outcome follows only since some rules are there: without them it would not."""

    rules: tuple[str, ...]
    at: int = 0

    def term(self, sights: Sequence[PolicyTerms]) -> Term:
        """Return whether the outcome is another without the rules, of lots that are not given."""
        terms = sights[self.at]
        other, outcomes = terms.without(self.rules), terms.policy.outcomes_by_id
        same = [z.equal(terms.concluded.outcome(o), other.outcome(o)) for o in outcomes]
        return z.not_(z.all_of(same))

    def holds(self, sights: Sequence[Seen]) -> bool:
        """Return whether the outcome is another without the rules, of lots that are given."""
        seen = sights[self.at]
        return seen.without(self.rules).outcome != seen.conclusion.outcome


@frozen
class Withholds:
    """That an invariant keeps an outcome from being decided that the rules decide on."""

    invariant: str
    at: int = 0

    def term(self, sights: Sequence[PolicyTerms]) -> Term:
        """Return whether it does, of lots that are not given."""
        terms = sights[self.at]
        first = len(terms.policy.rules)
        return z.any_of(
            [
                z.all_of(
                    (terms.concluded.withheld[guard.outcome], terms.condition(first + at).surely)
                )
                for at, guard in enumerate(terms.policy.guards)
                if guard.invariant == self.invariant
            ]
        )

    def holds(self, sights: Sequence[Seen]) -> bool:
        """Return whether it does of lots that are given."""
        seen = sights[self.at]
        policy, conclusion = seen.by.checked, seen.conclusion
        if conclusion.status is not Status.WITHHELD:
            return False
        return any(
            guard.invariant == self.invariant
            and guard.outcome == conclusion.candidate
            and bool(seen.truths.true >> (len(policy.rules) + at) & 1)
            for at, guard in enumerate(policy.guards)
        )
