"""Values beside a value: the steps by which a bound is easily wrong."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Context, Decimal

from disposition.documents.numbers import DIGITS
from disposition.language.types import Value

_WIDE = Context(prec=50)


def beside(value: Value) -> tuple[Value, ...]:
    """Return the values one step below and above: one, or one unit in the last place, or one day.

    Nothing is beside a text; the other truth is beside a truth. Numbers of more digits than a
    policy can hold are left out.

    >>> beside(2), beside(Decimal("2.0")), beside(True), beside("pass")
    ((1, 3), (Decimal('1.9'), Decimal('2.1')), (False,), ())
    """
    match value:
        case bool():
            return (not value,)
        case int():
            return tuple(each for each in (value - 1, value + 1) if abs(each) < 10**DIGITS)
        case Decimal():
            unit = Decimal((0, (1,), int(value.as_tuple().exponent)))
            near = (_WIDE.subtract(value, unit), _WIDE.add(value, unit))
            return tuple(each for each in near if len(each.as_tuple().digits) <= DIGITS)
        case date():
            return tuple(later(value, days) for days in (-1, 1))
        case _:
            return ()


def later(day: date, days: int) -> date:
    """Return the day so many days later, or earlier; the same day where no calendar has it.

    >>> later(date(2026, 11, 18), -1), later(date.max, 1)
    (datetime.date(2026, 11, 17), datetime.date(9999, 12, 31))
    """
    try:
        return day + timedelta(days)
    except OverflowError:
        return day


def neighbours(value: str, values: tuple[str, ...], taken: tuple[str, ...]) -> tuple[str, ...]:
    """Return the nearest values before and after one in a list, without those that are taken.

    >>> neighbours("high", ("low", "normal", "high", "critical"), ("high", "critical"))
    ('normal',)
    """
    if value not in values:
        return ()
    at = values.index(value)
    before = [each for each in reversed(values[:at]) if each not in taken]
    after = [each for each in values[at + 1 :] if each not in taken]
    return (*before[:1], *after[:1])
