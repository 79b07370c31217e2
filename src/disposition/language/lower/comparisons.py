"""Conditions of values that may be open: joined, compared, and sought among some, as nodes."""

from __future__ import annotations

from collections.abc import Iterable

from disposition.language.expression import Comparison
from disposition.language.lower.build import (
    TRUE,
    all_of,
    any_of,
    choose,
    compare,
    constant,
    equal,
    negation,
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
