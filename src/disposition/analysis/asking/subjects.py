"""What is asked about: a lot document, or facts given one by one, with what is open in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Protocol

from disposition.documents.scalars import ScalarType
from disposition.errors import LotError
from disposition.explain.inference import Prepared
from disposition.explain.reasoning import Reasoning
from disposition.explain.what_if.questions import openings_of
from disposition.facts import Facts, Lot
from disposition.facts.flat import scalar_of
from disposition.facts.missing_inputs import place_at, put
from disposition.facts.native.fact import STANDING_IN
from disposition.facts.observation import observe
from disposition.facts.source import FlatSource, LotSource, Source
from disposition.frozen import frozen
from disposition.language.types import Kind, Value
from disposition.semantics import Status, Truths

_INDEX = re.compile(r"\[[0-9]+\]")


def kind_of(place: str) -> str:
    """Return the kind of a place: `inspection.checks[].result` of `$.inspection.checks[0].result`.

    >>> kind_of("$.inspection.checks[0].result")
    'inspection.checks[].result'
    """
    return _INDEX.sub("[]", place.removeprefix("$."))


@frozen
class OpenQuestion:
    """Something that is not known, and how an answer is read; a list has no `scalar`.

    Of many places of a kind the first is asked about, and `others` counts the rest.
    """

    place: str
    about: str
    facts: tuple[str, ...]
    scalar: ScalarType | None
    stands: Any = None
    others: int = 0


class Subject(Protocol):
    """What can be told more of."""

    @property
    def lot(self) -> Lot | None:
        """The lot document, if it is one."""

    def put(self, place: str, value: Any) -> Subject | None:
        """Return the same with an answer; None if it contradicts what is known."""

    def source(self, prepared: Prepared) -> Source:
        """Return where the facts come from."""

    def changed(self, prepared: Prepared, place: str) -> dict[str, Value | None]:
        """Return the facts of the policy that an answer at a place can change."""

    def openings(self, reasoning: Reasoning) -> tuple[OpenQuestion, ...]:
        """Return what can be told of the facts that a decision waits for."""


@frozen(eq=False)
class LotSubject:
    """A lot document."""

    lot: Lot

    def put(self, place: str, value: Any) -> LotSubject | None:
        """Return the same with an answer; None if it contradicts what is known."""
        told = put(self.lot, place, value)
        return None if told is None else LotSubject(told)

    def source(self, prepared: Prepared) -> Source:
        """Return where the facts come from."""
        return LotSource(self.lot, prepared.policy.catalogue)

    def changed(self, prepared: Prepared, place: str) -> dict[str, Value | None]:
        """Return the facts of the policy that an answer at a place can change."""
        return observe(self.lot, prepared.changed_by(kind_of(place)), prepared.policy.catalogue)

    def openings(self, reasoning: Reasoning) -> tuple[OpenQuestion, ...]:
        """Return the places that can tell what a decision waits for, in the order of its facts."""
        source, catalogue = reasoning.source, reasoning.prepared.policy.catalogue
        waiting = sorted(reasoning.waits_for())
        kinds = {each: source.open_kinds(each) for each in waiting}
        asked: dict[str, tuple[list[str], int]] = {
            each.place: (each.facts, each.others) for each in openings_of(kinds)
        }
        for fact in waiting:
            if not kinds[fact]:
                few = source.absent(fact)
                for place in few.places:
                    asked.setdefault(place, ([], few.others))[0].append(fact)
        found = []
        for place, (facts, others) in asked.items():
            at = place_at(self.lot, place, catalogue)
            item = at.item or _line_of(place)
            about = f"{at.about}: {item}" if item else at.about
            found.append(OpenQuestion(place, about, tuple(facts), at.scalar, at.stands, others))
        return tuple(found)

    def standing_in(self, prepared: Prepared) -> tuple[str, ...]:
        """Return the places where a word only stands in for an answer, as `pending` does."""
        found = (path for path, value in _words(self.lot.to_dict(), "$") if value in STANDING_IN)
        catalogue = prepared.policy.catalogue
        return tuple(each for each in found if _is_enum(place_at(self.lot, each, catalogue).scalar))


def _line_of(place: str) -> str:
    """Return which line of a list a place is in, where nothing else names it."""
    indices = _INDEX.findall(place)
    return f"line {int(indices[-1][1:-1]) + 1}" if indices else ""


def _words(part: Any, above: str) -> Iterator[tuple[str, str]]:
    """Yield the texts of a document with their places; what is a policy's own is left out."""
    if isinstance(part, Mapping):
        for key, value in part.items():
            if above != "$" or key != "custom":
                yield from _words(value, f"{above}.{key}")
    elif isinstance(part, list):
        for at, value in enumerate(part):
            yield from _words(value, f"{above}[{at}]")
    elif isinstance(part, str):
        yield above, part


