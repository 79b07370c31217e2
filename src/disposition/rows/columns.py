"""What is declared of the columns of a table: where their cells go, what they count or check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from disposition.documents.types import FactType, Kind
from disposition.errors import DocumentError
from disposition.frozen import frozen
from disposition.tables.frames.cells import Notation

RESULTS = ("pass", "fail", "pending", "not_applicable")


class RowError(DocumentError):
    """A mapping, or a row by a mapping, that cannot be taken; with all that is wrong with it."""


@frozen
class CellColumn:
    """Where a column's cells go in the lot document, and how they are written."""

    path: str
    type: FactType
    notation: Notation
    words: Mapping[str, Any] | None = None


@frozen
class CountColumn:
    """A column of units found: a cell of it makes one line of the defects.

    What a blank cell means is that nobody knows, unless it `is_zero_if_blank`.
    """

    line: Mapping[str, Any]
    cells: CellColumn
    is_zero_if_blank: bool = False


@frozen
class CheckColumn:
    """A column of the results of one check, with what else is said of the check."""

    check: Mapping[str, Any]
    cells: CellColumn


UNITS = FactType(Kind.INTEGER, "units")
RESULT = FactType(Kind.ENUM, values=RESULTS)
