"""How the values of the decision document are declared: what each means, and its form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import NOTHING, field

if TYPE_CHECKING:
    # Forms are needed where documents are read and described, not where lots are decided.
    from disposition.explain.document.forms import Form


def told(
    about: str,
    form: Form | None = None,
    *,
    before_it: Any = NOTHING,
    unless: Any = NOTHING,
    in_hash: bool = True,
) -> Any:
    """Declare a value of the decision document: what it means, and its form; a text without.

    `before_it` is what documents say that were written before there was such a value. The key is
    in the document `unless` it has that value. What cannot be hashed is not `in_hash`.
    """
    default = before_it if unless is NOTHING else unless
    declared = {"about": about, "form": form, "may_be_left_out": unless is not NOTHING}
    return field(default=default, metadata=declared, hash=None if in_hash else False)
