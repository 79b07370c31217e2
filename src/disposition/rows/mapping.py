"""What the columns of a table mean: a declarative mapping from a row to a lot document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from disposition.documents.places.data import put_into
from disposition.documents.quoting import cut
from disposition.documents.reporting import capped
from disposition.documents.types import Kind
from disposition.errors import LotError, Problem, few_suggestions, suggest
from disposition.facts import Lot
from disposition.frozen import evolve, field, frozen
from disposition.rows.declaration import (
    CUSTOM,
    CellColumn,
    CheckColumn,
    CountColumn,
    Declaration,
    RowError,
)
from disposition.tables.frames.cells import CellError, read_cell
from disposition.tables.meanings import missing_columns

if TYPE_CHECKING:
    from disposition.decide import Policy

__all__ = ["LotMapping", "RowError"]


@frozen
class LotMapping:
    """What the columns of a table mean: each row becomes one lot.

    Columns that the mapping does not name are refused, so that none is forgotten: those of no use
    are listed in `ignore`. What a row leaves out is not known, as everywhere. `encoding` is that of
    the files that hold the table, where it is none that they say themselves.

    >>> mapping = LotMapping.from_dict({
    ...     "decimals": "comma",
    ...     "days": "DD.MM.YYYY",
    ...     "columns": {
    ...         "Los": "lot.id",
    ...         "Menge": "lot.quantity",
    ...         "Preis": "lot.unit_price",
    ...         "Datum": "inspection.date",
    ...         "Ergebnis": {"to": "inspection.report_result",
    ...                      "words": {"i.O.": "pass", "n.i.O.": "fail"}},
    ...     },
    ...     "counts": {"Haupt": "major", "Neben": {"severity": "minor", "blank": 0}},
    ... })
    >>> row = {"Los": "4711", "Menge": "3.200", "Preis": "4,20", "Datum": "18.11.2026",
    ...        "Ergebnis": "n.i.O.", "Haupt": 9, "Neben": ""}
    >>> lot = mapping.lot(row)
    >>> lot.lot.quantity, lot.lot.unit_price, lot.inspection.date.isoformat()
    (3200, Decimal('4.20'), '2026-11-18')
    >>> [(line.severity, line.units) for line in lot.inspection.defects]
    [('major', 9)]
    """

    columns: Mapping[str, CellColumn]
    counts: Mapping[str, CountColumn] = field(factory=dict)
    checks: Mapping[str, CheckColumn] = field(factory=dict)
    fixed: Mapping[str, Any] = field(factory=dict)
    ignore: frozenset[str] = frozenset()
    encoding: str = ""

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> LotMapping:
        """Return the mapping that plain data declares.

        Raises:
            RowError: with everything that is wrong in it.
        """
        return cls(**Declaration().parts(given))

    @classmethod
    def read(cls, path: str | PathLike[str]) -> LotMapping:
        """Return the mapping that a YAML file declares.

        Raises:
            RowError: with everything that is wrong in it.
            PolicyError: the file is no YAML; with each place.
            OSError: it cannot be read.
        """
        # Who declares a mapping in Python does not wait for what reads YAML.
        from disposition.language.plain_data import plain_yaml

        file = Path(path)
        return cls.from_dict(plain_yaml(str(file), file.read_text(encoding="utf-8-sig")))

    def for_policy(self, policy: Policy) -> LotMapping:
        """Return the mapping with cells below `custom` read as the facts that a policy declares.

        Those of which the mapping says a `type` are read as that.
        """
        facts = policy.checked.catalogue

        def typed(column: CellColumn) -> CellColumn:
            spec = facts.get(column.path) if column.path.startswith(CUSTOM) else None
            if spec is None or not spec.given or column.type.kind is not Kind.TEXT:
                return column
            return evolve(column, type=spec.type)

        return evolve(self, columns={name: typed(each) for name, each in self.columns.items()})

    def document(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return the lot document of a row, as plain data that is not looked at as a whole yet.

        Raises:
            RowError: cells cannot be read, or there are columns that nobody told about.
        """
        problems = [*self._unknown(row)]
        document: dict[str, Any] = {}
        for path, value in self.fixed.items():
            put_into(document, path, value)
        for name, column in self.columns.items():
            value = _cell(row, name, column, problems)
            if value is not None:
                put_into(document, column.path, value)
        self._found(row, document, problems)
        self._checked(row, document, problems)
        if problems:
            raise RowError(capped(problems))
        return document

    def lot(self, row: Mapping[str, Any]) -> Lot:
        """Return the lot of a row.

        Raises:
            RowError: cells cannot be read, or what they say contradicts itself; by column.
        """
        document = self.document(row)
        try:
            return Lot.from_dict(document)
        except LotError as error:
            raise self.by_column(error) from None

    def by_column(self, error: LotError) -> RowError:
        """Return what is wrong with the lot of a row, told by column."""
        return RowError(map(self._by_column, error.problems))

    def lots(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[Lot | RowError]:
        """Yield for each row its lot, or what is wrong with it: no row costs the others."""
        for number, row in enumerate(rows, start=1):
            try:
                yield self.lot(row)
            except RowError as error:
                yield RowError(
                    evolve(each, where=f"row {number}, {each.where}") for each in error.problems
                )

    def expect_columns(self, names: Iterable[str]) -> None:
        """Expect a table to have the columns that this tells of, and no others.

        Raises:
            RowError: with those that it has not, and those that this does not know.
        """
        held = tuple(names)
        told = {*self.columns, *self.counts, *self.checks}
        if problems := [*missing_columns(sorted(told), held), *self._unknown(dict.fromkeys(held))]:
            raise RowError(capped(problems))

    def _unknown(self, row: Mapping[str, Any]) -> Iterator[Problem]:
        known = {*self.columns, *self.counts, *self.checks, *self.ignore}
        with few_suggestions():
            for name in row:
                if name not in known:
                    hint = suggest(str(name), known) or "say what it means, or list it in `ignore`"
                    message = "the mapping does not know this column"
                    yield Problem(_where(name), message, hint, "unknown-key")

    def _found(
        self, row: Mapping[str, Any], document: dict[str, Any], problems: list[Problem]
    ) -> None:
        """Add the defects that columns count; they are known where each column says a number."""
        lines, is_told = [], bool(self.counts)
        for name, count in self.counts.items():
            units = _cell(row, name, count.cells, problems)
            if units is None and count.is_zero_if_blank:
                units = 0
            is_told = is_told and units is not None
            if units:
                lines.append({**count.line, "units": units})
        if is_told:
            put_into(document, "inspection.defects", lines)

    def _checked(
        self, row: Mapping[str, Any], document: dict[str, Any], problems: list[Problem]
    ) -> None:
        checks = []
        for name, check in self.checks.items():
            result = _cell(row, name, check.cells, problems)
            checks.append({**check.check, **({} if result is None else {"result": result})})
        if checks:
            put_into(document, "inspection.checks", checks)

    def _by_column(self, problem: Problem) -> Problem:
        """Return a problem of the document at the column that it came from."""
        place = problem.where.removeprefix("$.")
        for name, column in self.columns.items():
            if column.path == place:
                return evolve(problem, where=_where(name))
        return problem


def _where(column: object) -> str:
    return f"column `{cut(str(column))}`"


def _cell(row: Mapping[str, Any], name: str, column: CellColumn, problems: list[Problem]) -> Any:
    try:
        return read_cell(row.get(name), column.type, column.notation, column.words)
    except CellError as error:
        problems.append(Problem(_where(name), error.message, error.hint, "wrong-type"))
        return None
