"""The expression tree: the closed set of nodes that conditions are made of.

Files are parsed into this tree and engines are made from it; neither knows of the other.
Every node remembers the span of text it came from, for messages; spans do not count when two
trees are compared.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from typing import Any

from disposition.frozen import evolve, field, frozen
from disposition.language.types import FactType, Value

Span = tuple[int, int]
"""Start and end offset of a node in the text of its expression."""

NOWHERE: Span = (0, 0)


class Comparison(Enum):
    """The six ways of comparing two values."""

    EQUAL = "=="
    DIFFERENT = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="

    @property
    def complement(self) -> Comparison:
        """The comparison that holds exactly when this one does not."""
        return _COMPLEMENTS[self]

    @property
    def mirrored(self) -> Comparison:
        """The comparison that says the same with its sides exchanged."""
        return _MIRRORED.get(self, self)

    @property
    def is_ordering(self) -> bool:
        """Whether it needs values that have an order."""
        return self not in (Comparison.EQUAL, Comparison.DIFFERENT)


_COMPLEMENTS = {
    Comparison.EQUAL: Comparison.DIFFERENT,
    Comparison.DIFFERENT: Comparison.EQUAL,
    Comparison.LESS: Comparison.AT_LEAST,
    Comparison.AT_LEAST: Comparison.LESS,
    Comparison.MORE: Comparison.AT_MOST,
    Comparison.AT_MOST: Comparison.MORE,
}
_MIRRORED = {
    Comparison.LESS: Comparison.MORE,
    Comparison.MORE: Comparison.LESS,
    Comparison.AT_MOST: Comparison.AT_LEAST,
    Comparison.AT_LEAST: Comparison.AT_MOST,
}
COMPARE: Mapping[Comparison, Callable[[Any, Any], Any]] = {
    Comparison.EQUAL: operator.eq,
    Comparison.DIFFERENT: operator.ne,
    Comparison.LESS: operator.lt,
    Comparison.AT_MOST: operator.le,
    Comparison.MORE: operator.gt,
    Comparison.AT_LEAST: operator.ge,
}
"""What compares two values: two of Python's, or two expressions of a library that says it so."""


class Operator(Enum):
    """Arithmetic on numbers; division is by a literal only."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"


class Aggregation(Enum):
    """What is told of the items of a list; `first` and `last` by their order in it."""

    SUM = "sum"
    COUNT = "count"
    ANY = "any"
    ALL = "all"
    MIN = "min"
    MAX = "max"
    FIRST = "first"
    LAST = "last"


class Function(Enum):
    """What is reckoned of several values: the smallest, the largest, a share in percent."""

    MIN = "min"
    MAX = "max"
    PERCENT = "percent"


@frozen(cache_hash=True)
class Literal:
    """A value written out; `type` is set by the checker where the context decides it."""

    value: Value
    type: FactType | None = None
    span: Span = field(default=NOWHERE, eq=False)


@frozen(cache_hash=True)
class Name:
    """A word that the checker has yet to tell apart: a fact, a parameter or a definition."""

    text: str
    span: Span = field(default=NOWHERE, eq=False)


@frozen(cache_hash=True)
class Fact:
    """The value of a fact, by its path; unknown when the fact is."""

    path: str
    type: FactType
    span: Span = field(default=NOWHERE, eq=False)


@frozen(cache_hash=True)
class Parameter:
    """The value of one of the policy's parameters."""

    name: str
    type: FactType
    span: Span = field(default=NOWHERE, eq=False)


@frozen(cache_hash=True)
class Definition:
    """The value of one of the policy's definitions."""

    name: str
    type: FactType
    span: Span = field(default=NOWHERE, eq=False)


@frozen(cache_hash=True)
class Item:
    """A value of one item of a list: `d.units` of the variable `d`.

    `path` is the kind of place where it stands: `inspection.defects[].units`.
    """

    variable: str
    key: str
    path: str
    type: FactType
    span: Span = field(default=NOWHERE, eq=False)


POSITION = "position"
"""The key under which an item tells its place in its list, from 1, where it has no such value."""


@frozen(cache_hash=True)
class Listing:
    """A list of the document, or of one of its items where it is nested: then of a `variable`.

    `path` is the kind of place where it stands: `inspection.defects`, `custom.pallets[].boxes`.
    """

    path: str
    variable: str = ""
    span: Span = field(default=NOWHERE, eq=False)


@frozen(cache_hash=True)
class Unknown:
    """No value: what is not known although nothing is absent."""

    span: Span = field(default=NOWHERE, eq=False)


@frozen(cache_hash=True)
class Conditional:
    """One of two values, by a condition: `a if c else b`."""

    condition: Expression
    then: Expression
    otherwise: Expression
    span: Span = field(default=NOWHERE, eq=False)


@frozen(cache_hash=True)
class Aggregate:
    """What is told of the items of a list: `sum(d.units for d in inspection.defects if …)`.

    `value` is what stands before `for`; for `count` there is none. `where` is None without `if`.
    `otherwise`, after `else`, is told where no item is meant: of the first, last, least or largest.
    """

    kind: Aggregation
    variable: str
    source: Name | Listing
    value: Expression | None = None
    where: Expression | None = None
    otherwise: Expression | None = None
    span: Span = field(default=NOWHERE, eq=False)


