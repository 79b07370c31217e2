"""Which facts keep a condition open, in which rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from disposition.language.expression import And, Definition, Expression, Not, Or
from disposition.language.lower.build import FALSE, all_of, any_of, negation
from disposition.language.lower.total import Node
from disposition.policy.model import CheckedPolicy


class Blaming:
    """Tells which facts keep conditions open; `is_open` of a condition, `known` of a fact."""

    def __init__(
        self,
        policy: CheckedPolicy,
        is_open: Callable[[Expression], Node],
        known: Callable[[str], Node],
    ) -> None:
        self._policy = policy
        self._is_open = is_open
        self._known = known

    def blame(self, condition: Expression) -> Mapping[str, Node]:
        """Return for each fact in which rows a condition is open and waits for it.

        Of an open `and` or `or` those are the facts of the branches that are open themselves.
        """
        is_open = self._is_open(condition)
        if is_open is FALSE:
            return {}
        found: dict[str, list[Node]] = {}
        for branch in self._branches(condition):
            if branch is condition:
                for path in sorted(self._policy.facts_of(condition)):
                    found.setdefault(path, []).append(negation(self._known(path)))
            else:
                for path, node in self.blame(branch).items():
                    found.setdefault(path, []).append(node)
        waits = {path: all_of((is_open, any_of(nodes))) for path, nodes in found.items()}
        return {path: node for path, node in waits.items() if node is not FALSE}

    def _branches(self, condition: Expression) -> Iterator[Expression]:
        match condition:
            case Not(operand=operand):
                yield from self._branches(operand)
            case Definition(name=name):
                yield from self._branches(self._policy.definitions[name].expression)
            case And(operands=operands) | Or(operands=operands):
                yield from operands
            case _:
                yield condition
