"""Conditions of a policy in each row of a table, and which facts keep them open there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from disposition.engines.lowered import PartialConditions
from disposition.language.expression import And, Definition, Expression, Not, Or
from disposition.language.lower.build import FALSE, all_of, any_of, has_value, negation
from disposition.language.lower.total import Node


class RowConditions(PartialConditions):
    """Lowers conditions to one node each, without value where it is open, and tells why it is."""

    def node(self, condition: Expression) -> Node:
        """Return in which rows a condition holds."""
        return self.truth(condition).surely

    def blame(self, condition: Expression) -> Mapping[str, Node]:
        """Return for each fact in which rows a condition is open and waits for it.

        Of an open `and` or `or` those are the facts of the branches that are open themselves.
        """
        is_open = negation(has_value(self.node(condition)))
        if is_open is FALSE:
            return {}
        found: dict[str, list[Node]] = {}
        for branch in self._branches(condition):
            if branch is condition:
                for path in sorted(self._policy.facts_of(condition)):
                    found.setdefault(path, []).append(negation(self._lowering.fact(path).known))
            else:
                for path, node in self.blame(branch).items():
                    found.setdefault(path, []).append(node)
        waits = {path: all_of(is_open, any_of(*nodes)) for path, nodes in found.items()}
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
