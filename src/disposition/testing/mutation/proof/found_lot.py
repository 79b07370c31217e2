"""A lot that tells a mutant from its policy: how few values of it do, and what is decided there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from disposition.documents.places.data import changed
from disposition.errors import LotError
from disposition.facts import Lot
from disposition.facts.observation import view_of
from disposition.frozen import frozen
from disposition.testing.cases import Expected
from disposition.testing.mutation.bench import Bench, Rows
from disposition.testing.mutation.differences import telling
from disposition.testing.mutation.mutants.mutant import Mutant
from disposition.testing.mutation.proof.near_base import Given, differences, shrunk

Document = Mapping[str, Any]


@frozen
class FoundLot:
    """A lot on which a mutant decides otherwise, as differences from the base of the cases.

    `expected` is what the policy decides and the mutant does not; `found` is the mutant's outcome.
    """

    given: Given
    expected: Expected
    found: str


class LotTrials:
    """Tries given lot documents on a policy and its mutants; `rows` reads what they all need."""

    def __init__(self, bench: Bench, rows: Rows, base: Mapping[str, Any]) -> None:
        self._bench = bench
        self._rows = rows
        self._base = dict(base)

    def tells(self, mutant: Mutant, document: Document) -> bool:
        """Whether a case about a document can tell a mutant from the policy."""
        return self._told(mutant, [document])[0] is not None

    def found(self, mutant: Mutant, document: Document) -> FoundLot:
        """Return a lot that tells, with as little in it as does.

        Nothing is left out that would leave more open than it and the base do: a case about values
        that nobody knows is read less easily than one in which they are known.
        """
        open_ = self._open([self._base, document])

        def holds(documents: Sequence[dict[str, Any]]) -> list[bool]:
            told = self._told(mutant, documents)
            return [
                each is not None and open_ >= self._open([document])
                for each, document in zip(told, documents, strict=True)
            ]

        given = shrunk(self._base, dict(document), holds)
        small = changed(self._base, given)
        (expected,) = self._told(mutant, [small])
        assert expected is not None  # noqa: S101 - it was shrunk so that it tells
        _, bench = self._bench_of([small])
        other = bench.trial(mutant).decision(0)
        return FoundLot(differences(self._base, small), expected, other.outcome)

    def _told(self, mutant: Mutant, documents: Sequence[Document]) -> list[Expected | None]:
        """Return of each document what tells the two apart; nothing of what is no lot."""
        found: list[Expected | None] = [None] * len(documents)
        numbers, bench = self._bench_of(documents)
        trial = bench.trial(mutant)
        for at, number in enumerate(numbers):
            found[number] = telling(bench.decision(at), trial.decision(at))
        return found

    def _open(self, documents: Sequence[Document]) -> set[str]:
        """Return what decisions on some documents leave open."""
        numbers, bench = self._bench_of(documents)
        decisions = [bench.decision(at) for at in range(len(numbers))]
        return {each for one in decisions for each in (*one.missing, *one.may_apply)}

    def _bench_of(self, documents: Sequence[Document]) -> tuple[list[int], Bench]:
        """Return which documents are possible as lots, and a bench with these."""
        numbers, lots = [], []
        for number, document in enumerate(documents):
            try:
                lot = Lot.from_dict(document)
                view_of(lot, self._bench.policy.catalogue)
            except LotError:
                continue
            numbers.append(number)
            lots.append(lot)
        return numbers, self._bench.over(self._rows.of(lots))
