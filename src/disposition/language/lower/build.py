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
from disposition.language.lower.extent import extent
from disposition.language.lower.total import (
    Add,
    Choose,
    Compared,
    Conjunction,
    Disjunction,
    Fixed,
    Fold,
    Folding,
    IsKnown,
    IsListed,
    Lacks,
    Larger,
    LeafColumn,
    LeafItem,
    Multiply,
    Negated,
    Negative,
    Node,
    NodeSort,
    Percent,
    Plain,
    Position,
    Rounded,
    Smaller,
    ValueWhere,
    Variable,
    children,
    is_nothing,
    is_partial,
    sort_of,
)
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


def constant(value: Value | Fraction) -> Fixed:
    """Return a value written out; a day as its number."""
    if isinstance(value, bool | str):
        plain: Plain = value
    elif isinstance(value, int | Decimal | Fraction):
        exact = Fraction(value)
        plain = exact.numerator if exact.denominator == 1 else exact
    else:
        plain = value.toordinal()
    found = _MADE.get((Fixed, type(plain), plain))
    if found is None:
        found = _MADE[Fixed, type(plain), plain] = Fixed(plain)
    return cast("Fixed", found)


TRUE, FALSE, ZERO, EMPTY = constant(True), constant(False), constant(0), constant("")


def default(sort: NodeSort) -> Fixed:
    """Return what stands where there is no value."""
    return {NodeSort.TRUTH: FALSE, NodeSort.NUMBER: ZERO, NodeSort.TEXT: EMPTY}[sort]


def column(path: str, type_: FactType, within: Range, origin: Origin) -> LeafColumn:
    """Return a value that stands outside lists."""
    return _made(LeafColumn, path, type_, within, origin)


def variable(path: str, level: int, outer: Variable | None = None) -> Variable:
    """Return the variable of a list."""
    return _made(Variable, path, level, outer)


def item(of: Variable, key: str, path: str, type_: FactType, within: Range) -> LeafItem:
    """Return a value of an item."""
    return _made(LeafItem, of, key, path, type_, within)


def position(of: Variable) -> Position:
    """Return the place of an item, from 1."""
    return _made(Position, of)


def is_known(of: LeafColumn | LeafItem) -> IsKnown:
    """Return whether a value is known."""
    return _made(IsKnown, of)


def has_value(of: Node) -> Node:
    """Return whether what may be partial has a value."""
    match of:
        case ValueWhere(known=known):
            return known
        case Negated() | Compared() | Add() | Multiply() | Negative():
            return all_of(map(has_value, children(of)))
        case _:
            return _made(IsKnown, of) if is_partial(of) else TRUE


def where_known(known: Node, value: Node) -> Node:
    """Return a value where a truth holds, and none elsewhere."""
    if known is FALSE:
        return _made(ValueWhere, FALSE, default(sort_of(value)))
    match value:
        case Conjunction(parts=parts) if known in parts:
            return where_known(known, all_of(each for each in parts if each is not known))
        case Disjunction(parts=parts) if negation(known) in parts:
            return where_known(known, any_of(each for each in parts if each is not negation(known)))
        case Choose(condition=condition, then=then) if condition is known:
            return where_known(known, then)
        case _:
            return value if known is TRUE else _made(ValueWhere, known, value)


def lacks(of: LeafColumn) -> Lacks:
    """Return whether a native fact has no value although nothing is absent."""
    return _made(Lacks, of)


def is_listed(path: str, outer: Variable | None = None) -> IsListed:
    """Return whether a list is there."""
    return _made(IsListed, path, outer)


# --- truths --------------------------------------------------------------------------------------


def negation(part: Node) -> Node:
    """Return the opposite of a truth."""
    match part:
        case Fixed(value=value):
            return FALSE if value else TRUE
        case ValueWhere(known=known, value=Fixed() as value):
            return where_known(known, negation(value))
        case Negated(part=inner):
            return inner
        case Compared(comparison=comparison, left=left, right=right):
            return compare(comparison.complement, left, right)
        case _:
            return _made(Negated, part)


def all_of(parts: Iterable[Node]) -> Node:
    """Return whether each of some truths holds."""
    return _joined(Conjunction, parts, stop=FALSE)


def any_of(parts: Iterable[Node]) -> Node:
    """Return whether one of some truths holds."""
    return _joined(Disjunction, parts, stop=TRUE)


