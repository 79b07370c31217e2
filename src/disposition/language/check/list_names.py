"""What names stand for in lists and tables, and what to suggest where they stand for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from disposition.errors import suggest
from disposition.language.expression import Item, Listing, Lookup, Name
from disposition.language.faults import ExpressionError
from disposition.language.types import ListSpec, TableSpec
from disposition.words import listed

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
