"""What a name in a policy can mean, and what to suggest when it means nothing."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from disposition.errors import suggest
from disposition.facts.kinds import FactSpec, FactType, Kind
from disposition.policy.expression import Definition, Expression, Fact, Name, Parameter

OUTCOME = "outcome"
SHIPS = "ships"


@frozen
class Scope:
    """The facts, parameters and definitions that an expression may use, with their types.

    `decided` holds the names that exist only once a decision is taken (`outcome`, `ships`);
    it is empty everywhere but in invariants.
    """

    facts: Mapping[str, FactSpec]
    parameters: Mapping[str, FactType]
    definitions: Mapping[str, FactType]
    decided: Mapping[str, FactType]

    def resolve(self, name: Name) -> Expression | None:
        """Return what a name means, or None if it means nothing here."""
        text = name.text
        if text in self.decided:
            return Fact(text, self.decided[text], span=name.span)
        if text in self.definitions:
            return Definition(text, self.definitions[text], span=name.span)
        if text in self.parameters:
            return Parameter(text, self.parameters[text], span=name.span)
        if text in self.facts:
            return Fact(text, self.facts[text].type, span=name.span)
        return None

    def hint(self, text: str) -> str:
        """Return a suggestion for a name that means nothing."""
        if text in (OUTCOME, SHIPS):
            return "`outcome` and `ships` are known to invariants only"
        known = [*self.parameters, *self.definitions, *self.facts, *self.decided]
        inside = [path for path in self.facts if path.startswith(f"{text}.")]
        if inside:
            shown = ", ".join(f"`{path}`" for path in inside[:3])
            return f"it is a group of facts, among them {shown}"
        endings = [path for path in self.facts if path.endswith(f".{text}")]
        if len(endings) == 1:
            return f"did you mean `{endings[0]}`?"
        return suggest(text, known)


def decided_names(outcomes: tuple[str, ...]) -> Mapping[str, FactType]:
    """Return the types of the names that only invariants may use."""
    return {
        OUTCOME: FactType(Kind.ENUM, values=outcomes),
        SHIPS: FactType(Kind.ENUM, values=("all", "part", "none")),
    }
