"""The types that single values have: in documents, and in what is said of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum

from disposition.frozen import frozen

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


class Changeable(Enum):
    """How somebody can change a value of a lot; what was found wrong with the goods nobody can."""

    ANY = "any"
    MORE = "more"
    """To a larger number, a later day, or yes where it was no."""

    TOLD = "told"
    """Only where nobody has told it yet."""


@frozen
class Range:
    """The least and the most that a number can be, or the number of a day; None: no limit."""

    least: int | Decimal | None = None
    most: int | Decimal | None = None

    def holds(self, number: int | Decimal) -> bool:
        """Whether a number is in it; both ends are."""
        return (self.least is None or number >= self.least) and (
            self.most is None or number <= self.most
        )


ANYTHING = Range()


CELL_TYPES = {
    **{kind.value: kind for kind in Kind if kind is not Kind.ENUM},
    "whole number": Kind.INTEGER,
    "yes or no": Kind.BOOLEAN,
}
"""How a declaration of columns names the type of a cell: as a policy does, or in words."""
