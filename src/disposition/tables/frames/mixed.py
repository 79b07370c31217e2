"""Columns whose cells are of several types, as spreadsheets have them: each cell as a text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from disposition.documents.foreign import as_plain
from disposition.words import listed

_GROUP = 3


def as_texts(cells: Iterable[object], *, comma: bool) -> list[str | None]:
    """Return cells as texts that mean the same; numbers have a comma where texts have one.

    Raises:
        TypeError: some are nothing that a text could tell, such as lists; with the types.

    >>> as_texts([3200, "1.200", Decimal("7.125"), 2.0, None, float("nan")], comma=False)
    ['3200', '1.200', '7.1250', '2', None, None]
    """
    plain = [as_plain(cell) for cell in cells]
    texts = [_text(cell, comma=comma) for cell in plain]
    if any(text is None and cell is not None for text, cell in zip(texts, plain, strict=True)):
        types = sorted({type(cell).__name__ for cell in plain if cell is not None})
        raise TypeError(f"of different types: {listed(types)}")
    return texts


def _text(cell: object, *, comma: bool) -> str | None:
    match cell:
        case str() | bool() | int():
            return str(cell)
        case float() | Decimal():
            return _number(cell, comma=comma)
        case datetime() if cell.tzinfo is not None or cell.time() != datetime.min.time():
            return None
        case date():
            return cell.strftime("%Y-%m-%d")
    return None


def _number(cell: float | Decimal, *, comma: bool) -> str:
    exact = Decimal(repr(cell)) if isinstance(cell, float) else cell
    if not exact.is_finite():
        return str(cell)
    if exact == exact.to_integral_value():
        return f"{exact.to_integral_value():f}"
    whole, _, decimals = f"{exact:f}".partition(".")
    # Three digits behind a point might be thousands; with a zero after them they are not.
    decimals += "0" * (len(decimals) == _GROUP)
    return f"{whole}{',' if comma else '.'}{decimals}"
