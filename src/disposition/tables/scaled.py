"""Exact numbers in a table: whole numbers in the rows, with a constant and a common divisor beside.

A number is `(node + plus) / divisor`. Sums and comparisons with constants change only what stands
beside, so that a row does nothing for them. `most` bounds what a row has, so that it is known
beforehand whether 64 bits are enough, or 128: nothing overflows.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor, gcd, lcm

from disposition.frozen import frozen
from disposition.language.expression import Comparison, Operator
from disposition.tables.relation import ConstantNode, Node, Nothing, Product, Relations

WIDEST = 2**127 - 1
"""The largest number that table engines reckon with."""


class TooLargeError(ArithmeticError):
    """Numbers of more than 128 bits could be needed."""


@frozen(eq=False)
class Scaled:
    """A number of each row; without a `node` it is the constant `plus / divisor`."""

    node: Node | None
    most: int = 0
    plus: int = 0
    divisor: int = 1

    @property
    def constant(self) -> Fraction | None:
        """The number, where it is the same in every row."""
        return Fraction(self.plus, self.divisor) if self.node is None else None


def constant(value: Fraction) -> Scaled:
    """Return the same number for every row."""
    return Scaled(None, 0, value.numerator, value.denominator)


def nothing(relations: Relations) -> Scaled:
    """Return no number for any row."""
    return Scaled(relations.nothing)


class Arithmetics:
    """Reckons with scaled numbers and compares them."""

    def __init__(self, relations: Relations) -> None:
        self._relations = relations

    def reckoned(self, operator: Operator, left: Scaled, right: Scaled) -> Scaled:
        """Return a sum, difference, product or quotient; a divisor is a constant.

        Raises:
            TooLargeError: more than 128 bits could be needed.
        """
        match operator:
            case Operator.ADD:
                return self._sum(left, right)
            case Operator.SUBTRACT:
                return self._sum(left, self._times(right, Fraction(-1)))
            case Operator.MULTIPLY if right.constant is not None:
                return self._times(left, right.constant)
            case Operator.MULTIPLY if left.constant is not None:
                return self._times(right, left.constant)
            case Operator.MULTIPLY:
                return self._product(left, right)
            case Operator.DIVIDE:
                return self._times(left, 1 / Fraction(right.plus, right.divisor))

    def _times(self, number: Scaled, by: Fraction) -> Scaled:
        if number.node is None:
            return constant(Fraction(number.plus, number.divisor) * by)
        if by == 0:
            # Zero, where there is a number at all.
            zero = self._scaled_node(number.node, 0, 0)
            return Scaled(zero, 0, 0, 1)
        common = gcd(by.numerator, number.divisor)
        factor, divisor = by.numerator // common, number.divisor // common * by.denominator
        most = number.most * abs(factor)
        node = self._scaled_node(number.node, factor, most)
        return Scaled(node, most, number.plus * factor, divisor)

    def _scaled_node(self, node: Node, factor: int, most: int) -> Node:
        if factor == 1 or isinstance(node, Nothing):
            return node
        match node:
            case Product(left=inner, right=ConstantNode(value=int() as before)):
                return self._scaled_node(inner, before * factor, most)
        expect_narrow(most)
        expect_narrow(abs(factor))
        return self._relations.product(node, self._relations.constant(factor), most)

    def _sum(self, left: Scaled, right: Scaled) -> Scaled:
        left, right = self._alike(left, right)
        plus = left.plus + right.plus
        if left.node is None or right.node is None:
            node = right.node if left.node is None else left.node
            return Scaled(node, max(left.most, right.most), plus, left.divisor)
        most = left.most + right.most
        expect_narrow(most)
        return Scaled(self._relations.sum(left.node, right.node, most), most, plus, left.divisor)

    def _product(self, left: Scaled, right: Scaled) -> Scaled:
        left, right = self._whole(left), self._whole(right)
        if left.node is None or right.node is None:
            raise AssertionError("constants are multiplied apart")
        most = left.most * right.most
        expect_narrow(most)
        node = self._relations.product(left.node, right.node, most)
        return Scaled(node, most, 0, left.divisor * right.divisor)

    def _whole(self, number: Scaled) -> Scaled:
        """Return the same number with nothing beside the node but the divisor."""
        if number.node is None or not number.plus or isinstance(number.node, Nothing):
            return number
        most = number.most + abs(number.plus)
        expect_narrow(most)
        constant_ = self._relations.constant(number.plus)
        node = self._relations.sum(number.node, constant_, most)
        return Scaled(node, most, 0, number.divisor)

    def _alike(self, left: Scaled, right: Scaled) -> tuple[Scaled, Scaled]:
        """Return two numbers with one divisor."""
        common = lcm(left.divisor, right.divisor)
        return self._over(left, common), self._over(right, common)

    def bare(self, left: Scaled, right: Scaled) -> tuple[Scaled, Scaled]:
        """Return two numbers with one divisor, and nothing else beside their nodes."""
        left, right = self._alike(left, right)
        return self._whole(left), self._whole(right)

    def _over(self, number: Scaled, divisor: int) -> Scaled:
        factor = divisor // number.divisor
        if number.node is None:
            return Scaled(None, 0, number.plus * factor, divisor)
        most = number.most * factor
        node = self._scaled_node(number.node, factor, most)
        return Scaled(node, most, number.plus * factor, divisor)

    # --- comparing -------------------------------------------------------------------------------

    def compared(self, sign: Comparison, left: Scaled, right: Scaled) -> Node:
        """Return whether two numbers compare so.

        Raises:
            TooLargeError: more than 128 bits could be needed.
        """
        if left.node is None and right.node is None:
            one, other = constant_of(left), constant_of(right)
            relations = self._relations
            return relations.compared(
                sign, relations.constant((one > other) - (one < other)), relations.constant(0)
            )
        if left.node is None:
            left, right, sign = right, left, sign.mirrored
        if right.node is None:
            return self._with_limit(sign, left, constant_of(right))
        left, right = self._alike(left, right)
        difference = right.plus - left.plus
        right = self._whole(Scaled(right.node, right.most, difference, right.divisor))
        if left.node is None or right.node is None:
            raise AssertionError("neither is a constant")
        return self._relations.compared(sign, left.node, right.node)

    def _with_limit(self, sign: Comparison, number: Scaled, limit: Fraction) -> Node:
        """Compare a number with a constant: the whole number in each row with another whole one."""
        relations, node = self._relations, number.node
        if node is None or isinstance(node, Nothing):
            return relations.nothing
        exact = limit * number.divisor - number.plus
        match sign:
            case Comparison.MORE | Comparison.AT_MOST:
                whole = floor(exact)
            case Comparison.LESS | Comparison.AT_LEAST:
                whole = ceil(exact)
            case _:
                if exact.denominator != 1:
                    return relations.settled(sign is Comparison.DIFFERENT, node)
                whole = int(exact)
        if abs(whole) > number.most:
            is_above = whole > 0
            held = {
                Comparison.EQUAL: False,
                Comparison.DIFFERENT: True,
                Comparison.LESS: is_above,
                Comparison.AT_MOST: is_above,
                Comparison.MORE: not is_above,
                Comparison.AT_LEAST: not is_above,
            }[sign]
            return relations.settled(held, node)
        return relations.compared(sign, node, relations.constant(whole))


def constant_of(number: Scaled) -> Fraction:
    """Return the number of a constant."""
    return Fraction(number.plus, number.divisor)


def expect_narrow(most: int) -> None:
    """Expect that 128 bits are enough."""
    if most > WIDEST:
        raise TooLargeError
