"""One cell of a table to one value of the lot document: numbers, days, flags and words as written.

A cell says nothing (`None`), or gives plain data that `Lot.from_dict` takes. What cannot be read
without a guess, such as `1.234` where nobody said what the point means, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from disposition.documents.external_values import as_plain
from disposition.documents.quoting import shown
from disposition.documents.types import FactType, Kind
from disposition.errors import suggest
from disposition.frozen import frozen
from disposition.tables.meanings import COMMA, ISO_DAY, NO, YES
from disposition.words import listed


def _capitals_at_ends(word: str) -> str:
    """Return `NaN` for `nan`."""
    return f"{word[:1].upper()}{word[1:-1]}{word[-1:].upper()}" if len(word) > 1 else word


ABSENT = ("", "-", "--", "n/a", "na", "#n/a", "nan", "nat", "none", "null", "<na>", "?")
"""Texts that say nothing, whatever their case."""
ABSENT_AS_WRITTEN = tuple(
    dict.fromkeys(
        way(word)
        for word in ABSENT
        for way in (str.lower, str.upper, str.title, str.capitalize, _capitals_at_ends)
    )
)
"""The same in the cases in which people write them, for what compares letter by letter."""

YES_NO: Mapping[str, bool] = {**dict.fromkeys(YES, True), **dict.fromkeys(NO, False)}
_TOKENS = {
    "YYYY": r"(?P<year>\d{4})",
    "YY": r"(?P<short>\d{2})",
    "MON": r"(?P<name>[A-Za-z]{3,9})\.?",
    "MM": r"(?P<month>\d{1,2})",
    "DD": r"(?P<day>\d{1,2})",
    "hh": r"\d{1,2}",
    "mm": r"\d{2}",
    "ss": r"\d{2}(?:\.\d+)?",
    "zz": r"(?:Z|[+-]\d{2}:?\d{2})",
}
_TOKEN = re.compile("|".join(_TOKENS))
_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AP]M)?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?)?"
"""A time of day, which may stand behind every day and is left out."""
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_NO_DAY = re.compile(r"0[0 :T.,/-]*Z?|0001-01-01(?:[T ].*)?")
"""What databases and ERPs have for no day: zeros, and the first day of .NET."""
_SERIAL = re.compile(r"[2-7]\d{4}(?:[.,]\d+)?")
"""A day as spreadsheets hold it, from 1954 to 2119."""
_SIGNIFICANT, _GROUP = 15, 3


class CellError(ValueError):
    """A cell that cannot be read: what was expected, and perhaps a hint."""

    def __init__(self, message: str, hint: str = "") -> None:
        self.message = message
        self.hint = hint
        super().__init__(message)


@frozen
class Notation:
    """How a table writes its values: what says nothing, days, and the sign before decimals."""

    absent: frozenset[str] = frozenset(ABSENT)
    days: tuple[str, ...] = (ISO_DAY,)
    decimals: str = ""


def is_blank(cell: object, notation: Notation) -> bool:
    """Whether a cell is absent: nothing, what databases and frames have for it, a text for it."""
    cell = as_plain(cell)
    return cell is None or (isinstance(cell, str) and cell.strip().casefold() in notation.absent)


def read_cell(
    cell: object, type_: FactType, notation: Notation, words: Mapping[str, Any] | None
) -> Any:
    """Return what a cell says, as a lot document takes it; None where it says nothing.

    `words` tells what words of the table mean, whatever their case.

    Raises:
        CellError: it cannot be read.
    """
    cell = as_plain(cell)
    if words is not None and (meant := _meant(cell, words)) is not _UNKNOWN:
        return meant
    if is_blank(cell, notation):
        return None
    if words is not None:
        hint = suggest(str(cell), words) or f"`words` has {listed(words)}"
        raise CellError(f"`words` does not say what {shown(cell)} means", hint)
    match type_.kind:
        case Kind.INTEGER:
            return _whole(_without_sign(cell, type_), notation)
        case Kind.DECIMAL:
            return _decimal(_without_sign(cell, type_), notation)
        case Kind.DATE:
            return _day(cell, notation)
        case Kind.BOOLEAN:
            return _flag(cell)
        case Kind.ENUM:
            return _word(cell, type_.values)
        case _:
            return _text(cell)


_UNKNOWN = object()


def _meant(cell: object, words: Mapping[str, Any]) -> Any:
    key = "" if cell is None else _text(cell).strip().casefold()
    return next((value for word, value in words.items() if word.casefold() == key), _UNKNOWN)


# --- numbers -------------------------------------------------------------------------------------


def _without_sign(cell: object, type_: FactType) -> object:
    """Return a number in percent without the sign that says so."""
    if type_.unit == "percent" and isinstance(cell, str):
        return cell.strip().removesuffix("%")
    return cell


def _whole(cell: object, notation: Notation) -> Any:
    number = _decimal(cell, notation)
    exact = Decimal(number)
    if exact != exact.to_integral_value():
        raise CellError(f"expected a whole number, found {shown(cell)}")
    return int(exact)


def _decimal(cell: object, notation: Notation) -> str:
    if isinstance(cell, bool):
        raise CellError(f"expected a number, found {shown(cell)}")
    if isinstance(cell, int | Decimal):
        return f"{cell:f}" if isinstance(cell, Decimal) else f"{cell}"
    if isinstance(cell, float):
        exact = Decimal(repr(cell))
        if not exact.is_finite() or len(exact.as_tuple().digits) > _SIGNIFICANT:
            hint = "round it to the decimals that it was meant to have"
            raise CellError(f"the number {cell!r} is not exact", hint)
        return f"{exact:f}"
    if not isinstance(cell, str):
        raise CellError(f"expected a number, found {shown(cell)}")
    return _written(cell, notation)


_BLANK = re.compile("[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]")


def _written(cell: str, notation: Notation) -> str:
    """Return a number as it was written, without groups and with a decimal point."""
    text = _BLANK.sub("", cell.strip())
    point, group = (",", ".") if notation.decimals == COMMA else (".", ",")
    bare = text.removeprefix("+")
    if re.fullmatch(r"-?\d+", bare):
        return bare
    groups = rf"(?:{re.escape(group)}\d{{{_GROUP}}})+"
    grouped = rf"-?\d{{1,{_GROUP}}}{groups}(?:{re.escape(point)}\d+)?"
    if notation.decimals and re.fullmatch(grouped, bare):
        return bare.replace(group, "").replace(point, ".")
    if fraction := re.fullmatch(rf"(-?)(\d*){re.escape(point)}(\d+)", bare):
        sign, whole, decimals = fraction.groups()
        # No group of thousands begins with 0.
        may_be_a_group = re.fullmatch(r"[1-9]\d{0,2}", whole) and len(decimals) == _GROUP
        if notation.decimals or not may_be_a_group:
            return f"{sign}{whole or '0'}.{decimals}"
    if "," in bare or "." in bare:
        hint = "say how decimals are written: `decimals: point` or `decimals: comma`"
        raise CellError(f"`{cell.strip()}` is not one number", "" if notation.decimals else hint)
    raise CellError(f"expected a number, found {shown(cell)}")


# --- days, flags, words and texts ----------------------------------------------------------------


def _day(cell: object, notation: Notation) -> str | None:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    text = _text(cell).strip()
    if _NO_DAY.fullmatch(text):
        return None
    for form in notation.days:
        if found := pattern_of(form).fullmatch(text):
            return _date(found, text)
    forms = [each for each in notation.days if each != ISO_DAY] or [ISO_DAY]
    hint = "say how days are written: `days: DD.MM.YYYY`"
    if _SERIAL.fullmatch(text):
        hint = "a spreadsheet counts days so: format its cells as dates, and save it again"
    raise CellError(f"expected a day as {listed(forms)}, found {shown(cell)}", hint)


def _date(found: re.Match[str], text: str) -> str:
    parts = found.groupdict()
    year = int(parts["year"]) if parts.get("year") else 2000 + int(parts["short"])
    try:
        return date(year, _month(parts), int(parts["day"])).isoformat()
    except ValueError:
        raise CellError(f"there is no day `{text}`") from None


def _month(parts: Mapping[str, str]) -> int:
    """Return the number of a month; 0 where there is none of its name."""
    if not (name := parts.get("name")):
        return int(parts["month"])
    return next((at for at, each in enumerate(_MONTHS, 1) if each.startswith(name.casefold())), 0)


@lru_cache
def pattern_of(form: str) -> re.Pattern[str]:
    """Return the pattern of days that are written in a form such as `DD.MM.YYYY`.

    `MON` stands for a month's English name, whole or its beginning. A time of day is left out.
    """
    pieces, at = [], 0
    for token in _TOKEN.finditer(form):
        pieces += [re.escape(form[at : token.start()]), _TOKENS[token.group()]]
        at = token.end()
    return re.compile("".join([*pieces, re.escape(form[at:]), _TIME]), re.IGNORECASE)


def _flag(cell: object) -> bool:
    if isinstance(cell, bool):
        return cell
    word = _text(cell).strip().casefold()
    if word not in YES_NO:
        hint = "say what each word means: `words: {J: true, N: false}`"
        raise CellError(f"expected yes or no, found {shown(cell)}", hint)
    return YES_NO[word]


def _word(cell: object, words: Iterable[str]) -> str:
    key = _text(cell).strip().casefold().replace(" ", "_").replace("-", "_")
    for word in words:
        if word.casefold().replace("-", "_") == key:
            return word
    hint = "say what each word means: `words: {A: pass, R: fail}`"
    raise CellError(f"expected one of {listed(words)}, found {shown(cell)}", hint)


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return f"{int(cell)}"
    return cell.isoformat() if isinstance(cell, date) else f"{cell}".strip()
