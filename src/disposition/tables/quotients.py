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
from disposition.language.expression import Comparison, Operator
from disposition.tables.relation import Node, Relations
from disposition.tables.scaled import Arithmetics, Scaled, constant


class NotInTablesError(ValueError):
    """Something that no table engine does; the text says what."""


Compared = Callable[[Comparison, Fraction], Node]
"""Returns in which rows a number compares so with a limit."""


@frozen(eq=False)
class Quotient:
    """A number that is only ever compared with constants; it has a value where `given` has one."""

    given: Node
    compared: Compared

    def reckoned(self, operator: Operator, by: Fraction) -> Quotient:
        """Return the quotient with a constant added to it, or multiplied with it."""
        match operator:
            case Operator.ADD:
                return Quotient(self.given, lambda sign, limit: self.compared(sign, limit - by))
            case Operator.SUBTRACT:
                return Quotient(self.given, lambda sign, limit: self.compared(sign, limit + by))
            case Operator.DIVIDE:
                return self.reckoned(Operator.MULTIPLY, 1 / by)
        if not by:
            raise NotInTablesError("a quotient multiplied by 0")

        def compared(sign: Comparison, limit: Fraction) -> Node:
            return self.compared(sign if by > 0 else sign.mirrored, limit / by)

        return Quotient(self.given, compared)


Numeric = Scaled | Quotient


def reckoned(operator: Operator, left: Numeric, right: Numeric, numbers: Arithmetics) -> Numeric:
    """Return two numbers put together; a quotient only with a constant.

    Raises:
        NotInTablesError: a quotient is put together with a number that varies.
    """
    if isinstance(left, Scaled) and isinstance(right, Scaled):
        return numbers.reckoned(operator, left, right)
    if isinstance(left, Quotient) and isinstance(right, Scaled) and right.constant is not None:
        return left.reckoned(operator, right.constant)
    if isinstance(right, Quotient) and isinstance(left, Scaled) and left.constant is not None:
        if operator is Operator.SUBTRACT:
            turned = right.reckoned(Operator.MULTIPLY, Fraction(-1))
            return turned.reckoned(Operator.ADD, left.constant)
        return right.reckoned(operator, left.constant)
    raise NotInTablesError("a quotient is reckoned with")


def compared(sign: Comparison, left: Numeric, right: Numeric, numbers: Arithmetics) -> Node:
    """Return whether two numbers compare so; a quotient only with a constant.

    Raises:
        NotInTablesError: a quotient is compared with a number that varies.
    """
    if isinstance(left, Scaled) and isinstance(right, Scaled):
        return numbers.compared(sign, left, right)
    if isinstance(right, Quotient):
        left, right, sign = right, left, sign.mirrored
    if isinstance(left, Quotient) and isinstance(right, Scaled) and right.constant is not None:
        return left.compared(sign, right.constant)
    raise NotInTablesError("a quotient is compared with a number that varies")


def rounded_quotient(
    part: Scaled, whole: Scaled, relations: Relations, numbers: Arithmetics
) -> Quotient:
    """Return a number divided by one above 0, half-even to 15 significant digits.

    It has a value where both have one; where the divisor is not above 0 nothing rests on it.
    """

    def at_least(limit: Fraction) -> Node:
        edge = edge_of(limit)
        sign = Comparison.AT_LEAST if rounded(edge) >= limit else Comparison.MORE
        bound = numbers.reckoned(Operator.MULTIPLY, whole, constant(edge))
        return numbers.compared(sign, part, bound)

    def above(limit: Fraction) -> Node:
        if not limit:  # however small it is, it is not rounded to 0
            return numbers.compared(Comparison.MORE, part, constant(limit))
        return at_least(above_of(limit))

    def compared(sign: Comparison, limit: Fraction) -> Node:
        match sign:
            case Comparison.AT_LEAST:
                return at_least(limit)
            case Comparison.LESS:
                return relations.opposite(at_least(limit))
            case Comparison.MORE:
                return above(limit)
            case Comparison.AT_MOST:
                return relations.opposite(above(limit))
            case Comparison.EQUAL:
                return relations.all([at_least(limit), relations.opposite(above(limit))])
            case Comparison.DIFFERENT:
                return relations.any([relations.opposite(at_least(limit)), above(limit)])

    return Quotient(at_least(Fraction(0)), compared)


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
