"""Decide what happens to an inspected lot, by rules that people can read, with reasons."""

from disposition.deciding import Policy, load_policy, load_policy_text
from disposition.decision import Decision
from disposition.errors import DispositionError, LotError, Problem
from disposition.facts import Facts, Lot
from disposition.policy import PolicyError
from disposition.version import __version__

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