def _joined(kind: type[Conjunction | Disjunction], parts: Iterable[Node], *, stop: Node) -> Node:
    """Join truths; what the others settle in a part that joins the other way is left out of it."""
    other: type[Conjunction | Disjunction] = Disjunction if kind is Conjunction else Conjunction
    join_other = any_of if kind is Conjunction else all_of

    def ways(part: Node) -> tuple[Node, ...]:
        if isinstance(part, other):
            return part.parts
        if isinstance(part, Negated) and isinstance(part.part, kind):
            return tuple(map(negation, part.part.parts))
        return ()

    pending: list[Node] = list(parts)[::-1]
    held: dict[Node, None] = {}
    while pending:
        part = pending.pop()
        if isinstance(part, kind):
            pending += reversed(part.parts)
        elif isinstance(part, Negated) and isinstance(part.part, other):
            pending += map(negation, reversed(part.part.parts))
        elif part is stop or (_opposite(part) in held and not is_partial(part)):
            return stop
        elif not isinstance(part, Fixed):
            held[part] = None
    for part in list(held):
        parts = ways(part)
        if any(each in held for each in parts):
            del held[part]
            continue
        left = [each for each in parts if _opposite(each) not in held or is_partial(each)]
        if len(left) < len(parts):
            others = [each for each in held if each is not part]
            return _joined(kind, [*others, join_other(left)], stop=stop)
    if not held:
        return FALSE if stop is TRUE else TRUE
    if len(held) == 1:
        return next(iter(held))
    return cast("Node", _made(kind, tuple(held)))


def _opposite(part: Node) -> Node | None:
    """Return the opposite of a truth if somebody made it, without making it."""
    match part:
        case Negated(part=inner):
            return inner
        case Compared(comparison=comparison, left=left, right=right):
            return _MADE.get((Compared, comparison.complement, left, right))
        case _:
            return _MADE.get((Negated, part))


def compare(comparison: Comparison, left: Node, right: Node) -> Node:
    """Return whether two values compare so: numbers in any way, others as the same or not."""
    if left is right and not is_partial(left):
        return constant(COMPARE[comparison](0, 0))
    if is_nothing(left) or is_nothing(right):
        return where_known(FALSE, FALSE)
    if isinstance(left, Fixed):
        if isinstance(right, Fixed):
            return constant(COMPARE[comparison](left.value, right.value))
        return compare(comparison.mirrored, right, left)
    sort = sort_of(left)
    if sort is NodeSort.TRUTH:
        return _alike(comparison, left, right)
    if sort is NodeSort.NUMBER:
        found = settled(comparison, left, right)
        if found is not None and not (is_partial(left) or is_partial(right)):
            return found
    if isinstance(left, Negative) and isinstance(right, Negative):
        return compare(comparison.mirrored, left.part, right.part)
    if isinstance(left, Choose) and isinstance(right, Fixed):
        then, otherwise = left.then, left.otherwise
        if isinstance(then, Fixed) or isinstance(otherwise, Fixed):
            return choose(
                left.condition,
                compare(comparison, then, right),
                compare(comparison, otherwise, right),
            )
    return _made(Compared, comparison, left, right)


def _alike(comparison: Comparison, left: Node, right: Node) -> Node:
    same = comparison is Comparison.EQUAL
    if right in (TRUE, FALSE):
        return left if same is (right is TRUE) else negation(left)
    if right is negation(left) and not is_partial(left):
        return constant(not same)
    return _made(Compared, comparison, left, right)


def settled(comparison: Comparison, left: Node, right: Node) -> Fixed | None:
    """Return whether two numbers surely compare so, by where they lie; None if that is open."""
    one, other = extent(left), extent(right)
    if one.high is not None and other.low is not None:
        if one.high < other.low:
            return constant(COMPARE[comparison](0, 1))
        if one.high == other.low and comparison in (Comparison.AT_MOST, Comparison.MORE):
            return constant(comparison is Comparison.AT_MOST)
    if one.low is not None and other.high is not None:
        if one.low > other.high:
            return constant(COMPARE[comparison](1, 0))
        if one.low == other.high and comparison in (Comparison.AT_LEAST, Comparison.LESS):
            return constant(comparison is Comparison.AT_LEAST)
    return None


def equal(left: Node, right: Node) -> Node:
    """Return whether two values are the same."""
    return compare(Comparison.EQUAL, left, right)


def choose(condition: Node, then: Node, otherwise: Node) -> Node:
    """Return one of two values, by a truth; one without value is none that holds."""
    if condition is TRUE or then is otherwise:
        return then
    if condition is FALSE or is_nothing(condition):
        return otherwise
    if is_partial(condition):
        return _made(Choose, condition, then, otherwise)
    if isinstance(condition, Negated):
        return choose(condition.part, otherwise, then)
    if isinstance(then, Choose) and then.condition is condition:
        then = then.then
    if isinstance(otherwise, Choose) and otherwise.condition is condition:
        otherwise = otherwise.otherwise
    if then is otherwise:
        return then
    if sort_of(then) is NodeSort.TRUTH:
        if then in (TRUE, condition):
            return any_of((condition, otherwise))
        if otherwise in (FALSE, condition):
            return all_of((condition, then))
        if then is FALSE:
            return all_of((negation(condition), otherwise))
        if otherwise is TRUE:
            return any_of((negation(condition), then))
    return _made(Choose, condition, then, otherwise)


