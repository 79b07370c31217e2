"""What a name in a policy can mean, also in lists and tables, and what to suggest if nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from itertools import islice

from disposition.errors import MOST_SUGGESTED_FROM, suggest
from disposition.frozen import field, frozen
from disposition.language.declarations import DefinitionSpec, ParameterSpec
from disposition.language.expression import Definition, Fact, Item, Listing, Lookup, Name, Parameter
from disposition.language.faults import ExpressionError
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


Lists = Mapping[str, ListSpec]


def find_list(name: Name, variables: Lists, lists: Lists) -> tuple[Listing, ListSpec]:
    """Return the list that a name stands for: of the document, or of an item before it.

    Raises:
        ExpressionError: T214, there is none.
    """
    variable, _, key = name.text.partition(".")
    prefix = ""
    if variable in variables:
        lists, prefix = variables[variable].lists, f"{variable}."
    else:
        variable, key = "", name.text
    if key in lists:
        return Listing(lists[key].path, variable, span=name.span), lists[key]
    hint = _hint(name.text, "lists are", [f"{prefix}{each}" for each in lists])
    raise ExpressionError("T214", name.span, f"`{name.text}` is not a list", hint)


def find_item(name: Name, variables: Lists) -> Item:
    """Return the value of an item that a name stands for, which begins with its variable.

    Raises:
        ExpressionError: T215, the items have no such value.
    """
    variable, _, key = name.text.partition(".")
    spec = variables[variable]
    if key in spec.items:
        held = spec.items[key]
        return Item(variable, key, held.path, held.type, span=name.span)
    if key in spec.lists:
        raise no_value(name)
    hint = _hint(name.text, "it has", [f"{variable}.{each}" for each in spec.items])
    message = f"an item of `{spec.path}` has no `{key}`"
    if not key:
        message = f"`{variable}` is an item of `{spec.path}`, not a value"
    raise ExpressionError("T215", name.span, message, hint)


def no_value(name: Name) -> ExpressionError:
    """Return the fault of a list that stands where a value must."""
    hint = f"write `count(each for each in {name.text})` or the like"
    return ExpressionError("T215", name.span, f"`{name.text}` is a list, not a value", hint)


def within_a_list(name: str, lists: Iterable[str]) -> str:
    """Return how a value of the items of a list is told, where a name looks like one; else ""."""
    of = next((each for each in lists if name.startswith(f"{each}.")), None)
    if of is None:
        return ""
    value = name.removeprefix(f"{of}.")
    return f"`{of}` is a list: write `sum(each.{value} for each in {of})` or the like"


def find_table(lookup: Lookup, tables: Mapping[str, TableSpec]) -> TableSpec:
    """Return the table in which a value is looked up.

    Raises:
        ExpressionError: T216, there is none, or it has no such column or as many keys.
    """
    spec = tables.get(lookup.table)
    if spec is None:
        message = f"`{lookup.table}` is not a table"
        hint = _hint(lookup.table, "tables are", tables)
    elif lookup.column not in spec.columns:
        message = f"the table `{spec.name}` has no column `{lookup.column}`"
        hint = _hint(lookup.column, "it has", spec.columns)
    elif len(lookup.keys) != len(spec.keys):
        message = f"the table `{spec.name}` has {len(spec.keys)} keys, not {len(lookup.keys)}"
        hint = f"write `lookup({spec.name}.{lookup.column}, {', '.join(spec.keys)})`"
    else:
        return spec
    raise ExpressionError("T216", lookup.span, message, hint)


def _hint(text: str, says: str, known: Iterable[str]) -> str:
    names = list(known)
    shown = listed(names[:5])
    return suggest(text, names) or (f"{says} {shown}" if shown else "")
