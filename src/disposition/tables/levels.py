"""What is used several times, reckoned once: outputs cut into levels of columns with names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from disposition.frozen import frozen
from disposition.language.lower import total
from disposition.language.lower.total import Node, children, free_variables
from disposition.tables.shapes import leaf_of, tests_of


@frozen(eq=False)
class TextAt:
    """The text at a position of a list of texts, from 0; None stands for no value."""

    position: Node
    texts: tuple[str | None, ...]

    @property
    def parts(self) -> tuple[Node, ...]:
        """The nodes by which it is told."""
        return (self.position,)


@frozen(eq=False)
class TextsWhere:
    """The list of those texts whose condition is true, in their order; no condition is elsewhere.

    `within` is true in each row in which a condition is, and may spare others the making of a list.
    """

    cases: tuple[tuple[Node, str], ...]
    within: Node | None = None

    @property
    def parts(self) -> tuple[Node, ...]:
        """The nodes by which it is told."""
        conditions = tuple(condition for condition, _ in self.cases)
        return conditions if self.within is None else (self.within, *conditions)


Output = TextAt | TextsWhere


@frozen(eq=False)
class Levels:
    """Columns to add one level after the other, each reckoned from those before; then outputs.

    `named` are the nodes that have a column by then.
    """

    steps: tuple[Mapping[str, Node], ...]
    outputs: Mapping[str, Output]
    named: Mapping[Node, str]

    @property
    def roots(self) -> Iterator[Node]:
        """The nodes of all columns and outputs."""
        for step in self.steps:
            yield from step.values()
        for output in self.outputs.values():
            yield from output.parts


def levels_of(
    outputs: Mapping[str, Output], prefix: str, columns: Mapping[total.LeafColumn, Node]
) -> Levels:
    """Return outputs in which what is used more than once has been given a column of its own.

    Some `columns` are told by a node, and their names are given.
    """
    ordered = _in_order([part for each in outputs.values() for part in each.parts], columns)
    uses = Counter(part for each in outputs.values() for part in set(each.parts))
    for node in ordered:
        uses.update(set(_below(node, columns)))
    named: dict[Node, str] = {}
    heights: dict[Node, int] = {}
    steps: list[dict[str, Node]] = []

    def name(node: Node, told: str, height: int) -> None:
        while len(steps) <= height:
            steps.append({})
        steps[height][told] = node

    for node in ordered:  # parts come before what they are part of
        height = max((heights[each] for each in _below(node, columns)), default=0)
        if isinstance(node, total.LeafColumn) and node in columns:
            name(columns[node], node.path, height)
            height += 1
        elif uses[node] > 1 and not free_variables(node) and not _is_plain(node, named):
            name(node, f"{prefix}{len(named)}", height)
            named[node] = f"{prefix}{len(named)}"
            height += 1
        heights[node] = height
    return Levels(tuple(steps), outputs, named)


def _in_order(roots: Sequence[Node], columns: Mapping[total.LeafColumn, Node]) -> list[Node]:
    """Return all nodes, each once, its parts before it."""
    found: dict[Node, None] = {}
    pending: list[tuple[Node, bool]] = [(root, False) for root in reversed(roots)]
    while pending:
        node, is_done = pending.pop()
        if node in found:
            continue
        if is_done:
            found[node] = None
        else:
            pending.append((node, True))
            pending += [(each, False) for each in reversed(_below(node, columns))]
    return list(found)


def _below(node: Node, columns: Mapping[total.LeafColumn, Node]) -> tuple[Node, ...]:
    match node:
        case total.LeafColumn() if node in columns:
            return (columns[node],)
        case total.Conjunction() | total.Disjunction():
            tested, others = tests_of(node)
            return (*tested, *others)
        case _:
            return children(node)


def _is_plain(node: Node, named: Mapping[Node, str]) -> bool:
    """Whether a node costs no more than reading a column."""
    if (
        node in named
        or isinstance(node, total.Fixed | total.IsListed)
        or leaf_of(node)
        or total.is_nothing(node)
    ):
        return True
    match node:
        case total.IsKnown(of=part) | total.Negated(part=part):
            return _is_plain(part, named)
        case _:
            return False
