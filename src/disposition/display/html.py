"""A decision as HTML, for notebooks."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from disposition.decision import Decision


def decision_html(decision: Decision) -> str:
    """Return a decision as a fragment of HTML."""
    return f"<pre>{escape(decision.explain())}</pre>"
