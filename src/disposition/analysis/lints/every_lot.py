"""Asks, of all lots of one policy, whether something is never so: quickly, and quiet when in doubt.

Most of what lints ask about can be so of some lot, so that is looked for first, among lots whose
lists are short; what was found so once answers further questions without the solver.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from disposition.analysis.lot_terms import ProverView, Sight
from disposition.analysis.prover import Prover
from disposition.analysis.solver import Found, Impossible, Model, Term, Unsettled
from disposition.analysis.targets import RuleIs, Wanted
from disposition.decide import Policy
from disposition.language.lower.build import FALSE

STEPS = 500_000
"""The solver's steps for one question: a part of a second."""

MOST_STEPS = 100 * STEPS
"""Steps for all questions about one policy; what is asked after that is not claimed."""

MOST_ASKED = 20_000
"""Questions about one policy at most."""

COUNTED = 16
"""Questions after which steps are counted."""

RECENT = 4
"""Lots found for other questions that are looked at before the solver is asked."""


class EveryLot:
    """What is asked of all lots of one policy."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy.checked
        self._prover = Prover(Sight(policy))
        self._recent: list[Model] = []
        self._models: dict[Wanted, Model] = {}
        self._holds = cache(self._applies)
        self._asked = 0
        self._before = self._prover.few.solver.steps_taken
        self._is_enough = False
        # All conditions are terms before the first lot is looked for: later ones would be told
        # nothing of what that lot has to keep to.
        _ = self._prover.few.terms[0].conditions

    def never(self, wanted: Wanted) -> bool:
        """Return whether something is proved never to be so."""
        few = self._prover.few
        term = wanted.term(few.terms)
        if term is False:
            return True
        for model in self._recent:
            if model.value(term) is True:
                self._models[wanted] = model
                return False
        found = self._check(few, term)
        if isinstance(found, Model):
            self._models[wanted] = found
            self._recent = [found, *self._recent[: RECENT - 1]]
            return False
        return any(isinstance(self._check(*each), Impossible) for each in self._proofs(wanted))

    def is_shown(self, rule: str, *others: str) -> bool:
        """Whether a lot is at hand on which one rule holds and none of some others does.

        Looked at are one on which the first was found to hold, one on which another one was not,
        and those found last.
        """
        near = [self._models.get(RuleIs(rule)), self._models.get(RuleIs(others[0], (False,)))]
        return any(
            self._holds(rule, model) and not any(self._holds(each, model) for each in others)
            for model in (*near, *self._recent)
            if model is not None
        )

    def _applies(self, rule: str, model: Model) -> bool:
        return model.value(self._prover.few.terms[0].rule(rule).surely) is True

    def can_lack(self, path: str) -> bool:
        """Whether a fact can have no value on purpose, with nothing absent."""
        return self._prover.few.terms[0].fact(path).lacks != FALSE

    def core(self, wanted: Wanted, beside: Mapping[str, Wanted]) -> set[str]:
        """Return the labels of as few as are enough for something never to be so beside them.

        None of them where that is not proved with lists left open.
        """
        view = self._prover.open
        left = {label: each.term(view.terms) for label, each in beside.items()}
        return view.core(wanted.term(view.terms), left, steps=STEPS) or set()

    def _check(self, view: ProverView, term: Term) -> Found:
        if self._asked % COUNTED == 0:  # to look costs half as much as to ask
            self._is_enough = view.solver.steps_taken - self._before > MOST_STEPS
        self._asked += 1
        if self._is_enough or self._asked > MOST_ASKED:
            return Unsettled("enough was asked")
        return view.check(term, steps=STEPS)

    def _proofs(self, wanted: Wanted) -> Iterator[tuple[ProverView, Term]]:
        yield self._prover.open, wanted.term(self._prover.open.terms)
        yield self._prover.any_length(wanted)
