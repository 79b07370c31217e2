"""Searches a lot that tells a mutant from the policy: it shows which case is lacking.

First the lots of the cases themselves are looked at, then many like them. For each mutant that is
left, the search goes on from lots that come close to telling it apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from random import Random
from typing import Any

from attrs import frozen

from disposition.errors import LotError
from disposition.facts import Lot
from disposition.facts.observation import view_of
from disposition.policy.model import Rule
from disposition.testing.cases import Expected
from disposition.testing.loading.lot_documents import changed
from disposition.testing.loading.paths import PathError
from disposition.testing.mutation.bench import Bench, Trial, observed
from disposition.testing.mutation.columns import bits
from disposition.testing.mutation.mutants.mutant import Mutant
from disposition.testing.mutation.search.compared_values import Interest
from disposition.testing.mutation.search.expectation import all_expected, telling, tells_apart
from disposition.testing.mutation.search.fitness import Nearness, Target, aims, nearest
from disposition.testing.mutation.search.mutate_lot import Varying
from disposition.testing.mutation.search.shrinking import Given, differences, shrunk

Document = dict[str, Any]

FIRST_POOL = 6000
POOL = 4800
ROUNDS = 8
LEAST_EACH = 80
_MOST_SEEDS = 40
_MOST_SORTED = 2400
_MOST_ASKED = 100


@frozen
class FoundLot:
    """A lot on which a mutant decides otherwise, as differences from the base of the cases.

    `expected` is what the policy decides and the mutant does not; `found` is the mutant's outcome.
    """

    given: Given
    expected: Expected
    found: str


@frozen
class Near:
    """Lots from which a search goes on, and how many goals they reach."""

    reached: int
    documents: tuple[Document, ...]


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
        self._rows = observed(bench.policy, (), paths)
        self._base = base
        self._documents = documents
        self._varying = Varying(bench.policy, documents, seed)
        self._aims: dict[str, tuple[Target, ...]] = {}
        self._random = Random(seed)  # noqa: S311  # no secret depends on it

    def witnesses(
        self,
        mutants: Sequence[Mutant],
        progress: Callable[[int], None] = lambda _: None,
        stated: Container[str] = (),
    ) -> Mapping[str, FoundLot]:
        """Return a witness for each mutant for which one was found, by its id.

        Where only those are left that are `stated` to have none, and a round brings no lot nearer
        to telling one apart, that is believed.
        """
        found: dict[str, FoundLot] = {}
        pool = [*self._documents, *self._like(self._documents, FIRST_POOL)]
        left = {mutant: Near(0, tuple(self._documents)) for mutant in mutants}
        for _ in range(ROUNDS):
            before, left = left, self._look(pool, left, found, progress)
            is_idle = {m: near.reached for m, near in left.items()} == {
                m: near.reached for m, near in before.items()
            }
            if not left or (is_idle and all(each.id in stated for each in left)):
                break
            pool = list(self._near(left))
        return found

    def _look(
        self,
        pool: Sequence[Document],
        mutants: Mapping[Mutant, Near],
        found: dict[str, FoundLot],
        progress: Callable[[int], None],
    ) -> dict[Mutant, Near]:
        """Look at some lots; return the mutants without a witness, each with lots that come near.

        Those that came nearer before are kept. A lot whose outcome the changed rule now is about
        comes near as well.
        """
        documents, bench = self._bench_of(pool)
        everything: dict[int, Expected] = {}
        decided: dict[str, int] = defaultdict(int)
        for number in range(min(len(documents), _MOST_SORTED)):
            decided[bench.decision(number).outcome] |= 1 << number
        left: dict[Mutant, Near] = {}
        for mutant, before in mutants.items():
            trial = bench.trial(mutant)
            telling_lot = _telling_lot(bench, trial, everything)
            if telling_lot is not None:
                found[mutant.id] = self._witness(mutant, documents[telling_lot])
                progress(len(found))
                continue
            near = self._nearest(bench, trial, decided)
            lots = _first(documents, near.lots)
            if near.reached < before.reached:
                lots = list(before.documents)
            for outcome in _new_outcomes(mutant):
                lots += _first(documents, decided[outcome])
            reached = max(near.reached, before.reached)
            left[mutant] = Near(reached, tuple(lots) or before.documents)
        return left

    def _nearest(self, bench: Bench, trial: Trial, decided: Mapping[str, int]) -> Nearness:
        if trial.mutant.id not in self._aims:
            self._aims[trial.mutant.id] = aims(bench.policy, trial)
        return nearest(bench, trial, self._aims[trial.mutant.id], decided)

    def _near(self, mutants: Mapping[Mutant, Near]) -> Iterator[Document]:
        for mutant, near in mutants.items():
            focus = self._varying.focus(mutant)
            each = max(LEAST_EACH, POOL // len(mutants))
            yield from self._like(near.documents, each, focus)

    def _like(
        self, documents: Sequence[Document], count: int, focus: Interest | None = None
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
                lot = Lot.from_dict(document)
                view_of(lot, self._bench.policy.catalogue)
            except LotError:
                continue
            lots.append(lot)
            possible.append(document)
        return possible, self._bench.over(self._rows.of(lots))

    # --- one witness -----------------------------------------------------------------------------

    def _witness(self, mutant: Mutant, document: Document) -> FoundLot:
        """Return a lot as a witness, with as little in it as tells the mutant apart.

        Nothing is left out that would leave more open than it and the base do: a case about values
        that nobody knows is read less easily than one in which they are known.
        """
        _, bench = self._bench_of([self._base, document])
        decisions = [bench.decision(number) for number in range(len(bench.facts))]
        open_ = {each for one in decisions for each in (*one.missing, *one.may_apply)}

        def holds(documents: Sequence[Document]) -> list[bool]:
            return self._tell(mutant, documents, open_)

        given = shrunk(self._base, document, holds)
        (small,), bench = self._bench_of([changed(self._base, given)])
        everything = all_expected(bench.decision(0), self._bench.policy)
        other = bench.trial(mutant).decision(0)
        return FoundLot(differences(self._base, small), telling(everything, other), other.outcome)

    def _tell(self, mutant: Mutant, documents: Sequence[Document], open_: set[str]) -> list[bool]:
        """Return of each document whether it is possible, leaves no more open, and tells apart."""
        numbers = {id(document): number for number, document in enumerate(documents)}
        possible, bench = self._bench_of(documents)
        trial = bench.trial(mutant)
        held = [False] * len(documents)
        for at, document in enumerate(possible):
            everything = all_expected(bench.decision(at), self._bench.policy)
            is_open = not open_.issuperset((*everything.missing, *everything.may_apply))
            held[numbers[id(document)]] = not is_open and tells_apart(
                everything, trial.decision(at)
            )
        return held


def _first(documents: Sequence[Document], numbers: int) -> list[Document]:
    return [documents[number] for number in islice(bits(numbers), _MOST_SEEDS)]


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
