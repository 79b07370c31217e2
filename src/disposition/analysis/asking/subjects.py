"""What is asked about: a lot document, or facts given one by one, with what is open in it.

Not all that is open can ever be asked about: some places tell by being absent. That a defect names
no plan, for one, says that it is of the main plan. Nobody is asked for the plan then, so that it is
not told later either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from disposition.documents.places.data import value_at
from disposition.documents.scalars import ScalarType
from disposition.errors import LotError
from disposition.explain.inference import Prepared
from disposition.explain.reasoning import Reasoning
from disposition.explain.what_if.answers import AnswerScale
from disposition.explain.what_if.questions import openings_of
from disposition.facts import Facts, Lot
from disposition.facts.evaluation import KnownFacts
from disposition.facts.flat import scalar_of
from disposition.facts.missing_inputs import place_at, put
from disposition.facts.native.fact import PLACEHOLDERS
from disposition.facts.observation import observe
from disposition.facts.source import FlatSource, LotSource, Source
from disposition.frozen import frozen
from disposition.language import expression as tree
from disposition.language.types import Kind, ListSpec, Origin, Value
from disposition.policy.model import CheckedPolicy
from disposition.semantics import Status

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

    def placeholders(self, prepared: Prepared) -> tuple[str, ...]:
        """Return the places where a word only stands in for an answer, as `pending` does."""
        found = (path for path, value in _words(self.lot.to_dict(), "$") if value in PLACEHOLDERS)
        catalogue = prepared.policy.catalogue
        scalars = ((each, place_at(self.lot, each, catalogue).scalar) for each in found)
        return tuple(place for place, each in scalars if each and each.type.kind is Kind.ENUM)


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


Subject = LotSubject | FactsSubject
"""What can be told more of."""


@frozen(eq=False)
class State:
    """What a policy makes of what is known: which conditions hold, and what follows."""

    subject: Subject
    reasoning: Reasoning

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


# --- what is open --------------------------------------------------------------------------------


class AskableKinds:
    """The kinds of places for want of which facts can be unknown, each found once."""

    def __init__(self, policy: CheckedPolicy) -> None:
        self._policy = policy
        self._of: dict[str, frozenset[str]] = {}

    def of(self, facts: Iterable[str]) -> frozenset[str]:
        """Return the kinds of places that some facts can be unknown for want of."""
        known = self._policy.catalogue.known
        if known is None:
            return frozenset(facts)
        return frozenset[str]().union(*(self._fact(each, known) for each in facts))

    def _fact(self, path: str, known: KnownFacts) -> frozenset[str]:
        if path not in self._of:
            self._of[path] = frozenset()  # no fact rests on itself
            self._of[path] = frozenset(self._kinds(path, known))
        return self._of[path]

    def _kinds(self, path: str, known: KnownFacts) -> Iterator[str]:
        match known.origin(path):
            case Origin.DEFINED:
                expression, below = known.definition_of(path)
                yield from self._read(expression, below)
            case Origin.NATIVE:
                for each in known.computed[path].asks:
                    if "[]" in each:
                        yield each
                    else:
                        yield from self._fact(each, known)
            case _:
                yield path

    def _read(self, expression: tree.Expression, known: KnownFacts) -> Iterator[str]:
        for node in _outside_known(expression):
            match node:
                case tree.Item(path=path):
                    yield path
                case tree.Aggregate(source=tree.Listing(path=path)):
                    yield path
                case tree.Definition(name=name):
                    definition = self._policy.definitions[name]
                    yield from self._read(definition.expression, known)
                case tree.Fact(path=path):
                    yield from self._fact(path, known)


def _outside_known(expression: tree.Expression) -> Iterator[tree.Expression]:
    """Yield the nodes of an expression but for those that are only asked whether they are known."""
    pending = [expression]
    while pending:
        node = pending.pop()
        if not isinstance(node, tree.Known):
            yield node
            pending.extend(tree.children(node))


def is_askable(kind: str, kinds: frozenset[str]) -> bool:
    """Whether a kind of place is one of some, or a list that has one of them in its items.

    >>> is_askable("inspection.defects", frozenset({"inspection.defects[].units"}))
    True
    """
    return kind in kinds or any(each.startswith(f"{kind}[]") for each in kinds)


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
    return value is None or (isinstance(value, str) and value in PLACEHOLDERS)


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
