"""What is used several times, reckoned once: outputs cut into levels of columns with names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence

from disposition.frozen import frozen
from disposition.language.expression import Comparison
from disposition.language.lower import total
from disposition.language.lower.build import negation
from disposition.language.lower.total import Node, children, free_variables


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
    ordered = in_order([part for each in outputs.values() for part in each.parts], columns)
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


def in_order(
    roots: Sequence[Node], columns: Mapping[total.LeafColumn, Node] | None = None
) -> list[Node]:
    """Return all nodes, each once, what it is written by before it."""
    columns = columns or {}
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
        case _:
            return written_by(node)


def written_by(node: Node) -> tuple[Node, ...]:
    """Return the nodes by which one is written."""
    if isinstance(node, total.Conjunction | total.Disjunction):
        tested, others = tests_of(node)
        return (*tested, *others)
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


# --- shapes of nodes that are written as one thing: a column as it stands, tests, cases -----------


def leaf_of(node: Node) -> total.LeafColumn | total.LeafItem | None:
    """Return the column, or the value of an item, that a node is, null where that is null."""
    match node:
        case total.LeafColumn() | total.LeafItem():
            return node
        case total.ValueWhere(known=total.IsKnown(of=of), value=value) if of is value:
            return leaf_of(of)
        case _:
            return None


def is_filled(node: Node) -> bool:
    """Whether a node is the value of a column, or a constant where that is null."""
    match node:
        case total.Choose(condition=total.IsKnown(of=of), then=value, otherwise=total.Fixed()):
            return of is value
        case _:
            return False


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
