"""Decide what happens to an inspected lot, by rules that people can read, with reasons.

Each name is loaded when it is first used: who only reads lot documents does not wait for policies.
"""

from typing import TYPE_CHECKING

import disposition.runtime.forking  # noqa: F401 - so that it hears of forks from the start
from disposition.runtime.lazy import on_demand
from disposition.version import __version__

if TYPE_CHECKING:
    from disposition.decide import Policy, load_policy, load_policy_text
    from disposition.decision import Decision
    from disposition.errors import DispositionError, LotError, Problem
    from disposition.explain.document.parts import LotPart
    from disposition.facts import Facts, Lot
    from disposition.policy import PolicyError

__all__ = [
    "Decision",
    "DispositionError",
    "Facts",
    "Lot",
    "LotError",
    "LotPart",
    "Policy",
    "PolicyError",
    "Problem",
    "__version__",
    "load_policy",
    "load_policy_text",
]

__getattr__, __dir__ = on_demand(
    __name__,
    {
        ".decide": "Policy load_policy load_policy_text",
        ".decision": "Decision",
        ".explain.document.parts": "LotPart",
        ".errors": "DispositionError LotError Problem",
        ".facts": "Facts Lot",
        ".policy": "PolicyError",
    },
)
