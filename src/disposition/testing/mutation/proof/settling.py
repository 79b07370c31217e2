"""Asks the prover of each mutant that no case noticed whether a lot can tell it from the policy."""

from __future__ import annotations

from functools import partial

from disposition.analysis.lot_terms import Sight
from disposition.analysis.prover import Prover
from disposition.analysis.terms import lowered_facts
from disposition.analysis.verdicts import NotSettled, Proved
from disposition.decide import Policy
from disposition.facts.fact_definition import FactDefinition
from disposition.language.lower.total import LeafColumn
from disposition.policy.model import CheckedPolicy, Effect, Rule
from disposition.testing.mutation.bench import Bench, aligned
from disposition.testing.mutation.mutants.mutant import Mutant
from disposition.testing.mutation.proof.found_lot import Document, FoundLot, LotTrials
from disposition.testing.mutation.proof.mutant_terms import OtherConditions, SeenDifference, Touched


class Settling:
    """Settles mutants of one policy: proved equivalent, told apart by a lot, or not settled."""

    def __init__(self, policy: Policy, bench: Bench, trials: LotTrials, base: Document) -> None:
        self._policy = policy
        self._bench = bench
        self._trials = trials
        self._base = base
        self._all = Prover(Sight(policy))

    def settled(self, mutant: Mutant) -> FoundLot | Proved | NotSettled:
        """Return what is found out of a mutant."""
        checked = self._policy.checked
        if not _is_lowered(checked, mutant):
            return NotSettled("it changes facts that the prover does not know the meaning of")
        touched = Touched(
            aligned(checked, mutant),
            self._bench.affected(mutant),
            self._bench.reckons_otherwise(mutant),
            partial(self._trials.distinguishes, mutant),
        )
        if self._is_same_condition(mutant, touched):
            return Proved()
        for wish in (SeenDifference(touched), SeenDifference(touched, in_missing=True)):
            found = self._all.sought(wish, self._base)
            if isinstance(found, tuple):
                return self._trials.found(mutant, found[0])
            if isinstance(found, NotSettled):
                return found
        return Proved()

    def _is_same_condition(self, mutant: Mutant, touched: Touched) -> bool:
        """Whether all that is changed is how a condition is written."""
        before, after, rules = mutant.before, mutant.after, self._policy.checked.rules
        if touched.reckons or after is None:
            return False
        if (
            isinstance(before, Rule)
            and isinstance(after, Rule)
            and (before.outcomes, before.obligations) != (after.outcomes, after.obligations)
        ):
            return False
        asks = any(
            at >= len(rules) or rules[at].effect is not Effect.REQUIRE for at in touched.conditions
        )
        return Prover(Sight(self._policy)).is_impossible(OtherConditions(touched, asks))


def _is_lowered(policy: CheckedPolicy, mutant: Mutant) -> bool:
    """Whether the prover knows what facts mean that a mistake changes."""
    after = mutant.policy
    if after.catalogue is policy.catalogue:
        return True
    lowered = lowered_facts(after.catalogue)
    own = {**after.own, **after.hoisted}.items()
    derived = (path for path, each in own if isinstance(each, FactDefinition))
    values = ((path, lowered.fact(path).value) for path in derived)
    return not any(isinstance(it, LeafColumn) and it.path == path for path, it in values)
