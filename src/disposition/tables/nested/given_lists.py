"""Lists of lots in every shape, read from the columns of tables: structs, counts, lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from disposition.errors import Problem
from disposition.facts.catalogue import Catalogue
from disposition.frozen import field, frozen
from disposition.tables.column_types import ColumnType
from disposition.tables.columns import CellMeaning, CountMeaning, TableColumns, TableError
from disposition.tables.loads import (
    CountsLoad,
    LinesLoad,
    ListLoad,
    Load,
    counts_load,
    list_load,
    load_of,
    scalar_at,
)
from disposition.tables.names import RESERVED
from disposition.tables.nested.line_loads import Schema, lines_load
from disposition.tables.nested.list_meanings import DEFECTS, UNITS, count_misfits, list_misfits

AnyList: TypeAlias = ListLoad | CountsLoad | LinesLoad
"""A list of lots, in whatever shape."""


@frozen(eq=False)
class GivenLists:
    """The lists that tables have, and the columns of units from which some are made."""

    lists: tuple[AnyList, ...] = ()
    counted: tuple[Load, ...] = ()
    problems: tuple[Problem, ...] = field(default=(), repr=False)

    @property
    def unreadable(self) -> Mapping[str, str]:
        """The columns that tell in which rows something cannot be read, by how that is called."""
        found = {each.column: each.bad for each in self.counted}
        for each in self.lists:
            match each:
                case ListLoad(column=name, bad=bad) | LinesLoad(told=name, bad=bad):
                    found[name] = bad
                case _:
                    pass
        return found


def given_lists(  # noqa: PLR0917 - what is declared, and what the tables hold
    columns: TableColumns,
    lists: Mapping[str, CellMeaning],
    schema: Schema,
    lines: Mapping[str, Schema],
    catalogue: Catalogue,
    absent: tuple[str, ...],
) -> GivenLists:
    """Return the lists that tables have; `lists` are columns, `lines` types of tables of lines.

    Raises:
        TableError: with what is said of lists that no table could have.
    """
    wrong = [
        *list_misfits(columns, lists, catalogue),
        *count_misfits(columns.counts, tuple(schema), catalogue),
    ]
    if wrong:
        raise TableError(wrong)
    found: list[AnyList] = []
    problems: list[Problem] = []
    counted: list[Load] = []

    def take(made: AnyList | list[Problem]) -> None:
        if isinstance(made, list):
            problems.extend(made)
        else:
            found.append(made)

    def stem() -> str:
        return f"{RESERVED}list_{len(found)}"

    for name, cell in lists.items():
        take(list_load(name, schema[name], cell, catalogue, stem=stem(), absent=absent))
    if columns.counts:
        made = _counted(columns.counts, schema, catalogue, absent)
        problems += [each for each in made.values() if isinstance(each, Problem)]
        loads = {name: each for name, each in made.items() if isinstance(each, Load)}
        counted += loads.values()
        if not problems:
            take(counts_load(loads, columns.counts, DEFECTS, catalogue, stem=stem()))
    for path, meaning in columns.lines.items():
        types = lines.get(path, {})
        take(lines_load(path, meaning, schema, types, catalogue, stem=stem(), absent=absent))
    return GivenLists(tuple(found), tuple(counted), tuple(problems))


def _counted(
    counts: Mapping[str, CountMeaning],
    schema: Mapping[str, ColumnType],
    catalogue: Catalogue,
    absent: tuple[str, ...],
) -> Mapping[str, Load | Problem | None]:
    """Return how the columns are read that count units; None of one that holds nothing."""
    scalar = scalar_at(catalogue, f"{DEFECTS}[].{UNITS}")
    return {
        name: load_of(
            name,
            schema[name],
            CellMeaning(UNITS),
            scalar,
            stem=f"{RESERVED}count_{number}",
            absent=absent,
            where=f"column `{name}`",
        )
        for number, name in enumerate(counts)
    }
