"""Nodes of the total language written as expressions of Polars over columns.

A number is a whole number of each row over a divisor: one that all rows share, and for a percentage
also one of the row. What a row can have is bounded beforehand, so that nothing overflows, and so
that what is rounded to 15 digits surely compares as it would without rounding.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from math import lcm

import polars as pl

from disposition.frozen import evolve, frozen
from disposition.language.expression import COMPARE, Comparison
from disposition.language.lower import total
from disposition.language.lower.extent import extent
from disposition.language.lower.total import Node, NodeSort, sort_of

NARROW = 2**62
"""What fits into 64 bits, whatever is added once more."""
MOST = 2**125
"""What no number of a row reaches."""
SURE = Fraction(1, 10**12)
"""Two numbers that differ by a larger part than this are not brought together by rounding."""


class NotInFramesError(Exception):
    """Something that is not reckoned over frames; the text says what."""


@frozen(eq=False)
class RowsAtHand:
    """A number of each row, `whole / (divisor * of_row)`; `most` bounds `whole`, below zero too.

    Where it stands for one that is rounded to 15 digits, that is a fraction of no larger
    denominator than `finest`; 0 where none is rounded.
    """

    whole: pl.Expr
    most: int
    divisor: int = 1
    of_row: pl.Expr | None = None
    most_of_row: int = 1
    finest: int = 0

    @property
    def coarse(self) -> int:
        """The largest denominator that a row can have as it stands."""
        return self.divisor * self.most_of_row

    def over(self, divisor: int) -> RowsAtHand:
        """Return the same number over a multiple of its divisor."""
        by = divisor // self.divisor
        if by == 1:
            return self
        most = self.most * by
        return evolve(self, whole=_times(self.whole, by, most), most=_kept(most), divisor=divisor)


Written = pl.Expr | RowsAtHand


def _kept(most: int) -> int:
    if most >= MOST:
        raise NotInFramesError("its numbers could need more than 125 bits in a row")
    return most


def _wide(whole: pl.Expr, most: int) -> pl.Expr:
    """Return whole numbers in a type in which none is too large."""
    return whole if most < NARROW else whole.cast(pl.Int128)


def _times(whole: pl.Expr, by: pl.Expr | int, most: int) -> pl.Expr:
    if isinstance(by, int):
        by = pl.lit(by, dtype=pl.Int64 if by < NARROW else pl.Int128)
    return _wide(whole, most) * _wide(by, most)


class Writing:
    """Writes nodes; `read` gives what has a column already, and None for what has to be written."""

    def __init__(self, read: Callable[[Node], Written | None]) -> None:
        self._read = read

    def truth(self, node: Node) -> pl.Expr:
        """Return a truth or a text of each row."""
        found = self.of(node)
        if isinstance(found, RowsAtHand):
            raise AssertionError("a number is no truth and no text")
        return found

    def number(self, node: Node) -> RowsAtHand:
        """Return a number of each row."""
        found = self.of(node)
        if not isinstance(found, RowsAtHand):
            raise AssertionError("a truth or a text is no number")
        return found

    def of(self, node: Node) -> Written:
        """Return what each row has.

        Raises:
            NotInFramesError: a number could be too large, or what is rounded could matter.
        """
        found = self._read(node)
        return self._written(node) if found is None else found

    def _written(self, node: Node) -> Written:  # noqa: C901 - one case for each node
        match node:
            case total.Fixed(value=bool() | str() as value):
                return pl.lit(value)
            case total.Fixed(value=value):
                exact = Fraction(value)
                return RowsAtHand(
                    pl.lit(
                        exact.numerator,
                        dtype=pl.Int64 if abs(exact.numerator) < NARROW else pl.Int128,
                    ),
                    _kept(abs(exact.numerator)),
                    exact.denominator,
                )
            case total.ValueWhere(known=known, value=value):
                return self._where(self.truth(known), self.of(value))
            case total.IsKnown(of=of) if sort_of(of) is not NodeSort.NUMBER:
                return self.truth(of).is_not_null()
            case total.Negated(part=part):
                return ~self.truth(part)
            case total.Conjunction(parts=parts):
                return reduce(operator.and_, map(self.truth, parts))
            case total.Disjunction(parts=parts):
                return reduce(operator.or_, map(self.truth, parts))
            case total.Compared(comparison=comparison, left=left, right=right):
                if sort_of(left) is NodeSort.NUMBER:
                    return compared(comparison, self.number(left), self.number(right))
                one, other = self.truth(left), self.truth(right)
                if sort_of(left) is NodeSort.TEXT and not isinstance(right, total.Fixed):
                    one, other = one.cast(pl.String), other.cast(pl.String)
                return COMPARE[comparison](one, other)  # type: ignore[no-any-return] # of Polars
            case total.Choose(condition=condition, then=then, otherwise=otherwise):
                return self._chosen(self.truth(condition), then, otherwise)
            case total.Add(left=left, right=right):
                return _sum(self.number(left), self.number(right))
            case total.Multiply(left=left, right=right):
                return _product(self.number(left), self.number(right))
            case total.Negative(part=part):
                number = self.number(part)
                # Polars turns the sign of no whole number of 128 bits.
                return evolve(number, whole=_times(number.whole, -1, number.most))
            case total.Smaller(left=left, right=right):
                return self._extreme(Comparison.AT_MOST, left, right)
            case total.Larger(left=left, right=right):
                return self._extreme(Comparison.AT_LEAST, left, right)
            case total.Percent(part=part, whole=whole):
                return self._percent(part, whole)
            case total.Rounded(part=part):
                number = self.number(part)
                return evolve(number, finest=max(number.finest, number.coarse))
            case _:
                raise NotInFramesError(f"`{type(node).__name__}` of a list within a list")

    @staticmethod
    def _where(known: pl.Expr, value: Written) -> Written:
        if isinstance(value, RowsAtHand):
            return evolve(value, whole=pl.when(known).then(value.whole))
        return pl.when(known).then(value)

    def _chosen(self, condition: pl.Expr, then: Node, otherwise: Node) -> Written:
        if sort_of(then) is NodeSort.NUMBER:
            return chosen(condition, self.number(then), self.number(otherwise))
        one, other = self.truth(then), self.truth(otherwise)
        if sort_of(then) is NodeSort.TEXT:
            one, other = one.cast(pl.String), other.cast(pl.String)
        return pl.when(condition).then(one).otherwise(other)

    def _extreme(self, comparison: Comparison, left: Node, right: Node) -> RowsAtHand:
        one, other = self.number(left), self.number(right)
        if one.of_row is None and other.of_row is None:
            one, other = alike(one, other)
            _expect_apart(one, other)
            most = max(one.most, other.most)
            pick = pl.min_horizontal if comparison is Comparison.AT_MOST else pl.max_horizontal
            return RowsAtHand(
                pick(_wide(one.whole, most), _wide(other.whole, most)),
                most,
                one.divisor,
                finest=max(one.finest, other.finest),
            )
        return chosen(compared(comparison, one, other), one, other)

    def _percent(self, part: Node, whole: Node) -> RowsAtHand:
        low = extent(whole).low
        if low is None or low < 0:
            raise NotInFramesError("a percentage of what may be below 0")
        of, by = self.number(part), self.number(whole)
        if of.of_row is not None or by.of_row is not None or of.finest or by.finest:
            raise NotInFramesError("a percentage of a percentage")
        factor = 100 * by.divisor
        is_some, most = by.whole > 0, of.most * factor
        return RowsAtHand(
            pl.when(is_some).then(_times(of.whole, factor, most)).otherwise(0),
            _kept(most),
            of.divisor,
            pl.when(is_some).then(by.whole).otherwise(1),
            max(by.most, 1),
            of.divisor * max(by.most, 1),
        )


def alike(one: RowsAtHand, other: RowsAtHand) -> tuple[RowsAtHand, RowsAtHand]:
    """Return two numbers over one divisor."""
    divisor = lcm(one.divisor, other.divisor)
    return one.over(divisor), other.over(divisor)


def chosen(condition: pl.Expr, then: RowsAtHand, otherwise: RowsAtHand) -> RowsAtHand:
    """Return one of two numbers, by a truth."""
    one, other = alike(then, otherwise)
    of_row = None
    if one.of_row is not None or other.of_row is not None:
        first = pl.lit(1, dtype=pl.Int64) if one.of_row is None else one.of_row
        second = pl.lit(1, dtype=pl.Int64) if other.of_row is None else other.of_row
        of_row = pl.when(condition).then(first).otherwise(second)
    most = max(one.most, other.most)
    return RowsAtHand(
        pl.when(condition).then(_wide(one.whole, most)).otherwise(_wide(other.whole, most)),
        most,
        one.divisor,
        of_row,
        max(one.most_of_row, other.most_of_row),
        max(one.finest, other.finest),
    )


def compared(comparison: Comparison, left: RowsAtHand, right: RowsAtHand) -> pl.Expr:
    """Return whether two numbers compare so."""
    _expect_apart(left, right)
    one, other = alike(left, right)
    most = _kept(max(one.most * other.most_of_row, other.most * one.most_of_row))
    first, second = _wide(one.whole, most), _wide(other.whole, most)
    if other.of_row is not None:
        first = _times(first, other.of_row, most)
    if one.of_row is not None:
        second = _times(second, one.of_row, most)
    return COMPARE[comparison](first, second)  # type: ignore[no-any-return] # of Polars


def _expect_apart(one: RowsAtHand, other: RowsAtHand) -> None:
    """Expect that numbers that differ do so by more than what rounding changes."""
    step = max(one.finest * other.coarse, other.finest * one.coarse)
    largest = max(Fraction(one.most, one.divisor), Fraction(other.most, other.divisor))
    if step * largest * SURE >= 1:
        raise NotInFramesError("it could matter that a quotient is rounded to 15 digits")


def _sum(left: RowsAtHand, right: RowsAtHand) -> RowsAtHand:
    one, other = alike(left, right)
    if one.of_row is not None or other.of_row is not None:
        raise NotInFramesError("a percentage added to another number")
    most = _kept(one.most + other.most)
    return RowsAtHand(
        _wide(one.whole, most) + _wide(other.whole, most),
        most,
        one.divisor,
        finest=_finest(left, right),
    )


def _finest(left: RowsAtHand, right: RowsAtHand) -> int:
    """Return the finest that a sum or product can be, if a part of it is rounded."""
    is_rounded = left.finest or right.finest
    return (left.finest or left.coarse) * (right.finest or right.coarse) if is_rounded else 0


def _product(left: RowsAtHand, right: RowsAtHand) -> RowsAtHand:
    if left.of_row is not None and right.of_row is not None:
        raise NotInFramesError("a product of percentages")
    most = _kept(left.most * right.most)
    return RowsAtHand(
        _times(left.whole, right.whole, most),
        most,
        left.divisor * right.divisor,
        right.of_row if left.of_row is None else left.of_row,
        max(left.most_of_row, right.most_of_row),
        _finest(left, right),
    )
