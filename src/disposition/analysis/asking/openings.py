"""What is open in a lot document, absent or with a word for an answer to come; some answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from disposition.analysis.asking.askable import AskableKinds, is_askable
from disposition.analysis.asking.subjects import LotSubject, State, Trying, kind_of
from disposition.documents.places.data import value_at
from disposition.documents.scalars import ScalarType
from disposition.explain.what_if.answers import AnswerScale
from disposition.facts.flat import scalar_of
from disposition.facts.missing_inputs import place_at
from disposition.facts.native.fact import STANDING_IN
from disposition.language.types import Kind, ListSpec


def open_places(
    document: Mapping[str, Any], given: Iterable[str], lists: Mapping[str, ListSpec]
) -> Iterator[str]:
    """Yield every place of a document that is absent, or where a word stands for the answer."""
    for path in given:
        if _is_open(value_at(document, path)):
            yield f"$.{path}"
    for path, spec in lists.items():
        yield from _open_in(value_at(document, path), spec, f"$.{path}")


def _open_in(items: Any, spec: ListSpec, place: str) -> Iterator[str]:
    if items is None:
        yield place
        return
    for at, item in enumerate(items):
        for key in spec.items:
            if key != "position" and _is_open(value_at(item, key)):
                yield f"{place}[{at}].{key}"
        for key, inner in spec.lists.items():
            yield from _open_in(value_at(item, key), inner, f"{place}[{at}].{key}")


def _is_open(value: Any) -> bool:
    return value is None or (isinstance(value, str) and value in STANDING_IN)


# --- some answers ---------------------------------------------------------------------------------


def trial_answers(
    deciding: Trying, askable: AskableKinds, state: State, skipped: Iterable[str]
) -> Iterator[tuple[str, Sequence[Any]]]:
    """Yield every open place that can be asked about, with some of the answers to it."""
    prepared, subject = deciding.prepared, state.subject
    catalogue, left_out = prepared.policy.catalogue, {*skipped}
    if not isinstance(subject, LotSubject):
        for path in prepared.policy.facts:
            if path not in left_out and state.fact(path) is None:
                yield path, some_answers(scalar_of(path, catalogue))
        return
    kinds = askable.of(prepared.policy.facts)
    for place in open_places(subject.lot.to_dict(), catalogue.given, catalogue.lists):
        if place not in left_out and is_askable(kind_of(place), kinds):
            yield place, some_answers(place_at(subject.lot, place, catalogue).scalar)


def some_answers(scalar: ScalarType | None) -> Sequence[Any]:
    """Return some of the answers that are read so: all words, the ends of numbers."""
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
