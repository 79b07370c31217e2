"""The C module of durable_rules, called without its `Host`: rulesets in, names of fired rules out.

`Host` starts two polling threads and runs Python closures for every rule; a decision needs neither.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
import weakref
from collections.abc import Sequence
from threading import Lock, get_ident
from typing import Any


def _load() -> Any:
    """Import the extension; lazily bound, because it names a function that CPython 3.13 dropped.

    The function (`PyEval_CallObject`) stands in a path that is never called from here.
    """
    if not hasattr(sys, "setdlopenflags"):
        import durable_rules_engine

        return durable_rules_engine
    flags = sys.getdlopenflags()
    sys.setdlopenflags(os.RTLD_LAZY)
    try:
        import durable_rules_engine
    finally:
        sys.setdlopenflags(flags)
    return durable_rules_engine


_native = _load()
_names = itertools.count(1)
_NOTHING_MATCHED = 1
_MOST_MEMORIES = 1000  # of 1,024 that the native engine takes
_END = "end"
_DIGITS = 3  # of a name: all are equally long, so that none is looked for in what comes back
_ENDED = {"all": [{"m": {"end": 1}}]}


def name_of(number: int) -> str:
    """Return what the rule with a number in its ruleset is called.

    >>> name_of(7)
    '007'
    """
    return f"{number:0{_DIGITS}}"


class Ruleset:
    """A ruleset in the native engine, freed when this object is.

    What the native engine remembers belongs to a `sid`. Making one costs more than matching, so
    they are kept, and each call uses one that is idle. There are as many as calls were ever under
    way at once, up to a bound; then a call waits.

    A call can be interrupted between any two steps: a signal handler may raise. So nothing is
    taken out of anywhere and put back later, and what a call leaves behind the next one clears.
    """

    def __init__(self, patterns: Sequence[Any]) -> None:
        # Names are global to the process.
        name = f"disposition-{os.getpid()}-{next(_names)}"
        rules = {name_of(at): {"all": [{"m": pattern}]} for at, pattern in enumerate(patterns)}
        text = json.dumps({**rules, _END: _ENDED})
        self._handle: list[int] = []
        self._memories: list[_Memory] = []
        # At exit the process frees everything itself, and other threads may still be deciding.
        weakref.finalize(self, _free, self._handle, self._memories).atexit = False
        # In one step: between a call and an assignment there is time for an interrupt.
        self._handle.extend(map(_native.create_ruleset, [name], [text]))

    def fire(self, fields: str) -> list[str]:
        """Return the names of all rules that hold for a fact, given as the inside of a JSON object.

        The fields must not be named `id`, `sid` or `end`. A rule may be named more than once.
        """
        (handle,) = self._handle
        memory = self._idle()
        # `with` gives a lock back whatever happens, and when: no step lies between it and its body.
        with memory.lock:
            return memory.fire(handle, fields)

    def _idle(self) -> _Memory:
        """Return a memory that nobody uses, or will not for long."""
        for each in self._memories:
            if not each.lock.locked():
                return each
        if len(self._memories) < _MOST_MEMORIES:
            made = _Memory(str(next(_names)))
            self._memories.append(made)
            return made
        return self._memories[get_ident() % _MOST_MEMORIES]


class _Memory:
    """What the native engine remembers for one `sid`, used by one call at a time."""

    __slots__ = ("is_used", "lock", "sid")

    def __init__(self, sid: str) -> None:
        self.sid = sid
        self.lock = Lock()
        self.is_used = False

    def fire(self, handle: int, fields: str) -> list[str]:
        """Match a fact and forget it."""
        if self.is_used:
            self.free(handle)  # a call was interrupted
        self.is_used = True
        fact = f'{{"sid":"{self.sid}","id":1'
        code, state = _native.assert_fact(handle, f"{fact}{fields}}}")
        fired: list[str] = []
        if code != _NOTHING_MATCHED:
            start_next = _native.complete_and_start_action
            _, message = _native.start_action_for_state(handle, state)
            while message:
                # The message begins with the rule's name: `{"012":[{"m":…`
                fired.append(message[2:5])
                message = start_next(handle, state)
            _native.retract_fact(handle, f"{fact}}}")
        self.is_used = False
        return fired

    def free(self, handle: int) -> None:
        """Free everything, whatever it is; to do so twice is harmless."""
        # A `sid` for which no rule ever fired cannot be deleted: the native engine would free
        # memory that it never set. So a rule is made to fire, unless one is firing already.
        _, state = _native.assert_fact(handle, f'{{"sid":"{self.sid}","id":2,"end":1}}')
        _native.start_action_for_state(handle, state)
        _native.delete_state(handle, self.sid)


def _free(handles: list[int], memories: list[_Memory]) -> None:
    """Free a ruleset and what it remembers, which the native engine does not free with it."""
    for handle in handles:
        for each in memories:
            each.free(handle)
        _native.delete_ruleset(handle)
