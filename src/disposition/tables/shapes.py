"""Shapes of nodes that are written as one thing: a column as it stands, or a test for constants."""

from __future__ import annotations

from collections.abc import Container, Mapping

from disposition.language.expression import Comparison
from disposition.language.lower import total
from disposition.language.lower.build import negation
from disposition.language.lower.total import Node


def leaf_of(node: Node) -> total.LeafColumn | total.LeafItem | None:
    """Return the column, or the value of an item, that a node is, null where that is null."""
    match node:
        case total.LeafColumn() | total.LeafItem():
            return node
        case total.ValueWhere(known=total.IsKnown(of=of), value=value) if of is value:
            return leaf_of(of)
        case _:
            return None


def tests_of(
    node: total.Conjunction | total.Disjunction,
) -> tuple[Mapping[Node, tuple[total.Plain, ...]], tuple[Node, ...]]:
    """Return the parts of a node: what is tested for several constants, with these; the others.

    In a disjunction it has to be one of them, in a conjunction none.
    """
    wanted = Comparison.EQUAL if isinstance(node, total.Disjunction) else Comparison.DIFFERENT
    tested: dict[Node, dict[Node, total.Plain]] = {}
    for part in node.parts:
        match part:
            case total.Compared(comparison=sign, left=left, right=total.Fixed(value=value)) if (
                sign is wanted
            ):
                tested.setdefault(left, {})[part] = value
            case _:
                pass
    several = {left: parts for left, parts in tested.items() if len(parts) > 1}
    within = {part for parts in several.values() for part in parts}
    others = tuple(part for part in node.parts if part not in within)
    return {left: tuple(parts.values()) for left, parts in several.items()}, others


def cases_of(
    node: total.Choose, named: Container[Node] = ()
) -> tuple[list[tuple[Node, Node]], Node]:
    """Return the values of a choice by their conditions, in their order, and the last one.

    A choice that is `named` is a value like others.
    """
    cases: list[tuple[Node, Node]] = []
    last: Node = node
    while isinstance(last, total.Choose) and (last is node or last not in named):
        condition, value, last = last.condition, last.then, last.otherwise
        if (
            isinstance(value, total.Choose)
            and not isinstance(last, total.Choose)
            and not total.is_partial(condition)
        ):
            condition, value, last = negation(condition), last, value
        cases.append((condition, value))
    return cases, last
