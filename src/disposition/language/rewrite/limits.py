"""The values that conditions compare with, and those just below, at, between and just above them.

Between two limits nothing changes, so that one value there stands for all others: questions and the
mistakes that mutation makes look at these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Context, Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any

from disposition.frozen import frozen
from disposition.language.exact import EXACT
from disposition.language.literals import MOST_DIGITS
from disposition.language.types import FactType, Kind, Value

Exact = bool | Fraction | str
"""A value in the form in which values are compared; a date is the number of its day."""

_WIDE = Context(prec=50)
_LAST_DAY = date.max.toordinal()


# --- one step beside a value ---------------------------------------------------------------------


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
            return tuple(each for each in (value - 1, value + 1) if abs(each) < 10**MOST_DIGITS)
        case Decimal():
            unit = Decimal((0, (1,), int(value.as_tuple().exponent)))
            near = (_WIDE.subtract(value, unit), _WIDE.add(value, unit))
            return tuple(each for each in near if len(each.as_tuple().digits) <= MOST_DIGITS)
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


# --- values that stand for all others ------------------------------------------------------------


@frozen
class Interval:
    """Numbers or dates between two bounds, either of which may be missing or left out itself."""

    low: Any = None
    high: Any = None
    is_low_open: bool = False
    is_high_open: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether no number is in it."""
        if self.low is None or self.high is None:
            return False
        return bool(
            self.low > self.high
            or (self.low == self.high and (self.is_low_open or self.is_high_open))
        )

    @property
    def whole(self) -> Interval:
        """The whole numbers in it, between bounds that are among them."""
        low, high = self.low, self.high
        if low is not None:
            low = Fraction(floor(low) + 1 if self.is_low_open else ceil(low))
        if high is not None:
            high = Fraction(ceil(high) - 1 if self.is_high_open else floor(high))
        return Interval(low, high)

    @property
    def sample(self) -> Fraction:
        """A number in it, if its bounds are numbers and it is not empty."""
        if self.low is not None and not self.is_low_open:
            return Fraction(self.low)
        if self.high is not None and not self.is_high_open:
            return Fraction(self.high)
        if self.low is None:
            return Fraction(0 if self.high is None else self.high - 1)
        return Fraction(self.low + 1 if self.high is None else (self.low + self.high) / 2)


def stretches(
    kind: Kind, limits: Iterable[Fraction], least: int | Decimal | None
) -> Iterator[Interval]:
    """Yield in order what lies below, at, between and above the limits of a number or a date.

    Nothing is below the `least` that it can be; a date is the number of its day.

    >>> [str(each.sample) for each in stretches(Kind.INTEGER, [Fraction(5), Fraction(3, 2)], 0)]
    ['0', '2', '5', '6']
    """
    low, most = None if least is None else Fraction(least), None
    if kind is Kind.DATE:
        low, most = Fraction(1), Fraction(_LAST_DAY)
    is_low_open = False
    found = []
    for limit in sorted(set(limits)):
        if (low is None or limit >= low) and (most is None or limit <= most):
            found += [Interval(low, limit, is_low_open, is_high_open=True), Interval(limit, limit)]
            low, is_low_open = limit, True
    for each in (*found, Interval(low, most, is_low_open)):
        stretch = each if kind is Kind.DECIMAL else each.whole
        if not stretch.is_empty:
            yield stretch


def samples(
    type_: FactType, limits: Iterable[Exact], least: int | Decimal | None = None
) -> list[Exact]:
    """Return known values of a type, one at least for each way to compare with some limits.

    Every value is equal to, below or above each limit just as one of these is.

    >>> samples(FactType(Kind.INTEGER), [Fraction(-5)], least=0)
    [Fraction(0, 1)]
    """
    match type_.kind:
        case Kind.BOOLEAN:
            return [True, False]
        case Kind.ENUM:
            return list(type_.values)
        case Kind.TEXT:
            texts = sorted(str(each) for each in limits)
            return [*texts, "".join(texts) + "?"]  # the last is unlike any of them
        case kind:
            numbers = [each for each in limits if isinstance(each, Fraction)]
            return [each.sample for each in stretches(kind, numbers, least)]


def value_of(exact: Exact, kind: Kind) -> Value:
    """Return an exact value in the form in which a fact of a kind holds it.

    Raises:
        decimal.Inexact: no decimal is as much as the fraction.
    """
    if not isinstance(exact, Fraction):
        return exact
    if kind is Kind.DATE:
        return date.fromordinal(int(exact))
    if kind is Kind.INTEGER:
        return int(exact)
    return EXACT.divide(Decimal(exact.numerator), Decimal(exact.denominator))
