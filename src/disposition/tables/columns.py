"""What the columns of a table mean: a small declaration from their names to paths of facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from disposition.documents.scalars import RefusalError, ScalarType
from disposition.errors import Problem, suggest
from disposition.facts.catalogue import Catalogue
from disposition.facts.flat import scalar_of
from disposition.facts.own.declared import PREFIX
from disposition.frozen import evolve, field, frozen
from disposition.language.types import FactSpec, Kind, Value
from disposition.tables.declaring import ColumnsReading
from disposition.tables.meanings import (
    CellMeaning,
    CountMeaning,
    LinesMeaning,
    TableError,
    is_plain_day,
)

__all__ = ["CellMeaning", "CountMeaning", "LinesMeaning", "TableColumns", "TableError"]

_WITH_WORDS = frozenset({Kind.ENUM, Kind.BOOLEAN, Kind.TEXT})


def _cells(given: Mapping[str, Any]) -> Mapping[str, CellMeaning]:
    return {
        name: each if isinstance(each, CellMeaning) else CellMeaning(str(each))
        for name, each in given.items()
    }


@frozen
class TableColumns:
    """What the columns of a table mean, by the paths of the facts that their cells are.

    A fact that no column and nothing `fixed` tells is unknown in every row. Other columns of a
    table are left alone. A list can be `fixed` to be empty. `absent` holds texts that say nothing,
    besides blank ones. `counts` are columns of units found, each a line of `inspection.defects`;
    `lines` are long tables with a row for each item of a list, by the path of the list.

    >>> TableColumns({"qty": "lot.quantity"}).cells["qty"].path
    'lot.quantity'
    """

    cells: Mapping[str, CellMeaning] = field(converter=_cells)
    fixed: Mapping[str, Any] = field(factory=dict)
    absent: tuple[str, ...] = ()
    counts: Mapping[str, CountMeaning] = field(factory=dict)
    lines: Mapping[str, LinesMeaning] = field(factory=dict)

    def with_absent(self, words: Iterable[str]) -> TableColumns:
        """Return columns of which more texts say nothing."""
        return evolve(self, absent=tuple(dict.fromkeys((*self.absent, *words))))

    def without_others(self, catalogue: Catalogue) -> TableColumns:
        """Return columns without those below `custom` that only other policies declare.

        One that is called almost as one that is declared stays, to be refused.
        """
        own = [path for path in catalogue if path.startswith(PREFIX)]

        def is_kept(path: str) -> bool:
            return not path.startswith(PREFIX) or path in catalogue or bool(suggest(path, own))

        return evolve(
            self, cells={name: each for name, each in self.cells.items() if is_kept(each.path)}
        )

    @property
    def names(self) -> frozenset[str]:
        """The columns of the table that are told about."""
        return frozenset(
            {*self.cells, *self.counts, *(k for of in self.lines.values() for k in of.key)}
        )

    def decimals_of(self, name: str) -> str:
        """Return how a column writes decimals, where it is said: of it, or of all the others."""
        cell = self.cells.get(name) or self.counts.get(name)
        if cell:
            return cell.decimals
        of_others = {each.decimals for each in self.cells.values()}
        of_others |= {each.decimals for each in self.counts.values()}
        return of_others.pop() if len(of_others) == 1 else ""

    @classmethod
    def from_dict(cls, given: Mapping[str, Any], folder: Path | None = None) -> TableColumns:
        """Return what plain data declares: columns by their names, or a group of keys with them.

        Files of lines lie in `folder`, if one is told.

        Raises:
            TableError: with everything that is wrong in it.

        >>> TableColumns.from_dict({
        ...     "columns": {
        ...         "Menge": {"to": "lot.quantity", "unit": "units"},
        ...         "Ergebnis": {"to": "inspection.report_result", "words": {"iO": "pass"}},
        ...     },
        ...     "fixed": {"as_of": "2026-11-22"},
        ... }).fixed
        {'as_of': '2026-11-22'}
        """
        return cls(**ColumnsReading(folder).parts(given))

    @classmethod
    def read(cls, path: str | PathLike[str]) -> TableColumns:
        """Return what a YAML file declares.

        Raises:
            TableError: with everything that is wrong in it.
            PolicyError: the file is no YAML; with each place.
            OSError: it cannot be read.
        """
        # Who declares columns in Python does not wait for what reads YAML.
        from disposition.language.plain_data import plain_yaml

        file = Path(path)
        declared = plain_yaml(str(file), file.read_text(encoding="utf-8-sig"))
        return cls.from_dict(declared, file.parent)

    @classmethod
    def by_path(cls, names: Iterable[str], catalogue: Catalogue) -> TableColumns:
        """Return the columns that are called as facts are.

        Raises:
            TableError: none is.
        """
        held = [name for name in names if name in catalogue or name in catalogue.lists]
        if not held:
            hint = "say what columns mean, or let `disposition.rows.propose_columns` propose it"
            raise TableError([Problem("$", "no column is called as a fact is", hint, "no-columns")])
        return cls({name: CellMeaning(name) for name in held})


def lists_in(columns: TableColumns, catalogue: Catalogue) -> Mapping[str, CellMeaning]:
    """Return the columns that are lists of documents."""
    return {name: cell for name, cell in columns.cells.items() if cell.path in catalogue.lists}


def without_fixed_lists(
    columns: TableColumns, catalogue: Catalogue
) -> tuple[TableColumns, Mapping[str, Any]]:
    """Return columns without the lists that are fixed, and these by their paths."""
    fixed = {path: each for path, each in columns.fixed.items() if path in catalogue.lists}
    others = {path: each for path, each in columns.fixed.items() if path not in fixed}
    return evolve(columns, fixed=others), fixed


def has_lists(columns: TableColumns, catalogue: Catalogue) -> bool:
    """Whether columns are lists of documents, count what a list holds, or find its lines."""
    in_columns = lists_in(columns, catalogue) or columns.counts or columns.lines
    return bool(in_columns) or any(path in catalogue.lists for path in columns.fixed)


def needs_frames(columns: TableColumns, catalogue: Catalogue) -> bool:
    """Whether columns are read in frames only: lists, numbers with groups, days in many forms."""
    return any(map(only_in_frames, columns.cells.values())) or has_lists(columns, catalogue)


def only_in_frames(cell: CellMeaning) -> str:
    """Return the key of a meaning that statements of SQL cannot say; empty if there is none."""
    if cell.decimals:
        return "decimals"
    is_plain = len(cell.days) == 1 and is_plain_day(cell.days[0])
    return "" if is_plain else "days"


# --- against a policy's catalogue ----------------------------------------------------------------


@frozen
class MeantColumns:
    """What columns mean to a policy: each fact's column, and the values of those that are fixed."""

    columns: Mapping[str, str]
    cells: Mapping[str, CellMeaning]
    fixed: Mapping[str, Value]


