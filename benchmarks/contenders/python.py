"""Hand-written Python: one `if` per rule over a flat dict, as a careful person would type it.

The text is written out from the table, so that it cannot drift from what the others are given.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.contenders.combining import combiner
from benchmarks.contenders.infix import Syntax, condition
from benchmarks.harness import Contender
from benchmarks.table import FlatFacts, Rule

SYNTAX = Syntax("and", "or", "not ", lambda fact: f'facts["{fact}"]')


def contender(rules: Sequence[Rule], facts: Sequence[FlatFacts]) -> Contender:
    """Return the function with its flat dicts; decimals are floats, as most would have them."""
    namespace: dict[str, Any] = {}
    exec(source(rules), namespace)  # noqa: S102 - our own text, made from our own table
    holding, combine = namespace["holding"], combiner(rules)
    return Contender("hand-written Python", lambda given: combine(holding(given)), _floats(facts))


def source(rules: Sequence[Rule]) -> str:
    """Return the text of the function that names the rules that hold."""
    lines = ["def holding(facts):", "    held = []"]
    for rule in rules:
        lines += [f"    if {condition(rule, SYNTAX)}:", f'        held.append("{rule.id}")']
    return "\n".join([*lines, "    return held", ""])


def _floats(facts: Sequence[FlatFacts]) -> list[dict[str, Any]]:
    return [
        {path: v if isinstance(v, bool | int | str) else float(v) for path, v in given.items()}
        for given in facts
    ]
