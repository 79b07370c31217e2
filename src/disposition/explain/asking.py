"""What stands between a lot and its decision: the unknown facts, and the questions behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from disposition.explain.answers import Consequence, answers
from disposition.explain.prospects import UNDECIDED, Prospects, end_of, prospects
from disposition.explain.rationale import Missing, Question
from disposition.explain.reasoning import Reasoning
from disposition.facts.catalogue import CATALOGUE
from disposition.facts.kinds import Value
from disposition.facts.lot import Lot
from disposition.facts.observing import observe
from disposition.facts.places import Place, open_places, place_at, put
from disposition.semantics import Conclusion, exact


class Asking:
    """Asks what an undecided lot lacks, and tries what the answers would decide."""

    def __init__(self, reasoning: Reasoning) -> None:
        self._prepared = reasoning.prepared
        self._policy = reasoning.prepared.policy
        self._source = reasoning.source
        self._facts = reasoning.facts

    def missing(self, waiting: Mapping[str, Iterable[str]]) -> tuple[Missing, ...]:
        """Return the unknown facts, by their paths; given are the names of what waits for each."""
        return tuple(
            Missing(
                fact=path,
                about=self._prepared.catalogue[path].about,
                rules=tuple(dict.fromkeys(names)),
                absent=self._source.absent(path),
                why=self._source.why_unknown(path),
                would_decide=self._of_fact(path),
            )
            for path, names in sorted(waiting.items())
        )

    def _of_fact(self, path: str) -> Prospects:
        facts = {each: self._facts.get(each) for each in self._policy.facts}

        def conclude(assumed: Value) -> Conclusion:
            facts[path] = assumed
            return self._prepared.combination.conclude(self._prepared.trial.truths(facts))

        spec, limits = self._prepared.catalogue[path], self._prepared.limits.get(path, frozenset())
        return prospects(spec, limits, conclude)

    # --- questions -------------------------------------------------------------------------------

    def questions(self, missing: Iterable[Missing]) -> tuple[Question, ...]:
        """Return the open places of the document, and the facts that no place would tell.

        Those whose answers decide something by themselves come first.
        """
        return tuple(sorted(self._questions(self._source.lot, missing), key=_is_indecisive))

    def _questions(self, lot: Lot | None, missing: Iterable[Missing]) -> Iterator[Question]:
        waiting: dict[str, list[str]] = {}
        for each in missing:
            places = () if lot is None else open_places(lot, each.fact)
            if not places:
                yield Question(None, each.about, (each.fact,), each.would_decide)
            for path in places:
                waiting.setdefault(path, []).append(each.fact)
        if lot is not None:
            for path, facts in waiting.items():
                place = place_at(lot, path)
                about = f"{place.about}: {place.item}" if place.item else place.about
                yield Question(path, about, tuple(facts), self._of_place(lot, place))

    def _of_place(self, lot: Lot, place: Place) -> Prospects:
        policy, prepared = self._policy, self._prepared

        def conclude(answer: object) -> Consequence | None:
            told = put(lot, place.path, answer)
            if told is None:
                return None
            truths = prepared.trial.truths(observe(told, policy.facts))
            return Consequence(truths, end_of(prepared.combination.conclude(truths)))

        return answers(place, self._near(lot, place), conclude)

    def _near(self, lot: Lot, place: Place) -> Iterator[Fraction]:
        """Yield numbers of the same kind: of the lot itself, and what the policy compares with."""
        if place.scalar is None:
            return
        type_ = place.scalar.type
        alike = [path for path, spec in CATALOGUE.items() if spec.given and spec.type == type_]
        for value in observe(lot, alike).values():
            if isinstance(value, date | int | Decimal):
                yield Fraction(exact(value))
        for limit in self._prepared.limits.get(place.path.removeprefix("$."), None) or ():
            if isinstance(limit, Fraction):
                yield limit


def _is_indecisive(question: Question) -> bool:
    return all(each.status == UNDECIDED for each in question.would_decide)
