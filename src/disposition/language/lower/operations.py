"""Operations on numbers and conditions that may be open: joined, compared, summed, multiplied."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from disposition.frozen import evolve
from disposition.language.expression import Comparison
from disposition.language.lower.build import (
    TRUE,
    ZERO,
    add,
    all_of,
    any_of,
    choose,
    compare,
    constant,
    equal,
    larger,
    multiply,
    negation,
    percent,
    smaller,
)
from disposition.language.lower.total import Fixed, Node, NodeSort
from disposition.language.lower.values import (
    Lowered,
    LoweredText,
    Number,
    Truth,
    among,
    exactly,
    limited_text,
)
from disposition.language.types import Value


def opposite(truth: Truth) -> Truth:
    """Return the negation of a condition."""
    return Truth(negation(truth.possibly), negation(truth.surely), truth.lacks)


def all_hold(truths: Iterable[Truth]) -> Truth:
    """Return whether all of some conditions hold (Kleene)."""
    parts = list(truths)
    possibly = all_of(*(each.possibly for each in parts))
    return Truth(
        all_of(*(each.surely for each in parts)),
        possibly,
        all_of(possibly, any_of(*(each.lacks for each in parts))),
    )


def any_holds(truths: Iterable[Truth]) -> Truth:
    """Return whether one of some conditions holds (Kleene)."""
    return opposite(all_hold(opposite(each) for each in truths))


def same(left: Lowered, right: Lowered) -> Truth:
    """Return whether two values of one sort are equal."""
    lacks = any_of(left.lacks, right.lacks)
    match left, right:
        case Truth(), Truth():
            both = all_of(left.surely, right.surely)
            neither = all_of(negation(left.possibly), negation(right.possibly))
            apart = any_of(
                all_of(left.surely, negation(right.possibly)),
                all_of(right.surely, negation(left.possibly)),
            )
            return Truth(any_of(both, neither), negation(apart), lacks)
        case Number(), Number():
            surely = all_of(left.known, right.known, equal(left.value, right.value))
            apart = any_of(_before(left, right), _before(right, left))
            if left.is_simple and right.is_simple:
                apart = all_of(
                    left.has_low,
                    right.has_low,
                    compare(Comparison.DIFFERENT, left.value, right.value),
                )
            return Truth(surely, any_of(lacks, negation(apart)), lacks)
        case LoweredText(), LoweredText():
            known = all_of(left.known, right.known)
            surely = all_of(known, equal(left.value, right.value))
            common = among(left, lambda one: among(right, lambda other: equal(one, other)))
            is_limited = all_of(limited_text(left), limited_text(right))
            apart = all_of(is_limited, negation(common))
            return Truth(surely, any_of(lacks, negation(apart)), lacks)
        case _:
            raise AssertionError("the checker has seen that they are of one sort")


def _before(one: Number, other: Number, comparison: Comparison = Comparison.LESS) -> Node:
    """Return whether all that one number can be comes before all that another can."""
    return all_of(one.has_high, other.has_low, compare(comparison, one.high, other.low))


def comes_before(left: Number, right: Number, *, or_equal: bool) -> Truth:
    """Return whether one number or day comes before another, or with it."""
    lacks = any_of(left.lacks, right.lacks)
    sooner = Comparison.AT_MOST if or_equal else Comparison.LESS
    later = Comparison.LESS if or_equal else Comparison.AT_MOST
    surely = all_of(negation(lacks), _before(left, right, sooner))
    return Truth(surely, any_of(lacks, negation(_before(right, left, later))), lacks)


def one_of_values(item: Lowered, values: Iterable[Value]) -> Truth:
    """Return whether a value is one of some that are written out."""
    wanted = [constant(each) for each in values]
    match item:
        case Truth():
            return (
                any_holds(same(item, Truth(each, each)) for each in wanted)
                if len(set(wanted)) < 2
                else Truth(item.known, TRUE, item.lacks)
            )
        case Number():
            told = [same(item, exactly(each, NodeSort.NUMBER)) for each in wanted]
            surely = any_of(*(each.surely for each in told))
            possibly = any_of(*(each.possibly for each in told))
            return Truth(surely, any_of(item.lacks, possibly), item.lacks)
        case LoweredText():
            return _one_of_texts(item, wanted)


def _one_of_texts(item: LoweredText, wanted: list[Fixed]) -> Truth:
    def is_wanted(text: Node) -> Node:
        return any_of(*(equal(text, each) for each in wanted))

    has_others = item.exists(lambda text: negation(is_wanted(text)))
    is_limited = all_of(item.is_limited, negation(item.lacks))
    surely = choose(item.known, is_wanted(item.value), all_of(is_limited, negation(has_others)))
    possibly = choose(
        item.known, is_wanted(item.value), any_of(negation(is_limited), item.exists(is_wanted))
    )
    return Truth(surely, possibly, item.lacks)


def total(left: Number, right: Number) -> Number:
    """Return the sum of two numbers, or of a day and days."""
    pinned = all_of(left.pinned, right.pinned)
    lacks = any_of(left.lacks, right.lacks)
    return Number(
        all_of(pinned, negation(lacks)),
        add(left.value, right.value),
        all_of(left.has_low, right.has_low),
        add(left.low, right.low),
        all_of(left.has_high, right.has_high),
        add(left.high, right.high),
        pinned,
        lacks,
        left.is_quotient or right.is_quotient,
    )


def divided(number: Number, by: Fraction) -> Number:
    """Return a number divided by one that is written out and not zero."""
    return evolve(_scaled(number, 1 / by), is_quotient=True)


def product(left: Number, right: Number) -> Number:
    """Return the product of two numbers."""
    for one, other in ((left, right), (right, left)):
        if one.known is TRUE and isinstance(one.value, Fixed):
            found = _scaled(other, Fraction(one.value.value))
            return evolve(found, is_quotient=left.is_quotient or right.is_quotient)
    lacks = any_of(left.lacks, right.lacks)
    is_zero = any_of(*(all_of(each.pinned, equal(each.low, ZERO)) for each in (left, right)))
    if left.is_simple and right.is_simple:
        pinned = any_of(all_of(left.pinned, right.pinned), is_zero)
        has_low = has_high = pinned
        low = high = multiply(left.value, right.value)
    else:
        has_low, low, has_high, high = _bounds(left, right)
        has_low, has_high = any_of(is_zero, has_low), any_of(is_zero, has_high)
        low, high = choose(is_zero, ZERO, low), choose(is_zero, ZERO, high)
        pinned = all_of(has_low, has_high, equal(low, high))
    return Number(
        all_of(pinned, negation(lacks)),
        low,
        has_low,
        low,
        has_high,
        high,
        pinned,
        lacks,
        left.is_quotient or right.is_quotient,
    )


def _scaled(number: Number, factor: Fraction) -> Number:
    by = constant(factor)
    if by is ZERO:
        known = negation(number.lacks)
        return Number(known, ZERO, TRUE, ZERO, TRUE, ZERO, TRUE, number.lacks)
    ends = (number.has_low, number.low), (number.has_high, number.high)
    (has_low, low), (has_high, high) = ends if factor > 0 else ends[::-1]
    return evolve(
        number,
        known=all_of(number.pinned, negation(number.lacks)),
        value=multiply(by, number.value),
        has_low=has_low,
        low=multiply(by, low),
        has_high=has_high,
        high=multiply(by, high),
    )


def _bounds(left: Number, right: Number) -> list[Node]:
    """Return the bounds of a product of which neither side is known to be zero."""
    ends = [
        multiply(first, second)
        for first in (left.low, left.high)
        for second in (right.low, right.high)
    ]
    least, most = ends[0], ends[0]
    for each in ends[1:]:
        least, most = smaller(least, each), larger(most, each)
    has_all = all_of(left.has_low, left.has_high, right.has_low, right.has_high)
    is_positive = all_of(
        *(each.has_low for each in (left, right)),
        *(compare(Comparison.AT_LEAST, each.low, ZERO) for each in (left, right)),
    )
    found = [any_of(has_all, is_positive), choose(has_all, least, ends[0]), has_all, most]
    for one, other in ((right, left), (left, right)):
        grows = compare(Comparison.MORE, one.low, ZERO)
        scaled = (
            choose(grows, other.has_low, other.has_high),
            multiply(one.low, choose(grows, other.low, other.high)),
            choose(grows, other.has_high, other.has_low),
            multiply(one.low, choose(grows, other.high, other.low)),
        )
        found = [choose(one.pinned, *both) for both in zip(scaled, found, strict=True)]
    return found


def share(part: Number, whole: Number) -> Number:
    """Return what percentage one number is of another; no value of nothing."""
    is_nothing = all_of(whole.pinned, equal(whole.low, ZERO))
    both = all_of(part.known, whole.known, negation(is_nothing))
    rest = all_of(negation(both), negation(is_nothing))
    is_positive = all_of(part.has_low, compare(Comparison.AT_LEAST, part.low, ZERO))
    is_bounded = all_of(whole.has_low, compare(Comparison.MORE, whole.low, ZERO))
    may_be_nothing = all_of(rest, negation(is_bounded))
    bounded = all_of(rest, is_bounded)
    told = percent(part.value, whole.value)
    lower = choose(whole.has_high, percent(part.low, whole.high), ZERO)
    upper = percent(part.high, whole.low)
    has_upper = all_of(part.has_high, compare(Comparison.AT_LEAST, part.high, ZERO))
    closes = all_of(bounded, is_positive, has_upper, equal(lower, upper))
    lacks = any_of(part.lacks, whole.lacks)
    from_nothing = all_of(may_be_nothing, whole.has_low, equal(whole.low, ZERO))
    return Number(
        any_of(both, all_of(closes, negation(lacks))),
        choose(both, told, lower),
        any_of(both, all_of(is_positive, any_of(from_nothing, bounded))),
        choose(both, told, choose(bounded, lower, ZERO)),
        any_of(both, all_of(bounded, has_upper)),
        choose(both, told, upper),
        any_of(both, closes),
        any_of(is_nothing, may_be_nothing, all_of(bounded, lacks)),
    )
