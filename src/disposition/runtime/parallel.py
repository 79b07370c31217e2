"""Lots decided by several processes at once: what they are given, and what comes back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any, Protocol, TypeVar

Made = TypeVar("Made")

CHUNK = 200
"""Lots that a process is given at once: enough that handing them over costs little."""


class Decides(Protocol):
    """What decides a lot: a policy, which has to be picklable."""

    def decide(self, lot: Any, *, engine: str) -> Any:
        """Return the decision for a lot."""


_kept: Decides


def _keep(policy: Decides) -> None:
    """Remember the policy in a process that has just begun."""
    global _kept  # noqa: PLW0603 - one policy for each process
    _kept = policy


def _decided(lots: list[Any], engine: str) -> list[Any]:
    return [_kept.decide(lot, engine=engine) for lot in lots]


def decided_by_several(
    policy: Decides, lots: Iterable[Any], engine: str, processes: int
) -> Iterator[Any]:
    """Yield the decision for each of some lots, in their order, by so many processes."""
    with started(processes, _keep, policy) as pool:
        chunks = ((chunk, engine) for chunk in _chunks(iter(lots)))
        for made in in_order(pool, _decided, chunks, processes):
            yield from made


def _chunks(lots: Iterator[Any]) -> Iterator[list[Any]]:
    while chunk := list(islice(lots, CHUNK)):
        yield chunk


def started(processes: int, begin: Callable[..., None], *given: Any) -> ProcessPoolExecutor:
    """Return processes that begin with something each.

    They are started anew and not forked: what other threads hold would stay locked in them.
    """
    return ProcessPoolExecutor(
        processes, mp_context=get_context("spawn"), initializer=_begin, initargs=(begin, given)
    )


def _begin(begin: Callable[..., None], given: tuple[Any, ...]) -> None:
    """Begin with something, and end when whoever started the process does, however it ended."""
    Thread(target=_end_with_parent, daemon=True).start()
    begin(*given)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def in_order(
    pool: Executor, make: Callable[..., Made], given: Iterable[tuple[Any, ...]], processes: int
) -> Iterator[Made]:
    """Yield what is made of each of many things in their order, with few of them on their way."""
    pending: list[Future[Made]] = []
    for each in given:
        pending.append(pool.submit(make, *each))
        if len(pending) > 2 * processes:
            yield pending.pop(0).result()
    for future in pending:
        yield future.result()
