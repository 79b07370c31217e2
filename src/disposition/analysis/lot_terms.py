"""The lots of a question as terms, with their lists in one way, and a solver that knows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from disposition.analysis import solver as z
from disposition.analysis.emission.lists import Lists
from disposition.analysis.emission.node_terms import Emission, Variation
from disposition.analysis.emission.unknowns import WordNumbers
from disposition.analysis.search.assumptions import Assumption, axioms, hints
from disposition.analysis.solver import Found, Impossible, Solver, Term
from disposition.analysis.terms import PolicyTerms
from disposition.decide import Policy
from disposition.facts.catalogue import CATALOGUE, NATIVE
from disposition.frozen import frozen

SHORT = 200_000
"""z3's steps for a question that only helps."""

LONG = 3 * z.STEPS
"""z3's steps for lists of any length: the last question, where shorter lists are settled."""


@frozen(eq=False)
class Sight:
    """One policy that looks at one of the lots of a question: the first, or its variation."""

    policy: Policy
    lot: int = 0


class ProverView:
    """The sights of a question in one way to look at lists, and a solver that knows the lots."""

    def __init__(
        self,
        sights: Sequence[Sight],
        variation: Variation | None,
        lists: Lists,
        *,
        are_flat: bool = False,
    ) -> None:
        words = WordNumbers()
        first = Emission("", words, lists)
        self.lots = [first]
        if variation is not None:
            self.lots.append(Emission("other ", words, lists, (first, variation)))
        self.terms = [
            PolicyTerms(s.policy.checked, self.lots[s.lot], are_flat=are_flat) for s in sights
        ]
        self.solver = Solver()
        self._asserted = [0 for _ in self.lots]
        self._assumed = [PolicyTerms(axioms().policy, lot) for lot in self.lots]
        # Facts that are given one by one need not keep to what documents keep to.
        known = () if are_flat else axioms().each
        self._axioms = [(lot, each) for lot in range(len(self.lots)) for each in known]

    def check(
        self, *wanted: Term, labelled: Mapping[str, Term] | None = None, steps: int = z.STEPS
    ) -> Found:
        """Return how what is wanted can be so."""
        self.settle()
        return self.solver.check(*wanted, labelled=labelled, steps=steps)

    def core(
        self, wanted: Term, labelled: Mapping[str, Term], *, steps: int = z.STEPS
    ) -> set[str] | None:
        """Return the labels of as few as are enough for something to be impossible beside them.

        None where it is not shown to be impossible.
        """
        found = self.check(wanted, labelled=labelled, steps=steps)
        if not isinstance(found, Impossible):
            return None
        core = set(found.core)
        for label in sorted(core):
            fewer = {each: labelled[each] for each in sorted(core - {label})}
            if isinstance(self.check(wanted, labelled=fewer, steps=steps), Impossible):
                core -= {label}
        return core

    def is_never(self, wanted: Term) -> bool:
        """Return whether something is impossible, as far as a short look tells."""
        return isinstance(self.check(wanted, steps=SHORT), Impossible)

    @contextmanager
    def within(self) -> Iterator[None]:
        """Forget at its end what is asserted within; what the solver was told of lots, too."""
        asserted, left = list(self._asserted), list(self._axioms)
        with self.solver.within():
            yield
        # Told within, it was forgotten: it is told again when something is asked next.
        self._asserted, self._axioms = asserted, left

    def settle(self) -> None:
        """Tell the solver what it has not been told of the lots."""
        for at, assumption in list(self._axioms):
            if self.has(at, assumption):
                self._axioms.remove((at, assumption))
                self.solver.add(self._assumed[at].rule(assumption.name).possibly)
        for at, lot in enumerate(self.lots):
            for axiom in lot.axioms[self._asserted[at] :]:
                self.solver.add(axiom)
            self._asserted[at] = len(lot.axioms)

    def has(self, at: int, assumption: Assumption) -> bool:
        """Whether a lot has all that an assumption reads, so that it is worth telling."""
        lot = self.lots[at]
        paths = {column.path for column in lot.all_columns}
        derived = {
            path for path in assumption.reads if not CATALOGUE[path].given and path not in NATIVE
        }
        return assumption.reads - derived <= paths and assumption.lists <= lot.all_listed.keys()

    def hinted(self) -> list[Term]:
        """Return what to ask of the lots that are looked for."""
        found = []
        for lot in self.lots:
            terms = PolicyTerms(hints().policy, lot)
            paths = {column.path for column in lot.columns}
            for each in hints().each:
                natives = {path for path in each.reads if path in NATIVE}
                if natives & paths:
                    truth = terms.rule(each.name)
                    known = [terms.known_term(path).known for path in sorted(natives & paths)]
                    found.append(z.implies(known[0], truth.surely))
                elif not natives and each.lists & lot.listed.keys():
                    found.append(terms.rule(each.name).possibly)
        return found
