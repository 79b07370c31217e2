"""Warnings that need no proof: bounds that a fact cannot reach, and reasons that show no number.

What has to be proved of every lot is found in `analysis/lints`.
"""

from disposition.policy.check.lints.lint import lint

__all__ = ["lint"]
