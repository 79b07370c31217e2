"""What the columns of a table mean: a small declaration from their names to paths of facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from attrs import field

from disposition.documents.scalars import RefusalError
from disposition.documents.shown import shown
from disposition.errors import DocumentError, Problem, suggest
from disposition.facts.catalogue import Catalogue
from disposition.facts.flat import scalar_of
from disposition.frozen import frozen
from disposition.language.types import FactSpec, Kind, Value
from disposition.words import listed

__all__ = ["CellMeaning", "TableColumns", "TableError"]

KEYS = ("columns", "fixed", "absent", "days", "ignore")
CELL_KEYS = ("to", "words", "unit", "days", "places")

_WITH_WORDS = frozenset({Kind.ENUM, Kind.BOOLEAN})
MOST_PLACES = 15
PLACES = 6
"""Digits behind the point of a decimal that is a float or a text, where nobody says how many."""


class TableError(DocumentError):
    """A table, or what its columns are said to mean, that cannot be taken; with all that is wrong.

    Each problem has a code that stays: `unknown-fact`, `missing-column`, `wrong-type`, `unit`,
    `unknown-word`, `unknown-key`, `name-taken`, `twice`, `no-columns`, `too-large`,
    `not-in-tables`, or that of a value of a document.
    """


@frozen
class CellMeaning:
    """Where the cells of a column go, and how they are written.

    `words` says what a cell means, as it is written: `{R: fail}`; null for one that says nothing.
    `unit` is that of the fact: a column in another one is refused. `days` is a form such as
    `DD.MM.YYYY`, for texts. `places` are the digits behind the point of floats and texts.
    """

    path: str
    words: Mapping[str, Value | None] | None = None
    unit: str | None = None
    days: str = "YYYY-MM-DD"
    places: int = PLACES


def _cells(given: Mapping[str, Any]) -> Mapping[str, CellMeaning]:
    return {
        name: each if isinstance(each, CellMeaning) else CellMeaning(str(each))
        for name, each in given.items()
    }


@frozen
class TableColumns:
    """What the columns of a table mean, by the paths of the facts that their cells are.

    A fact that no column and nothing `fixed` tells is unknown in every row. Other columns of a
    table are left alone. `absent` holds texts that say nothing, besides blank ones.

    >>> TableColumns({"qty": "lot.quantity"}).cells["qty"].path
    'lot.quantity'
    """

    cells: Mapping[str, CellMeaning] = field(converter=_cells)
    fixed: Mapping[str, Any] = field(factory=dict)
    absent: tuple[str, ...] = ()

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> TableColumns:
        """Return what plain data declares: columns by their names, or a group of keys with them.

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
        return _Reading().columns(given)

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
        return cls.from_dict(plain_yaml(str(file), file.read_text(encoding="utf-8-sig")))

    @classmethod
    def by_path(cls, names: Iterable[str], catalogue: Catalogue) -> TableColumns:
        """Return the columns that are called as facts are."""
        return cls({name: CellMeaning(name) for name in names if name in catalogue})


