"""What an expression lowers to: what it can be, told by nodes of the total language.

These mirror what `possible` tells of one document: one value, or a set that stays open. Where a
value is known, all bounds are that value. `lacks` is told only where nothing is known: then there
may be no value although nothing is absent.
"""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakKeyDictionary

from disposition.frozen import evolve, frozen
from disposition.language.evaluate.possible import LARGEST
from disposition.language.expression import Comparison
from disposition.language.lower.build import (
    EMPTY,
    FALSE,
    TRUE,
    ZERO,
    all_of,
    any_of,
    choose,
    compare,
    constant,
    default,
    equal,
    is_known,
    larger,
    negation,
    negative,
    rounded,
    smaller,
)
from disposition.language.lower.build import lacks as lacks_of
from disposition.language.lower.extent import LAST_DAY, extent
from disposition.language.lower.total import LeafColumn, LeafItem, Node, NodeSort, sort_of
from disposition.language.types import FactType, Kind, Origin, Value


class NotLowered(Exception):  # noqa: N818 - a way out, and no error of anybody
    """Something that the total language does not tell; the text says what."""


@frozen(eq=False)
class Truth:
    """A condition: whether it surely holds, and whether it may."""

    surely: Node
    possibly: Node
    lacks: Node = FALSE

    @property
    def known(self) -> Node:
        """Whether it is known."""
        return any_of(self.surely, negation(self.possibly))

    @property
    def value(self) -> Node:
        """What it is where it is known."""
        return self.surely

    @property
    def open(self) -> Node:
        """Whether it is not known."""
        return all_of(negation(self.surely), self.possibly)


@frozen(eq=False)
class Number:
    """A number or a day: `value` where it is known, and its bounds, where it has them.

    `pinned` tells whether both bounds are the same. `is_quotient`: a division stands in it.
    """

    known: Node
    value: Node
    has_low: Node
    low: Node
    has_high: Node
    high: Node
    pinned: Node
    lacks: Node = FALSE
    is_quotient: bool = False

    @property
    def is_simple(self) -> bool:
        """Whether it has no bounds but its value."""
        return self.low is self.high is self.value and self.has_low is self.has_high is self.pinned


Fulfils = Callable[[Node], Node]
Exists = Callable[[Fulfils], Node]


def _looked_at_once(exists: Exists) -> Exists:
    """Return the same, which looks once at what several texts can be."""
    found: WeakKeyDictionary[Fulfils, Node] = WeakKeyDictionary()

    def remembering(fulfils: Fulfils) -> Node:
        told = found.get(fulfils)
        if told is None:
            told = found[fulfils] = exists(fulfils)
        return told

    return remembering


@frozen(eq=False)
class LoweredText:
    """A text or a word: `value` where it is known.

    `is_limited` tells whether what it can be is limited to some texts although it is not known, and
    `exists` whether one of these fulfils something.
    """

    known: Node
    value: Node
    is_limited: Node = FALSE
    exists: Exists = lambda _: FALSE
    lacks: Node = FALSE


Lowered = Truth | Number | LoweredText


# --- values --------------------------------------------------------------------------------------


def exactly(node: Node, sort: NodeSort) -> Lowered:
    """Return a value that is always known."""
    match sort:
        case NodeSort.TRUTH:
            return Truth(node, node)
        case NodeSort.NUMBER:
            return Number(TRUE, node, TRUE, node, TRUE, node, TRUE)
        case NodeSort.TEXT:
            return LoweredText(TRUE, node)


def nothing(sort: NodeSort) -> Lowered:
    """Return that there is no value."""
    match sort:
        case NodeSort.TRUTH:
            return Truth(FALSE, TRUE, TRUE)
        case NodeSort.NUMBER:
            return unbounded(TRUE)
        case NodeSort.TEXT:
            return LoweredText(FALSE, EMPTY, lacks=TRUE)


def unbounded(lacks: Node) -> Number:
    """Return that any number is possible."""
    return Number(FALSE, ZERO, FALSE, ZERO, FALSE, ZERO, FALSE, lacks)


