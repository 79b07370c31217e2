"""What proves an obligation: a condition that stands by itself in the documents of decisions.

A decision is kept for years, and its policy may be replaced by then. So the condition is written
into the decision with its definitions and parameters written out, over facts alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from disposition.language.declarations import DefinitionSpec, ParameterSpec
from disposition.language.expression import (
    And,
    Arithmetic,
    Compare,
    Definition,
    Expression,
    Literal,
    Not,
    Or,
    Parameter,
    Within,
)


def written_out(
    expression: Expression,
    definitions: Mapping[str, DefinitionSpec],
    parameters: Mapping[str, ParameterSpec],
) -> Expression:
    """Return an expression over facts alone: what its definitions and parameters stand for."""

    def out(part: Expression) -> Expression:
        match part:
            case Definition(name=name):
                return out(definitions[name].expression)
            case Parameter(name=name):
                return Literal(parameters[name].value)
            case Not(operand=operand):
                return evolve(part, operand=out(operand))
            case And(operands=operands) | Or(operands=operands):
                return evolve(part, operands=tuple(map(out, operands)))
            case Compare(left=left, right=right) | Arithmetic(left=left, right=right):
                return evolve(part, left=out(left), right=out(right))
            case Within(item=item):
                return evolve(part, item=out(item))
            case _:
                return part

    return out(expression)
