"""The steps of all open cases, one case after the other; one that cannot be read costs no other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from attrs import define

from disposition.casefile.errors import CaseError, StoreError
from disposition.casefile.lifecycle.steps import judge, steps_of
from disposition.casefile.log.effective import told
from disposition.cli.messages import write_error

if TYPE_CHECKING:
    from disposition.casefile.cases import Cases
    from disposition.casefile.lifecycle.steps import Step
    from disposition.casefile.log.entry import Entry


@define
class StepsOfAll:
    """The steps of every open case that has begun by a day, with its id, in the order of ids.

    Cases that cannot be read are told on stderr and counted.
    """

    cases: Cases
    as_of: date
    unreadable: int = 0

    def __iter__(self) -> Iterator[tuple[str, tuple[Step, ...]]]:
        """Yield the steps of one case after the other.

        Raises:
            StoreError: the database itself cannot be used any more.
        """
        for case, entries in self._entries():
            try:
                happened = told(entries, self.as_of)
            except CaseError as error:
                self._complain(case, error)
            else:
                if happened:
                    yield case, steps_of(judge(case, happened, self.as_of, self.cases.policies))

    def _entries(self) -> Iterator[tuple[str, tuple[Entry, ...]]]:
        """Yield the entries of the open cases, going on after one that cannot be read."""
        store, after, is_done = self.cases.store, "", False
        while not is_done:
            try:
                for head, entries in store.read(open_only=True, after=after):
                    after = head.id
                    yield head.id, entries
                is_done = True
            except StoreError:
                case = self._first_after(after)
                if not case:
                    raise
                try:
                    found = store.entries(case)
                except StoreError as error:
                    self._complain("", error)
                else:
                    yield case, found  # it was another trouble, and that has passed
                after = case

    def _first_after(self, after: str) -> str:
        """Return the open case that follows an id, if there is one: what could not be read is it.

        Raises:
            StoreError: not even its head can be read, or the database is gone.
        """
        heads = self.cases.store.heads(open_only=True)
        return next((head.id for head in heads if head.id > after), "")

    def _complain(self, case: str, error: CaseError) -> None:
        self.unreadable += 1
        write_error(f"case `{case}`: {error.message}" if case else error.message, error.hint)
