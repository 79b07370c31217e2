"""Quotients rounded to 15 digits, which tables never divide: both sides of a test are multiplied.

A rounded quotient is above a limit just where the exact one is above a limit beside it, since
rounding never turns two numbers round. That other limit is reckoned once, when a table is compiled.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction

from disposition.frozen import frozen
from disposition.language.evaluate.possible import rounded
from disposition.language.expression import Comparison
from disposition.language.lower.build import all_of, any_of, choose, negation
from disposition.language.lower.total import Node
from disposition.tables import scaled
from disposition.tables.scaled import Scaled, always


class NotInTablesError(ValueError):
    """Something that no table engine does; the text says what."""


@frozen(eq=False)
class Quotient:
    """A number that is only ever compared with constants."""

    compared: Callable[[Comparison, Fraction], Node]

    def plus(self, by: Fraction) -> Quotient:
        """Return the quotient with a constant added to it."""
        return Quotient(lambda sign, limit: self.compared(sign, limit - by))

    def times(self, by: Fraction) -> Quotient:
        """Return the quotient multiplied with a constant."""
        if not by:
            raise NotInTablesError("a quotient multiplied by 0")
        return Quotient(
            lambda sign, limit: self.compared(sign if by > 0 else sign.mirrored, limit / by)
        )


Numeric = Scaled | Quotient


def plus(left: Numeric, right: Numeric) -> Numeric:
    """Return the sum of two numbers; of a quotient and a constant.

    Raises:
        NotInTablesError: a quotient is put together with a number that varies.
    """
    if isinstance(left, Scaled) and isinstance(right, Scaled):
        return scaled.plus(left, right)
    quotient, by = _with_constant(left, right, "a quotient is reckoned with")
    return quotient.plus(by)


def times(left: Numeric, right: Numeric) -> Numeric:
    """Return the product of two numbers; of a quotient and a constant.

    Raises:
        NotInTablesError: a quotient is put together with a number that varies.
    """
    if isinstance(left, Scaled) and isinstance(right, Scaled):
        return scaled.times(left, right)
    quotient, by = _with_constant(left, right, "a quotient is reckoned with")
    return quotient.times(by)


def compared(sign: Comparison, left: Numeric, right: Numeric) -> Node:
    """Return whether two numbers compare so; a quotient only with a constant.

    Raises:
        NotInTablesError: a quotient is compared with a number that varies.
    """
    if isinstance(left, Scaled) and isinstance(right, Scaled):
        return scaled.compared(sign, left, right)
    why = "a quotient is compared with a number that varies"
    quotient, limit = _with_constant(left, right, why)
    return quotient.compared(sign if quotient is left else sign.mirrored, limit)


def chosen(condition: Node, then: Numeric, otherwise: Numeric) -> Numeric:
    """Return one of two numbers, by a truth."""
    if isinstance(then, Scaled) and isinstance(otherwise, Scaled):
        return scaled.chosen(condition, then, otherwise)
    return Quotient(
        lambda sign, limit: choose(
            condition, compared(sign, then, always(limit)), compared(sign, otherwise, always(limit))
        )
    )


def better(sign: Comparison, left: Numeric, right: Numeric) -> Numeric:
    """Return the smaller of two numbers (`AT_MOST`), or the larger one (`AT_LEAST`)."""
    if isinstance(left, Scaled) and isinstance(right, Scaled):
        return chosen(compared(sign, left, right), left, right)
    is_smaller = sign is Comparison.AT_MOST

    def told(sign: Comparison, limit: Fraction) -> Node:
        match sign:
            case Comparison.EQUAL:
                beyond = told(Comparison.MORE, limit)
                return all_of(told(Comparison.AT_LEAST, limit), negation(beyond))
            case Comparison.DIFFERENT:
                return negation(told(Comparison.EQUAL, limit))
        both = [compared(sign, each, always(limit)) for each in (left, right)]
        is_low = sign in (Comparison.LESS, Comparison.AT_MOST)
        return any_of(*both) if is_low is is_smaller else all_of(*both)

    return Quotient(told)


def _with_constant(left: Numeric, right: Numeric, why: str) -> tuple[Quotient, Fraction]:
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Quotient) and isinstance(other, Scaled) and other.constant is not None:
            return one, other.constant
    raise NotInTablesError(why)


def rounded_quotient(part: Scaled, whole: Scaled) -> Quotient:
    """Return a number divided by one above 0, half-even to 15 significant digits.

    Where the divisor is not above 0 nothing rests on it.
    """

    def at_least(limit: Fraction) -> Node:
        edge = edge_of(limit)
        sign = Comparison.AT_LEAST if rounded(edge) >= limit else Comparison.MORE
        return scaled.compared(sign, part, scaled.times(whole, always(edge)))

    def above(limit: Fraction) -> Node:
        if not limit:  # however small it is, it is not rounded to 0
            return scaled.compared(Comparison.MORE, part, always(limit))
        return at_least(above_of(limit))

    def compared(sign: Comparison, limit: Fraction) -> Node:
        match sign:
            case Comparison.AT_LEAST:
                return at_least(limit)
            case Comparison.LESS:
                return negation(at_least(limit))
            case Comparison.MORE:
                return above(limit)
            case Comparison.AT_MOST:
                return negation(above(limit))
            case Comparison.EQUAL:
                return all_of(at_least(limit), negation(above(limit)))
            case Comparison.DIFFERENT:
                return any_of(negation(at_least(limit)), above(limit))

    return Quotient(compared)


_UP = Context(prec=15, rounding=ROUND_CEILING)
_DOWN = Context(prec=15, rounding=ROUND_FLOOR)


def above_of(limit: Fraction) -> Fraction:
    """Return the smallest number of 15 digits that is above a limit, which is not 0.

    >>> above_of(Fraction(5, 2)) - Fraction(5, 2)
    Fraction(1, 100000000000000)
    """
    below = _DOWN.divide(Decimal(limit.numerator), Decimal(limit.denominator))
    return Fraction(_UP.next_plus(below))


def edge_of(limit: Fraction) -> Fraction:
    """Return the number from which, or above which, numbers are rounded to a limit or more.

    >>> edge_of(Fraction(1)) == 1 - Fraction(1, 2 * 10**15)
    True
    """
    if not limit:
        return limit
    nearest = _UP.divide(Decimal(limit.numerator), Decimal(limit.denominator))
    return (Fraction(nearest) + Fraction(_DOWN.next_minus(nearest))) / 2