def leaf(of: LeafColumn | LeafItem, known: Node) -> Lowered:
    """Return what a column can be, known where a truth holds: of a number, within its range."""
    is_native = isinstance(of, LeafColumn) and of.origin is Origin.NATIVE
    lacks = (
        all_of(negation(known), lacks_of(of)) if is_native and isinstance(of, LeafColumn) else FALSE
    )
    # What is never known need not be read.
    value: Node = default(sort_of(of)) if known is FALSE else of
    match of.type.kind:
        case Kind.BOOLEAN:
            surely = all_of(known, value)
            return Truth(surely, any_of(negation(known), value), lacks)
        case Kind.ENUM | Kind.TEXT:
            return LoweredText(known, value, lacks=lacks)
        case _:
            least, most = of.within.least, of.within.most
            if least is not None and least == most:
                only = choose(known, value, constant(least))
                return Number(known, only, TRUE, only, TRUE, only, TRUE, lacks)
            has_low, low = _end(known, value, least)
            has_high, high = _end(known, value, most)
            return Number(known, value, has_low, low, has_high, high, known, lacks)


def _end(known: Node, of: Node, limit: Value | None) -> tuple[Node, Node]:
    return (known, of) if limit is None else (TRUE, choose(known, of, constant(limit)))


def known_leaf(of: LeafColumn | LeafItem) -> Lowered:
    """Return what a column can be, known where the document says so."""
    return leaf(of, is_known(of))


# --- comparisons ---------------------------------------------------------------------------------


def limited_text(text: LoweredText) -> Node:
    """Return whether a text is known, or one of some."""
    return any_of(text.known, text.is_limited)


def among(text: LoweredText, fulfils: Fulfils) -> Node:
    """Return whether a text that is known, or one of those that it is limited to, is such."""
    return any_of(
        all_of(text.known, fulfils(text.value)), all_of(text.is_limited, text.exists(fulfils))
    )


# --- what a fact can be --------------------------------------------------------------------------


def limited(found: Lowered, type_: FactType) -> Lowered:
    """Return what a fact can be: a quotient rounded, and no number that is far too large.

    Raises `NotLowered` where a number may have more digits than a fact can.
    """
    if not isinstance(found, Number):
        return found
    if found.is_quotient:
        value = rounded(found.value)
        found = evolve(
            found,
            value=value,
            low=choose(found.known, value, found.low),
            high=choose(found.known, value, found.high),
        )
    if (extent(found.value).places or 0) > _MOST_PLACES:
        raise NotLowered("a product of so many decimals may have more digits than a fact can")
    fits = _is_small(found.value)
    if type_.kind is Kind.DATE:
        fits = _between(found.value, 1, LAST_DAY)
    if fits is TRUE and _is_small(found.low) is TRUE and _is_small(found.high) is TRUE:
        return found
    known = all_of(found.known, fits)
    is_nothing = all_of(found.known, negation(fits))
    has_low = all_of(found.has_low, _is_small(found.low), negation(is_nothing))
    has_high = all_of(found.has_high, _is_small(found.high), negation(is_nothing))
    return evolve(
        found,
        known=known,
        has_low=has_low,
        has_high=has_high,
        pinned=all_of(found.pinned, has_low, has_high),
        lacks=any_of(found.lacks, is_nothing),
    )


_MOST_PLACES = 70


def _is_small(number: Node) -> Node:
    return _between(number, 1 - LARGEST, LARGEST - 1)


def _between(number: Node, least: int, most: int) -> Node:
    return all_of(
        compare(Comparison.AT_LEAST, number, constant(least)),
        compare(Comparison.AT_MOST, number, constant(most)),
    )


# --- one of several ------------------------------------------------------------------------------


def turned(number: Number) -> Number:
    """Return a number with its sign turned."""
    return evolve(
        number,
        value=negative(number.value),
        has_low=number.has_high,
        low=negative(number.high),
        has_high=number.has_low,
        high=negative(number.low),
    )


def chosen(condition: Truth, then: Lowered, otherwise: Lowered) -> Lowered:
    """Return one of two values, by a condition that may be open."""
    if condition.surely is condition.possibly:
        return picked(condition.surely, then, otherwise)
    return picked(
        condition.surely,
        then,
        picked(condition.possibly, either(condition.lacks, then, otherwise), otherwise),
    )