def meant_by(columns: TableColumns, catalogue: Catalogue) -> MeantColumns:
    """Return what columns mean to a policy that reads a catalogue of facts.

    Raises:
        TableError: with everything that does not fit: paths, words, units, values.
    """
    problems: list[Problem] = []
    by_path: dict[str, str] = {}
    cells: dict[str, CellMeaning] = {}
    for name, cell in columns.cells.items():
        where = f"column `{name}`"
        spec = catalogue.get(cell.path)
        if spec is None:
            hint = suggest(cell.path, catalogue)
            message = f"there is no fact `{cell.path}`"
            problems.append(Problem(where, message, hint, "unknown-fact"))
            continue
        if cell.path in by_path or cell.path in columns.fixed:
            other = f"column `{by_path[cell.path]}`" if cell.path in by_path else "`fixed`"
            message = f"`{cell.path}` comes from {other} already"
            problems.append(Problem(where, message, code="twice"))
            continue
        problems += misfits(where, cell, spec, scalar_of(cell.path, catalogue))
        by_path[cell.path] = name
        cells[name] = cell
    fixed: dict[str, Value] = {}
    for path, value in columns.fixed.items():
        _fix(path, value, catalogue, fixed, problems)
    if problems:
        raise TableError(problems)
    return MeantColumns(by_path, cells, fixed)


def misfits(where: str, cell: CellMeaning, spec: FactSpec, scalar: ScalarType) -> Iterable[Problem]:
    """Yield what is said of cells that does not fit a value: another unit, words of no meaning."""
    if cell.unit is not None and cell.unit != spec.type.unit:
        has = f"is in {spec.type.unit}" if spec.type.unit else "has no unit"
        hint = "reckon it in that unit before" if spec.type.unit else "leave the unit out"
        yield Problem(where, f"`{cell.path}` {has}, not in {cell.unit}", hint, "unit")
    kind = Kind.TEXT if spec.type.kind is Kind.ENUM else spec.type.kind
    if cell.kind not in (None, kind):
        message = f"`{cell.path}` is {spec.type}; the column says that it is {cell.kind.value}"
        yield Problem(where, message, "leave the type out", "wrong-type")
    if cell.words is not None and spec.type.kind not in _WITH_WORDS:
        message = f"`{cell.path}` is {spec.type}; `words` are of words, texts and flags"
        yield Problem(where, message, code="wrong-type")
        return
    for word, meant in (cell.words or {}).items():
        try:
            if meant is not None:
                scalar.read(meant)
        except RefusalError as error:
            place = f"{where}, word `{word}`"
            yield Problem(place, error.message, error.hint, error.code)


def _fix(
    path: str, value: object, catalogue: Catalogue, fixed: dict[str, Value], problems: list[Problem]
) -> None:
    if path not in catalogue:
        message, hint = f"there is no fact `{path}`", suggest(path, catalogue)
        problems.append(Problem(f"fixed `{path}`", message, hint, "unknown-fact"))
        return
    try:
        if value is not None:
            fixed[path] = scalar_of(path, catalogue).read(value)
    except RefusalError as error:
        problems.append(Problem(f"fixed `{path}`", error.message, error.hint, error.code))