def _is_enum(scalar: ScalarType | None) -> bool:
    return scalar is not None and scalar.type.kind is Kind.ENUM


@frozen(eq=False)
class FactsSubject:
    """Facts given one by one."""

    facts: Facts
    lot: None = None

    def put(self, place: str, value: Any) -> FactsSubject | None:
        """Return the same with an answer; None if the fact cannot have that value."""
        try:
            return FactsSubject(Facts({**self.facts.values, place: value}))
        except LotError:
            return None

    def source(self, prepared: Prepared) -> Source:
        """Return where the facts come from."""
        return FlatSource(self.facts.under(prepared.policy.catalogue))

    def changed(self, prepared: Prepared, place: str) -> dict[str, Value | None]:
        """Return the fact that was told: nothing is derived from it."""
        return self.source(prepared).observe([place])

    def openings(self, reasoning: Reasoning) -> tuple[OpenQuestion, ...]:
        """Return the facts that a decision waits for."""
        catalogue = reasoning.prepared.policy.catalogue
        return tuple(
            OpenQuestion(each, catalogue[each].about or each, (each,), scalar_of(each, catalogue))
            for each in sorted(reasoning.waits_for())
        )


@frozen(eq=False)
class State:
    """What a policy makes of what is known: which conditions hold, and what follows."""

    subject: Subject
    reasoning: Reasoning

    @cached_property
    def waits(self) -> tuple[str, ...]:
        """The unknown facts that the lot waits for."""
        return self.reasoning.waits_for()

    @property
    def truths(self) -> Truths:
        """Which conditions are true and which unknown."""
        return self.reasoning.truths

    @property
    def is_open(self) -> bool:
        """Whether information is missing."""
        return self.reasoning.conclusion.status is Status.NEEDS_INFORMATION

    @property
    def end(self) -> tuple[str, str]:
        """The outcome, with how it came about."""
        conclusion = self.reasoning.conclusion
        return conclusion.outcome, conclusion.status.value

    def fact(self, path: str) -> Value | None:
        """Return a fact; None where it is unknown."""
        return self.reasoning.source.observe((path,))[path]


class Trying:
    """Tells what a policy makes of subjects."""

    def __init__(self, prepared: Prepared) -> None:
        self.prepared = prepared

    def state(self, subject: Subject) -> State:
        """Return what is made of a subject."""
        source = subject.source(self.prepared)
        return self._state(subject, source, source.observe(self.prepared.policy.facts))

    def answered(self, state: State, place: str, value: Any) -> State | None:
        """Return what is made of a subject with one more answer; None if it contradicts it."""
        told = state.subject.put(place, value)
        if told is None:
            return None
        try:
            changed = told.changed(self.prepared, place)
            source = told.source(self.prepared)
        except LotError:  # a policy's own number of a range without hundredths
            return None
        return self._state(told, source, {**state.reasoning.facts, **changed})

    def _state(self, subject: Subject, source: Source, facts: Mapping[str, Value | None]) -> State:
        prepared = self.prepared
        truths = prepared.trial.truths(facts)
        conclusion = prepared.combination.conclude(truths)
        reasoning = Reasoning(prepared, source, facts, truths, conclusion)
        return State(subject, reasoning)
