"""A few answers to all that a policy could ask of a lot, to show that more must be asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from disposition.analysis.asking.askable import AskableKinds, is_askable
from disposition.analysis.asking.bounds import open_places
from disposition.analysis.asking.subjects import LotSubject, State, Trying, kind_of
from disposition.documents.scalars import ScalarType
from disposition.explain.what_if.answers import AnswerScale
from disposition.facts.flat import scalar_of
from disposition.facts.missing_inputs import place_at
from disposition.language.types import Kind


def trial_answers(
    deciding: Trying, askable: AskableKinds, state: State, skipped: Iterable[str]
) -> Iterator[tuple[str, Sequence[Any]]]:
    """Yield every open place that can be asked about, with some of the answers to it."""
    prepared, subject = deciding.prepared, state.subject
    catalogue, left_out = prepared.policy.catalogue, {*skipped}
    if not isinstance(subject, LotSubject):
        for path in prepared.policy.facts:
            if path not in left_out and state.fact(path) is None:
                yield path, _some(scalar_of(path, catalogue))
        return
    kinds = askable.of(prepared.policy.facts)
    for place in open_places(subject.lot.to_dict(), catalogue.given, catalogue.lists):
        if place not in left_out and is_askable(kind_of(place), kinds):
            yield place, _some(place_at(subject.lot, place, catalogue).scalar)


def _some(scalar: ScalarType | None) -> Sequence[Any]:
    if scalar is None:
        return [()]
    match scalar.type.kind:
        case Kind.BOOLEAN:
            return [True, False]
        case Kind.ENUM:
            return scalar.type.values
        case Kind.TEXT:
            return ["?"]
        case _:
            scale = AnswerScale.of(scalar)
            ends = (0, len(scale.listed) - 1) if scale.listed else (scale.low, scale.high)
            return [scale.value(each) for each in dict.fromkeys(ends)]
