"""What is reckoned of each row of a table: a small tree that Polars and SQL are written from.

Every node has a value or none (`null`), as a fact is known or not. `and`, `or` and `not` follow
Kleene's tables, as they do in Polars and in SQL; everything else has no value where a part has
none, unless it says otherwise. Nodes are made by `Relations`, which keeps one object for each, so
that what is shared is the same object.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar, cast

from disposition.frozen import frozen
from disposition.language.expression import Comparison
from disposition.language.lower.total import Folding

Made = TypeVar("Made")

Plain = bool | int | str
"""Values in a table engine: numbers are whole, days are numbers."""


@frozen(eq=False)
class ColumnNode:
    """A column of the table, or one that has been reckoned before."""

    name: str


@frozen(eq=False)
class ConstantNode:
    """The same value in every row."""

    value: Plain


@frozen(eq=False)
class Nothing:
    """No value, in every row."""


@frozen(eq=False)
class ItemNode:
    """A value of an item of a list; `variable` stands for the items of the fold around it."""

    variable: str
    name: str


@frozen(eq=False)
class FoldNode:
    """What is told of the items of a list, where it has any that are taken; else `otherwise`."""

    kind: Folding
    source: Node
    variable: str
    where: Node
    value: Node
    otherwise: Node


@frozen(eq=False)
class AllNode:
    """Kleene's conjunction."""

    parts: tuple[Node, ...]


@frozen(eq=False)
class AnyNode:
    """Kleene's disjunction."""

    parts: tuple[Node, ...]


@frozen(eq=False)
class Opposite:
    """Kleene's negation."""

    part: Node


@frozen(eq=False)
class HasValue:
    """Whether there is a value; always known."""

    part: Node


@frozen(eq=False)
class ComparedNode:
    """Two values compared."""

    sign: Comparison
    left: Node
    right: Node


@frozen(eq=False)
class Among:
    """Whether a value is one of some constants."""

    item: Node
    values: tuple[Plain, ...]


@frozen(eq=False)
class Settled:
    """A fixed truth wherever another node has a value."""

    value: bool
    given: Node


@frozen(eq=False)
class Sum:
    """Two whole numbers added; no row has more than `most`, below zero or above."""

    left: Node
    right: Node
    most: int


@frozen(eq=False)
class Product:
    """Two whole numbers multiplied; no row has more than `most`, below zero or above."""

    left: Node
    right: Node
    most: int


@frozen(eq=False)
class ChoiceNode:
    """The first value whose condition is true, else the last; a condition without value is not."""

    cases: tuple[tuple[Node, Node], ...]
    otherwise: Node


@frozen(eq=False)
class ToldNode:
    """The text at a position of a list of texts, from 0; None stands for no value."""

    position: Node
    texts: tuple[str | None, ...]


@frozen(eq=False)
class ListedNode:
    """The list of those texts whose condition is true, in their order."""

    cases: tuple[tuple[Node, str], ...]


Node = (
    ColumnNode
    | ItemNode
    | FoldNode
    | ConstantNode
    | Nothing
    | AllNode
    | AnyNode
    | Opposite
    | HasValue
    | ComparedNode
    | Among
    | Settled
    | Sum
    | Product
    | ChoiceNode
    | ToldNode
    | ListedNode
)


