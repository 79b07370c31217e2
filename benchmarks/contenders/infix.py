"""Writes the table's conditions as expressions; the languages differ in a few words."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from attrs import frozen

from benchmarks.table import FlatFacts, Rule, Test


@frozen
class Syntax:
    """The words of one language; `name` writes a fact."""

    conjunction: str
    disjunction: str
    negation: str
    name: Callable[[str], str]


def condition(rule: Rule, syntax: Syntax) -> str:
    """Return the condition of a rule as text."""
    groups = [_group(group, syntax) for group in rule.groups]
    return f" {syntax.conjunction} ".join(groups)


def nested(facts: FlatFacts) -> dict[str, Any]:
    """Return flat facts as nested dicts of JSON values: dots lead inward, decimals are floats."""
    tree: dict[str, Any] = {}
    for path, value in facts.items():
        *parents, last = path.split(".")
        branch = tree
        for parent in parents:
            branch = branch.setdefault(parent, {})
        branch[last] = value if isinstance(value, bool | int | str) else float(value)
    return tree


def variables(facts: FlatFacts) -> dict[str, Any]:
    """Return flat facts under names without dots; decimals are floats."""
    return {
        path.replace(".", "_"): value if isinstance(value, bool | int | str) else float(value)
        for path, value in facts.items()
    }


def _group(group: tuple[Test, ...], syntax: Syntax) -> str:
    tests = [_test(test, syntax) for test in group]
    return tests[0] if len(tests) == 1 else f"({f' {syntax.disjunction} '.join(tests)})"


def _test(test: Test, syntax: Syntax) -> str:
    name = syntax.name(test.fact)
    if isinstance(test.value, bool):
        return name if test.value else f"{syntax.negation}{name}"
    value = json.dumps(test.value) if isinstance(test.value, str) else str(test.value)
    return f"{name} {test.operator} {value}"
