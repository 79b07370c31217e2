"""The numbers of documents: counts and decimals, all of them exact."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import Any

from disposition.documents import scalars
from disposition.documents.quoting import shown
from disposition.documents.types import FactType, Kind, Range

MOST = 10**12
"""The largest count; more units than that are a mistake."""

MOST_DAYS = 36_500
"""The longest stretch of days: a hundred years."""

DIGITS = 15
"""Significant digits of a decimal, so that every engine compares it exactly."""

_WRITTEN = re.compile(
    r"(?P<sign>[+-]?)"
    r"(?:(?P<plain>[0-9]+)|(?P<groups>[0-9]{1,3}(?:(?P<by>[ '.,\u00a0\u2009\u2019\u202f])[0-9]{3}"
    r"(?:(?P=by)[0-9]{3})*)))(?:(?P<point>[.,])(?P<behind>[0-9]*))?",
    re.ASCII,
)
"""A number as people write it: with groups of thousands, with a comma before decimals."""
_GROUP = 3  # digits


def count(unit: str, *, least: int = 0, most: int = MOST) -> scalars.ScalarType:
    """A whole number of `unit` from `least` to `most`; a decimal or a float may say it too."""
    expected = f"a whole number from {least:,} to {most:,}"

    def read(value: object) -> int:
        if not isinstance(value, int | float | Decimal) or isinstance(value, bool):
            raise scalars.refusal(expected, value, _whole_hint(value, least, most))
        number = _unrounded(value)
        if number.is_nan() or not least <= number <= most:
            raise scalars.refusal(expected, value, code=scalars.OUT_OF_RANGE)
        if number != int(number):
            raise scalars.refusal(expected, value, code=scalars.NOT_EXACT)
        return int(number)

    schema = {"type": "integer", "minimum": least, "maximum": most}
    usual = f"type(value) is int and {least} <= value <= {most}"
    # What can be read says nothing of what is in the world: a number at either end may be cut off.
    within = Range(None if least == -MOST else least, None if most == MOST else most)
    return scalars.ScalarType(FactType(Kind.INTEGER, unit), read, schema, usual, within)


def _whole_hint(value: object, least: int, most: int) -> str:
    """Say how the whole number that was probably meant is written."""
    meant = (Decimal(each) for each in _meant(value))
    whole = [int(each) for each in meant if least <= each <= most and each == int(each)]
    return "write " + " or ".join(f"`{each}`" for each in whole) if whole else ""


def _unrounded(value: float | Decimal) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int):
        return Decimal(_cut(value))
    return Decimal.from_float(value)  # noqa: FURB164 - a context may forbid the constructor


def _cut(value: int) -> int:
    return max(-_FAR_TOO_MUCH, min(value, _FAR_TOO_MUCH))


_SIMPLE = re.compile(r"[0-9]{1,7}(?:\.[0-9]{1,8})?", re.ASCII)
_PLAIN = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?", re.ASCII)
ZERO = r"[+-]?0+(?:\.0+)?"
_FAR_TOO_MUCH = 10**40  # whole numbers beyond are cut: their size says enough
_TOO_LONG = 400  # nothing this long can be within the limits, whatever its zeros


def number(unit: str, within: Range, *, places: int = DIGITS) -> scalars.ScalarType:
    """Any decimal within a range: text, a whole number, a `Decimal`, or a float that is exact."""
    least, most = within.least, within.most
    low, high = -(10**DIGITS) if least is None else least, 10**DIGITS if most is None else most
    expected = "a decimal"
    if least is not None:
        expected += f" of at least {least}" if most is None else f" from {least} to {most}"
    elif most is not None:
        expected += f" of at most {most}"

    def read(value: object) -> Decimal:
        number = _exact(value, expected, places, signed=True)
        if not low <= number <= high:
            raise scalars.refusal(expected, value, code=scalars.OUT_OF_RANGE)
        return number

    written = written_as(rf"^{_PLAIN.pattern}{scalars.END}")
    bounds = {"type": "number", "minimum": float(low), "maximum": float(high)}
    schema = {"anyOf": [written, bounds]}
    return scalars.ScalarType(FactType(Kind.DECIMAL, unit), read, schema, within=within)


def decimal(unit: str, *, most: int | None = None, places: int = DIGITS) -> scalars.ScalarType:
    """A decimal of at least 0: text, a whole number, a `Decimal`, or a float that is exact.

    Of its `DIGITS` digits, the last stands at most `places` behind the point. A float is exact if
    no more are needed to write it.
    """
    limit = Decimal(10**DIGITS if most is None else most)
    expected = "a decimal of at least 0" if most is None else f"a decimal from 0 to {most}"

    def read(value: object) -> Decimal:
        if isinstance(value, str) and _SIMPLE.fullmatch(value):
            number = Decimal(value)  # short and plain: within the limits by its very form
        else:
            number = _exact(value, expected, places)
        if number > limit:
            raise scalars.refusal(expected, value, code=scalars.OUT_OF_RANGE)
        return number

    number = {"type": "number", "minimum": 0}
    number |= {"exclusiveMaximum": 10**DIGITS} if most is None else {"maximum": most}
    schema = {"anyOf": [written_as(_pattern(most, places)), number]}
    return scalars.ScalarType(FactType(Kind.DECIMAL, unit), read, schema, within=Range(0, most))


def written_as(pattern: str) -> dict[str, Any]:
    """Return the schema of a number that is written as text."""
    return {"type": "string", "pattern": pattern, "maxLength": _TOO_LONG}


def _pattern(most: int | None, places: int) -> str:
    """Return a pattern for the decimals from 0 to a power of ten, or to what `DIGITS` can write."""
    whole = DIGITS if most is None else len(str(most)) - 1
    ways = [
        ZERO,
        rf"\+?0+\.[0-9]{{1,{places}}}",
        rf"\+?0*[1-9][0-9]{{0,{whole - 1}}}",
        rf"\+?0*(?=[0-9.]{{1,{DIGITS + 1}}}$)[1-9][0-9]{{0,{whole - 1}}}\.[0-9]+",
    ]
    if most is not None:
        ways.append(spellings(Decimal(most)))
    return rf"^(?:{'|'.join(ways)}){scalars.END}"


def spellings(number: Decimal) -> str:
    """Return a pattern for the ways to write a decimal above 0 with at most `DIGITS` digits."""
    text = f"{number.normalize():f}"
    whole, point, behind = text.partition(".")
    more = min(DIGITS - len(behind), DIGITS - len((whole + behind).lstrip("0")))
    written = text.removeprefix("0").replace(".", r"\.")
    zeros = rf"0{{0,{more}}}" if point else rf"(?:\.0{{1,{more}}})?"
    return rf"\+?0{'+' if whole == '0' else '*'}{written}{zeros}"


def _exact(value: object, expected: str, places: int, *, signed: bool = False) -> Decimal:
    """Return the decimal that was written, or refuse what is not one or is not exact."""
    number = _number(value)
    if number is None:
        raise scalars.refusal(expected, value, _decimal_hint(value))
    if not number.is_finite():
        raise scalars.refusal(expected, value, code=scalars.OUT_OF_RANGE)
    if signed and number < 0:
        return -_within_limits(-number, value, expected, places)
    return _within_limits(number, value, expected, places)


def _number(value: object) -> Decimal | None:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, float):
        return _of_float(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(_cut(value))
    if isinstance(value, str) and len(value) <= _TOO_LONG and _PLAIN.fullmatch(value):
        return Decimal(value)
    return None


def _within_limits(number: Decimal, written: object, expected: str, places: int) -> Decimal:
    if number < 0:
        raise scalars.refusal(expected, written, code=scalars.OUT_OF_RANGE)
    if not number:
        return Decimal(0)
    if number.adjusted() >= DIGITS:
        raise scalars.refusal(f"a decimal below 10^{DIGITS}", written, code=scalars.OUT_OF_RANGE)
    _, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int):  # pragma: no cover - only NaN and infinities have letters
        raise TypeError(exponent)
    if exponent > 0:
        return Decimal(int(number))
    if exponent < -places or len(digits) > DIGITS:
        if isinstance(written, float):
            raise inexact(written, expected)
        raise scalars.refusal(
            f"a decimal of at most {DIGITS} digits", written, code=scalars.TOO_MANY_DIGITS
        )
    return number


def _of_float(value: float) -> Decimal:
    """Return the shortest decimal that is read as this float again."""
    return Decimal(repr(float(value)).removesuffix(".0"))


def exact(value: float) -> Decimal | None:
    """Return the decimal that a float was made of; None if it needs more digits than one has.

    >>> exact(4.2), exact(0.1 + 0.2), exact(float("inf"))
    (Decimal('4.2'), None, None)
    """
    number = _of_float(value)
    return number if number.is_finite() and len(number.as_tuple().digits) <= DIGITS else None


def inexact(value: float, expected: str) -> scalars.RefusalError:
    """Return the error that says that a float is not what was meant, and what it may be."""
    if not isfinite(value):
        return scalars.refusal(expected, value, code=scalars.OUT_OF_RANGE)
    return scalars.RefusalError(
        f"expected {expected}, found the float {shown(value)}",
        f'it is not exact: round it to the places that are meant, or write text, "{value:.15g}"',
        scalars.NOT_EXACT,
    )


def _decimal_hint(value: object) -> str:
    if meant := _meant(value):
        return "write " + " or ".join(f'`"{each}"`' for each in meant)
    if not isinstance(value, str) or len(value) > _TOO_LONG:
        return ""
    try:
        number = Decimal(value.strip().rstrip("%").strip())
    except InvalidOperation:
        return ""
    if number.is_finite() and abs(number.adjusted()) <= DIGITS:
        is_short = "e" in value.casefold()
        way = "it without an exponent, " if is_short else ""
        return f'write {way}`"{number:f}"`'
    return ""


def _meant(value: object) -> list[str]:
    """Return the plain numbers that a text can mean: two where a sign is of thousands or decimals.

    >>> _meant("4,20"), _meant("1.234,5"), _meant("1,234"), _meant("four")
    (['4.20'], ['1234.5'], ['1.234', '1234'], [])
    """
    if not isinstance(value, str) or len(value) > _TOO_LONG:
        return []
    found = _WRITTEN.fullmatch(value.strip().rstrip("%").strip())
    if found is None or found["point"] == found["by"] is not None:
        return []
    sign, behind = found["sign"], found["behind"]
    whole = "".join(filter(str.isdecimal, found["plain"] or found["groups"]))
    meant = [f"{sign}{whole}.{behind}" if behind else f"{sign}{whole}"]
    if found["plain"] and len(whole) <= _GROUP == len(behind or "") and whole[0] != "0":
        meant.append(f"{sign}{whole}{behind}")
    return meant
