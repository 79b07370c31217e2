"""The kinds of value a fact can have, and what the catalogue says of each fact."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum

from attrs import field, frozen

Value = bool | int | Decimal | str | date
"""What a known fact holds; an unknown fact is `None`."""


class Kind(Enum):
    """How the values of a fact compare and what may be done with them."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    DECIMAL = "decimal"
    ENUM = "enum"
    TEXT = "text"
    DATE = "date"

    @property
    def is_number(self) -> bool:
        """Whether values of this kind can be counted with."""
        return self in (Kind.INTEGER, Kind.DECIMAL)


@frozen
class FactType:
    """A kind with its unit (numbers) or its possible values (enums).

    `unit` is empty for kinds without one and for plain numbers.
    """

    kind: Kind
    unit: str = ""
    values: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.kind is Kind.ENUM:
            return f"one of {', '.join(self.values)}"
        return f"{self.kind.value} in {self.unit}" if self.unit else self.kind.value


@frozen
class Range:
    """The least and the most that a number can be; None where nothing limits it."""

    least: int | None = None
    most: int | None = None


ANYTHING = Range()


@frozen
class FactSpec:
    """What the catalogue knows of one fact: its path, type, meaning and where it comes from.

    A given fact stands in the lot document at its own path. A derived one is computed from the
    document values named in `reads`, written as document paths with `[]` for "each of a list"
    (`inspection.defects[].severity`).
    """

    path: str
    type: FactType
    about: str
    given: bool
    reads: tuple[str, ...] = ()
    within: Range = ANYTHING

    @property
    def least(self) -> int | None:
        """The number that the fact is never below; None where there is none.

        Counts, amounts and percentages are never negative. Days that are reckoned can be.
        """
        if self.within.least is not None:
            return self.within.least
        is_reckoned = self.type.unit == "days" and not self.given
        return 0 if self.type.kind.is_number and not is_reckoned else None


@frozen
class ListSpec:
    """What is declared of a list: its kind of place, and the values and lists of its items.

    Both are told by their key within an item, with dots where the value stands in a section of it.
    The path of a value is the kind of its place: `inspection.defects[].units`.
    """

    path: str
    about: str
    items: Mapping[str, FactSpec]
    lists: Mapping[str, ListSpec] = field(factory=dict)


@frozen
class TableRow:
    """One row of a table: its keys, in the order of the table's, and its values by column."""

    keys: tuple[Value, ...]
    values: Mapping[str, Value]


@frozen
class TableSpec:
    """A declared table in which values are looked up: its keys, its columns and its rows."""

    name: str
    keys: Mapping[str, FactType]
    columns: Mapping[str, FactType]
    rows: tuple[TableRow, ...]
    about: str = ""