def below(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below one."""
    match node:
        case AllNode(parts=parts) | AnyNode(parts=parts):
            return parts
        case Opposite(part=part) | HasValue(part=part):
            return (part,)
        case ComparedNode() | Sum() | Product():
            return (node.left, node.right)
        case FoldNode():
            return (node.source, node.where, node.value, node.otherwise)
        case Among(item=item):
            return (item,)
        case Settled(given=given):
            return (given,)
        case ChoiceNode(cases=cases, otherwise=otherwise):
            return (*(each for case in cases for each in case), otherwise)
        case ToldNode(position=position):
            return (position,)
        case ListedNode(cases=cases):
            return tuple(condition for condition, _ in cases)
        case _:
            return ()


class Relations:
    """Makes nodes, each once, and leaves out what is settled already."""

    def __init__(self) -> None:
        self._made: dict[tuple[Any, ...], object] = {}
        self.true, self.false = self.constant(True), self.constant(False)
        self.nothing: Node = self._node(Nothing)

    def _node(self, kind: type[Made], *fields: Any) -> Made:
        # True and 1 are equal, and are not the same constant.
        key = (kind, *fields, *(type(each) for each in fields))
        if key not in self._made:
            self._made[key] = kind(*fields)
        return cast("Made", self._made[key])

    def column(self, name: str) -> Node:
        """Return a column."""
        return self._node(ColumnNode, name)

    def item(self, variable: str, name: str) -> Node:
        """Return a value of an item."""
        return self._node(ItemNode, variable, name)

    def fold(  # noqa: PLR0917 - the fields of the node
        self, kind: Folding, source: Node, variable: str, where: Node, value: Node, otherwise: Node
    ) -> Node:
        """Return what is told of the items of a list."""
        return self._node(FoldNode, kind, source, variable, where, value, otherwise)

    def constant(self, value: Plain) -> Node:
        """Return a constant."""
        return self._node(ConstantNode, value)

    def all(self, parts: Iterable[Node]) -> Node:
        """Return Kleene's conjunction."""
        return self._joined(AllNode, parts, stop=self.false, neutral=self.true)

    def any(self, parts: Iterable[Node]) -> Node:
        """Return Kleene's disjunction; a value told from several constants is looked at once."""
        several = [*parts]
        wanted: dict[Node, dict[Plain, None]] = {}
        for each in several:
            match each:
                case ComparedNode(
                    sign=Comparison.EQUAL, left=left, right=ConstantNode(value=value)
                ):
                    wanted.setdefault(left, {})[value] = None
                case _:
                    pass
        if any(len(values) > 1 for values in wanted.values()):
            several = [self._as_one(each, wanted) for each in several]
        return self._joined(AnyNode, several, stop=self.true, neutral=self.false)

    def _as_one(self, part: Node, wanted: Mapping[Node, Mapping[Plain, None]]) -> Node:
        if isinstance(part, ComparedNode) and part.sign is Comparison.EQUAL:
            values = wanted.get(part.left, {}) if isinstance(part.right, ConstantNode) else {}
            return self.among(part.left, tuple(values)) if len(values) > 1 else part
        return part

    def _joined(
        self, kind: type[AllNode | AnyNode], parts: Iterable[Node], stop: Node, neutral: Node
    ) -> Node:
        kept: dict[Node, None] = {}
        for each in parts:
            if each is stop:
                return stop
            if isinstance(each, kind):
                kept |= dict.fromkeys(each.parts)
            elif each is not neutral:
                kept[each] = None
        if len(kept) == 1:
            return next(iter(kept))
        return self._node(kind, tuple(kept)) if kept else neutral

    def opposite(self, part: Node) -> Node:
        """Return Kleene's negation."""
        match part:
            case ConstantNode(value=value):
                return self.constant(not value)
            case Nothing():
                return part
            case Opposite(part=inner):
                return inner
            case Settled(value=value, given=given):
                return self.settled(not value, given)
            case _:
                return self._node(Opposite, part)

    def has_value(self, part: Node) -> Node:
        """Return whether there is a value."""
        match part:
            case ConstantNode() | HasValue() | ListedNode():
                return self.true
            case Nothing():
                return self.false
            case Opposite(part=inner) | Settled(given=inner):
                return self.has_value(inner)
            case _:
                return self._node(HasValue, part)

    def compared(self, sign: Comparison, left: Node, right: Node) -> Node:
        """Return two values compared; those of two constants are known at once."""
        if isinstance(left, Nothing) or isinstance(right, Nothing):
            return self.nothing
        if isinstance(left, ConstantNode) and isinstance(right, ConstantNode):
            return self.constant(_SIGNS[sign](left.value, right.value))
        if isinstance(left, ConstantNode):
            return self.compared(sign.mirrored, right, left)
        if isinstance(right, ConstantNode) and isinstance(right.value, bool):
            is_same = right.value is (sign is Comparison.EQUAL)
            return left if is_same else self.opposite(left)
        return self._node(ComparedNode, sign, left, right)

    def among(self, item: Node, values: tuple[Plain, ...]) -> Node:
        """Return whether a value is one of some constants."""
        match item:
            case Nothing():
                return item
            case ConstantNode(value=value):
                return self.constant(value in values)
        if not values:
            return self.settled(False, item)
        if len(values) == 1:
            return self.compared(Comparison.EQUAL, item, self.constant(values[0]))
        return self._node(Among, item, values)

    def settled(self, value: bool, given: Node) -> Node:
        """Return a fixed truth wherever another node has a value."""
        match given:
            case ConstantNode():
                return self.constant(value)
            case Nothing():
                return given
            case _:
                return self._node(Settled, value, given)

    def sum(self, left: Node, right: Node, most: int) -> Node:
        """Return two numbers added."""
        if isinstance(left, Nothing) or isinstance(right, Nothing):
            return self.nothing
        return self._node(Sum, left, right, most)

    def product(self, left: Node, right: Node, most: int) -> Node:
        """Return two numbers multiplied."""
        if isinstance(left, Nothing) or isinstance(right, Nothing):
            return self.nothing
        return self._node(Product, left, right, most)

    def choice(self, cases: Iterable[tuple[Node, Node]], otherwise: Node) -> Node:
        """Return the first value whose condition is true, else the last."""
        kept: list[tuple[Node, Node]] = []
        for condition, value in cases:
            if condition is self.true:
                otherwise = value
                break
            if condition is not self.false and not isinstance(condition, Nothing):
                kept.append((condition, value))
        while kept and kept[-1][1] is otherwise:
            kept.pop()
        return self._node(ChoiceNode, tuple(kept), otherwise) if kept else otherwise

    def told(self, position: Node, texts: tuple[str | None, ...]) -> Node:
        """Return the text at a position."""
        if isinstance(position, ConstantNode):
            text = texts[int(position.value)]
            return self.nothing if text is None else self.constant(text)
        return self._node(ToldNode, position, texts)

    def listed(self, cases: Iterable[tuple[Node, str]]) -> Node:
        """Return the list of those texts whose condition is true."""
        kept = tuple(
            (condition, text)
            for condition, text in cases
            if condition is not self.false and not isinstance(condition, Nothing)
        )
        return self._node(ListedNode, kept)


_SIGNS: Mapping[Comparison, Callable[[Any, Any], bool]] = {
    Comparison.EQUAL: operator.eq,
    Comparison.DIFFERENT: operator.ne,
    Comparison.LESS: operator.lt,
    Comparison.AT_MOST: operator.le,
    Comparison.MORE: operator.gt,
    Comparison.AT_LEAST: operator.ge,
}
