"""What a derived fact is: its expression, and why it may have no value."""

from __future__ import annotations

from disposition.documents.diagnostics import Place
from disposition.frozen import field, frozen
from disposition.language.expression import Expression
from disposition.language.template import Template
from disposition.language.types import FactSpec


@frozen
class FactDefinition:
    """A derived fact: what the catalogue says of it, its expression, and why it may have no value.

    `nothing` says why there is no value although nothing is absent. `place` is where it is written.
    """

    spec: FactSpec
    expression: Expression
    nothing: Template
    place: Place | None = field(default=None, eq=False, repr=False)
