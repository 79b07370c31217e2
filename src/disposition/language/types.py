"""What the catalogue says of each fact, and the types that its value can have."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum

from disposition.documents.types import ANYTHING, Changeable, FactType, Kind, Range, Value
from disposition.frozen import field, frozen

__all__ = [
    "ANYTHING",
    "Changeable",
    "FactSpec",
    "FactType",
    "Kind",
    "ListSpec",
    "Origin",
    "Range",
    "TableRow",
    "TableSpec",
    "Value",
]


class Origin(Enum):
    """Where the values of a fact come from."""

    GIVEN = "given"
    COMPLETED = "completed"  # given, or told by the supplier's history
    NATIVE = "native"  # computed by Python
    DEFINED = "defined"  # by an expression: no column of a table


@frozen
class FactSpec:
    """What the catalogue knows of one fact: its path, type, meaning and where it comes from.

    A given fact stands in the lot document at its own path. A derived one is computed from the
    document values named in `reads`, written as document paths with `[]` for "each of a list"
    (`inspection.defects[].severity`). A number that is `signed` can be negative. `changeable` says
    how somebody can change a given one; None where nobody can.
    """

    path: str
    type: FactType
    about: str
    given: bool
    reads: tuple[str, ...] = ()
    within: Range = ANYTHING
    signed: bool = False
    changeable: Changeable | None = None

    @property
    def least(self) -> int | Decimal | None:
        """The number that the fact is never below; None where there is none.

        Counts, amounts and percentages are never negative. Days that are reckoned can be.
        """
        if self.signed or (self.type.kind.is_number and self.within.least is not None):
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
