"""Exact numbers in a table: whole numbers in the rows, with a constant and a common divisor beside.

A number is `(node + plus) / divisor`. Sums and comparisons with constants change only what stands
beside, so that a row does nothing for them. What a node can be is known from its extent, so that
it is told beforehand whether 64 bits are enough, or 128: nothing overflows.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor, lcm

from disposition.frozen import frozen
from disposition.language.expression import Comparison
from disposition.language.lower.build import (
    ZERO,
    add,
    choose,
    compare,
    constant,
    has_value,
    multiply,
    settled,
    where_known,
)
from disposition.language.lower.extent import extent
from disposition.language.lower.total import Fixed, Multiply, Node, children

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
    return max(size(node), *map(size, children(node)), 0)


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


def plus(left: Scaled, right: Scaled) -> Scaled:
    """Return the sum of two numbers."""
    left, right = alike(left, right)
    return Scaled(narrow(add(left.node, right.node)), left.plus + right.plus, left.divisor)


def times(left: Scaled, right: Scaled) -> Scaled:
    """Return the product of two numbers."""
    if left.constant is not None:
        left, right = right, left
    if right.constant is not None:
        by = right.constant / left.divisor
        return Scaled(_scaled(left.node, by.numerator), left.plus * by.numerator, by.denominator)
    return Scaled(narrow(multiply(left.whole, right.whole)), 0, left.divisor * right.divisor)


def chosen(condition: Node, then: Scaled, otherwise: Scaled) -> Scaled:
    """Return one of two numbers, by a truth."""
    one, other = alike(then, otherwise)
    return Scaled(choose(condition, one.whole, other.whole), 0, one.divisor)


def compared(sign: Comparison, left: Scaled, right: Scaled) -> Node:
    """Return whether two numbers compare so.

    Raises:
        TooLargeError: more than 38 digits could be needed.
    """
    if left.constant is not None:
        left, right, sign = right, left, sign.mirrored
    if right.constant is not None:
        return _with_limit(sign, left, right.constant)
    left, right = alike(left, right)
    beside = Scaled(right.node, right.plus - left.plus, right.divisor)
    return compare(sign, left.node, beside.whole)


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
