"""What is told of the items of a list together, where some may be open.

Each mirrors a function of `language.evaluate.combined`.
"""

from __future__ import annotations

from collections.abc import Callable

from disposition.frozen import evolve, frozen
from disposition.language.expression import Aggregation, Comparison
from disposition.language.lower.build import (
    ZERO,
    all_of,
    any_of,
    choose,
    compare,
    constant,
    equal,
    every,
    fold,
    larger,
    negation,
    position,
    smaller,
    some,
)
from disposition.language.lower.operations import all_hold, any_holds, opposite
from disposition.language.lower.total import Folding, Node, Variable
from disposition.language.lower.values import (
    Lowered,
    LoweredText,
    Number,
    Truth,
    among,
    either,
    limited_text,
    part_by_part,
    picked,
    turned,
)

LoweredItem = tuple[Truth, Lowered]
"""Whether an item is meant, and what is told of it."""


@frozen(eq=False)
class MeantItem:
    """The items of a list: whether one is meant, what is told of it, and of no item at all.

    `again` tells the same of another variable.
    """

    variable: Variable
    held: Truth
    told: Lowered
    otherwise: Lowered
    again: Callable[[Variable], LoweredItem]
    apart: Variable


def _sum(meant: MeantItem) -> Lowered:
    held, told, of = meant.held, meant.told, meant.variable
    assert isinstance(told, Number)  # noqa: S101 - the checker has seen that it is one
    is_nothing = all_of(held.open, told.known, equal(told.value, ZERO))
    counts = all_of(held.possibly, negation(is_nothing))
    low = choose(held.surely, told.low, smaller(told.low, ZERO))
    high = choose(held.surely, told.high, larger(told.high, ZERO))
    # Of items whose numbers have both bounds alike, both sums are; of any other, none.
    is_zero = all_of(told.pinned, equal(told.low, ZERO))
    pinned = choose(held.surely, told.pinned, is_zero)
    lacks = some(of, all_of(counts, any_of(told.lacks, all_of(held.open, held.lacks))))
    is_pinned = every(of, any_of(negation(counts), pinned))
    value = fold(Folding.SUM, of, held.surely, told.value)
    is_simple = held.surely is held.possibly and told.is_simple
    # A sum leaves out what is not positive, or not negative, where it is open.
    of_low = held.surely if smaller(told.low, ZERO) is ZERO else held.possibly
    of_high = held.surely if larger(told.high, ZERO) is ZERO else held.possibly
    return Number(
        all_of(is_pinned, negation(lacks)),
        value,
        every(of, any_of(negation(counts), told.has_low)),
        value if is_simple else fold(Folding.SUM, of, of_low, low),
        every(of, any_of(negation(counts), told.has_high)),
        value if is_simple else fold(Folding.SUM, of, of_high, high),
        is_pinned,
        lacks,
        told.is_quotient,
    )


def _any(meant: MeantItem) -> Lowered:
    assert isinstance(meant.told, Truth)  # noqa: S101 - the checker has seen that it is one
    each, of = all_hold((meant.held, meant.told)), meant.variable
    surely = some(of, each.surely)
    lacks = all_of(negation(surely), some(of, each.lacks))
    return Truth(surely, some(of, each.possibly), lacks)


def _all(meant: MeantItem) -> Lowered:
    assert isinstance(meant.told, Truth)  # noqa: S101 - the checker has seen that it is one
    each, of = any_holds((opposite(meant.held), meant.told)), meant.variable
    possibly = every(of, each.possibly)
    return Truth(every(of, each.surely), possibly, all_of(possibly, some(of, each.lacks)))


def _most(meant: MeantItem) -> Lowered:
    held, told, otherwise, of = meant.held, meant.told, meant.otherwise, meant.variable
    assert isinstance(told, Number)  # noqa: S101 - the checker has seen that it is one
    assert isinstance(otherwise, Number)  # noqa: S101 - of the same sort
    is_some, is_sure = some(of, held.possibly), some(of, held.surely)
    has_high = every(of, any_of(negation(held.possibly), told.has_high))
    high = fold(Folding.MAX, of, all_of(held.possibly, told.has_high), told.high)
    with_low = all_of(held.surely, told.has_low)
    low, has_low = fold(Folding.MAX, of, with_low, told.low), some(of, with_low)
    open_lacks = any_of(told.lacks, all_of(held.open, held.lacks))
    lacks = some(of, all_of(held.possibly, open_lacks))
    has_values = negation(some(of, all_of(held.possibly, told.lacks)))

    def between(has_low: Node, low: Node) -> Number:
        pinned = all_of(has_low, has_high, equal(low, high))
        known = all_of(pinned, has_values)
        lacking = all_of(negation(known), lacks)
        return Number(known, low, has_low, low, has_high, high, pinned, lacking, told.is_quotient)

    sure = between(has_low, low)
    least = fold(Folding.MIN, of, all_of(held.possibly, told.has_low), told.low)
    has_least = every(of, any_of(negation(held.possibly), told.has_low))
    perhaps = either(some(of, all_of(held.open, held.lacks)), between(has_least, least), otherwise)
    return picked(is_sure, sure, picked(is_some, perhaps, otherwise))


def _least(meant: MeantItem) -> Lowered:
    told, otherwise = meant.told, meant.otherwise
    assert isinstance(told, Number)  # noqa: S101 - the checker has seen that it is one
    assert isinstance(otherwise, Number)  # noqa: S101 - of the same sort
    found = _most(evolve(meant, told=turned(told), otherwise=turned(otherwise)))
    assert isinstance(found, Number)  # noqa: S101 - of the same sort
    return turned(found)


