"""Where a case's entries are kept: in a store, or in memory for notebooks and tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from disposition.casefile.errors import (
    CaseConflictError,
    CaseExistsError,
    NoCaseError,
    key_reused,
    no_case,
)
from disposition.casefile.log.canonical import admitted_id
from disposition.casefile.log.chain import Fault, faults, head_of, lot_number
from disposition.casefile.log.entry import CaseHead, Entry, NewEntry, written


class Keeper(Protocol):
    """Keeps entries for good, in their order; `disposition.casefile.store` has one."""

    def create(self, case: str, first: NewEntry) -> Entry:
        """Begin a case with its first entry."""

    def append(self, case: str, new: NewEntry, *, expect: int | None = None) -> Entry:
        """Write the next entry of a case, if it has as many as expected."""

    def entries(self, case: str) -> tuple[Entry, ...]:
        """Return all entries of a case."""

    def entries_of(self, cases: Iterable[str]) -> Iterator[tuple[Entry, ...]]:
        """Yield all entries of each of several cases, by their ids as they are kept."""

    def head(self, case: str) -> CaseHead:
        """Return how many entries a case has, and the hash of the last one."""

    def cases_of_lot(self, number: str) -> tuple[str, ...]:
        """Return the ids of the cases whose first report is about the lot of a number."""

    def verify(self, case: str) -> Iterator[Fault]:
        """Yield all that is wrong with a case, and with the policies that it names."""

    def keep_policy(self, digest: str, policy: str, version: str, text: str) -> None:
        """Keep the text of a policy."""

    def policy(self, digest: str) -> str | None:
        """Return the text of a policy that was kept."""


class Store(Keeper, Protocol):
    """Keeps many cases, and tells what is known of all."""

    def heads(self, *, open_only: bool = False) -> Iterator[CaseHead]:
        """Yield the heads of all cases, or of those that are not closed, in the order of ids."""

    def read(
        self, *, open_only: bool = False, after: str = ""
    ) -> Iterator[tuple[CaseHead, tuple[Entry, ...]]]:
        """Yield cases with their entries, in the order of ids, from the one after `after` on."""

    def verify(self, case: str | None = None) -> Iterator[Fault]:
        """Yield all that is wrong with a case, or with all of them."""

    def close(self) -> None:
        """Let go of what it needed."""


def expect_free(keeper: Keeper, case: str) -> None:
    """Refuse an id that a case has already.

    Raises:
        CaseExistsError: there is a case of that id.
    """
    try:
        there = keeper.head(case).id
    except NoCaseError:
        return
    hint = "give the new one another id"
    raise CaseExistsError(f"there is a case `{there}` already", hint, where=f"case `{there}`")


class Memory:
    """Keeps cases in memory, for as long as it lives; for one thread."""

    def __init__(self) -> None:
        self._cases: dict[str, list[Entry]] = {}
        self._policies: dict[str, str] = {}

    def create(self, case: str, first: NewEntry) -> Entry:
        """Begin a case with its first entry."""
        entry = written(admitted_id("case", case), first)
        if entry.case in self._cases:
            there = self._cases[entry.case][0]
            if there.has_key(first.key) and there.is_same_statement(entry):
                return there
            message = f"there is a case `{entry.case}` already"
            raise CaseExistsError(message, where=f"case `{entry.case}`")
        self._cases[entry.case] = [entry]
        return entry

    def append(self, case: str, new: NewEntry, *, expect: int | None = None) -> Entry:
        """Write the next entry of a case."""
        held = self._of(case)
        entry = written(held[0].case, new, number=len(held) + 1, previous=held[-1].hash)
        for each in held:
            if each.has_key(new.key):
                if each.is_same_statement(entry):
                    return each
                raise key_reused(each.key, each.number, each.case)
        if expect is not None and expect != len(held):
            message = f"case `{case}` has {len(held)} entries, not {expect}"
            raise CaseConflictError(message, where=f"case `{case}`")
        held.append(entry)
        return entry

    def entries(self, case: str) -> tuple[Entry, ...]:
        """Return all entries of a case."""
        return tuple(self._of(case))

    def entries_of(self, cases: Iterable[str]) -> Iterator[tuple[Entry, ...]]:
        """Yield all entries of each of several cases."""
        yield from map(self.entries, cases)

    def head(self, case: str) -> CaseHead:
        """Return how many entries a case has, and the hash of the last one."""
        return head_of(self._of(case))

    def cases_of_lot(self, number: str) -> tuple[str, ...]:
        """Return the ids of the cases whose first report is about the lot of a number."""
        return tuple(
            case for case in sorted(self._cases) if lot_number(self._cases[case][0].data) == number
        )

    def heads(self, *, open_only: bool = False) -> Iterator[CaseHead]:
        """Yield the heads of all cases, or of those that are not closed, in the order of ids."""
        for head, _ in self.read(open_only=open_only):
            yield head

    def read(
        self, *, open_only: bool = False, after: str = ""
    ) -> Iterator[tuple[CaseHead, tuple[Entry, ...]]]:
        """Yield cases with their entries, in the order of ids, from the one after `after` on."""
        for case in sorted(self._cases):
            head = self.head(case)
            if case > after and not (open_only and head.is_closed):
                yield head, self.entries(case)

    def verify(self, case: str | None = None) -> Iterator[Fault]:
        """Yield all that is wrong with the chain of a case, or with all of them."""
        for each in sorted(self._cases) if case is None else [case]:
            head = self.head(each)
            yield from faults(head.id, self.entries(each), head)

    def close(self) -> None:
        """Let go of nothing: a case that somebody still holds can be used."""

    def keep_policy(self, digest: str, policy: str, version: str, text: str) -> None:  # noqa: ARG002 - a store lists policies by them
        """Keep the text of a policy."""
        self._policies.setdefault(digest, text)

    def policy(self, digest: str) -> str | None:
        """Return the text of a policy that was kept."""
        return self._policies.get(digest)

    def _of(self, case: str) -> list[Entry]:
        stored = admitted_id("case", case)
        if stored not in self._cases:
            raise no_case(case, self._cases)
        return self._cases[stored]
