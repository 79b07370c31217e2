"""Exact numbers in a table: whole numbers in the rows, with a constant and a common divisor beside.

A number is `(node + plus) / divisor`. Sums and comparisons with constants change only what stands
beside, so that a row does nothing for them. What a node can be is known from its extent, so that
it is told beforehand whether 64 bits are enough, or 128: nothing overflows.

Tables never divide: of a test of a quotient rounded to 15 digits both sides are multiplied. A
rounded quotient is above a limit just where the exact one is above a limit beside it, since
rounding never turns two numbers round. That other limit is reckoned once, when a table is compiled.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from math import ceil, floor, lcm

from disposition.frozen import frozen
from disposition.language.evaluate.possible import rounded as rounded_number
from disposition.language.expression import Comparison
from disposition.language.lower.build import (
    ZERO,
    add,
    all_of,
    any_of,
    choose,
    compare,
    constant,
    has_value,
    multiply,
    negation,
    settled,
    where_known,
)
from disposition.language.lower.extent import extent
from disposition.language.lower.total import Fixed, Multiply, Node, NodeSort, children, sort_of

WIDEST = 10**38 - 1
"""The largest number that table engines reckon with: of 38 digits, where not of 128 bits."""


class TooLargeError(ArithmeticError):
    """Numbers of more than 38 digits could be needed."""


@frozen(eq=False)
class Scaled:
    """A number of each row; with a `node` of 0 it is the constant `plus / divisor`."""

    node: Node
    plus: int = 0
    divisor: int = 1

    @property
    def constant(self) -> Fraction | None:
        """The number, where it is the same in every row."""
        return Fraction(self.plus, self.divisor) if self.node is ZERO else None

    @property
    def whole(self) -> Node:
        """The number times its divisor."""
        return narrow(add(self.node, constant(self.plus)))


def always(value: Fraction) -> Scaled:
    """Return the same number for every row."""
    return Scaled(ZERO, value.numerator, value.denominator)


def size(node: Node) -> int:
    """Return how far from 0 a whole number can be."""
    found = extent(node)
    if found.low is None or found.high is None:
        raise TooLargeError
    return int(max(found.high, -found.low))


def room(node: Node) -> int:
    """Return how far from 0 a whole number can be, or one that it is directly made of."""
    numbers = (each for each in children(node) if sort_of(each) is NodeSort.NUMBER)
    return max(size(node), *map(size, numbers), 0)


def narrow(node: Node) -> Node:
    """Return a whole number for which 38 digits are enough.

    Raises:
        TooLargeError: they might not be.
    """
    if size(node) > WIDEST:
        raise TooLargeError
    return node


def alike(left: Scaled, right: Scaled) -> tuple[Scaled, Scaled]:
    """Return two numbers with one divisor."""
    common = lcm(left.divisor, right.divisor)
    return _over(left, common), _over(right, common)


def _over(number: Scaled, divisor: int) -> Scaled:
    factor = divisor // number.divisor
    return Scaled(_scaled(number.node, factor), number.plus * factor, divisor)


def _scaled(node: Node, factor: int) -> Node:
    match node:
        case Multiply(left=inner, right=Fixed(value=int() as before)):
            return _scaled(inner, before * factor)
        case _:
            narrow(constant(factor))
            return narrow(multiply(node, constant(factor)))


class NotInTablesError(ValueError):
    """Something that no table engine does; the text says what."""


@frozen(eq=False)
class Quotient:
    """A number that is only ever compared: with constants, and with others if rounding allows."""

    compared: Callable[[Comparison, Scaled], Node]

    def plus(self, by: Scaled) -> Quotient:
        """Return the quotient with a number added to it."""
        return Quotient(lambda sign, limit: self.compared(sign, _less(limit, by)))

    def times(self, by: Fraction) -> Quotient:
        """Return the quotient multiplied with a constant."""
        if not by:
            raise NotInTablesError("a quotient multiplied by 0")
        return Quotient(
            lambda sign, limit: self.compared(
                sign if by > 0 else sign.mirrored, product(limit, always(1 / by))
            )
        )


Numeric = Scaled | Quotient


def plus(left: Numeric, right: Numeric) -> Numeric:
    """Return the sum of two numbers.

    Raises:
        NotInTablesError: both are quotients.
    """
    if isinstance(left, Scaled) and isinstance(right, Scaled):
        left, right = alike(left, right)
        return Scaled(narrow(add(left.node, right.node)), left.plus + right.plus, left.divisor)
    quotient, more = _with_quotient(left, right, "a quotient is reckoned with")
    return quotient.plus(more)


def times(left: Numeric, right: Numeric) -> Numeric:
    """Return the product of two numbers; of a quotient and a constant.

    Raises:
        NotInTablesError: a quotient is put together with a number that varies.
    """
    if isinstance(left, Scaled) and isinstance(right, Scaled):
        return product(left, right)
    quotient, factor = _with_quotient(left, right, "a quotient is reckoned with")
    if factor.constant is None:
        raise NotInTablesError("a quotient is reckoned with")
    return quotient.times(factor.constant)


def _less(left: Scaled, right: Scaled) -> Scaled:
    found = plus(left, product(right, always(Fraction(-1))))
    assert isinstance(found, Scaled)  # noqa: S101 - both are
    return found


def product(left: Scaled, right: Scaled) -> Scaled:
    """Return the product of two numbers that are no quotients."""
    if left.constant is not None:
        left, right = right, left
    if right.constant is None:
        whole = narrow(multiply(left.whole, right.whole))
        return Scaled(whole, 0, left.divisor * right.divisor)
    by = right.constant / left.divisor
    return Scaled(_scaled(left.node, by.numerator), left.plus * by.numerator, by.denominator)


def compared(sign: Comparison, left: Numeric, right: Numeric) -> Node:
    """Return whether two numbers compare so.

    Raises:
        NotInTablesError: rounding could matter to a quotient that is compared.
        TooLargeError: more than 38 digits could be needed.
    """
    if isinstance(left, Scaled) and isinstance(right, Scaled):
        if left.constant is not None:
            left, right, sign = right, left, sign.mirrored
        if right.constant is not None:
            return _with_limit(sign, left, right.constant)
        left, right = alike(left, right)
        beside = Scaled(right.node, right.plus - left.plus, right.divisor)
        return compare(sign, left.node, beside.whole)
    quotient, limit = _with_quotient(left, right, VARIES)
    return quotient.compared(sign if quotient is left else sign.mirrored, limit)


def _with_limit(sign: Comparison, number: Scaled, limit: Fraction) -> Node:
    """Compare a number with a constant: the whole number in each row with another whole one."""
    exact = limit * number.divisor - number.plus
    match sign:
        case Comparison.MORE | Comparison.AT_MOST:
            exact = Fraction(floor(exact))
        case Comparison.LESS | Comparison.AT_LEAST:
            exact = Fraction(ceil(exact))
        case _ if exact.denominator != 1:
            found = constant(sign is Comparison.DIFFERENT)
            return where_known(has_value(number.node), found)
    # What all rows are above or below does not have to fit into them.
    found_by_size = settled(sign, number.node, constant(exact))
    if found_by_size is not None:
        return where_known(has_value(number.node), found_by_size)
    return compare(sign, number.node, constant(exact))


def chosen(condition: Node, then: Numeric, otherwise: Numeric) -> Numeric:
    """Return one of two numbers, by a truth."""
    if isinstance(then, Scaled) and isinstance(otherwise, Scaled):
        one, other = alike(then, otherwise)
        return Scaled(choose(condition, one.whole, other.whole), 0, one.divisor)
    return Quotient(
        lambda sign, limit: choose(
            condition, compared(sign, then, limit), compared(sign, otherwise, limit)
        )
    )


def better(sign: Comparison, left: Numeric, right: Numeric) -> Numeric:
    """Return the smaller of two numbers (`AT_MOST`), or the larger one (`AT_LEAST`)."""
    if isinstance(left, Scaled) and isinstance(right, Scaled):
        return chosen(compared(sign, left, right), left, right)
    is_smaller = sign is Comparison.AT_MOST

    def comparison(sign: Comparison, limit: Scaled) -> Node:
        match sign:
            case Comparison.EQUAL:
                beyond = comparison(Comparison.MORE, limit)
                return all_of(comparison(Comparison.AT_LEAST, limit), negation(beyond))
            case Comparison.DIFFERENT:
                return negation(comparison(Comparison.EQUAL, limit))
        both = [compared(sign, each, limit) for each in (left, right)]
        is_low = sign in (Comparison.LESS, Comparison.AT_MOST)
        return any_of(*both) if is_low is is_smaller else all_of(*both)

    return Quotient(comparison)


def _with_quotient(left: Numeric, right: Numeric, why: str) -> tuple[Quotient, Scaled]:
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Quotient) and isinstance(other, Scaled):
            return one, other
    raise NotInTablesError(why)


VARIES = "a quotient is compared with a number that varies"
SURE = Fraction(1, 10**12)
"""Two numbers that differ by a larger part than this are not brought together by rounding."""


def _expect_apart(part: Scaled, whole: Scaled, limit: Scaled) -> None:
    """Expect that a quotient and a limit that differ do so by more than what rounding changes."""
    finest = part.divisor * size(whole.whole) * limit.divisor
    quotient = Fraction(size(part.whole) * whole.divisor, part.divisor)
    largest = max(quotient, Fraction(size(limit.whole), limit.divisor))
    if finest * largest * SURE >= 1:
        raise NotInTablesError(VARIES)


def rounded(part: Scaled) -> Numeric:
    """Return a number half-even to 15 significant digits; itself, if it surely has no more."""
    places = extent(constant(Fraction(1, part.divisor))).places
    if places is not None and size(part.whole) * 10**places < part.divisor * 10**15:
        return part
    return rounded_quotient(part, always(Fraction(1)))


def rounded_quotient(part: Scaled, whole: Scaled) -> Quotient:
    """Return a number divided by one above 0, half-even to 15 significant digits.

    Where the divisor is not above 0 nothing rests on it.
    """

    def compared_with(sign: Comparison, limit: Scaled) -> Node:
        if limit.constant is not None:
            return comparison(sign, limit.constant)
        _expect_apart(part, whole, limit)
        return compared(sign, part, times(whole, limit))

    def at_least(limit: Fraction) -> Node:
        edge = edge_of(limit)
        sign = Comparison.AT_LEAST if rounded_number(edge) >= limit else Comparison.MORE
        return compared(sign, part, times(whole, always(edge)))

    def above(limit: Fraction) -> Node:
        if not limit:  # however small it is, it is not rounded to 0
            return compared(Comparison.MORE, part, always(limit))
        return at_least(above_of(limit))

    def comparison(sign: Comparison, limit: Fraction) -> Node:
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

    return Quotient(compared_with)


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
