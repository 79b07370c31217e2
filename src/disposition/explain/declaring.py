"""How the values of the decision document are declared: what each means, and its form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field

if TYPE_CHECKING:
    # Forms are needed where documents are read and described, not where lots are decided.
    from disposition.explain.forms import Form


def told(about: str, form: Form | None = None) -> Any:
    """Declare a value of the decision document: what it means, and its form; a text without."""
    return field(metadata={"about": about, "form": form})
