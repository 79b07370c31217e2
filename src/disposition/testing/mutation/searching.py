"""Searches a lot that tells a mutant from the policy: it shows which case is lacking.

First the lots of the cases themselves are looked at, then many like them. For each mutant that is
left, the search goes on from lots that come close to telling it apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from random import Random
from typing import Any

from attrs import frozen

from disposition.errors import LotError
from disposition.facts import Lot
from disposition.policy.model import Rule
from disposition.testing.cases import Expected
from disposition.testing.documents import PathError, changed
from disposition.testing.mutation.bench import Bench, Trial, bits, facts_of, observed
from disposition.testing.mutation.expecting import all_expected, telling, tells_apart
from disposition.testing.mutation.mutant import Mutant
from disposition.testing.mutation.shrinking import Given, differences, shrunk
from disposition.testing.mutation.varying import Varying, given_paths

Document = dict[str, Any]

FIRST_POOL = 1500
POOL = 1200
ROUNDS = 8
LEAST_EACH = 20
_MOST_SEEDS = 40
_MOST_SORTED = 600
_MOST_ASKED = 100


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

    def witnesses(
        self, mutants: Sequence[Mutant], progress: Callable[[int], None] = lambda _: None
    ) -> Mapping[str, Witness]:
        """Return a witness for each mutant for which one was found, by its id."""
        found: dict[str, Witness] = {}
        pool = [*self._documents, *self._like(self._documents, FIRST_POOL)]
        left = {mutant: list(self._documents) for mutant in mutants}
        for _ in range(ROUNDS):
            left = self._look(pool, left, found, progress)
            if not left:
                break
            pool = list(self._near(left))
        return found

    def _look(
        self,
        pool: Sequence[Document],
        mutants: Mapping[Mutant, Sequence[Document]],
        found: dict[str, Witness],
        progress: Callable[[int], None],
    ) -> dict[Mutant, list[Document]]:
        """Look at some lots; return the mutants without a witness, each with lots that come close.

        Those are the lots for which a truth differs, or whose outcome the changed rule now is
        about; where there are none, those that came close before.
        """
        documents, bench = self._bench_of(pool)
        everything: dict[int, Expected] = {}
        by_outcome: dict[str, list[Document]] = {}
        for number, document in enumerate(documents[:_MOST_SORTED]):
            by_outcome.setdefault(bench.decision(number).outcome, []).append(document)
        left: dict[Mutant, list[Document]] = {}
        for mutant, before in mutants.items():
            trial = bench.trial(mutant)
            telling_lot = _telling_lot(bench, trial, everything)
            if telling_lot is not None:
                found[mutant.id] = self._witness(mutant, documents[telling_lot])
                progress(len(found))
                continue
            near = [documents[at] for at in islice(bits(bench.differing(trial)), _MOST_SEEDS)]
            for outcome in _new_outcomes(mutant):
                near += by_outcome.get(outcome, [])[:_MOST_SEEDS]
            left[mutant] = near or list(before)
        return left

    def _near(self, mutants: Mapping[Mutant, Sequence[Document]]) -> Iterator[Document]:
        for mutant, documents in mutants.items():
            focus = given_paths(facts_of(mutant, self._bench.policy))
            yield from self._like(documents, max(LEAST_EACH, POOL // len(mutants)), focus)

    def _like(
        self, documents: Sequence[Document], count: int, focus: Sequence[str] = ()
    ) -> Iterator[Document]:
        for _ in range(count):
            try:
                yield self._varying.vary(self._random.choice(documents), focus)
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


def _new_outcomes(mutant: Mutant) -> set[str]:
    """Return the outcomes that a changed rule was not about before."""
    if isinstance(mutant.before, Rule) and isinstance(mutant.after, Rule):
        return set(mutant.after.outcomes).difference(mutant.before.outcomes)
    return set()


def _telling_lot(bench: Bench, trial: Trial, everything: dict[int, Expected]) -> int | None:
    """Return a lot on which a mutant decides otherwise than the policy in a way that cases see."""
    likely = bench.differing(trial)
    for number in islice(chain(bits(likely), bits(trial.suspects & ~likely)), _MOST_ASKED):
        if number not in everything:
            everything[number] = all_expected(bench.decision(number), bench.policy)
        if tells_apart(everything[number], trial.decision(number)):
            return number
    return None
