"""Which conditions of other files a policy file changes: those that read its parameters."""

from __future__ import annotations

from collections.abc import Collection

from disposition.facts.evaluation import Defined
from disposition.language.expression import Definition, Expression, Fact, Parameter, walk
from disposition.policy.model import CheckedPolicy


def parameter_read(
    expression: Expression, names: Collection[str], policy: CheckedPolicy
) -> str | None:
    """Return the first of some parameters that a condition reads, itself or through its facts.

    The name of a definition that is a condition is not looked into: it has conditions of its own.
    """
    pending, seen = [expression], set[str]()
    while pending:
        for node in walk(pending.pop()):
            match node:
                case Parameter(name=name) if name in names:
                    return name
                case Definition(name=name) if name not in seen and node is not expression:
                    seen.add(name)
                    pending.append(policy.definitions[name].expression)
                case Fact(path=path) if path not in seen:
                    seen.add(path)
                    derived = policy.catalogue.derived.get(path)
                    if isinstance(derived, Defined):
                        pending.append(derived.definition.expression)
    return None