# --- numbers -------------------------------------------------------------------------------------


def add(left: Node, right: Node) -> Node:
    """Return the sum of two numbers."""
    if is_nothing(left) or is_nothing(right):
        return where_known(FALSE, ZERO)
    match left, right:
        case Fixed(value=one), Fixed(value=other):
            return constant(Fraction(one) + Fraction(other))
        case _ if left is ZERO:
            return right
        case _ if right is ZERO:
            return left
        case _:
            return _made(Add, left, right)


def multiply(left: Node, right: Node) -> Node:
    """Return the product of two numbers."""
    one, other = constant(1), constant(-1)
    if is_nothing(left) or is_nothing(right):
        return where_known(FALSE, ZERO)
    match left, right:
        case Fixed(value=first), Fixed(value=second):
            return constant(Fraction(first) * Fraction(second))
        case _ if ZERO in (left, right) and not (is_partial(left) or is_partial(right)):
            return ZERO
        case _ if left is one:
            return right
        case _ if right is one:
            return left
        case _ if left is other:
            return negative(right)
        case _ if right is other:
            return negative(left)
        case _:
            return _made(Multiply, left, right)


_TURNED = {Folding.MIN: Folding.MAX, Folding.MAX: Folding.MIN}


def negative(part: Node) -> Node:
    """Return a number with its sign turned."""
    match part:
        case Fixed(value=value):
            return constant(-Fraction(value))
        case Negative(part=inner):
            return inner
        case ValueWhere(known=Fixed()):
            return part
        case Fold(kind=Folding.MIN | Folding.MAX as kind):
            return fold(
                _TURNED[kind],
                part.variable,
                part.where,
                negative(part.value),
                negative(part.otherwise),
            )
        case Choose(condition=condition, then=then, otherwise=otherwise):
            return choose(condition, negative(then), negative(otherwise))
        case Smaller(left=left, right=right):
            return larger(negative(left), negative(right))
        case Larger(left=left, right=right):
            return smaller(negative(left), negative(right))
        case _:
            return _made(Negative, part)


def smaller(left: Node, right: Node) -> Node:
    """Return the smaller of two numbers."""
    if left is right or settled(Comparison.AT_MOST, left, right) is TRUE:
        return left
    is_right = settled(Comparison.AT_LEAST, left, right) is TRUE
    return right if is_right else _made(Smaller, left, right)


def larger(left: Node, right: Node) -> Node:
    """Return the larger of two numbers."""
    if left is right or settled(Comparison.AT_LEAST, left, right) is TRUE:
        return left
    is_right = settled(Comparison.AT_MOST, left, right) is TRUE
    return right if is_right else _made(Larger, left, right)


def percent(part: Node, whole: Node) -> Node:
    """Return what percentage a number is of another; 0 of 0."""
    if isinstance(part, Fixed) and isinstance(whole, Fixed):
        if whole is ZERO:
            return ZERO
        return constant(share(Fraction(part.value), Fraction(whole.value)))
    return ZERO if part is ZERO else _made(Percent, part, whole)


def rounded(part: Node) -> Node:
    """Return a number half-even to 15 significant digits."""
    if isinstance(part, Fixed):
        return constant(rounded_number(Fraction(part.value)))
    return part if isinstance(part, Percent | Rounded) else _made(Rounded, part)


# --- lists ---------------------------------------------------------------------------------------


def fold(
    kind: Folding, of: Variable, where: Node, value: Node, otherwise: Node | None = None
) -> Node:
    """Return what is told of the items for which a truth holds."""
    otherwise = ZERO if otherwise is None else otherwise
    if where is FALSE or (kind is Folding.SUM and value is ZERO):
        return otherwise
    if kind is not Folding.SUM and value is otherwise and isinstance(value, Fixed):
        return value
    if isinstance(value, Choose) and value.condition is where:
        value = value.then
    return _made(Fold, kind, of, where, value, otherwise)


def some(of: Variable, where: Node) -> Node:
    """Return whether there is an item for which a truth holds."""
    return FALSE if where is FALSE else _made(Fold, Folding.ANY, of, where, TRUE, FALSE)


def every(of: Variable, where: Node) -> Node:
    """Return whether a truth holds for each item of a list, if there is any."""
    return negation(some(of, negation(where)))
