"""Warnings that need some reasoning: about bounds, conditions, and rules beside one another.

They look at a policy as it would be for known facts, never search, and keep quiet when in doubt.
"""

from disposition.policy.check.lints.lint import lint

__all__ = ["lint"]
