"""The expression tree: the closed set of nodes that conditions are made of.

Files are parsed into this tree and engines are made from it; neither knows of the other.
Every node remembers the span of text it came from, for messages; spans do not count when two
trees are compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from attrs import field, frozen

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


class Operator(Enum):
    """Arithmetic on numbers; division is by a literal only."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"


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
    """Whether a fact is known; itself never unknown."""

    fact: Name | Fact
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
    | Arithmetic
    | Compare
    | Within
    | Known
    | Not
    | And
    | Or
)


def children(expression: Expression) -> tuple[Expression, ...]:
    """Return the expressions directly below one."""
    match expression:
        case Arithmetic(left=left, right=right) | Compare(left=left, right=right):
            return (left, right)
        case Within(item=item):
            return (item,)
        case Known(fact=fact):
            return (fact,)
        case Not(operand=operand):
            return (operand,)
        case And(operands=operands) | Or(operands=operands):
            return operands
        case Literal() | Name() | Fact() | Parameter() | Definition():
            return ()


def walk(expression: Expression) -> Iterator[Expression]:
    """Yield an expression and everything below it, outermost first."""
    pending = [expression]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed(children(node)))
