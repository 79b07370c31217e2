"""Hypothesis strategies for lots: valid by construction, at the boundaries, steered by keyword.

Needs Hypothesis (`pip install "lot-disposition[testing]"`); `disposition.testing` does without it.
"""

from disposition.version import installing

try:
    import hypothesis  # noqa: F401 - what else fails is told by whoever imports it
except ModuleNotFoundError as error:
    message = f"lots are drawn by Hypothesis, and it is not installed ({installing('testing')})"
    raise ModuleNotFoundError(message, name=error.name) from error

from disposition.testing.strategies.absences import with_absences
from disposition.testing.strategies.public import documents, facts, lots

__all__ = ["documents", "facts", "lots", "with_absences"]
