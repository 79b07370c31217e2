"""Searches a lot that tells a mutant from the policy: it shows which case is lacking.

First the lots of the cases themselves are looked at, then many like them. Where no truth of a
condition differed, the search goes on from random lots, else from those in which one did.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from random import Random
from typing import Any

from attrs import frozen

from disposition.errors import LotError
from disposition.facts import Lot
from disposition.testing.cases import Expected
from disposition.testing.documents import PathError, changed
from disposition.testing.mutation.bench import Bench, Trial, bits, observed
from disposition.testing.mutation.expecting import all_expected, telling, tells_apart
from disposition.testing.mutation.mutant import Mutant
from disposition.testing.mutation.shrinking import Given, differences, shrunk
from disposition.testing.mutation.varying import Varying

Document = dict[str, Any]

FIRST_POOL = 1500
POOL = 1200
ROUNDS = 6
_MOST_SEEDS = 40
_MOST_ASKED = 60


@frozen
class Witness:
    """A lot on which a mutant decides otherwise, as differences from the base of the cases.

    `expected` is what the policy decides and the mutant does not; `found` is the mutant's outcome.
    """

    given: Given
    expected: Expected
    found: str


class Search:
    """Searches witnesses for the mutants of one policy."""

    def __init__(
        self,
        bench: Bench,
        paths: Iterable[str],
        base: Document,
        documents: Sequence[Document],
        seed: int,
    ) -> None:
        self._bench = bench
        self._paths = tuple(paths)
        self._base = base
        self._documents = documents
        self._varying = Varying(bench.policy, documents, seed)
        self._random = Random(seed)  # noqa: S311  # no secret depends on it

    def witnesses(self, mutants: Sequence[Mutant]) -> Mapping[str, Witness]:
        """Return a witness for each mutant for which one was found, by its id."""
        found: dict[str, Witness] = {}
        left = list(mutants)
        pool = [*self._documents, *self._like(self._documents, FIRST_POOL)]
        for _ in range(ROUNDS):
            left, seeds = self._look(pool, left, found)
            if not left:
                break
            pool = list(self._like(seeds or self._documents, POOL))
        return found

    def _look(
        self, pool: Sequence[Document], mutants: Sequence[Mutant], found: dict[str, Witness]
    ) -> tuple[list[Mutant], list[Document]]:
        """Look at some lots; return the mutants without a witness, and lots that come close."""
        documents, bench = self._bench_of(pool)
        everything: dict[int, Expected] = {}
        left: list[Mutant] = []
        seeds: dict[int, None] = {}
        for mutant in mutants:
            trial = bench.trial(mutant)
            number = _telling_lot(bench, trial, everything)
            if number is not None:
                found[mutant.id] = self._witness(mutant, documents[number])
                continue
            left.append(mutant)
            near = list(islice(bits(bench.differing(trial)), _MOST_SEEDS))
            seeds |= dict.fromkeys(near)
        return left, [documents[number] for number in seeds]

    def _like(self, documents: Sequence[Document], count: int) -> Iterator[Document]:
        for _ in range(count):
            try:
                yield self._varying.vary(self._random.choice(documents))
            except PathError:
                continue

    def _bench_of(self, documents: Iterable[Document]) -> tuple[list[Document], Bench]:
        """Return the documents that are possible as lots, and a bench with them."""
        possible, lots = [], []
        for document in documents:
            try:
                lots.append(Lot.from_dict(document))
            except LotError:
                continue
            possible.append(document)
        return possible, self._bench.over(observed(lots, self._paths))

    # --- one witness -----------------------------------------------------------------------------

    def _witness(self, mutant: Mutant, document: Document) -> Witness:
        given = shrunk(self._base, document, lambda documents: self._tell(mutant, documents))
        (small,), bench = self._bench_of([changed(self._base, given)])
        everything = all_expected(bench.decision(0), self._bench.policy)
        other = bench.trial(mutant).decision(0)
        return Witness(differences(self._base, small), telling(everything, other), other.outcome)

    def _tell(self, mutant: Mutant, documents: Sequence[Document]) -> list[bool]:
        """Return of each document whether it is possible and tells the mutant apart."""
        numbers = {id(document): number for number, document in enumerate(documents)}
        possible, bench = self._bench_of(documents)
        trial = bench.trial(mutant)
        held = [False] * len(documents)
        for at, document in enumerate(possible):
            everything = all_expected(bench.decision(at), self._bench.policy)
            held[numbers[id(document)]] = tells_apart(everything, trial.decision(at))
        return held


def _telling_lot(bench: Bench, trial: Trial, everything: dict[int, Expected]) -> int | None:
    """Return a lot on which a mutant decides otherwise than the policy in a way that cases see."""
    for number in islice(trial.numbers(), _MOST_ASKED):
        if number not in everything:
            everything[number] = all_expected(bench.decision(number), bench.policy)
        if tells_apart(everything[number], trial.decision(number)):
            return number
    return None
