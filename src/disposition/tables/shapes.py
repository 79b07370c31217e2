"""Shapes of nodes that are written as one thing: a column as it stands, or a test for constants."""

from __future__ import annotations

from collections.abc import Container, Mapping

from disposition.language.expression import Comparison
from disposition.language.lower.build import negation
from disposition.language.lower.total import (
    Choose,
    Compared,
    Conjunction,
    Disjunction,
    Fixed,
    IsKnown,
    LeafColumn,
    LeafItem,
    Node,
    Plain,
    ValueWhere,
    is_partial,
)


def leaf_of(node: Node) -> LeafColumn | LeafItem | None:
    """Return the column, or the value of an item, that a node is, null where that is null."""
    match node:
        case LeafColumn() | LeafItem():
            return node
        case ValueWhere(known=IsKnown(of=of), value=value) if of is value:
            return leaf_of(of)
        case _:
            return None


def tests_of(
    node: Conjunction | Disjunction,
) -> tuple[Mapping[Node, tuple[Plain, ...]], tuple[Node, ...]]:
    """Return the parts of a node: what is tested for several constants, with these; the others.

    In a disjunction it has to be one of them, in a conjunction none.
    """
    wanted = Comparison.EQUAL if isinstance(node, Disjunction) else Comparison.DIFFERENT
    tested: dict[Node, dict[Node, Plain]] = {}
    for part in node.parts:
        match part:
            case Compared(comparison=sign, left=left, right=Fixed(value=value)) if sign is wanted:
                tested.setdefault(left, {})[part] = value
            case _:
                pass
    several = {left: parts for left, parts in tested.items() if len(parts) > 1}
    within = {part for parts in several.values() for part in parts}
    others = tuple(part for part in node.parts if part not in within)
    return {left: tuple(parts.values()) for left, parts in several.items()}, others


def cases_of(node: Choose, named: Container[Node] = ()) -> tuple[list[tuple[Node, Node]], Node]:
    """Return the values of a choice by their conditions, in their order, and the last one.

    A choice that is `named` is a value like others.
    """
    cases: list[tuple[Node, Node]] = []
    last: Node = node
    while isinstance(last, Choose) and (last is node or last not in named):
        condition, value, last = last.condition, last.then, last.otherwise
        if isinstance(value, Choose) and not isinstance(last, Choose) and not is_partial(condition):
            condition, value, last = negation(condition), last, value
        cases.append((condition, value))
    return cases, last
