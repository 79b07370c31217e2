"""What a process does before it forks: it waits, so that the child finds nothing half made.

A child has only the thread that forked. A lock that another thread held stays locked in it for
ever: ours, and those by which Python imports each module once.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import RLock, get_ident
from typing import TYPE_CHECKING, Any

__all__ = ["cached_property", "making"]

if TYPE_CHECKING:
    from functools import cached_property
else:

    class cached_property:  # noqa: N801 - it stands for the one of Python
        """What Python 3.12 made of it: without a lock, which a fork would leave locked.

        Two threads may both make the value; then one of the two stays.
        """

        def __init__(self, make: Callable[[Any], Any]) -> None:
            self._make = make
            self.__doc__ = make.__doc__

        def __set_name__(self, owner: type, name: str) -> None:
            self._name = name

        def __get__(self, held: Any, owner: type | None = None) -> Any:
            if held is None:
                return self
            made = vars(held)[self._name] = self._make(held)
            return made


making = RLock()
"""Held while something is made that all threads share. A fork waits for it."""

# Python tells nobody in public which modules are being imported.
_LOCKS: Any = getattr(getattr(importlib, "_bootstrap", None), "_module_locks", {})
# Ours, what they import when it is first needed, and what Python imports by itself, as codecs.
_WAITED_FOR = sys.stdlib_module_names.union(
    ["disposition", "attr", "attrs", "durable_rules_engine", "jinja2", "sqlalchemy"],
    ["markupsafe", "orjson", "psycopg", "yaml"],
)
_ROUNDS = 20  # of imports that lead to others; without a bound, threads that wait for us would hang


def _wait() -> None:
    making.acquire()
    for _ in range(_ROUNDS):
        if not (names := list(_imported_by_others())):
            return
        for name in names:
            with suppress(Exception):  # it is told to the thread that imports it first
                importlib.import_module(name)


def _imported_by_others() -> Iterator[str]:
    for name, reference in tuple(_LOCKS.items()):
        if name.partition(".")[0] in _WAITED_FOR:
            owner = getattr(reference(), "owner", None)
            if owner not in {None, get_ident()}:
                yield name


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_wait, after_in_parent=making.release, after_in_child=making.release)
