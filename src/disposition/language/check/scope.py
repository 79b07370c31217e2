"""What a name in a policy can mean, and what to suggest when it means nothing."""

from __future__ import annotations

from collections.abc import Mapping, Set
from itertools import islice

from disposition.errors import MOST_SUGGESTED_FROM, suggest
from disposition.frozen import field, frozen
from disposition.language.declarations import DefinitionSpec, ParameterSpec
from disposition.language.expression import Definition, Fact, Name, Parameter
from disposition.language.types import FactSpec, FactType, ListSpec, TableSpec
from disposition.words import listed

OUTCOME = "outcome"
SHIPS = "ships"


NOTHING_ALIKE = "`disposition facts` lists what there is"
"""What is said of a name that is like no other."""


@frozen
class Scope:
    """The facts, parameters, definitions, lists and tables that an expression may use.

    `decided` holds the names that exist only once a decision is taken (`outcome`, `ships`);
    it is empty everywhere but in invariants. `broken` are names that are declared, but wrongly:
    they mean nothing, and nobody is told so again where they are used. `removed` are names that a
    layer took away.
    """

    facts: Mapping[str, FactSpec]
    parameters: Mapping[str, ParameterSpec]
    definitions: Mapping[str, DefinitionSpec]
    broken: Set[str] = frozenset()
    removed: Set[str] = frozenset()
    decided: Mapping[str, FactType] = field(factory=dict)
    lists: Mapping[str, ListSpec] = field(factory=dict)
    tables: Mapping[str, TableSpec] = field(factory=dict)

    def resolve(self, name: Name) -> Fact | Parameter | Definition | None:
        """Return what a name means, or None if it means nothing here."""
        text = name.text
        if text in self.decided:
            return Fact(text, self.decided[text], span=name.span)
        if text in self.definitions:
            return Definition(text, self.definitions[text].type, span=name.span)
        if text in self.parameters:
            return Parameter(text, self.parameters[text].type, span=name.span)
        if text in self.facts:
            return Fact(text, self.facts[text].type, span=name.span)
        return None

    def taken(self, variable: str) -> str:
        """Return what a variable of an aggregate would hide; nothing if it hides nothing."""
        if variable in self.definitions:
            return "a definition"
        if variable in self.parameters:
            return "a parameter"
        if variable in self.facts or variable in self.lists:
            return "a fact"
        section = f"{variable}."
        is_section = any(path.startswith(section) for path in (*self.facts, *self.lists))
        return "a group of facts" if is_section else ""

    def hint(self, text: str) -> str:
        """Return a suggestion for a name that means nothing."""
        if text in self.removed:
            return (
                "a layer takes it away with `replaces`; write it anew there, or replace this, too"
            )
        if text in (OUTCOME, SHIPS):
            return "`outcome` and `ships` are known to invariants and claims only"
        if text in ("known", "unknown"):
            return "it stands after `is`; put brackets around `x is known` within a comparison"
        inside = [path for path in self.facts if path.startswith(f"{text}.")]
        if inside:
            shown = listed(inside[:3])
            return f"it is a group of facts, among them {shown}"
        endings = [path for path in self.facts if path.endswith(f".{text}")]
        if len(endings) == 1:
            return f"did you mean `{endings[0]}`?"
        own = [
            *islice(self.parameters, MOST_SUGGESTED_FROM),
            *islice(self.definitions, MOST_SUGGESTED_FROM),
        ]
        known = [*own, *self.facts, *self.decided]
        return suggest(text, known) or self._by_context(text, endings)

    def _by_context(self, text: str, endings: list[str]) -> str:
        if endings:
            shown = listed(endings[:3])
            return f"facts of that name are {shown}"
        values = {value for spec in self.facts.values() for value in spec.type.values}
        if text in values:
            return f"a text needs quotes: `'{text}'`"
        return NOTHING_ALIKE
