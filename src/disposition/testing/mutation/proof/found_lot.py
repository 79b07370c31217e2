"""A lot that tells a mutant from its policy: how few values of it do, and what is decided there.

Few are those in which it differs from the base of the cases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from disposition.documents.places.data import changed
from disposition.errors import LotError
from disposition.facts import Lot
from disposition.facts.observation import view_of
from disposition.frozen import evolve, frozen
from disposition.testing.cases import Expected
from disposition.testing.mutation.bench import Bench, Rows
from disposition.testing.mutation.mutants.mutant import Mutant
from disposition.testing.runner import mismatches
from disposition.testing.visible_decision import VisibleDecision


def distinguishing(decision: VisibleDecision, other: VisibleDecision) -> Expected | None:
    """Return the outcome of a decision, and as little more as another does not say.

    None where there is nothing: no case that passes with the one fails with the other.
    """
    for each in _pieces(decision, other):
        if next(mismatches(each, other), None) is not None:
            return evolve(each, outcome=decision.outcome)
    return None


def _pieces(said: VisibleDecision, other: VisibleDecision) -> Iterator[Expected]:
    """Yield what can be expected of a decision piece by piece, the plainest first."""
    yield Expected(outcome=said.outcome)
    yield Expected(status=said.status)
    yield Expected(ships=said.ships)
    yield from (Expected(reasons=(each,)) for each in said.reasons)
    yield from (Expected(missing=(each,)) for each in said.missing)
    yield from (Expected(obligations=(each,)) for each in said.obligations)
    yield from (Expected(may_apply=(each,)) for each in said.may_apply)
    for code, several in said.values.items():
        for values in several:
            yield from (Expected(values={code: {name: each}}) for name, each in values.items())
            yield Expected(values={code: values})
    yield from (Expected(due={code: day}) for code, days in said.due.items() for day in days)
    more = sorted(set(other.obligations) - set(said.obligations))
    yield from (Expected(not_obligations=(each,)) for each in more)
    more = sorted(set(other.may_apply) - set(said.may_apply))
    yield from (Expected(not_may_apply=(each,)) for each in more)
    yield from (Expected(required_by={code: tuple(e)}) for code, e in said.required_by.items())
    more = sorted(set(other.reasons) - set(said.reasons))
    yield from (Expected(not_reasons=(each,)) for each in more)
    for outcome, rules in said.ruled_out.items():
        yield Expected(ruled_out={outcome: ()})
        yield from (Expected(ruled_out={outcome: (rule,)}) for rule in rules)


Document = Mapping[str, Any]
Given = tuple[tuple[str, Any], ...]
"""Values at paths of the lot document, as a case gives them."""

Holds = Callable[[Sequence[Document]], Sequence[bool]]
"""Answers for several documents whether each still shows what is to be shown."""

_ROUNDS = 40

_Part = tuple[int | str, ...]
"""Something that is given: the number of a path, perhaps the item of a list, and a key of it."""


def differences(base: Document, document: Document, above: str = "") -> Given:
    """Return what has to be given so that the base becomes a document.

    Of a list, the few values that differ are given, or all of it where that is less.

    >>> differences({"lot": {"id": "PO-1", "quantity": 90}}, {"lot": {"quantity": 91}})
    (('lot.id', None), ('lot.quantity', 91))
    >>> differences({"x": [{"a": 1, "b": 2}]}, {"x": [{"a": 1, "b": 3}]})
    (('x[0].b', 3),)
    """
    found: list[tuple[str, Any]] = []
    for key in dict.fromkeys((*base, *document)):
        path = f"{above}.{key}" if above else key
        ours, theirs = base.get(key), document.get(key)
        if isinstance(theirs, dict) and isinstance(ours, dict | None):
            found += differences(ours or {}, theirs, path)
        elif isinstance(ours, dict) and theirs is None:
            found += differences(ours, {}, path)
        elif ours != theirs:
            few = _in_items(ours, theirs, path)
            found += [(path, theirs)] if few is None else few
    return tuple(found)


def _in_items(ours: Any, theirs: Any, path: str) -> list[tuple[str, Any]] | None:
    """Return the differences between the items of two lists; None where all of it is less."""
    if not isinstance(ours, list) or not isinstance(theirs, list) or len(ours) != len(theirs):
        return None
    if not all(isinstance(item, dict) for item in (*ours, *theirs)):
        return None
    found: list[tuple[str, Any]] = []
    for number, (one, other) in enumerate(zip(ours, theirs, strict=True)):
        found += differences(one, other, f"{path}[{number}]")
    return found if len(found) < sum(map(len, theirs)) else None


def shrunk(base: dict[str, Any], document: Document, holds: Holds) -> Given:
    """Return few differences from the base that still show the same.

    What can be left out is found for each value alone; then as many of these as possible are left
    out together, and what remains is looked at again.
    """
    given = differences(base, document)
    for _ in range(_ROUNDS):
        single = [(part,) for part in _parts(given)]
        possible = [part for (part,) in _holding(base, given, single, holds)]
        if not possible:
            break
        several = [tuple(possible[:count]) for count in _halves(len(possible))]
        most = next(iter(_holding(base, given, several, holds)), possible[:1])
        given = differences(base, changed(base, _without(given, most)))
    return given


def _holding(
    base: dict[str, Any], given: Given, several: Sequence[tuple[_Part, ...]], holds: Holds
) -> list[tuple[_Part, ...]]:
    held = holds([changed(base, _without(given, parts)) for parts in several])
    return [parts for parts, is_so in zip(several, held, strict=True) if is_so]


def _halves(count: int) -> Iterator[int]:
    """Yield a number, its half, a quarter of it, down to 1."""
    while count:
        yield count
        count //= 2


def _parts(given: Given) -> Iterator[_Part]:
    """Yield what can be left out: first whole values, then items of lists, then keys of items."""
    yield from ((number,) for number in range(len(given)))
    items = [
        (number, at, item)
        for number, (_, value) in enumerate(given)
        if isinstance(value, list)
        for at, item in enumerate(value)
    ]
    yield from ((number, at) for number, at, _ in items)
    for number, at, item in items:
        if isinstance(item, dict) and len(item) > 1:
            yield from ((number, at, key) for key in item)


def _without(given: Given, parts: Sequence[_Part]) -> Given:
    left_out = set(parts)
    return tuple(
        (path, _list_without(value, number, left_out) if isinstance(value, list) else value)
        for number, (path, value) in enumerate(given)
        if (number,) not in left_out
    )


def _list_without(items: list[Any], number: int, left_out: set[_Part]) -> list[Any]:
    found: list[Any] = []
    for at, item in enumerate(items):
        if (number, at) in left_out:
            continue
        if isinstance(item, dict):
            kept = {key: each for key, each in item.items() if (number, at, key) not in left_out}
            found.append(kept or item)
        else:
            found.append(item)
    return found


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

    def distinguishes(self, mutant: Mutant, document: Document) -> bool:
        """Whether a case about a document can tell a mutant from the policy."""
        return self._distinguishing_of(mutant, [document])[0] is not None

    def found(self, mutant: Mutant, document: Document) -> FoundLot:
        """Return a lot that tells, with as little in it as does.

        Nothing is left out that would leave more open than it and the base do: a case about values
        that nobody knows is read less easily than one in which they are known.
        """
        open_ = self._open([self._base, document])

        def holds(documents: Sequence[Document]) -> list[bool]:
            told = self._distinguishing_of(mutant, documents)
            return [
                each is not None and open_ >= self._open([document])
                for each, document in zip(told, documents, strict=True)
            ]

        given = shrunk(self._base, document, holds)
        small = changed(self._base, given)
        (expected,) = self._distinguishing_of(mutant, [small])
        assert expected is not None  # noqa: S101 - it was shrunk so that it tells
        _, bench = self._bench_of([small])
        other = bench.trial(mutant).decision(0)
        return FoundLot(differences(self._base, small), expected, other.outcome)

    def _distinguishing_of(
        self, mutant: Mutant, documents: Sequence[Document]
    ) -> list[Expected | None]:
        """Return of each document what tells the two apart; nothing of what is no lot."""
        found: list[Expected | None] = [None] * len(documents)
        numbers, bench = self._bench_of(documents)
        trial = bench.trial(mutant)
        for at, number in enumerate(numbers):
            found[number] = distinguishing(bench.decision(at), trial.decision(at))
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
