"""What stands between a lot and its decision: the unknown facts, and the questions behind them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from disposition.engines.concluding import Concluding
from disposition.errors import LotError
from disposition.explain.document.rationale import Asked, Missing, Prospect, Question
from disposition.explain.inference import Prepared
from disposition.explain.what_if.answers import MOST_TRIES, Consequence, answers, words_of
from disposition.explain.what_if.prospects import UNDECIDED, Prospects, end_of, prospects
from disposition.facts.lot import Lot
from disposition.facts.missing_inputs import OpenPlace, how_many_items, place_at, put
from disposition.facts.native.fact import Kinds
from disposition.facts.observation import MOST_OF_A_KIND, place_of_kind
from disposition.facts.own.joins import how_many_steps
from disposition.facts.source import OneOfMany, Source
from disposition.frozen import frozen
from disposition.language.types import FactType, Value
from disposition.runtime.forking import cached_property
from disposition.semantics import Conclusion, exact
from disposition.words import counted

MOST_QUESTIONS = 100
"""Questions that a decision asks; the rest is counted."""

MOST_EFFORT = 60_000
"""What trying answers may cost one decision, and trying values one fact.

One try costs 1 for each condition of the policy, and one at a lot document 4 more for each item
of its lists and 50 for all the rest. What would cost more than is left is not tried.
"""
_EFFORT_PER_LOT, _EFFORT_PER_ITEM = 50, 4

MOST_STEPS = 400_000
"""Combinations of items that trying answers may look at, where a fact joins lists: one try at
least, else no more tries than that."""

NEXT_SAMPLE, SAMPLE_SIZE = "inspection.next_sample", "$.inspection.sample_size"
"""The fact that says how many units a sample lacks, and where the answer goes."""

_INDEX = re.compile(r"\[[0-9]+\]")


class Asking:
    """Asks what an undecided lot lacks, and tries what the answers would decide."""

    def __init__(
        self, prepared: Prepared, source: Source, facts: Mapping[str, Value | None]
    ) -> None:
        self._prepared = prepared
        self._policy = prepared.policy
        self._source = source
        self._facts = facts
        self._left = MOST_EFFORT
        self._steps_left = MOST_STEPS

    def missing(self, waiting: Mapping[str, Iterable[str]]) -> tuple[Missing, ...]:
        """Return the unknown facts, by their paths; given are the names of what waits for each."""
        return tuple(self._missing(*each) for each in sorted(waiting.items()))

    def _missing(self, path: str, names: Iterable[str]) -> Missing:
        absent = self._source.absent(path)
        return Missing(
            fact=path,
            about=self._policy.catalogue[path].about or path,
            rules=tuple(dict.fromkeys(names)),
            absent=absent.places,
            why=self._source.why_unknown(path),
            would_decide=self._of_fact(path),
            others=absent.others,
        )

    @cached_property
    def _decisive(self) -> dict[str, Value | None]:
        """The facts on which outcomes rest."""
        return {path: self._facts[path] for path in self._prepared.deciding.policy.facts}

    def _of_fact(self, path: str) -> Prospects:
        deciding, source = self._prepared.deciding, self._source
        spec, limits = self._policy.catalogue[path], self._prepared.limits.get(path, frozenset())
        # What is given is looked up in the lot, and derived facts among those that are known.
        lot = source if isinstance(source, OneOfMany) and not spec.given else None
        facts = dict(self._decisive if lot is None else lot.values)

        def conclude(assumed: Value) -> Conclusion:
            facts[path] = assumed
            if lot is not None:
                return self._concluding.conclude(lot.view, facts)
            return deciding.combination.conclude(deciding.engine.truths(facts))

        if len(limits or ()) * len(self._policy.conditions) > MOST_EFFORT:
            return ()
        return prospects(spec, limits, conclude)

    @property
    def _concluding(self) -> Concluding:
        """What tells what follows from as few facts as it takes."""
        found = self._prepared.concluding or self._prepared.deciding.concluding
        assert found is not None  # noqa: S101 - `deciding` is compiled
        return found

    # --- questions -------------------------------------------------------------------------------

    def questions(self, missing: Iterable[Missing]) -> Asked:
        """Return the open places of the document, and the facts that no place would tell.

        Those whose answers decide something by themselves come first.
        """
        source, told_by = self._source, list(missing)
        kinds = {each.fact: source.open_kinds(each.fact) for each in told_by}
        placeless = [each for each in told_by if not kinds[each.fact]]
        asked = list(self._of_sample(source.lot, [each.fact for each in placeless]))
        told = {fact for each in asked for fact in each.facts}
        asked += [
            Question(None, each.about, (each.fact,), each.would_decide)
            for each in placeless
            if each.fact not in told
        ]
        openings = [] if source.lot is None else openings_of(kinds)
        room = max(0, MOST_QUESTIONS - len(asked))
        asked += [self._of_opening(source.lot, each) for each in openings[:room] if source.lot]
        left_out = len(asked[MOST_QUESTIONS:]) + sum(1 + each.others for each in openings[room:])
        return Asked(tuple(sorted(asked[:MOST_QUESTIONS], key=_is_indecisive)), left_out)

    def _of_sample(self, lot: Lot | None, waiting: Sequence[str]) -> Iterator[Question]:
        """Yield that more units are to be inspected, if facts wait for that and nothing else.

        What follows is told for the case that nothing more is found.
        """
        if lot is None or not waiting or NEXT_SAMPLE not in self._policy.catalogue:
            return
        more = self._source.value(NEXT_SAMPLE)
        if not isinstance(more, int) or not more:
            return
        size = (lot.inspection.sample_size or 0) + more
        told = put(lot, SAMPLE_SIZE, size)
        if told is None:
            return
        deciding = self._prepared.deciding
        _, facts = deciding.observer.observe(told)
        answered = tuple(fact for fact in waiting if facts.get(fact) is not None)
        if answered:
            end = end_of(deciding.combination.conclude(deciding.engine.truths(facts)))
            about = f"{counted(more, 'more unit')} to inspect; {size:,} with nothing more found"
            yield Question(SAMPLE_SIZE, about, answered, (Prospect(f"{size:,}", *end),))

    def _of_opening(self, lot: Lot, opening: Opening) -> Question:
        place = place_at(lot, opening.place, self._policy.catalogue)
        about = f"{place.about}: {place.item}" if place.item else place.about
        return Question(
            opening.place, about, tuple(opening.facts), self._of_place(lot, place), opening.others
        )

    def _of_place(self, lot: Lot, place: OpenPlace) -> Prospects:
        policy, prepared = self._policy, self._prepared
        kind = _INDEX.sub("[]", place.path.removeprefix("$."))
        items = how_many_items(lot)
        effort = len(policy.conditions) + _EFFORT_PER_LOT + _EFFORT_PER_ITEM * items
        steps = how_many_steps(lot, prepared.joins_changed_by(kind))
        words = words_of(place)
        most = MOST_TRIES if words is None else len(words)
        if steps:
            is_first = self._steps_left == MOST_STEPS
            most = min(most, max(self._steps_left // steps, int(is_first)))
        if most <= 0 or most * effort > self._left:
            return ()
        # Of numbers, those are tried between which anything differs, also what is required.
        follows = self._truths_after(kind) if words is None else self._end_after(kind)

        def conclude(answer: object) -> Consequence | None:
            self._left -= effort
            self._steps_left -= steps
            told = put(lot, place.path, answer)
            if told is None:
                return None
            try:
                return follows(told)
            except LotError:  # a policy's own number of a range without hundredths
                return None

        if place.scalar is None:
            return answers(place, (), conclude, most)
        near = near_numbers(prepared, self._source, kind, place.scalar.type)
        return answers(place, near, conclude, most)

    def _truths_after(self, kind: str) -> Callable[[Lot], Consequence]:
        """Return what tells all that follows from an answer at a kind of place."""
        known = self._prepared.observed(self._source)
        return _followed(self._prepared, kind, known)

    def _end_after(self, kind: str) -> Callable[[Lot], Consequence]:
        """Return what tells which outcome follows from an answer at a kind of place."""
        catalogue, concluding = self._policy.catalogue, self._concluding
        if not isinstance(self._source, OneOfMany):
            return _followed(self._prepared.deciding, kind, self._decisive)
        same = dict(self._source.values)
        for path in self._prepared.changed_by(kind):
            same.pop(path, None)

        def follows(told: Lot) -> Consequence:
            source = OneOfMany(told, catalogue)
            source.values.update(same)
            return Consequence(None, end_of(source.apply(concluding.conclude)))

        return follows


def _followed(
    tried: Prepared, kind: str, known: Mapping[str, Value | None]
) -> Callable[[Lot], Consequence]:
    observer, truths_of = tried.observer_of(kind), tried.trial.truths

    def follows(told: Lot) -> Consequence:
        _, changed = observer.observe(told)
        truths = truths_of({**known, **changed})
        return Consequence(truths, end_of(tried.combination.conclude(truths)))

    return follows


@frozen
class Opening:
    """An open place, the facts that wait for it, and how many others of its kind go unnamed."""

    place: str
    facts: list[str]
    others: int


def near_numbers(
    prepared: Prepared, source: Source, path: str, type_: FactType
) -> Iterator[Fraction]:
    """Yield numbers of the same kind: what the policy reads of the lot, and compares with."""
    alike = [
        each
        for each, spec in prepared.policy.catalogue.items()
        if spec.given and spec.type == type_ and prepared.changed_by(each)
    ]
    for value in source.observe(alike).values():
        if isinstance(value, date | int | Decimal):
            yield Fraction(exact(value))
    for limit in prepared.limits.get(path, None) or ():
        if isinstance(limit, Fraction):
            yield limit


def openings_of(kinds: Mapping[str, Kinds]) -> list[Opening]:
    """Return the open places of some facts, in order; of a kind with many, only the first."""
    indices: dict[str, set[int]] = {}
    for found in kinds.values():
        for kind, each in found.items():
            indices.setdefault(kind, set()).update(each)
    openings: dict[tuple[str, int | None], Opening] = {}
    for fact, found in kinds.items():
        for kind, each in found.items():
            of_kind = indices[kind]
            is_many = len(of_kind) > MOST_OF_A_KIND
            places: Sequence[int | None] = [min(of_kind)] if is_many else each or [None]
            for index in places:
                opening = openings.get((kind, index))
                if opening is None:
                    others = len(of_kind) - 1 if is_many else 0
                    opening = Opening(place_of_kind(kind, index), [], others)
                    openings[kind, index] = opening
                opening.facts.append(fact)
    return list(openings.values())


def _is_indecisive(question: Question) -> bool:
    return all(each.status == UNDECIDED for each in question.would_decide)
