"""What no engine reckons, as facts: hoisted out of conditions when they are checked, and put back.

A conditional, an aggregate, a function or a lookup in a condition becomes a derived fact whose path
is its canonical text. Engines, questions, coverage and texts see a fact like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from disposition.facts.definitions import reads_of
from disposition.facts.fact_definition import FactDefinition
from disposition.frozen import evolve
from disposition.language import expression as tree
from disposition.language.check.checker import check_value
from disposition.language.check.scope import Scope
from disposition.language.declarations import DefinitionSpec, walk_through
from disposition.language.expression import Expression, rebuilt, walk
from disposition.language.faults import ExpressionError
from disposition.language.template import Template
from disposition.language.text import expression_text
from disposition.language.types import FactSpec
from disposition.policy.model import CheckedPolicy, ObligationSpec


def is_computed(expression: Expression) -> bool:
    """Whether no engine reckons an expression: it is hoisted where it is part of another."""
    return isinstance(expression, tree.Aggregate | tree.Call | tree.Conditional | tree.Lookup)


def path_of(computed: Expression) -> str:
    """Return the path of the fact that an expression becomes: its canonical text."""
    text = expression_text(computed)
    return f"({text})" if isinstance(computed, tree.Conditional) else text


class Hoisting:
    """Hoists computed parts out of the expressions of one policy; `facts` are those hoisted."""

    def __init__(self) -> None:
        self.facts: dict[str, FactDefinition] = {}
        self.doubts: list[ExpressionError] = []

    def of(self, expression: Expression, scope: Scope) -> Expression:
        """Return a parsed expression with facts in place of what is computed in it.

        A part with a mistake stays, so that whoever checks the whole finds it.
        """
        if not is_computed(expression):
            return rebuilt(expression, lambda part: self.of(part, scope))
        checked, type_, problems = check_value(expression, scope)
        is_decided = any(each.path in scope.decided for each in _facts(checked, scope.definitions))
        if type_ is None or is_decided or any(not each.is_warning for each in problems):
            return expression
        self.doubts += problems
        path = path_of(checked)
        if path not in self.facts:
            hoisted = {path: each.spec for path, each in self.facts.items()}
            known = {**scope.facts, **hoisted} if hoisted else scope.facts
            reads = tuple(
                dict.fromkeys(
                    read
                    for part in _bodies(checked, scope.definitions)
                    for read in reads_of(part, known)
                )
            )
            about = expression_text(checked)
            spec = FactSpec(
                path, type_, about, given=False, reads=reads, signed=type_.kind.is_number
            )
            self.facts[path] = FactDefinition(spec, checked, Template(""))
        return tree.Fact(path, type_, span=expression.span)


def unnamed_computation(expression: tree.Expression) -> ExpressionError | None:
    """Return the fault of an expression that computes where no fact can be made of it."""
    for node in tree.walk(expression):
        if isinstance(node, tree.Unknown):
            hint = "to ask whether a fact is known, write `x is known`"
            message = "`unknown` is a value of conditionals only"
            return ExpressionError("P415", node.span, message, hint)
        match node:
            case tree.Aggregate(kind=kind):
                shown = f"{kind.value}(…)"
            case tree.Call(function=function):
                shown = f"{function.value}(…)"
            case tree.Lookup():
                shown = "lookup(…)"
            case tree.Conditional():
                shown = "… if … else …"
            case _:
                continue
        message = f"`{shown}` cannot be computed here"
        hint = "name the fact that it rests on"
        return ExpressionError("P415", node.span, message, hint)
    return None


def _bodies(
    expression: Expression, definitions: Mapping[str, DefinitionSpec]
) -> Iterator[Expression]:
    """Yield an expression and those that it names."""
    pending, seen = [expression], set[str]()
    while pending:
        body = pending.pop()
        yield body
        for node in walk(body):
            if isinstance(node, tree.Definition) and node.name not in seen:
                seen.add(node.name)
                pending.append(definitions[node.name].expression)


def _facts(
    expression: Expression, definitions: Mapping[str, DefinitionSpec]
) -> Iterator[tree.Fact]:
    nodes = walk_through((expression,), definitions)
    return (node for node in nodes if isinstance(node, tree.Fact))


def restored(policy: CheckedPolicy) -> CheckedPolicy:
    """Return a policy with its expressions as they are written, for texts that hold them."""
    if not policy.hoisted:
        return policy

    def back(expression: Expression) -> Expression:
        if isinstance(expression, tree.Fact) and expression.path in policy.hoisted:
            return policy.hoisted[expression.path].expression
        return rebuilt(expression, back)

    def duty(spec: ObligationSpec) -> ObligationSpec:
        values = tuple(evolve(each, expression=back(each.expression)) for each in spec.values)
        return evolve(spec, due=back(spec.due) if spec.due else None, values=values)

    return evolve(
        policy,
        definitions={
            name: evolve(each, expression=back(each.expression))
            for name, each in policy.definitions.items()
        },
        rules=tuple(
            evolve(each, when=back(each.when), obligations=tuple(map(duty, each.obligations)))
            for each in policy.rules
        ),
        invariants=tuple(evolve(each, always=back(each.always)) for each in policy.invariants),
        claims=tuple(
            evolve(each, always=back(each.always) if each.always else None)
            for each in policy.claims
        ),
    )
