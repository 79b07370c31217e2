"""Makes the nodes of the total language: each only once, and no larger than it has to be.

What is settled by constants, by ranges of columns, or by the truths beside it is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar, cast
from weakref import WeakValueDictionary

from disposition.language.evaluate.possible import rounded as rounded_number
from disposition.language.evaluate.possible import share
from disposition.language.expression import COMPARE, Comparison
from disposition.language.lower import total
from disposition.language.lower.extent import extent
from disposition.language.lower.total import Folding, Node, NodeSort, children, sort_of
from disposition.language.types import FactType, Origin, Range, Value

Made = TypeVar("Made")

_MADE: WeakValueDictionary[Any, Any] = WeakValueDictionary()
"""All nodes there are, by their class and what they hold; nodes below one by their identity."""


def _made(kind: Callable[..., Made], *held: Any) -> Made:
    key = (kind, *held)
    found = _MADE.get(key)
    if found is None:
        found = _MADE[key] = kind(*held)
    return cast("Made", found)


# --- leaves --------------------------------------------------------------------------------------


def constant(value: Value | Fraction) -> total.Fixed:
    """Return a value written out; a day as its number."""
    if isinstance(value, bool | str):
        plain: total.Plain = value
    elif isinstance(value, int | Decimal | Fraction):
        exact = Fraction(value)
        plain = exact.numerator if exact.denominator == 1 else exact
    else:
        plain = value.toordinal()
    found = _MADE.get((total.Fixed, type(plain), plain))
    if found is None:
        found = _MADE[total.Fixed, type(plain), plain] = total.Fixed(plain)
    return cast("total.Fixed", found)


TRUE, FALSE, ZERO, EMPTY = constant(True), constant(False), constant(0), constant("")
ONE, MINUS_ONE = constant(1), constant(-1)


def default(sort: NodeSort) -> total.Fixed:
    """Return what stands where there is no value."""
    return {NodeSort.TRUTH: FALSE, NodeSort.NUMBER: ZERO, NodeSort.TEXT: EMPTY}[sort]


def column(path: str, type_: FactType, within: Range, origin: Origin) -> total.LeafColumn:
    """Return a value that stands outside lists."""
    return _made(total.LeafColumn, path, type_, within, origin)


def variable(
    path: str, level: int, outer: total.Variable | None = None, most: int = total.MOST_ITEMS
) -> total.Variable:
    """Return the variable of a list, which has no more than some items."""
    return _made(total.Variable, path, level, outer, most)


def item(of: total.Variable, key: str, path: str, type_: FactType, within: Range) -> total.LeafItem:
    """Return a value of an item."""
    return _made(total.LeafItem, of, key, path, type_, within)


def position(of: total.Variable) -> total.Position:
    """Return the place of an item, from 1."""
    return _made(total.Position, of)


def is_known(of: total.LeafColumn | total.LeafItem) -> total.IsKnown:
    """Return whether a value is known."""
    return _made(total.IsKnown, of)


def has_value(of: Node) -> Node:
    """Return whether what may be partial has a value."""
    match of:
        case total.ValueWhere(known=known):
            return known
        case total.Negated() | total.Compared() | total.Add() | total.Multiply() | total.Negative():
            return all_of(*map(has_value, children(of)))
        case _:
            return _made(total.IsKnown, of) if total.is_partial(of) else TRUE


def where_known(known: Node, value: Node) -> Node:
    """Return a value where a truth holds, and none elsewhere."""
    if known is FALSE:
        return _made(total.ValueWhere, FALSE, default(sort_of(value)))
    match value:
        case total.Conjunction(parts=parts) if known in parts:
            return where_known(known, all_of(*(each for each in parts if each is not known)))
        case total.Disjunction(parts=parts) if (opposite := negation(known)) in parts:
            return where_known(known, any_of(*(each for each in parts if each is not opposite)))
        case total.Choose(condition=condition, then=then) if condition is known:
            return where_known(known, then)
        case _:
            return value if known is TRUE else _made(total.ValueWhere, known, value)


def lacks(of: total.LeafColumn) -> total.Lacks:
    """Return whether a native fact has no value although nothing is absent."""
    return _made(total.Lacks, of)


def is_listed(path: str, outer: total.Variable | None = None) -> total.IsListed:
    """Return whether a list is there."""
    return _made(total.IsListed, path, outer)


# --- truths --------------------------------------------------------------------------------------


def negation(part: Node) -> Node:
    """Return the opposite of a truth."""
    match part:
        case total.Fixed(value=value):
            return FALSE if value else TRUE
        case total.ValueWhere(known=known, value=total.Fixed() as value):
            return where_known(known, negation(value))
        case total.Negated(part=inner):
            return inner
        case total.Compared(comparison=comparison, left=left, right=right):
            return compare(comparison.complement, left, right)
        case _:
            return _made(total.Negated, part)


def all_of(*parts: Node) -> Node:
    """Return whether each of some truths holds."""
    return _joined(total.Conjunction, parts, stop=FALSE)


def any_of(*parts: Node) -> Node:
    """Return whether one of some truths holds."""
    return _joined(total.Disjunction, parts, stop=TRUE)


def _joined(
    kind: type[total.Conjunction | total.Disjunction], parts: Iterable[Node], *, stop: Node
) -> Node:
    """Join truths; what the others settle in a part that joins the other way is left out of it."""
    other: type[total.Conjunction | total.Disjunction] = (
        total.Disjunction if kind is total.Conjunction else total.Conjunction
    )
    join_other = any_of if kind is total.Conjunction else all_of

    def ways(part: Node) -> tuple[Node, ...]:
        if isinstance(part, other):
            return part.parts
        if isinstance(part, total.Negated) and isinstance(part.part, kind):
            return tuple(map(negation, part.part.parts))
        return ()

    pending: list[Node] = list(parts)[::-1]
    held: dict[Node, None] = {}
    while pending:
        part = pending.pop()
        if isinstance(part, kind):
            pending += reversed(part.parts)
        elif isinstance(part, total.Negated) and isinstance(part.part, other):
            pending += map(negation, reversed(part.part.parts))
        elif part is stop or (_opposite(part) in held and not total.is_partial(part)):
            return stop
        elif not isinstance(part, total.Fixed):
            held[part] = None
    for part in list(held):
        parts = ways(part)
        if any(each in held for each in parts):
            del held[part]
            continue
        left = [each for each in parts if _opposite(each) not in held or total.is_partial(each)]
        if len(left) < len(parts):
            others = [each for each in held if each is not part]
            return _joined(kind, [*others, join_other(*left)], stop=stop)
    if not held:
        return FALSE if stop is TRUE else TRUE
    if len(held) == 1:
        return next(iter(held))
    return cast("Node", _made(kind, tuple(held)))


def _opposite(part: Node) -> Node | None:
    """Return the opposite of a truth if somebody made it, without making it."""
    match part:
        case total.Negated(part=inner):
            return inner
        case total.Compared(comparison=comparison, left=left, right=right):
            return _MADE.get((total.Compared, comparison.complement, left, right))
        case _:
            return _MADE.get((total.Negated, part))


def compare(comparison: Comparison, left: Node, right: Node) -> Node:
    """Return whether two values compare so: numbers in any way, others as the same or not."""
    if left is right and not total.is_partial(left):
        return constant(COMPARE[comparison](0, 0))
    if total.is_nothing(left) or total.is_nothing(right):
        return where_known(FALSE, FALSE)
    if isinstance(left, total.Fixed):
        if isinstance(right, total.Fixed):
            return constant(COMPARE[comparison](left.value, right.value))
        return compare(comparison.mirrored, right, left)
    sort = sort_of(left)
    if sort is NodeSort.TRUTH:
        return _alike(comparison, left, right)
    if sort is NodeSort.NUMBER:
        found = settled(comparison, left, right)
        if found is not None and not (total.is_partial(left) or total.is_partial(right)):
            return found
    if isinstance(left, total.Negative) and isinstance(right, total.Negative):
        return compare(comparison.mirrored, left.part, right.part)
    if isinstance(left, total.Choose) and isinstance(right, total.Fixed):
        values = (left.then, left.otherwise)
        if any(isinstance(each, total.Fixed) for each in values):
            then, otherwise = (compare(comparison, each, right) for each in values)
            return choose(left.condition, then, otherwise)
    return _made(total.Compared, comparison, left, right)


def _alike(comparison: Comparison, left: Node, right: Node) -> Node:
    same = comparison is Comparison.EQUAL
    if right in (TRUE, FALSE):
        return left if same is (right is TRUE) else negation(left)
    if right is negation(left) and not total.is_partial(left):
        return constant(not same)
    return _made(total.Compared, comparison, left, right)


def settled(comparison: Comparison, left: Node, right: Node) -> total.Fixed | None:
    """Return whether two numbers surely compare so, by where they lie; None if that is open."""
    one, other = extent(left), extent(right)
    ends = (comparison, one.high, other.low), (comparison.mirrored, other.high, one.low)
    for way, high, low in ends:
        if high is None or low is None:
            continue
        if high < low:
            return constant(COMPARE[way](0, 1))
        if high == low and way in (Comparison.AT_MOST, Comparison.MORE):
            return constant(way is Comparison.AT_MOST)
    return None


def equal(left: Node, right: Node) -> Node:
    """Return whether two values are the same."""
    return compare(Comparison.EQUAL, left, right)


def choose(condition: Node, then: Node, otherwise: Node) -> Node:
    """Return one of two values, by a truth; one without value is none that holds."""
    if condition is TRUE or then is otherwise:
        return then
    if condition is FALSE or total.is_nothing(condition):
        return otherwise
    if total.is_partial(condition):
        return _made(total.Choose, condition, then, otherwise)
    if isinstance(condition, total.Negated):
        return choose(condition.part, otherwise, then)
    if isinstance(then, total.Choose) and then.condition is condition:
        then = then.then
    if isinstance(otherwise, total.Choose) and otherwise.condition is condition:
        otherwise = otherwise.otherwise
    if then is otherwise:
        return then
    if sort_of(then) is NodeSort.TRUTH:
        if then in (TRUE, condition):
            return any_of(condition, otherwise)
        if otherwise in (FALSE, condition):
            return all_of(condition, then)
        if then is FALSE:
            return all_of(negation(condition), otherwise)
        if otherwise is TRUE:
            return any_of(negation(condition), then)
    return _made(total.Choose, condition, then, otherwise)


# --- numbers -------------------------------------------------------------------------------------


def add(left: Node, right: Node) -> Node:
    """Return the sum of two numbers."""
    if total.is_nothing(left) or total.is_nothing(right):
        return where_known(FALSE, ZERO)
    if isinstance(left, total.Fixed) and isinstance(right, total.Fixed):
        return constant(Fraction(left.value) + Fraction(right.value))
    if ZERO in (left, right):
        return right if left is ZERO else left
    return _made(total.Add, left, right)


def multiply(left: Node, right: Node) -> Node:
    """Return the product of two numbers."""
    if total.is_nothing(left) or total.is_nothing(right):
        return where_known(FALSE, ZERO)
    if isinstance(left, total.Fixed) and isinstance(right, total.Fixed):
        return constant(Fraction(left.value) * Fraction(right.value))
    for factor, other in ((left, right), (right, left)):
        if factor is ZERO and not total.is_partial(other):
            return ZERO
        if factor is ONE:
            return other
        if factor is MINUS_ONE:
            return negative(other)
    return _made(total.Multiply, left, right)


_TURNED = {Folding.MIN: Folding.MAX, Folding.MAX: Folding.MIN}


def negative(part: Node) -> Node:
    """Return a number with its sign turned; what it has several times is turned once."""
    turned: dict[Node, Node] = {}

    def of(part: Node) -> Node:
        if part not in turned:
            turned[part] = _negative(part, of)
        return turned[part]

    return of(part)


def _negative(part: Node, of: Callable[[Node], Node]) -> Node:
    match part:
        case total.Fixed(value=value):
            return constant(-Fraction(value))
        case total.Negative(part=inner):
            return inner
        case total.ValueWhere(known=total.Fixed()):
            return part
        case total.Fold(kind=Folding.MIN | Folding.MAX as kind):
            return fold(
                _TURNED[kind], part.variable, part.where, of(part.value), of(part.otherwise)
            )
        case total.Choose(condition=condition, then=then, otherwise=otherwise):
            return choose(condition, of(then), of(otherwise))
        case total.Smaller(left=left, right=right):
            return larger(of(left), of(right))
        case total.Larger(left=left, right=right):
            return smaller(of(left), of(right))
        case _:
            return _made(total.Negative, part)


def smaller(left: Node, right: Node) -> Node:
    """Return the smaller of two numbers."""
    return _picked(total.Smaller, Comparison.AT_MOST, left, right)


def larger(left: Node, right: Node) -> Node:
    """Return the larger of two numbers."""
    return _picked(total.Larger, Comparison.AT_LEAST, left, right)


def _picked(
    kind: type[total.Smaller | total.Larger], comparison: Comparison, left: Node, right: Node
) -> Node:
    """Return the number of two that compares so with the other."""
    if left is right or settled(comparison, left, right) is TRUE:
        return left
    is_right = settled(comparison.mirrored, left, right) is TRUE
    return right if is_right else cast("Node", _made(kind, left, right))


def percent(part: Node, whole: Node) -> Node:
    """Return what percentage a number is of another; 0 of 0."""
    if isinstance(part, total.Fixed) and isinstance(whole, total.Fixed):
        if whole is ZERO:
            return ZERO
        return constant(share(Fraction(part.value), Fraction(whole.value)))
    return ZERO if part is ZERO else _made(total.Percent, part, whole)


def rounded(part: Node) -> Node:
    """Return a number half-even to 15 significant digits."""
    if isinstance(part, total.Fixed):
        return constant(rounded_number(Fraction(part.value)))
    return part if isinstance(part, total.Percent | total.Rounded) else _made(total.Rounded, part)


# --- lists ---------------------------------------------------------------------------------------


def fold(
    kind: Folding, of: total.Variable, where: Node, value: Node, otherwise: Node | None = None
) -> Node:
    """Return what is told of the items for which a truth holds."""
    otherwise = ZERO if otherwise is None else otherwise
    if where is FALSE or (kind is Folding.SUM and value is ZERO):
        return otherwise
    if kind is not Folding.SUM and value is otherwise and isinstance(value, total.Fixed):
        return value
    if isinstance(value, total.Choose) and value.condition is where:
        value = value.then
    return _made(total.Fold, kind, of, where, value, otherwise)


def some(of: total.Variable, where: Node) -> Node:
    """Return whether there is an item for which a truth holds."""
    return FALSE if where is FALSE else _made(total.Fold, Folding.ANY, of, where, TRUE, FALSE)


def every(of: total.Variable, where: Node) -> Node:
    """Return whether a truth holds for each item of a list, if there is any."""
    return negation(some(of, negation(where)))