class _Reading:
    """Reads a declaration, and notes all that is wrong with it."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    def columns(self, given: object) -> TableColumns:
        if not isinstance(given, Mapping):
            self._refuse("$", f"expected columns and what they mean, found {shown(given)}")
            raise TableError(self._problems)
        grouped = isinstance(given.get("columns"), Mapping)
        group: Mapping[str, Any] = given if grouped else {"columns": given}
        self._expect_keys("$", group, KEYS)
        days = self._days("$.days", group.get("days", "YYYY-MM-DD"))
        cells = {
            str(name): self._cell(f"$.columns.{name}", each, days)
            for name, each in group["columns"].items()
        }
        fixed = group.get("fixed") or {}
        if not isinstance(fixed, Mapping):
            self._refuse("$.fixed", "expected paths of facts and their values")
            fixed = {}
        if not cells and not fixed:
            hint = "such as `qty: lot.quantity`"
            self._refuse("$", "no column is told about", hint, "no-columns")
        absent = group.get("absent") or ()
        words = (absent,) if isinstance(absent, str) else tuple(map(str, absent))
        if self._problems:
            raise TableError(self._problems)
        return TableColumns(cells, {str(path): each for path, each in fixed.items()}, words)

    def _refuse(self, where: str, message: str, hint: str = "", code: str = "wrong-type") -> None:
        self._problems.append(Problem(where, message, hint, code))

    def _expect_keys(self, where: str, given: Mapping[str, Any], known: tuple[str, ...]) -> None:
        for key in given:
            if key not in known:
                hint = suggest(str(key), known) or f"known here: {listed(known)}"
                self._refuse(f"{where}.{key}", "unknown key", hint, "unknown-key")

    def _days(self, where: str, form: object) -> str:
        if isinstance(form, str) and _is_day_form(form):
            return form
        hint = "such as `DD.MM.YYYY`, `MM/DD/YYYY` or `YYYYMMDD`"
        self._refuse(where, f"{shown(form)} has no year, month and day", hint)
        return "YYYY-MM-DD"

    def _cell(self, where: str, said: object, days: str) -> CellMeaning:
        given = {"to": said} if isinstance(said, str) else said
        if not isinstance(given, Mapping) or not isinstance(given.get("to"), str):
            self._refuse(where, "expected the path of a fact", "such as `lot.quantity`")
            return CellMeaning("")
        self._expect_keys(where, given, CELL_KEYS)
        words = given.get("words")
        if words is not None and not isinstance(words, Mapping):
            self._refuse(f"{where}.words", "expected words and what each means")
            words = None
        places = given.get("places", PLACES)
        if not isinstance(places, int) or not 0 <= places <= MOST_PLACES:
            self._refuse(f"{where}.places", f"expected a whole number from 0 to {MOST_PLACES}")
            places = PLACES
        unit = given.get("unit")
        return CellMeaning(
            given["to"],
            None if words is None else {str(word): meant for word, meant in words.items()},
            None if unit is None else str(unit),
            self._days(f"{where}.days", given.get("days", days)),
            places,
        )


def _is_day_form(form: str) -> bool:
    """Whether a form has a year, a month and a day, each once, and signs between them."""
    bare = form.replace("YYYY", "").replace("MM", "").replace("DD", "")
    return len(form) == len(bare) + 8 and re.fullmatch(r"[-./ ]*", bare) is not None


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
        problems += _misfits(where, cell, spec)
        by_path[cell.path] = name
        cells[name] = _with_words(where, cell, catalogue, problems)
    fixed: dict[str, Value] = {}
    for path, value in columns.fixed.items():
        _fix(path, value, catalogue, fixed, problems)
    if problems:
        raise TableError(problems)
    return MeantColumns(by_path, cells, fixed)


def _misfits(where: str, cell: CellMeaning, spec: FactSpec) -> Iterable[Problem]:
    if cell.unit is not None and cell.unit != spec.type.unit:
        has = f"is in {spec.type.unit}" if spec.type.unit else "has no unit"
        hint = "reckon it in that unit before" if spec.type.unit else "leave the unit out"
        yield Problem(where, f"`{spec.path}` {has}, not in {cell.unit}", hint, "unit")
    if cell.words is not None and spec.type.kind not in _WITH_WORDS:
        message = f"`{spec.path}` is {spec.type}; `words` are of facts that are words or flags"
        yield Problem(where, message, code="wrong-type")


def _with_words(
    where: str, cell: CellMeaning, catalogue: Catalogue, problems: list[Problem]
) -> CellMeaning:
    """Return a cell whose words mean values of its fact, noting those that do not."""
    if catalogue[cell.path].type.kind not in _WITH_WORDS:
        return cell
    for word, meant in (cell.words or {}).items():
        if meant is None:
            continue
        try:
            scalar_of(cell.path, catalogue).read(meant)
        except RefusalError as error:
            place = f"{where}, word `{word}`"
            problems.append(Problem(place, error.message, error.hint, error.code))
    return cell


def _fix(
    path: str,
    value: object,
    catalogue: Catalogue,
    fixed: dict[str, Value],
    problems: list[Problem],
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
