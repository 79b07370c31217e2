"""The C module of durable_rules, called without its `Host`: rulesets in, names of fired rules out.

`Host` starts two polling threads and runs Python closures for every rule; a decision needs neither.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
import weakref
from collections.abc import Mapping
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
_END = "end"
_ENDED = {"all": [{"m": {"end": 1}}]}


class Ruleset:
    """A ruleset in the native engine, freed when this object is.

    What the native engine remembers belongs to a `sid`. Making one costs more than matching, so
    they are kept: each call takes an idle one, and forgets its fact before it gives it back. There
    are as many as calls were ever under way at once; the native engine takes up to 1,024.
    """

    def __init__(self, rules: Mapping[str, Any]) -> None:
        # Names are global to the process.
        name = f"disposition-{os.getpid()}-{next(_names)}"
        self._handle = _native.create_ruleset(name, json.dumps({**rules, _END: _ENDED}))
        self._idle: list[str] = []
        self._sids = itertools.count(1)
        # At exit the process frees everything itself, and other threads may still be deciding.
        weakref.finalize(self, _free, self._handle, self._idle).atexit = False

    def fire(self, fields: str) -> list[str]:
        """Return the names of all rules that hold for a fact, given as the inside of a JSON object.

        The fields must not be named `id`, `sid` or `end`. A rule may be named more than once.
        """
        try:
            sid = self._idle.pop()
        except IndexError:
            sid = str(next(self._sids))
        handle = self._handle
        code, state = _native.assert_fact(handle, f'{{"sid":"{sid}","id":1{fields}}}')
        fired: list[str] = []
        if code != _NOTHING_MATCHED:
            _, message = _native.start_action_for_state(handle, state)
            while message:
                # The message begins with the rule's name: `{"12":[{"m":…`
                fired.append(message[2 : message.index('"', 2)])
                message = _native.complete_and_start_action(handle, state)
            _native.retract_fact(handle, f'{{"sid":"{sid}","id":1}}')
        # A call that was interrupted does not come here: nobody uses its `sid` again.
        self._idle.append(sid)
        return fired


def _free(handle: int, idle: list[str]) -> None:
    """Free a ruleset and what it remembers, which the native engine does not free with it."""
    for sid in idle:
        # A `sid` for which no rule ever fired cannot be deleted: the native engine would free
        # memory that it never set. So a rule is made to fire.
        _, state = _native.assert_fact(handle, f'{{"sid":"{sid}","id":2,"end":1}}')
        _native.start_action_for_state(handle, state)
        _native.complete_and_start_action(handle, state)
        _native.delete_state(handle, sid)
    _native.delete_ruleset(handle)
