"""Hypothesis strategies for lots: valid by construction, at the boundaries, steered by keyword.

Needs Hypothesis (`pip install "lot-disposition[testing]"`); `disposition.testing` does without it.
"""

from disposition.testing.strategies.absences import with_absences
from disposition.testing.strategies.public import documents, facts, lots

__all__ = ["documents", "facts", "lots", "with_absences"]
