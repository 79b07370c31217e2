"""The engine that is the definition itself: slow, and what the others are tested against."""

from __future__ import annotations

from disposition import semantics
from disposition.policy.model import CheckedPolicy
from disposition.semantics import Truths, Valuation


class ReferenceEngine:
    """Answers which conditions hold by walking the expression trees."""

    name = "reference"

    def __init__(self, policy: CheckedPolicy) -> None:
        self._policy = policy

    def truths(self, facts: Valuation) -> Truths:
        """Return which conditions are true and which unknown."""
        return semantics.truths(self._policy, facts)
