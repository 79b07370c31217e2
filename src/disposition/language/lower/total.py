"""The total language: expressions of which every node has a value, whatever a document lacks.

Nodes are made by `build`, which makes each only once while it lives: two that are equal are the
same object, so what several expressions share is a node that several hold. Numbers are exact, a day
is its number. A column that is not known holds any value of its type, on which nothing rests.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from enum import Enum
from fractions import Fraction
from typing import Any
from weakref import WeakKeyDictionary

from disposition.frozen import frozen
from disposition.language.expression import Comparison
from disposition.language.types import FactType, Kind, Origin, Range

Plain = bool | int | Fraction | str
"""What a node can be the value of."""


class NodeSort(Enum):
    """What a node tells: a truth, a number (or a day), a text (or a word)."""

    TRUTH = "truth"
    NUMBER = "number"
    TEXT = "text"


SORTS = {
    Kind.BOOLEAN: NodeSort.TRUTH,
    Kind.INTEGER: NodeSort.NUMBER,
    Kind.DECIMAL: NodeSort.NUMBER,
    Kind.DATE: NodeSort.NUMBER,
    Kind.ENUM: NodeSort.TEXT,
    Kind.TEXT: NodeSort.TEXT,
}


MOST_ITEMS = 10**9
"""More items than a document can list."""


@frozen(eq=False)
class Variable:
    """An item of a list: the list's kind of place, within an item of `outer` where it is nested.

    `level` tells it from those of folds around it. One that stands in no fold further out has
    level 1, also where it is used within another. `most` is how many items the list can have.
    """

    path: str
    level: int
    outer: Variable | None = None
    most: int = MOST_ITEMS


@frozen(eq=False)
class Fixed:
    """A value written out."""

    value: Plain


@frozen(eq=False)
class LeafColumn:
    """A value of the document that stands outside lists, or a fact that somebody computes.

    `within` is the range of what is absent; what is known can also be 0 where that starts at 1.
    """

    path: str
    type: FactType
    within: Range
    origin: Origin


@frozen(eq=False)
class LeafItem:
    """A value of an item of a list; `within` as of a column."""

    variable: Variable
    key: str
    path: str
    type: FactType
    within: Range


@frozen(eq=False)
class Position:
    """The place of an item in its list, from 1."""

    variable: Variable


@frozen(eq=False)
class IsKnown:
    """Whether a column or a value of an item is known, or what is partial has a value."""

    of: Node


@frozen(eq=False)
class Lacks:
    """Whether a native fact has no value although nothing is absent; never where it is known."""

    of: LeafColumn


@frozen(eq=False)
class IsListed:
    """Whether a list is there, empty or not; `outer` where it is one of an item."""

    path: str
    outer: Variable | None


@frozen(eq=False)
class ValueWhere:
    """A value where a truth holds, and none elsewhere: the one node that is not total.

    What rests on it has no value either, but as Kleene's tables say (see `is_partial`). Facts are
    read so by what holds one value or none for each row, as tables do.
    """

    known: Node
    value: Node


@frozen(eq=False)
class Negated:
    """The opposite of a truth."""

    part: Node


@frozen(eq=False)
class Conjunction:
    """Whether each of two or more truths holds."""

    parts: tuple[Node, ...]


@frozen(eq=False)
class Disjunction:
    """Whether one of two or more truths holds."""

    parts: tuple[Node, ...]


@frozen(eq=False)
class Compared:
    """Two numbers compared, or two texts or truths told apart."""

    comparison: Comparison
    left: Node
    right: Node


@frozen(eq=False)
class Choose:
    """One of two values of one sort, by a truth; the second where the truth has no value."""

    condition: Node
    then: Node
    otherwise: Node


@frozen(eq=False)
class Add:
    """The sum of two numbers."""

    left: Node
    right: Node


@frozen(eq=False)
class Multiply:
    """The product of two numbers."""

    left: Node
    right: Node


@frozen(eq=False)
class Negative:
    """A number with its sign turned."""

    part: Node


@frozen(eq=False)
class Smaller:
    """The smaller of two numbers."""

    left: Node
    right: Node


@frozen(eq=False)
class Larger:
    """The larger of two numbers."""

    left: Node
    right: Node


@frozen(eq=False)
class Percent:
    """What percentage a number is of another, half-even to 15 significant digits; 0 of 0."""

    part: Node
    whole: Node


@frozen(eq=False)
class Rounded:
    """A number half-even to 15 significant digits."""

    part: Node


class Folding(Enum):
    """What a fold tells of the items that it takes."""

    SUM = "sum"
    ANY = "any"
    MIN = "min"
    MAX = "max"
    FIRST = "first"
    LAST = "last"


@frozen(eq=False)
class Fold:
    """What is told of those items of a list `where` a truth holds; an absent list has no items.

    `otherwise` is told where there is none: 0 of a sum. `ANY` tells whether there is one.
    """

    kind: Folding
    variable: Variable
    where: Node
    value: Node
    otherwise: Node


Node = (
    Fixed
    | LeafColumn
    | LeafItem
    | Position
    | IsKnown
    | Lacks
    | IsListed
    | ValueWhere
    | Negated
    | Conjunction
    | Disjunction
    | Compared
    | Choose
    | Add
    | Multiply
    | Negative
    | Smaller
    | Larger
    | Percent
    | Rounded
    | Fold
)


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below one."""
    match node:
        case Conjunction(parts=parts) | Disjunction(parts=parts):
            return parts
        case Negated(part=part) | Negative(part=part) | Rounded(part=part):
            return (part,)
        case (
            Compared(left=left, right=right)
            | Add(left=left, right=right)
            | Multiply(left=left, right=right)
            | Smaller(left=left, right=right)
            | Larger(left=left, right=right)
        ):
            return (left, right)
        case Percent(part=part, whole=whole):
            return (part, whole)
        case ValueWhere(known=known, value=value):
            return (known, value)
        case IsKnown(of=of) if not isinstance(of, LeafColumn | LeafItem):
            return (of,)
        case Choose(condition=condition, then=then, otherwise=otherwise):
            return (condition, then, otherwise)
        case Fold(where=where, value=value, otherwise=otherwise):
            return (where, value, otherwise)
        case _:
            return ()


