"""Lists in whatever shape a table has them: what is said of them, and what of it does not fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from disposition.documents.scalars import RefusalError
from disposition.documents.shown import shown
from disposition.errors import Problem, suggest
from disposition.facts.catalogue import Catalogue
from disposition.language.expression import POSITION
from disposition.tables.columns import CellMeaning, CountMeaning, TableColumns
from disposition.tables.loads import no_such_key, scalar_at

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
