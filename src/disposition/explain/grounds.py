"""What a decision rests on, and what is left of that where it was read from a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from disposition.errors import DispositionError
from disposition.frozen import frozen

if TYPE_CHECKING:
    # Loaded when a decision is told: a hot loop, and `import disposition`, do not wait for them.
    from disposition.explain.document.parts import LotPart
    from disposition.explain.document.rationale import Obligation, Rationale
    from disposition.explain.obstacles import Obstacle
    from disposition.explain.reasoning import Reasoning

NO_LOT = "a decision that was read from a document does not know its lot"


@frozen
class WrittenGrounds:
    """Grounds that were read from a document."""

    explained: Rationale
    divided: tuple[LotPart, ...] = ()

    def rationale(self) -> Rationale:
        """Return what the document says."""
        return self.explained

    def rule_ids(self) -> tuple[str, ...]:
        """Return the ids of the reasons."""
        return tuple(reason.rule for reason in self.explained.reasons)

    def obligations(self) -> tuple[Obligation, ...]:
        """Return what the document says has to happen."""
        return self.explained.obligations

    def parts(self) -> tuple[LotPart, ...]:
        """Return what the document says of each part of the lot."""
        return self.divided

    def waits_for(self) -> tuple[str, ...]:
        """Return the facts that the document says are missing."""
        return tuple(each.fact for each in self.explained.missing)

    def obstacles(self, outcome: str) -> tuple[Obstacle, ...]:
        """Return what the document says against an outcome."""
        from disposition.explain.obstacles import documented_obstacles

        return tuple(
            documented_obstacles(outcome, self.explained.ruled_out, self.explained.missing)
        )

    def how_to(self, outcome: str) -> Any:  # noqa: ARG002 - the same for every outcome
        """Refuse: the document of a decision does not hold its lot."""
        raise DispositionError(NO_LOT)

    def next_questions(self) -> tuple[Any, ...]:
        """Refuse for the same reason."""
        raise DispositionError(NO_LOT)

    def questionnaire(self) -> Any:
        """Refuse for the same reason."""
        raise DispositionError(NO_LOT)


Grounds: TypeAlias = "Reasoning | WrittenGrounds"
"""What a decision rests on, told when it is asked for."""