def nodes(roots: Iterable[Node]) -> Iterator[Node]:
    """Yield every node of some trees once, each after those below it."""
    done: set[Node] = set()
    pending: list[tuple[Node, bool]] = [(root, False) for root in roots][::-1]
    while pending:
        node, is_open = pending.pop()
        if node in done:
            continue
        if is_open:
            done.add(node)
            yield node
        else:
            pending.append((node, True))
            pending += [(each, False) for each in reversed(children(node)) if each not in done]


def sort_of(node: Node) -> NodeSort:
    """Return what a node tells."""
    match node:
        case Fixed(value=bool()):
            return NodeSort.TRUTH
        case Fixed(value=str()):
            return NodeSort.TEXT
        case LeafColumn(type=type_) | LeafItem(type=type_):
            return SORTS[type_.kind]
        case (
            IsKnown()
            | Lacks()
            | IsListed()
            | Negated()
            | Conjunction()
            | Disjunction()
            | Compared()
        ):
            return NodeSort.TRUTH
        case Choose(then=value) | ValueWhere(value=value):
            return sort_of(value)
        case Fold(kind=Folding.ANY):
            return NodeSort.TRUTH
        case Fold(value=value):
            return sort_of(value)
        case _:
            return NodeSort.NUMBER


FEW_CHOICES = 20
"""Choices in which choices go on that are looked at from the first one on."""


def choices_within(node: Node, done: Container[Node]) -> list[Node]:
    """Return the choices in which one goes on and that are not done, the last one first.

    None where they are few. What a long table tells is a choice for each row, too deep for calls.
    """
    found: list[Node] = []
    while isinstance(node, Choose) and isinstance(node.otherwise, Choose):
        node = node.otherwise
        if node in done:
            break
        found.append(node)
    return found[::-1] if len(found) > FEW_CHOICES else []


_FREE: WeakKeyDictionary[Any, frozenset[Variable]] = WeakKeyDictionary()


def free_variables(node: Node) -> frozenset[Variable]:
    """Return the variables of a node that stand for items of folds around it."""
    found = _FREE.get(node)
    if found is None:
        for each in (*choices_within(node, _FREE), node):
            _FREE[each] = _free(each)
        found = _FREE[node]
    return found


def _free(node: Node) -> frozenset[Variable]:
    match node:
        case LeafItem(variable=variable) | Position(variable=variable):
            return frozenset((variable,))
        case IsKnown(of=LeafItem(variable=variable)):
            return frozenset((variable,))
        case IsListed(outer=Variable() as outer):
            return frozenset((outer,))
        case Fold(variable=variable, where=where, value=value, otherwise=otherwise):
            inner = (free_variables(where) | free_variables(value)) - {variable}
            around = frozenset(() if variable.outer is None else (variable.outer,))
            return inner | around | free_variables(otherwise)
        case _:
            return frozenset[Variable]().union(*map(free_variables, children(node)))


_PARTIAL: WeakKeyDictionary[Any, bool] = WeakKeyDictionary()


def is_partial(node: Node) -> bool:
    """Whether a node may have no value: something that it rests on is partial."""
    found = _PARTIAL.get(node)
    if found is None:
        for each in (*choices_within(node, _PARTIAL), node):
            _PARTIAL[each] = isinstance(each, ValueWhere) or (
                not isinstance(each, IsKnown) and any(map(is_partial, children(each)))
            )
        found = _PARTIAL[node]
    return found


def is_nothing(node: Node) -> bool:
    """Whether a node never has a value."""
    return isinstance(node, ValueWhere) and isinstance(node.known, Fixed)
