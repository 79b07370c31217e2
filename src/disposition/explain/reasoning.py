"""The grounds of one decision: what it followed from, told in full when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

from disposition.errors import DispositionError
from disposition.explain.inference import Inference
from disposition.frozen import frozen
from disposition.semantics import DECIDED

if TYPE_CHECKING:
    # Loaded when a decision is told: hot loops that only want outcomes do not pay for it.
    from disposition.explain.document.parts import LotPart
    from disposition.explain.document.rationale import Obligation, Rationale
    from disposition.explain.obstacles import Obstacle
    from disposition.explain.rationale import RationaleBuilder


@frozen(eq=False)
class Reasoning(Inference):
    """The grounds of one decision; texts are made when they are asked for."""

    def rule_ids(self) -> tuple[str, ...]:
        """Return the ids of the rules that permit the outcome; none unless it was decided."""
        conclusion = self.conclusion
        if conclusion.status is not DECIDED:
            return ()
        among, rules = self.prepared.permits[conclusion.outcome]
        true = self.holding(among)
        return tuple([id_ for id_, bit in rules if true & bit])

    def rationale(self) -> Rationale:
        """Return everything that the decision says beyond its outcome."""
        return self._builder.rationale()

    def obligations(self) -> tuple[Obligation, ...]:
        """Return what has to happen, without telling the rest."""
        return self._builder.obligations

    def parts(self) -> tuple[LotPart, ...]:
        """Return what happens to each part of the lot."""
        _, parts_of = _builders()
        return parts_of(self, self._builder)

    def waits_for(self) -> tuple[str, ...]:
        """Return the unknown facts that keep the lot undecided, without telling the rest."""
        return self._builder.waits_for()

    def obstacles(self, outcome: str) -> tuple[Obstacle, ...]:
        """Return every rule that stands between the lot and an outcome."""
        builder, _ = _builders()
        return builder(self, self.facts, self.truths).obstacles(outcome)

    def how_to(self, outcome: str) -> Any:
        """Return what would have to change for the lot to come to an outcome."""
        lot = self.source.lot
        if lot is None:
            raise DispositionError("facts given one by one are no lot document that can change")
        # The prover stands on decisions: it is loaded by its name when somebody asks.
        what_if = import_module("disposition.analysis.what_if")
        return what_if.how_to_under(self.prepared.policy, lot, outcome)

    def next_questions(self) -> tuple[Any, ...]:
        """Return the open questions, what narrows the outcomes most first."""
        found: tuple[Any, ...] = import_module(
            "disposition.analysis.asking.questionnaire"
        ).next_questions(self)
        return found

    def questionnaire(self) -> Any:
        """Return the questions in the order in which they are asked, by the answers."""
        return import_module("disposition.analysis.asking.questionnaire").questionnaire(self)

    @cached_property
    def _builder(self) -> RationaleBuilder:
        builder, _ = _builders()
        return builder(self, *self.facts_and_truths())


@cache
def _builders() -> tuple[
    type[RationaleBuilder], Callable[[Inference, RationaleBuilder], tuple[LotPart, ...]]
]:
    """Return what tells of a decision, and what tells the parts of a lot.

    Who tells many decisions imports it once: an import takes as long as to tell some reasons.
    """
    from disposition.explain.parts import parts_of
    from disposition.explain.rationale import RationaleBuilder

    return RationaleBuilder, parts_of