def _first(meant: MeantItem) -> Lowered:
    return _at_end(meant, Folding.FIRST)


def _last(meant: MeantItem) -> Lowered:
    return _at_end(meant, Folding.LAST)


def _at_end(meant: MeantItem, kind: Folding) -> Lowered:
    """Return what is told of the first or last item meant: of the sure one, or one before it."""
    held, of = meant.held, meant.variable
    end = _of_end(meant, kind)
    if held.surely is held.possibly:
        return end
    before = _before(meant, kind, of, held)
    lacks_before = some(of, all_of(before, any_of(held.lacks, meant.told.lacks)))
    perhaps = _perhaps(meant, kind, before, any_of(lacks_before, end.lacks), end)
    return picked(some(of, before), perhaps, end)


def _of_end(meant: MeantItem, kind: Folding) -> Lowered:
    """Return what is told of the first item that is surely meant, or of none."""
    told, otherwise = meant.told, meant.otherwise

    def one(value: Node, without: Node) -> Node:
        return fold(kind, meant.variable, meant.held.surely, value, without)

    found = part_by_part(one, told, otherwise)
    if not isinstance(found, LoweredText):
        return found
    held_apart, told_apart = meant.again(meant.apart)
    assert isinstance(told_apart, LoweredText)  # noqa: S101 - of the same sort
    assert isinstance(otherwise, LoweredText)  # noqa: S101 - of the same sort

    def exists(fulfils: Callable[[Node], Node]) -> Node:
        without = otherwise.exists(fulfils)
        return fold(kind, meant.apart, held_apart.surely, told_apart.exists(fulfils), without)

    return evolve(found, exists=exists)


def _before(meant: MeantItem, kind: Folding, of: Variable, held: Truth) -> Node:
    """Return whether an item may be meant, and stands before the first that surely is."""
    none = constant(10**12 if kind is Folding.FIRST else 0)
    at_end = fold(kind, meant.variable, meant.held.surely, position(meant.variable), none)
    sooner = Comparison.LESS if kind is Folding.FIRST else Comparison.MORE
    return all_of(held.open, compare(sooner, position(of), at_end))


def _perhaps(meant: MeantItem, kind: Folding, before: Node, lacks: Node, end: Lowered) -> Lowered:
    """Return what is told where items before the first sure one may be meant."""
    told, of = meant.told, meant.variable
    match told, end:
        case Truth(), Truth():
            surely = all_of(end.surely, every(of, any_of(negation(before), told.surely)))
            possibly = any_of(end.possibly, some(of, all_of(before, told.possibly)))
            is_open = all_of(negation(surely), possibly)
            return Truth(surely, possibly, all_of(is_open, lacks))
        case Number(), Number():
            return _number_perhaps(of, before, lacks, told, end)
        case LoweredText(), LoweredText():
            return _text_perhaps(meant, kind, before, lacks, end)
        case _:
            raise AssertionError("the checker has seen that they are of one sort")


def _number_perhaps(of: Variable, before: Node, lacks: Node, told: Number, end: Number) -> Number:
    def each(fulfilled: Node) -> Node:
        return every(of, any_of(negation(before), fulfilled))

    known = all_of(end.known, each(all_of(told.known, equal(told.value, end.value))))
    has_low = all_of(end.has_low, each(told.has_low))
    has_high = all_of(end.has_high, each(told.has_high))
    low = smaller(end.low, fold(Folding.MIN, of, before, told.low, end.low))
    high = larger(end.high, fold(Folding.MAX, of, before, told.high, end.high))
    return Number(
        known,
        end.value,
        has_low,
        choose(known, end.value, low),
        has_high,
        choose(known, end.value, high),
        any_of(known, all_of(has_low, has_high, equal(low, high))),
        all_of(negation(known), lacks),
        told.is_quotient or end.is_quotient,
    )


def _text_perhaps(
    meant: MeantItem, kind: Folding, before: Node, lacks: Node, end: LoweredText
) -> LoweredText:
    told, of = meant.told, meant.variable
    assert isinstance(told, LoweredText)  # noqa: S101 - of the same sort

    def each(fulfilled: Node) -> Node:
        return every(of, any_of(negation(before), fulfilled))

    known = all_of(end.known, each(all_of(told.known, equal(told.value, end.value))))
    is_limited = all_of(limited_text(end), each(limited_text(told)))
    held_apart, told_apart = meant.again(meant.apart)
    assert isinstance(told_apart, LoweredText)  # noqa: S101 - of the same sort
    before_apart = _before(meant, kind, meant.apart, held_apart)

    def exists(fulfils: Callable[[Node], Node]) -> Node:
        of_items = some(meant.apart, all_of(before_apart, among(told_apart, fulfils)))
        return any_of(of_items, among(end, fulfils))

    return LoweredText(known, end.value, is_limited, exists, all_of(negation(known), lacks))


COMBINED: dict[Aggregation, Callable[[MeantItem], Lowered]] = {
    Aggregation.SUM: _sum,
    Aggregation.COUNT: _sum,
    Aggregation.ANY: _any,
    Aggregation.ALL: _all,
    Aggregation.MIN: _least,
    Aggregation.MAX: _most,
    Aggregation.FIRST: _first,
    Aggregation.LAST: _last,
}
"""What is told of a list, from what is told of each item, and where there is none."""