def picked(condition: Node, then: Lowered, otherwise: Lowered) -> Lowered:
    """Return one of two values, by a truth."""
    if condition is TRUE:
        return then
    if condition is FALSE:
        return otherwise

    return part_by_part(lambda a, b: choose(condition, a, b), then, otherwise)


def part_by_part(one: Callable[[Node, Node], Node], then: Lowered, otherwise: Lowered) -> Lowered:
    """Return one of two values of one sort, told by how `one` of two nodes is."""
    lacks = one(then.lacks, otherwise.lacks)
    match then, otherwise:
        case Truth(), Truth():
            return Truth(
                one(then.surely, otherwise.surely), one(then.possibly, otherwise.possibly), lacks
            )
        case Number(), Number():
            return Number(
                one(then.known, otherwise.known),
                one(then.value, otherwise.value),
                one(then.has_low, otherwise.has_low),
                one(then.low, otherwise.low),
                one(then.has_high, otherwise.has_high),
                one(then.high, otherwise.high),
                one(then.pinned, otherwise.pinned),
                lacks,
                then.is_quotient or otherwise.is_quotient,
            )
        case LoweredText(), LoweredText():
            return LoweredText(
                one(then.known, otherwise.known),
                one(then.value, otherwise.value),
                one(then.is_limited, otherwise.is_limited),
                _looked_at_once(
                    lambda fulfils: one(then.exists(fulfils), otherwise.exists(fulfils))
                ),
                lacks,
            )
        case _:
            raise AssertionError("the checker has seen that they are of one sort")


def either(lacks: Node, then: Lowered, otherwise: Lowered) -> Lowered:
    """Return one of two values where it is open which; `lacks`: because something has no value."""
    lacks = any_of(lacks, then.lacks, otherwise.lacks)
    both = all_of(then.known, otherwise.known)
    match then, otherwise:
        case Truth(), Truth():
            surely = all_of(then.surely, otherwise.surely)
            possibly = any_of(then.possibly, otherwise.possibly)
            is_open = all_of(negation(surely), possibly)
            return Truth(surely, possibly, all_of(is_open, lacks))
        case Number(), Number():
            known = all_of(both, equal(then.value, otherwise.value))
            pinned = all_of(then.pinned, otherwise.pinned, equal(then.low, otherwise.low))
            return Number(
                known,
                then.value,
                all_of(then.has_low, otherwise.has_low),
                smaller(then.low, otherwise.low),
                all_of(then.has_high, otherwise.has_high),
                larger(then.high, otherwise.high),
                pinned,
                all_of(negation(known), lacks),
                then.is_quotient or otherwise.is_quotient,
            )
        case LoweredText(), LoweredText():
            known = all_of(both, equal(then.value, otherwise.value))
            is_limited = all_of(limited_text(then), limited_text(otherwise))
            return LoweredText(
                known,
                then.value,
                is_limited,
                _looked_at_once(
                    lambda fulfils: any_of(among(then, fulfils), among(otherwise, fulfils))
                ),
                all_of(negation(known), lacks),
            )
        case _:
            raise AssertionError("the checker has seen that they are of one sort")


def largest(numbers: list[Number]) -> Number:
    """Return the largest of some numbers or days."""
    first, *others = numbers
    low, has_low, high = first.low, first.has_low, first.high
    for each in others:
        low = choose(each.has_low, choose(has_low, larger(low, each.low), each.low), low)
        has_low = any_of(has_low, each.has_low)
        high = larger(high, each.high)
    has_high = all_of(*(each.has_high for each in numbers))
    if all(each.is_simple for each in numbers):
        pinned = all_of(*(each.pinned for each in numbers))
    else:
        pinned = all_of(has_low, has_high, equal(low, high))
    lacks = any_of(*(each.lacks for each in numbers))
    return Number(
        all_of(pinned, negation(lacks)),
        high,
        has_low,
        low,
        has_high,
        high,
        pinned,
        lacks,
        any(each.is_quotient for each in numbers),
    )
