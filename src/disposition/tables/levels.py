"""What is used several times, reckoned once: outputs cut into levels of columns with names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from disposition.frozen import frozen
from disposition.tables.relation import (
    AllNode,
    Among,
    AnyNode,
    ChoiceNode,
    ColumnNode,
    ComparedNode,
    ConstantNode,
    FoldNode,
    HasValue,
    ItemNode,
    ListedNode,
    Node,
    Nothing,
    Opposite,
    Product,
    Relations,
    Settled,
    Sum,
    ToldNode,
    below,
)


@frozen(eq=False)
class Levels:
    """Columns to add one level after the other, each reckoned from those before; then outputs."""

    steps: tuple[Mapping[str, Node], ...]
    outputs: Mapping[str, Node]


def levels_of(outputs: Mapping[str, Node], relations: Relations, prefix: str) -> Levels:
    """Return outputs in which what is used more than once has been given a column of its own."""
    uses: Counter[Node] = Counter(outputs.values())
    ordered = in_order(outputs.values())
    for node in ordered:
        uses.update(set(below(node)))
    named: dict[Node, Node] = {}
    rewritten: dict[Node, Node] = {}
    heights: dict[Node, int] = {}
    items: dict[Node, frozenset[str]] = {}
    steps: list[dict[str, Node]] = []
    for node in ordered:  # parts come before what they are part of
        parts = below(node)
        height = max((heights[each] for each in parts), default=0)
        rewritten[node] = _with_parts(node, [named.get(e, rewritten[e]) for e in parts], relations)
        items[node] = _items_of(node, items)
        if uses[node] > 1 and not items[node] and not _is_plain(node, named):
            name = f"{prefix}{len(named)}"
            while len(steps) <= height:
                steps.append({})
            steps[height][name] = rewritten[node]
            named[node] = relations.column(name)
            height += 1
        heights[node] = height
    found = {name: named.get(node, rewritten[node]) for name, node in outputs.items()}
    return Levels(tuple(steps), found)


def in_order(roots: Iterable[Node]) -> list[Node]:
    """Return all nodes, each once, its parts before it."""
    found: dict[Node, None] = {}
    pending: list[tuple[Node, bool]] = [(root, False) for root in reversed([*roots])]
    while pending:
        node, is_done = pending.pop()
        if node in found:
            continue
        if is_done:
            found[node] = None
        else:
            pending.append((node, True))
            pending += [(each, False) for each in reversed(below(node))]
    return list(found)


def _items_of(node: Node, items: Mapping[Node, frozenset[str]]) -> frozenset[str]:
    """Return the variables of items that a node rests on: it is no column of the rows."""
    match node:
        case ItemNode(variable=variable):
            return frozenset((variable,))
        case FoldNode(variable=variable):
            return frozenset[str]().union(*(items[each] for each in below(node))) - {variable}
        case _:
            return frozenset[str]().union(*(items[each] for each in below(node)))


def _is_plain(node: Node, named: Mapping[Node, Node]) -> bool:
    """Whether a node costs no more than reading a column."""
    if node in named:
        return True
    match node:
        case ColumnNode() | ConstantNode() | Nothing() | ItemNode():
            return True
        case Opposite(part=part) | HasValue(part=part):
            return _is_plain(part, named)
        case _:
            return False


def _with_parts(node: Node, parts: list[Node], relations: Relations) -> Node:
    """Return a node with other parts; parts that are columns settle nothing anew."""
    left = iter(parts)
    match node:
        case AllNode():
            return AllNode(tuple(parts))
        case AnyNode():
            return AnyNode(tuple(parts))
        case Opposite():
            return Opposite(parts[0])
        case HasValue():
            return HasValue(parts[0])
        case FoldNode(kind=kind, variable=variable):
            return FoldNode(kind, parts[0], variable, *parts[1:])
        case ComparedNode(sign=sign):
            return ComparedNode(sign, parts[0], parts[1])
        case Among(values=values):
            return Among(parts[0], values)
        case Settled(value=value):
            return Settled(value, parts[0])
        case Sum(most=most):
            return Sum(parts[0], parts[1], most)
        case Product(most=most):
            return Product(parts[0], parts[1], most)
        case ChoiceNode(cases=cases):
            return ChoiceNode(tuple((next(left), next(left)) for _ in cases), next(left))
        case ToldNode(texts=texts):
            return ToldNode(parts[0], texts)
        case ListedNode(cases=cases):
            return ListedNode(tuple((next(left), text) for _, text in cases))
        case _:
            return relations.column(node.name) if isinstance(node, ColumnNode) else node
