"""All cases of one store: begin one, open one, and see what has to happen in all of them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import date
from os import PathLike
from typing import TYPE_CHECKING, Any, Self

from disposition.casefile.case import Case, opened
from disposition.casefile.errors import CaseError
from disposition.casefile.lifecycle.policies import CasePolicies
from disposition.casefile.lifecycle.steps import Step, judge, steps_of
from disposition.casefile.log.chain import Fault
from disposition.casefile.log.effective import effective_events
from disposition.casefile.log.entry import CaseHead
from disposition.casefile.log.storage import Memory, Store

if TYPE_CHECKING:
    from disposition.casefile.parallel import CaseSource

MEMORY = ":memory:"
"""Where cases are kept that nobody needs later."""


class Cases(AbstractContextManager["Cases"]):
    """The cases of a store, with the policies that judge them. For use in a `with` statement."""

    def __init__(
        self, store: Store, policies: CasePolicies, source: CaseSource | None = None
    ) -> None:
        self.store = store
        self.policies = policies
        self._source = source

    @classmethod
    def open(
        cls,
        where: str | PathLike[str],
        *,
        policies: CasePolicies | str | PathLike[str] | None = None,
        create: bool = True,
    ) -> Self:
        """Open the cases in a file (SQLite), or at a `postgresql://` URL.

        Those at `:memory:` are kept for as long as this lives, for one thread; nothing has to be
        installed for them.

        `policies` is a folder whose policies take the place of the shipped ones; the shipped ones
        without.

        Raises:
            StoreError: the database cannot be reached or used.
            PolicyError: a policy cannot be used.
        """
        if isinstance(policies, CasePolicies):
            return cls(_store(where, create=create), policies)
        loaded = CasePolicies.load(policies)
        store = _store(where, create=create)
        if where == MEMORY:
            return cls(store, loaded)
        from disposition.casefile.parallel import CaseSource

        folder = None if policies is None else os.fspath(policies)
        source = CaseSource(os.fspath(where), folder, loaded.engine)
        return cls(store, loaded, source)

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()

    def __exit__(self, *_raised: object) -> None:
        self.close()

    def begin(
        self,
        id: str,  # noqa: A002 - what everybody calls it
        lot: Mapping[str, Any],
        *,
        on: date,
        by: str = "",
        inspector: str | None = None,
        inspector_id: str | None = None,
        reference: str | None = None,
        key: str = "",
    ) -> Case:
        """Begin a case with the lot document of the first report.

        Raises:
            EntryError: the lot document cannot be taken; with every problem.
            CaseExistsError: there is a case of that id.
        """
        return Case.begin(
            id,
            lot,
            on=on,
            by=by,
            inspector=inspector,
            inspector_id=inspector_id,
            reference=reference,
            key=key,
            policies=self.policies,
            keeper=self.store,
        )

    def get(self, id: str) -> Case:  # noqa: A002 - what everybody calls it
        """Return a case.

        Raises:
            NoCaseError: there is no case of that id; the hint names one that is alike.
        """
        return opened(id, self.policies, self.store)

    def heads(self, *, open_only: bool = False) -> Iterator[CaseHead]:
        """Yield what is known of each case without its entries, in the order of ids."""
        return self.store.heads(open_only=open_only)

    def next_steps(self, as_of: date, *, processes: int = 1) -> Iterator[Step]:
        """Yield the steps of every open case, case by case, in the order of their ids.

        With several `processes`, thousands of cases are told in a fraction of the time. Each starts
        Python anew, so that a script that asks for them begins with `if __name__ == "__main__":`.

        Raises:
            CaseError: a case cannot be read, or several processes were asked for and the policies
                were not loaded from a folder.
        """
        if processes > 1:
            if self._source is None:
                what = "cases in memory, and policies that were handed in,"
                message = f"{what} cannot be given to other processes"
                hint = "open a file, with the folder of the policies"
                raise CaseError(message, hint, code="not-shareable", where="processes")
            from disposition.casefile.parallel import steps_in_processes

            ids = [head.id for head in self.store.heads(open_only=True)]
            yield from steps_in_processes(self._source, ids, as_of, processes)
            return
        for head, entries in self.store.read(open_only=True):
            yield from steps_of(
                judge(head.id, effective_events(entries, as_of), as_of, self.policies)
            )

    def verify(self, id: str | None = None) -> Iterator[Fault]:  # noqa: A002 - the case's name
        """Yield all that is wrong with the store, or with one case and the policies that it names.

        What cannot be seen from within is a case that was deleted whole, and one that was written
        anew with its head; against that, keep its last hash elsewhere.
        """
        return self.store.verify(id)


def _store(where: str | PathLike[str], *, create: bool) -> Store:
    if where == MEMORY:
        return Memory()
    from disposition.casefile.store import CaseStore

    return CaseStore.open(where, create=create)
