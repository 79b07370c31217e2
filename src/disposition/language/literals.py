"""Values written out: numbers, yes or no, dates and texts; and what looks like one but is none."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from disposition.day_forms import days_meant
from disposition.language.expression import Span
from disposition.language.faults import ExpressionError
from disposition.language.types import Value

MOST_DIGITS = 15

_NUMBER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LIKE_NUMBER = re.compile(r"[-+]?\.?[0-9]|[-+]?\.(?:inf|nan)\Z", re.IGNORECASE)
_GROUPED = re.compile(r"[-+]?[0-9]{1,3}(?:[,_' ][0-9]{3})+(?:\.[0-9]+)?")
_DECIMAL_COMMA = re.compile(r"[-+]?[0-9]+,[0-9]+")
_WITH_UNIT = re.compile(r"([-+]?[0-9]+(?:\.[0-9]+)?) ?(?:%|[A-Za-z]+)")
_YES_OR_NO = {
    in_case(word)
    for word in ("true", "yes", "on", "false", "no", "off")
    for in_case in (str.lower, str.capitalize, str.upper)
}


def read_number(written: str, span: Span) -> int | Decimal:
    """Return a number: whole, or with a point; exact.

    Raises:
        ExpressionError: E105, it is not written as numbers are; E106, it has too many digits.
    """
    if not _NUMBER.fullmatch(written):
        raise ExpressionError("E105", span, f"`{written}` is not a number", _number_hint(written))
    whole, _, places = written.lstrip("+-").partition(".")
    if len((whole + places).strip("0")) > MOST_DIGITS or len(places) > MOST_DIGITS:
        message = f"`{_short(written)}` has more than {MOST_DIGITS} digits"
        raise ExpressionError("E106", span, message, "no fact is as exact as that")
    if len(whole) > MOST_DIGITS:
        message = f"`{_short(written)}` is larger than any fact can be"
        raise ExpressionError("E106", span, message, f"{MOST_DIGITS} digits are the most")
    return Decimal(written) if places else int(written)


def _short(written: str) -> str:
    return written if len(written) <= 40 else f"{written[:20]}…"


def _number_hint(written: str) -> str:
    if hint := day_hint(written):
        return hint
    if ".." in written:
        return "write `1 <= x <= 5`"
    if _GROUPED.fullmatch(written):
        return f"write it without separators: `{re.sub(r'[^0-9.+-]', '', written)}`"
    if _DECIMAL_COMMA.fullmatch(written):
        return f"write `{written.replace(',', '.')}`"
    if found := _WITH_UNIT.fullmatch(written):
        return f"numbers are written without a unit: `{found[1]}`"
    stripped = re.sub(r"^([-+]?)0+(?=[0-9])", r"\1", written)
    if _NUMBER.fullmatch(stripped):
        return f"write `{stripped}`"
    return "write digits, with a point if need be: `2.5`"


def read_date(written: str, span: Span) -> date:
    """Return a date written as `2026-12-01`.

    Raises:
        ExpressionError: T205, there is no such day, or it is written otherwise.
    """
    try:
        if _DATE.fullmatch(written):
            return date.fromisoformat(written)
    except ValueError:
        hint = "there is no such day"
    else:
        hint = day_hint(written) or "write year, month and day: `2026-12-01`"
    raise ExpressionError("T205", span, f"`{written}` is not a date", hint)


def day_hint(written: str) -> str:
    """Say how the day is written that a text may mean; nothing if it means none."""
    days = " or ".join(f"`'{each}'`" for each in days_meant(written))
    return f"write {days}" if days else ""


def yes_or_no(word: str) -> str:
    """Return `true` or `false` where a word says one of them otherwise, else nothing.

    >>> yes_or_no("YES"), yes_or_no("n"), yes_or_no("true"), yes_or_no("perhaps")
    ('true', 'false', 'true', '')
    """
    folded = word.casefold()
    if folded in {"true", "yes", "y", "on", "1"}:
        return "true"
    return "false" if folded in {"false", "no", "n", "off", "0"} else ""


def read_plain(written: str, span: Span) -> Value:
    """Return what a word without quotes stands for: yes or no, a number, a date, or a text.

    Raises:
        ExpressionError: it looks like a number, a date or yes or no, but is not written as one.
    """
    if written in ("true", "false"):
        return written == "true"
    if written in _YES_OR_NO:
        hint = f"write `{yes_or_no(written)}`, or put quotes around a text"
        raise ExpressionError("E105", span, f"`{written}` is neither `true` nor `false`", hint)
    if _DATE.fullmatch(written):
        return read_date(written, span)
    if not _LIKE_NUMBER.match(written):
        return written
    try:
        return read_number(written, span)
    except ExpressionError as error:
        if error.code == "E105":
            error.hint += "; a text needs quotes"
        raise
