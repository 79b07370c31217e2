"""What is wished of a lot so that it tells a mutant from its policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import define, field

from disposition.analysis import solver as z
from disposition.analysis.seen import Seen
from disposition.analysis.solver import Term
from disposition.analysis.terms import PolicyTerms
from disposition.frozen import frozen
from disposition.policy.model import CheckedPolicy
from disposition.testing.mutation.proof.mutant_terms import MutantTerms, other_conditions

Document = Mapping[str, Any]

Tells = Callable[[Document], bool]
"""Answers whether a case about a lot document can tell the mutant from the policy."""


@define(eq=False)
class Touched:
    """A mutant's policy and what its mistake touches: positions of conditions and of rules.

    `reckons` are the rules whose last days or values may be others. `tells` looks at a given lot.
    """

    policy: CheckedPolicy
    conditions: Sequence[int]
    reckons: frozenset[int]
    tells: Tells
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
        return self.of.tells(sights[0].document)


@frozen(eq=False)
class ToldApart:
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
        return self.of.tells(sights[0].document)