@frozen(cache_hash=True)
class Call:
    """A function of several values: `max(a, b)`, `percent(part, whole)`."""

    function: Function
    operands: tuple[Expression, ...]
    span: Span = field(default=NOWHERE, eq=False)


@frozen(cache_hash=True)
class Lookup:
    """A column of the row of a declared table that has some keys: `lookup(periods.days, law)`.

    `type` is set by the checker, as it is of `column` in that table.
    """

    table: str
    column: str
    keys: tuple[Expression, ...]
    type: FactType | None = None
    span: Span = field(default=NOWHERE, eq=False)


@frozen(cache_hash=True)
class Arithmetic:
    """Two numbers, or a date and days, put together."""

    operator: Operator
    left: Expression
    right: Expression
    span: Span = field(default=NOWHERE, eq=False)


@frozen(cache_hash=True)
class Compare:
    """Two values compared."""

    comparison: Comparison
    left: Expression
    right: Expression
    span: Span = field(default=NOWHERE, eq=False)


@frozen(cache_hash=True)
class Within:
    """Whether a value is one of those listed."""

    item: Expression
    values: tuple[Literal, ...]
    span: Span = field(default=NOWHERE, eq=False)


@frozen(cache_hash=True)
class Known:
    """Whether a fact, or a value of an item, is known; itself never unknown."""

    fact: Name | Fact | Item
    span: Span = field(default=NOWHERE, eq=False)


@frozen(cache_hash=True)
class Not:
    """The negation of a condition."""

    operand: Expression
    span: Span = field(default=NOWHERE, eq=False)


@frozen(cache_hash=True)
class And:
    """All of several conditions."""

    operands: tuple[Expression, ...]
    span: Span = field(default=NOWHERE, eq=False)


@frozen(cache_hash=True)
class Or:
    """At least one of several conditions."""

    operands: tuple[Expression, ...]
    span: Span = field(default=NOWHERE, eq=False)


Expression = (
    Literal
    | Name
    | Fact
    | Parameter
    | Definition
    | Item
    | Unknown
    | Conditional
    | Aggregate
    | Call
    | Lookup
    | Arithmetic
    | Compare
    | Within
    | Known
    | Not
    | And
    | Or
)


_PARTS: dict[type, tuple[str, ...]] = {
    Conditional: ("condition", "then", "otherwise"),
    Aggregate: ("value", "where", "otherwise"),
    Call: ("operands",),
    Lookup: ("keys",),
    Arithmetic: ("left", "right"),
    Compare: ("left", "right"),
    Within: ("item",),
    Known: ("fact",),
    Not: ("operand",),
    And: ("operands",),
    Or: ("operands",),
}
"""Where the expressions directly below a node stand, by its type."""


def children(expression: Expression) -> tuple[Expression, ...]:
    """Return the expressions directly below one."""
    found: list[Expression] = []
    for name in _PARTS.get(type(expression), ()):
        part = getattr(expression, name)
        if isinstance(part, tuple):
            found += part
        elif part is not None:
            found.append(part)
    return tuple(found)


def rebuilt(expression: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """Return an expression with its `children` changed, in their order; itself if none is."""
    parts: dict[str, Any] = {}
    is_same = True
    for name in _PARTS.get(type(expression), ()):
        part = getattr(expression, name)
        if isinstance(part, tuple):
            parts[name] = tuple(map(change, part))
            is_same = is_same and all(map(operator.is_, parts[name], part))
        elif part is not None:
            parts[name] = change(part)
            is_same = is_same and parts[name] is part
    return expression if is_same else evolve(expression, **parts)


def replaced(expression: Expression, part: Expression, by: Expression) -> Expression:
    """Return an expression with another one wherever a part of it stands for its value.

    Whether a fact is known is asked of the fact, whatever its value is taken for.
    """
    if expression == part:
        return by
    if isinstance(expression, Known):
        return expression
    return rebuilt(expression, lambda each: replaced(each, part, by))


def with_children(expression: Expression, parts: Iterable[Expression]) -> Expression:
    """Return an expression with others directly below it, in the order of `children`."""
    left = iter(parts)
    return rebuilt(expression, lambda _: next(left))


def walk(expression: Expression) -> Iterator[Expression]:
    """Yield an expression and everything below it, outermost first."""
    pending = [expression]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed(children(node)))


def free_variables(expression: Expression) -> frozenset[str]:
    """Return the variables of an expression that stand for items of a list further out."""
    match expression:
        case Item(variable=variable):
            return frozenset({variable})
        case Aggregate(variable=variable, source=source):
            inner = frozenset[str]().union(*map(free_variables, children(expression)))
            outer = source.variable if isinstance(source, Listing) else ""
            return (inner - {variable}) | (frozenset({outer}) - {""})
        case _:
            return frozenset[str]().union(*map(free_variables, children(expression)))
