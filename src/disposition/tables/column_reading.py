"""How columns are read: their types, which facts each can be, and the values of items of lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from disposition.documents.scalars import ScalarType
from disposition.errors import Problem, suggest
from disposition.facts.catalogue import Catalogue
from disposition.facts.document.lot_document import LotDocument
from disposition.frozen import evolve, field, fields, frozen
from disposition.language.expression import POSITION
from disposition.language.types import FactType, Kind, ListSpec
from disposition.semantics import exact
from disposition.tables.columns import CellMeaning, CountMeaning, TableColumns, misfits
from disposition.tables.meanings import POINT


class Stored(Enum):
    """What a column holds."""

    FLAG = "true or false"
    WHOLE = "whole numbers"
    DECIMAL = "decimals"
    FLOAT = "floats"
    TEXT = "texts"
    DAY = "dates"
    TIME = "times"
    ZONED = "times with a time zone"
    NOTHING = "nothing"
    OTHER = "something else"


@frozen
class ColumnType:
    """What a column holds; of numbers, how large they can be, and the places behind the point.

    `name` is what its engine calls the type; `items` are what structs hold, of a list of them, and
    `parts` what one struct does. Of a list `of_texts` each item may have any key, and a text there.
    """

    stored: Stored
    name: str
    most: int | None = None
    places: int = 0
    items: Mapping[str, ColumnType] | None = None
    of_texts: bool = False
    parts: Mapping[str, ColumnType] | None = None

    @property
    def values(self) -> Mapping[str, ColumnType]:
        """What the structs of a list hold; values in a struct of theirs as `struct.value`."""
        return dict(_values(self.items or {}))


def _values(parts: Mapping[str, ColumnType]) -> Iterator[tuple[str, ColumnType]]:
    for name, each in parts.items():
        if each.parts is None:
            yield name, each
        else:
            yield from _values({f"{name}.{inner}": of for inner, of in each.parts.items()})


_FITS = {
    Kind.BOOLEAN: {Stored.FLAG, Stored.WHOLE, Stored.TEXT},
    Kind.INTEGER: {Stored.WHOLE, Stored.DECIMAL, Stored.FLOAT, Stored.TEXT},
    Kind.DECIMAL: {Stored.WHOLE, Stored.DECIMAL, Stored.FLOAT, Stored.TEXT},
    Kind.DATE: {Stored.DAY, Stored.TIME, Stored.TEXT},
    Kind.ENUM: {Stored.TEXT},
    Kind.TEXT: {Stored.TEXT, Stored.WHOLE},
}
_WITH_WORDS = {Stored.TEXT, Stored.WHOLE, Stored.FLAG}


def misfit(where: str, held: ColumnType, cell: CellMeaning, type_: FactType) -> Problem | None:
    """Return what is wrong with the type of a column, if anything."""
    fits = _WITH_WORDS if cell.words is not None else _FITS[type_.kind]
    if held.stored in fits or held.stored is Stored.NOTHING:
        return None
    hint = ""
    if held.stored is Stored.ZONED and type_.kind is Kind.DATE:
        hint = "which day it is depends on the place: give the day there"
    elif held.stored is Stored.TIME:
        hint = "give days"
    elif type_.kind in (Kind.ENUM, Kind.BOOLEAN) and held.stored in _WITH_WORDS:
        hint = "say what each means: `words: {A: pass, R: fail}`"
    message = f"`{cell.path}` is {type_}, and the column holds {held.stored.value} ({held.name})"
    return Problem(where, message, hint, "wrong-type")


@frozen
class Limits:
    """What a number or the number of a day can be: whole numbers that stand for it, and places."""

    least: int
    most: int
    places: int

    @property
    def size(self) -> int:
        """The largest number below zero or above."""
        return max(abs(self.least), abs(self.most))


DIGITS = 15
FIRST_EPOCH_DAY = 719_163
"""The number of 1970-01-01 among days, from which tables count."""


def limits_of(scalar: ScalarType, held: ColumnType, cell: CellMeaning) -> Limits:
    """Return the whole numbers that cells of a column can be, as engines hold them."""
    within = scalar.within
    if scalar.type.kind is Kind.DATE:
        least, most = int(within.least or 1), int(within.most or 1)
        return Limits(least - FIRST_EPOCH_DAY, most - FIRST_EPOCH_DAY, 0)
    if scalar.type.kind is Kind.INTEGER:
        schema = scalar.schema
        return _narrowed(Limits(int(schema["minimum"]), int(schema["maximum"]), 0), held)
    places = {Stored.DECIMAL: held.places, Stored.WHOLE: 0}.get(held.stored, cell.places)
    most = 10 ** (DIGITS + places) - 1
    if held.stored is Stored.FLOAT:
        most = min(most, 10**DIGITS - 1)
    low, high = -most, most
    if within.least is not None:
        low = max(low, -int(-within.least * 10**places))
    if within.most is not None:
        high = min(high, int(within.most * 10**places))
    return _narrowed(Limits(low, high, places), held)


def _narrowed(limits: Limits, held: ColumnType) -> Limits:
    if held.most is None or held.stored not in (Stored.WHOLE, Stored.DECIMAL):
        return limits
    if held.places > limits.places:  # decimals for a whole number
        return limits
    return Limits(max(limits.least, -held.most), min(limits.most, held.most), limits.places)


@frozen(eq=False)
class Load:
    """A column that is read: its cells become values of a fact, or are told to be unreadable.

    `value` and `bad` are the names under which both stand from then on; `absent` are texts that
    say nothing. Numbers and days are whole numbers within `limits`.
    """

    column: str
    held: ColumnType
    cell: CellMeaning
    scalar: ScalarType
    value: str
    bad: str
    absent: tuple[str, ...] = ()
    limits: Limits | None = None

    @property
    def bounds(self) -> Limits:
        """The limits of numbers or days."""
        if self.limits is None:
            raise AssertionError("numbers and days have limits")
        return self.limits


@frozen(eq=False)
class ListLoad:
    """A column of lists that is read: the items of `value` are structs of the values of `items`.

    `bad` tells where a list has an item that cannot be read. `within` are lists that each item
    holds, by their keys.
    """

    column: str
    path: str
    value: str
    bad: str
    items: Mapping[str, Load]
    within: Mapping[str, ListLoad] = field(factory=dict)


@frozen(eq=False)
class CountLoad:
    """A column of units found, read: a line with these values, where its units are above 0.

    `units` is the name that the units have as a value of a line.
    """

    load: Load
    units: str
    values: Mapping[str, bool | int | str]
    is_zero_if_blank: bool


@frozen(eq=False)
class CountsLoad:
    """A list that columns count: of a row in which each of them is known."""

    path: str
    value: str
    counts: tuple[CountLoad, ...]
    items: Mapping[str, Load]


@frozen(eq=False)
class KeyLoad:
    """Columns by which lines find their lot: that of the lots, that of the lines; `is_text`."""

    of_lots: str
    of_lines: str
    is_text: bool


@frozen(eq=False)
class LinesLoad:
    """A list that stands in a table of its own, of which `items` are columns, by their keys.

    `told` is how messages call it. `bad` tells where a line cannot be read, or whose it is.
    """

    path: str
    told: str
    source: str
    value: str
    bad: str
    items: Mapping[str, Load]
    keys: tuple[KeyLoad, ...]
    is_empty_without_rows: bool


@frozen(eq=False)
class ColumnReading:
    """Tells how columns are read: `catalogue` knows their values, and `absent` texts say nothing.

    The names of values that are read begin with a `stem`, messages with `where` they are.
    """

    catalogue: Catalogue
    absent: tuple[str, ...] = ("",)

    @classmethod
    def of(cls, columns: TableColumns, catalogue: Catalogue) -> ColumnReading:
        """Return how the columns of a table are read."""
        return cls(catalogue, tuple(dict.fromkeys(("", *columns.absent))))

    def column(  # noqa: PLR0917 - what it holds, and what that means
        self,
        name: str,
        held: ColumnType,
        cell: CellMeaning,
        scalar: ScalarType,
        stem: str,
        where: str = "",
    ) -> Load | Problem | None:
        """Return how a column is read; None where it holds nothing, a problem where it misfits."""
        if problem := misfit(where or f"column `{name}`", held, cell, scalar.type):
            return problem
        if held.stored is Stored.NOTHING:
            return None
        kind = scalar.type.kind
        limits = limits_of(scalar, held, cell) if kind.is_number or kind is Kind.DATE else None
        return Load(name, held, cell, scalar, f"{stem}_value", f"{stem}_bad", self.absent, limits)

    def listing(
        self, name: str, held: ColumnType, cell: CellMeaning, stem: str
    ) -> ListLoad | list[Problem]:
        """Return how a column of lists is read, or what does not fit."""
        spec, where = self.catalogue.lists[cell.path], f"column `{name}`"
        if held.of_texts:
            keys = (key for key in spec.items if key != POSITION)
            held = evolve(held, items={key: ColumnType(Stored.TEXT, held.name) for key in keys})
        return self._listing(name, held, cell, spec, stem, where)

    def _listing(  # noqa: PLR0917 - as for a column
        self,
        name: str,
        held: ColumnType,
        cell: CellMeaning,
        spec: ListSpec,
        stem: str,
        where: str,
    ) -> ListLoad | list[Problem]:
        if held.items is None:
            message = f"`{spec.path}` is a list, and the column holds {held.name}"
            hint = "a column of lists has structs as items, with the keys of the document"
            return [Problem(where, message, hint, "wrong-type")]
        held_items = held.values
        # What has no type is JSON, whose numbers have no groups of thousands.
        sign = POINT if held.of_texts else ""
        cells = {
            key: CellMeaning(key, days=cell.days, decimals=sign)
            for key in held_items
            if key not in spec.lists
        }
        items, problems = self._items(cells, held_items, spec, stem, f"{where}, ")
        within: dict[str, ListLoad] = {}
        for key, of_key in held_items.items():
            if key in spec.lists and of_key.stored is not Stored.NOTHING:
                inner, at = f"{stem}_{len(held_items) + len(within)}", f"{where}, `{key}`"
                made = self._listing(key, of_key, cell, spec.lists[key], inner, at)
                if isinstance(made, ListLoad):
                    within[key] = made
                else:
                    problems += made
        value, bad = f"{stem}_value", f"{stem}_bad"
        return problems or ListLoad(name, spec.path, value, bad, items, within)

    def items(
        self,
        cells: Mapping[str, CellMeaning],
        schema: Mapping[str, ColumnType],
        path: str,
        stem: str,
        where: str,
    ) -> tuple[dict[str, Load], list[Problem]]:
        """Return how values of the items of a list are read, by their keys, and what misfits.

        `cells` go to keys of an item, and hold what `schema` says.
        """
        return self._items(cells, schema, self.catalogue.lists[path], stem, where)

    def _items(
        self,
        cells: Mapping[str, CellMeaning],
        schema: Mapping[str, ColumnType],
        spec: ListSpec,
        stem: str,
        where: str,
    ) -> tuple[dict[str, Load], list[Problem]]:
        found: dict[str, Load] = {}
        problems: list[Problem] = []
        taken: dict[str, str] = {}
        for name, cell in cells.items():
            at, key = f"{where}`{name}`", cell.path
            if key in taken:
                message = f"`{key}` comes from column `{taken[key]}` already"
                problems.append(Problem(at, message, code="twice"))
                continue
            own = f"{stem}_{len(taken)}"
            taken[key] = name
            if key not in spec.items or key == POSITION:
                problems.append(no_such_key(at, key, spec))
                continue
            scalar = scalar_at(self.catalogue, spec.items[key].path)
            problems += misfits(at, cell, spec.items[key], scalar)
            made = self.column(name, schema[name], cell, scalar, own, at)
            if isinstance(made, Problem):
                problems.append(made)
            elif made is not None:
                found[key] = made
        return found, problems

    def counts(
        self, loads: Mapping[str, Load], counts: Mapping[str, CountMeaning], path: str, stem: str
    ) -> CountsLoad:
        """Return how the list is read that columns count, whose own reading is told."""
        spec = self.catalogue.lists[path]
        items: dict[str, Load] = {}
        constants = evolve(self, absent=())
        for key in dict.fromkeys([*(key for each in counts.values() for key in each.line), _UNITS]):
            scalar = scalar_at(self.catalogue, spec.items[key].path)
            held = ColumnType(_CONSTANTS.get(scalar.type.kind, Stored.TEXT), "")
            made = constants.column(key, held, CellMeaning(key), scalar, f"{stem}_{len(items)}")
            if isinstance(made, Load):
                items[key] = made
        several = tuple(
            CountLoad(
                loads[name],
                items[_UNITS].value,
                {items[key].value: _plain(items[key], value) for key, value in each.line.items()},
                each.is_zero_if_blank,
            )
            for name, each in counts.items()
        )
        return CountsLoad(path, f"{stem}_value", several, items)


_UNITS = "units"
_CONSTANTS = {Kind.BOOLEAN: Stored.FLAG, Kind.INTEGER: Stored.WHOLE, Kind.DATE: Stored.DAY}


def _plain(load: Load, value: object) -> bool | int | str:
    """Return a value of a document as a table holds it."""
    held = exact(load.scalar.read(value))
    if isinstance(held, bool | str):
        return held
    plus = FIRST_EPOCH_DAY if load.scalar.type.kind is Kind.DATE else 0
    return int((held - plus) * 10**load.bounds.places)


def no_such_key(where: str, key: str, spec: ListSpec) -> Problem:
    """Return what is wrong with a value that the items of a list do not have."""
    within = [each for each in spec.items if each.startswith(f"{key}.")]
    hint = f"a value in a section is a field of its own, such as `{within[0]}`" if within else ""
    hint = hint or suggest(key, spec.items)
    return Problem(where, f"its items have no such value `{key}`", hint, "unknown-key")


def scalar_at(catalogue: Catalogue, path: str) -> ScalarType:
    """Return how a value of the document is read, by its kind of place."""
    kind: Any = LotDocument
    if path.startswith("custom."):
        kind, path = catalogue.custom, path.removeprefix("custom.")
    declared: Mapping[str, Any] = {}
    for word in path.replace("[]", "").split("."):
        declared = getattr(fields(kind), word).metadata
        kind = declared.get("section") or declared.get("items")
    scalar: ScalarType = declared["scalar"]
    return scalar
