"""In which order nodes of the total language become columns: folds level by level, over few frames.

The lots are one frame, and the items of each list another. A node within a fold stands in the frame
of that list; a fold, and what stands outside of all, in that of the lots.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from disposition.frozen import field, frozen
from disposition.language.lower import total
from disposition.language.lower.total import Fold, Node, free_variables
from disposition.tables.scaled import NotInTablesError
from disposition.tables.shared_columns import in_order, is_filled, leaf_of, written_by

LOTS = ""
"""The frame of the lots; those of items are called by the path of their list."""

_PLAIN = (total.Fixed, total.LeafColumn, total.LeafItem, total.Position, total.IsKnown)


@frozen(eq=False)
class Level:
    """What is added to frames one after the other, then the folds that can be told of them.

    `steps` are nodes by the frame in which they stand; those of one step need none of the same.
    """

    steps: dict[str, list[list[Node]]] = field(factory=dict)
    carried: dict[str, list[Node]] = field(factory=dict)
    folds: dict[str, list[Fold]] = field(factory=dict)


class Schedule:
    """Orders the nodes below some roots, which are columns at last."""

    def __init__(self, roots: Iterable[Node]) -> None:
        self._roots = list(roots)
        self.order = in_order(self._roots)
        self._heights: dict[Node, int] = {}
        self._uses: Counter[Node] = Counter(self._roots)
        for node in self.order:
            self._uses.update(set(written_by(node)))
            self._heights[node] = self._height(node)
        self.carried = self._carried()

    def levels(self) -> list[Level]:
        """Return what is to be done, level by level."""
        levels = [Level() for _ in range(1 + max(self._heights.values(), default=0))]
        ranks: dict[Node, int] = {}
        for node in self.order:
            frame, height = home(node), self._heights[node]
            if isinstance(node, Fold):
                levels[height - 1].folds.setdefault(node.variable.path, []).append(node)
                continue
            below = [
                ranks.get(each, -1) + self.is_column(each)
                for each in written_by(node)
                if home(each) == frame
                and self._heights[each] == height
                and not isinstance(each, Fold)
            ]
            ranks[node] = max(below, default=0)
            if self.is_column(node):
                steps = levels[height].steps.setdefault(frame, [])
                while len(steps) <= ranks[node]:
                    steps.append([])
                steps[ranks[node]].append(node)
        for node, frames in self.carried.items():
            for frame in frames:
                levels[self._heights[node]].carried.setdefault(frame, []).append(node)
        return levels

    def is_column(self, node: Node) -> bool:
        """Whether a node gets a column of its own: it is used several times, or elsewhere."""
        if isinstance(node, _PLAIN) or is_filled(node) or leaf_of(node):
            return False
        if isinstance(node, Fold):
            return True
        if isinstance(node, total.Negated) and isinstance(node.part, _PLAIN):
            return node in self.carried
        return self._uses[node] > 1 or node in self.carried or node in self._roots

    def _height(self, node: Node) -> int:
        below = max((self._heights[each] for each in written_by(node)), default=0)
        return below + isinstance(node, Fold)

    def _carried(self) -> dict[Node, set[str]]:
        """Return what stands with the lots and is used with items, and with those of which list."""
        found: dict[Node, set[str]] = {}
        for node in self.order:
            frame = node.variable.path if isinstance(node, Fold) else home(node)
            if frame == LOTS:
                continue
            parts = (node.where, node.value) if isinstance(node, Fold) else written_by(node)
            for part in parts:
                if home(part) == LOTS and not isinstance(part, total.Fixed):
                    found.setdefault(part, set()).add(frame)
        return found


def home(node: Node) -> str:
    """Return the frame in which a node stands.

    Raises:
        NotInTablesError: it rests on items of two lists, or of a list within a list.
    """
    free = free_variables(node)
    if not free:
        if isinstance(node, Fold) and node.variable.outer is not None:
            raise NotInTablesError("a list within a list")
        return LOTS
    if len(free) > 1 or isinstance(node, Fold):
        raise NotInTablesError("items of one list are compared with those of another")
    (variable,) = free
    if variable.level > 1 or variable.outer is not None:
        raise NotInTablesError("a list within a list")
    return variable.path
