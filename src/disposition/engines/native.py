"""The C module of durable_rules, called without its `Host`: rulesets in, names of fired rules out.

`Host` starts two polling threads and runs Python closures for every rule; a decision needs neither.
State belongs to one `sid` and is deleted as soon as the rules have fired.
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
_numbers = itertools.count(1)
_NOTHING_MATCHED = 1
_END = "end"
_ENDED = {"all": [{"m": {"end": 1}}]}


class Ruleset:
    """A ruleset in the native engine, freed when this object is."""

    def __init__(self, rules: Mapping[str, Any]) -> None:
        # Names are global to the process.
        name = f"disposition-{os.getpid()}-{next(_numbers)}"
        self._handle = _native.create_ruleset(name, json.dumps({**rules, _END: _ENDED}))
        weakref.finalize(self, _native.delete_ruleset, self._handle)

    def fire(self, fields: str) -> list[str]:
        """Return the names of all rules that hold for a fact, given as the inside of a JSON object.

        The fields must not be named `id`, `sid` or `end`.
        """
        sid = str(next(_numbers))
        handle = self._handle
        code, state = _native.assert_fact(handle, f'{{"sid":"{sid}","id":1{fields}}}')
        matched = code != _NOTHING_MATCHED
        if not matched:
            # State in which no rule ever fired cannot be deleted: the native engine would free
            # memory that it never set. So a rule is made to fire.
            _, state = _native.assert_fact(handle, f'{{"sid":"{sid}","id":2,"end":1}}')
        _, message = _native.start_action_for_state(handle, state)
        fired: list[str] = []
        while message:
            # The message begins with the rule's name: `{"12":{"m":…`
            fired.append(message.split('"', 2)[1])
            message = _native.complete_and_start_action(handle, state)
        _native.delete_state(handle, sid)
        return fired if matched else []
