"""Lists of lots in every shape, read from the columns of tables: structs, counts, lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from disposition.documents.quoting import shown
from disposition.documents.scalars import RefusalError
from disposition.errors import Problem, suggest
from disposition.facts.catalogue import Catalogue
from disposition.frozen import field, frozen
from disposition.language.expression import POSITION
from disposition.tables.column_reading import (
    ColumnReading,
    ColumnType,
    CountsLoad,
    KeyLoad,
    LinesLoad,
    ListLoad,
    Load,
    Stored,
    no_such_key,
    scalar_at,
)
from disposition.tables.columns import (
    CellMeaning,
    CountMeaning,
    LinesMeaning,
    TableColumns,
    TableError,
)
from disposition.tables.names import RESERVED
from disposition.words import listed

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


def given_lists(
    columns: TableColumns,
    lists: Mapping[str, CellMeaning],
    schema: Schema,
    lines: Mapping[str, Schema],
    reading: ColumnReading,
) -> GivenLists:
    """Return the lists that tables have; `lists` are columns, `lines` types of tables of lines.

    Raises:
        TableError: with what is said of lists that no table could have.
    """
    wrong = [
        *list_misfits(columns, lists, reading.catalogue),
        *count_misfits(columns.counts, tuple(schema), reading.catalogue),
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
        of_column = reading.listing(name, schema[name], cell, stem())
        if isinstance(of_column, ListLoad) and of_column.within:
            message = (
                f"its items hold lists ({listed(of_column.within)}), and statements go over none"
            )
            hint = "decide the table as a frame, or leave them out"
            of_column = [Problem(f"column `{name}`", message, hint, "not-in-tables")]
        take(of_column)
    if columns.counts:
        made = counted_columns(columns.counts, schema, reading)
        problems += [each for each in made.values() if isinstance(each, Problem)]
        loads = {name: each for name, each in made.items() if isinstance(each, Load)}
        counted += loads.values()
        if not problems:
            take(reading.counts(loads, columns.counts, DEFECTS, stem()))
    for path, meaning in columns.lines.items():
        take(_lines_load(path, meaning, schema, lines.get(path, {}), reading, stem()))
    return GivenLists(tuple(found), tuple(counted), tuple(problems))


def counted_columns(
    counts: Mapping[str, CountMeaning], schema: Schema, reading: ColumnReading
) -> Mapping[str, Load | Problem | None]:
    """Return how the columns are read that count units; None of one that holds nothing."""
    scalar = scalar_at(reading.catalogue, f"{DEFECTS}[].{UNITS}")
    found: dict[str, Load | Problem | None] = {}
    for name, count in counts.items():
        cell, stem = CellMeaning(UNITS, decimals=count.decimals), f"{RESERVED}count_{len(found)}"
        found[name] = reading.column(name, schema[name], cell, scalar, stem)
    return found


# --- lines in tables of their own, as a database joins them ---------------------------------------


_FILES = (".csv", ".parquet", ".jsonl", ".ndjson", ".json", ".xlsx")

Schema = Mapping[str, ColumnType]


def _lines_load(  # noqa: PLR0917 - what is declared, and what the tables hold
    path: str,
    meaning: LinesMeaning,
    lots: Schema,
    lines: Schema,
    reading: ColumnReading,
    stem: str,
) -> LinesLoad | list[Problem]:
    """Return how the lines of lots are read and joined, or what does not fit.

    `lots` and `lines` are the types of the columns of both tables, of lines where somebody said it.
    """
    told = meaning.name or path
    where = f"lines `{told}`"
    problems = [*_refused(meaning, where)]
    keys: list[KeyLoad] = []
    for of_lots, of_lines in meaning.key.items():
        joined = _key(path, (of_lots, of_lines), lots, lines, where)
        keys += [joined] if isinstance(joined, KeyLoad) else []
        problems += [] if isinstance(joined, KeyLoad) else joined
    items, wrong = reading.items(meaning.cells, lines, path, stem, f"{where}, column ")
    problems += wrong
    if problems:
        return problems
    source = str(meaning.source) if isinstance(meaning.source, str) else meaning.name
    is_empty = meaning.is_empty_without_rows
    return LinesLoad(
        path, told, source, f"{stem}_value", f"{stem}_bad", items, tuple(keys), is_empty
    )


def _refused(meaning: LinesMeaning, where: str) -> Iterator[Problem]:
    """Yield what a statement cannot do with lines."""
    if not isinstance(meaning.source, str | Path):
        message = "a statement joins a table of its database, and no frame"
        yield Problem(where, message, "name the table: `from: qm.defects`", "not-in-tables")
    elif Path(meaning.source).suffix.lower() in _FILES:
        message = "a statement joins a table of its database, and no file"
        yield Problem(where, message, "name the table: `from: qm.defects`", "not-in-tables")
    if not meaning.leaves_out_strays:
        message = "a statement cannot refuse lines of no lot"
        yield Problem(where, message, "`no_lot: leave_out` leaves them out", "not-in-tables")


def _key(
    path: str, names: tuple[str, str], lots: Schema, lines: Schema, where: str
) -> KeyLoad | list[Problem]:
    of_lots, of_lines = names
    problems = []
    if of_lots not in lots:
        hint = f"say its type: `types={{'{of_lots}': 'BIGINT'}}`"
        message = "it is a key, and nobody says of which type"
        problems.append(Problem(f"column `{of_lots}`", message, hint, "wrong-type"))
    if of_lines not in lines:
        hint = f"say its type: `types={{'{path}': {{'{of_lines}': 'BIGINT'}}}}`"
        message = "it is a key, and nobody says of which type"
        problems.append(Problem(f"{where}, column `{of_lines}`", message, hint, "wrong-type"))
    if problems:
        return problems
    one, other = lots[of_lots], lines[of_lines]
    kinds = {_kind(one), _kind(other)}
    if None in kinds or len(kinds) > 1:
        message = f"it holds {other.name}, and column `{of_lots}` of the lots {one.name}"
        hint = "give both the same type, whole numbers or texts"
        return [Problem(f"{where}, column `{of_lines}`", message, hint, "wrong-type")]
    return KeyLoad(of_lots, of_lines, kinds == {"text"})


def _kind(held: ColumnType) -> str | None:
    if held.stored is Stored.WHOLE or (held.stored is Stored.DECIMAL and not held.places):
        return "whole"
    return "text" if held.stored is Stored.TEXT else None


# --- what is said of lists that does not fit ------------------------------------------------------


DEFECTS, UNITS = "inspection.defects", "units"


def list_misfits(
    columns: TableColumns, lists: Mapping[str, CellMeaning], catalogue: Catalogue
) -> Iterator[Problem]:
    """Yield what is wrong with what is said of lists; `lists` are those in columns of their own."""
    taken: dict[str, str] = {}
    for path, value in columns.fixed.items():
        if path in catalogue.lists:
            taken[path] = "`fixed`"
            if value not in ([], ()):
                hint = "give the others in a column, or as `lines`"
                message = f"only an empty list can be fixed, found {shown(value)}"
                yield Problem(f"fixed `{path}`", message, hint, "wrong-type")
    for name, cell in lists.items():
        where, path = f"column `{name}`", cell.path
        if cell != CellMeaning(path, days=cell.days, decimals=cell.decimals):
            message = "`words`, `unit` and `places` are of values, not of a list"
            yield Problem(where, message, code="wrong-type")
        if path in taken:
            yield Problem(where, f"`{path}` comes from {taken[path]} already", code="twice")
        taken.setdefault(path, f"column `{name}`")
    for path in columns.lines:
        where = f"lines `{path}`"
        if path not in catalogue.lists:
            hint = suggest(path, catalogue.lists)
            yield Problem(where, f"there is no list `{path}`", hint, "unknown-fact")
        elif path in taken:
            yield Problem(where, f"`{path}` comes from {taken[path]} already", code="twice")
        taken.setdefault(path, "`lines`")
    if columns.counts and DEFECTS in taken:
        where = f"column `{next(iter(columns.counts))}`"
        yield Problem(where, f"`{DEFECTS}` comes from {taken[DEFECTS]} already", code="twice")


def count_misfits(
    counts: Mapping[str, CountMeaning], names: Sequence[str], catalogue: Catalogue
) -> Iterator[Problem]:
    """Yield what is wrong with what is said of columns that count, of those that a table has."""
    yield from missing(counts, names, "the table", "")
    for name, count in counts.items():
        spec = catalogue.lists[DEFECTS]
        where = f"column `{name}`"
        for key, value in count.line.items():
            if key == UNITS:
                yield Problem(where, "the units are what its cells say", code="twice")
                continue
            if key not in spec.items or key == POSITION:
                yield no_such_key(where, key, spec)
                continue
            try:
                scalar_at(catalogue, spec.items[key].path).read(value)
            except RefusalError as error:
                yield Problem(f"{where}, `{key}`", error.message, error.hint, error.code)


def missing(
    wanted: Iterable[str], names: Sequence[str], whose: str, where: str
) -> Iterator[Problem]:
    """Yield the columns that are told about, and that there are not."""
    for name in wanted:
        if name not in names:
            message, hint = f"{whose} has no such column", suggest(name, names)
            yield Problem(f"{where}column `{name}`", message, hint, "missing-column")
