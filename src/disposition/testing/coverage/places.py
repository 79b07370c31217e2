"""Where the conditions of a policy file stand, and which lines a rule or a definition takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from disposition.documents.diagnostics import Findings, Place
from disposition.documents.yaml.nodes import Mapping, Node, Scalar, Sequence
from disposition.documents.yaml.source import read_yaml
from disposition.frozen import frozen
from disposition.policy.model import CheckedPolicy
from disposition.testing.coverage.conditions import Owner, Section
from disposition.testing.coverage.goals import Goal


@frozen
class Block:
    """The lines of an owner in its file, and its condition if that is a single text."""

    owner: Owner
    first: int
    last: int
    condition: Scalar | None


class Places:
    """Finds where goals stand; without a file to look into, at their owners."""

    def __init__(self, policy: CheckedPolicy, file: str | None) -> None:
        self._parameters = policy.parameters
        self._owners = _places_of_owners(policy)
        self.blocks = {block.owner: block for block in blocks_of(file)} if file else {}

    def of(self, goal: Goal) -> Place | None:
        """Return the place that a goal is about: its condition, or else its owner.

        Of a goal that is there for a parameter, it is that of the parameter.
        """
        if goal.parameter:
            return self._parameters[goal.parameter].place
        block = self.blocks.get(goal.owner)
        if goal.condition is not None and block is not None and block.condition is not None:
            start, end = goal.condition.span
            if end > start:
                return block.condition.within(start, end)
        return self._owners.get(goal.owner)


def _places_of_owners(policy: CheckedPolicy) -> dict[Owner, Place | None]:
    return {
        **{Owner(Section.RULE, each.id): each.place for each in policy.rules},
        **{Owner(Section.DEFINITION, n): each.place for n, each in policy.definitions.items()},
        **{Owner(Section.INVARIANT, each.id): each.place for each in policy.invariants},
    }


def blocks_of(file: str) -> Iterator[Block]:
    """Yield what a policy file says of each rule, table row, definition and invariant."""
    root = read_yaml(file, Path(file).read_text(encoding="utf-8-sig"), Findings())
    for key, node in _entries(root, "rules"):
        yield _block(Section.RULE, key.text, key, node, "when")
    for key, node in _entries(root, "define"):
        yield _block(Section.DEFINITION, key.text, key, node, "is")
    for key, node in _entries(root, "invariants"):
        yield _block(Section.INVARIANT, key.text, key, node, "always")
    for key, table in _entries(root, "tables"):
        rows = _at(table, "rows")
        items = rows.items if isinstance(rows, Sequence) else (rows,)
        for number, row in enumerate(items, start=1):
            name = _at(row, "id")
            row_id = name.text if isinstance(name, Scalar) else str(number)
            owner = Owner(Section.RULE, f"{key.text}/{row_id}")
            if row is not None:
                yield Block(owner, row.place.line, _last_line(row), None)


def _block(section: Section, name: str, key: Scalar, node: Node, condition: str) -> Block:
    scalar = node if isinstance(node, Scalar) else _at(node, condition)
    return Block(
        Owner(section, name),
        key.place.line,
        _last_line(node),
        scalar if isinstance(scalar, Scalar) else None,
    )


def _at(node: Node | None, key: str) -> Node | None:
    if not isinstance(node, Mapping):
        return None
    return next((value for name, value in node if name.text == key), None)


def _entries(root: Node | None, key: str) -> Iterator[tuple[Scalar, Node]]:
    group = _at(root, key)
    if isinstance(group, Mapping):
        yield from group


def _last_line(node: Node) -> int:
    if isinstance(node, Scalar):
        text = node.source.content[node.start : node.end].rstrip()
        return node.line + 1 + text.count("\n")
    below = [value for _, value in node] if isinstance(node, Mapping) else list(node.items)
    return max([node.place.line, *map(_last_line, below)])
