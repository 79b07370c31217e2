"""What has been answered so far: single values, and ranges of which any may have been given."""

from __future__ import annotations

from collections.abc import Mapping

from disposition.analysis.asking.grouping import AnswerRange
from disposition.analysis.asking.subjects import OpenQuestion, State, Trying
from disposition.frozen import field, frozen


@frozen(eq=False)
class KnownSoFar:
    """Subjects that agree in what is known, but for the answers that may be any of some ranges.

    `ground` knows what all of them know; `sample` is one of them, with an answer of each range.
    """

    ground: State
    sample: State
    spans: Mapping[str, AnswerRange] = field(factory=dict)
    answered: Mapping[str, AnswerRange] = field(factory=dict)

    @classmethod
    def of(cls, state: State) -> KnownSoFar:
        """Return what is known of one subject."""
        return cls(state, state)

    @property
    def is_single(self) -> bool:
        """Whether this is one subject, of which all that is known is known exactly."""
        return not self.spans

    def after(self, deciding: Trying, question: OpenQuestion, told: AnswerRange) -> KnownSoFar:
        """Return what is known after one of some answers."""
        place, spans = question.place, dict(self.spans)
        answered = {**self.answered, place: told}
        if told.sample is None:
            spans[place] = told
            return KnownSoFar(self.ground, self.sample, spans, answered)
        sample = deciding.answered(self.sample, place, told.sample)
        if sample is None:
            raise AssertionError("groups have answers that were tried")
        if not told.is_single:
            spans[place] = told
            return KnownSoFar(self.ground, sample, spans, answered)
        if self.is_single:
            return KnownSoFar(sample, sample, spans, answered)
        ground = deciding.answered(self.ground, place, told.sample)
        if ground is None:
            spans[place] = told
            ground = self.ground
        return KnownSoFar(ground, sample, spans, answered)
