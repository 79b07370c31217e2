"""Decide what happens to an inspected lot, by rules that people can read, with reasons.

Each name is loaded when it is first used: who only reads lot documents does not wait for policies.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

import disposition.forking  # noqa: F401 - so that it hears of forks from the start
from disposition.version import __version__

if TYPE_CHECKING:
    from disposition.deciding import Policy, load_policy, load_policy_text
    from disposition.decision import Decision
    from disposition.errors import DispositionError, LotError, Problem
    from disposition.facts import Facts, Lot
    from disposition.policy import PolicyError

__all__ = [
    "Decision",
    "DispositionError",
    "Facts",
    "Lot",
    "LotError",
    "Policy",
    "PolicyError",
    "Problem",
    "__version__",
    "load_policy",
    "load_policy_text",
]

_HOMES = {
    "Decision": "disposition.decision",
    "DispositionError": "disposition.errors",
    "Facts": "disposition.facts",
    "Lot": "disposition.facts",
    "LotError": "disposition.errors",
    "Policy": "disposition.deciding",
    "PolicyError": "disposition.policy",
    "Problem": "disposition.errors",
    "load_policy": "disposition.deciding",
    "load_policy_text": "disposition.deciding",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
