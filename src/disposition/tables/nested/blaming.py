"""Which facts keep a condition open, as nodes: the same that `tables.conditions` tells of facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from disposition.engines.lowered import LoweredPolicy
from disposition.language.expression import And, Definition, Expression, Not, Or
from disposition.language.lower.build import FALSE, all_of, any_of, negation
from disposition.language.lower.total import Node


def blame(condition: Expression, lowered: LoweredPolicy) -> Mapping[str, Node]:
    """Return for each fact in which rows a condition is open and waits for it.

    Of an open `and` or `or` those are the facts of the branches that are open themselves.
    """
    truth = lowered.truth(condition)
    is_open = all_of((truth.possibly, negation(truth.surely)))
    if is_open is FALSE:
        return {}
    found: dict[str, list[Node]] = {}
    for branch in _branches(condition, lowered):
        if branch is condition:
            for path in sorted(lowered.policy.facts_of(condition)):
                found.setdefault(path, []).append(negation(lowered.facts[path].known))
        else:
            for path, node in blame(branch, lowered).items():
                found.setdefault(path, []).append(node)
    waits = {path: all_of((is_open, any_of(nodes))) for path, nodes in found.items()}
    return {path: node for path, node in waits.items() if node is not FALSE}


def _branches(condition: Expression, lowered: LoweredPolicy) -> Iterator[Expression]:
    match condition:
        case Not(operand=operand):
            yield from _branches(operand, lowered)
        case Definition(name=name):
            yield from _branches(lowered.policy.definitions[name].expression, lowered)
        case And(operands=operands) | Or(operands=operands):
            yield from operands
        case _:
            yield condition
