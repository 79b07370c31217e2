"""The next steps of many cases by several processes: each reads pages of cases by itself."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import date
from itertools import islice
from multiprocessing import get_context

from disposition.casefile.lifecycle.policies import CasePolicies
from disposition.casefile.lifecycle.steps import Step, judge, steps_of
from disposition.casefile.log.effective import effective_events
from disposition.casefile.store import CaseStore
from disposition.frozen import frozen

PAGE = 500
"""Cases that a process reads and judges at a time: as many as the store reads at once."""

_AHEAD = 2  # pages for each process that may be done before they are asked for


@frozen
class CaseSource:
    """Where the cases are, and the folder of the policies that judge them, if it is not ours."""

    where: str
    folder: str | None
    engine: str


_opened: tuple[CaseStore, CasePolicies] | None = None
"""What a process works with; made once, when it starts."""


def steps_in_processes(
    source: CaseSource, ids: Iterable[str], as_of: date, processes: int
) -> Iterator[Step]:
    """Yield the steps of open cases, in the order of their ids; `ids` are those of all of them."""
    # A process that is forked from one with threads can hang: each starts anew.
    context = get_context("spawn")
    with ProcessPoolExecutor(processes, context, _begin, (source,)) as pool:
        waiting: deque[Future[list[Step]]] = deque()
        for after, number in _pages(ids):
            waiting.append(pool.submit(_steps, after, number, as_of))
            if len(waiting) > processes * _AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _pages(ids: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield for each page the id that comes before it, and how many cases it has."""
    after, rest = "", iter(ids)
    while page := list(islice(rest, PAGE)):
        yield after, len(page)
        after = page[-1]


def _begin(source: CaseSource) -> None:
    global _opened  # noqa: PLW0603 - the one thing that lasts as long as the process
    policies = CasePolicies.load(source.folder, engine=source.engine)
    _opened = CaseStore.open(source.where, create=False), policies


def _steps(after: str, number: int, as_of: date) -> list[Step]:
    assert _opened is not None  # noqa: S101 - a process begins before it works
    store, policies = _opened
    return [
        step
        for head, entries in islice(store.read(open_only=True, after=after), number)
        for step in steps_of(judge(head.id, effective_events(entries, as_of), as_of, policies))
    ]
