"""This library: the table as a policy file, decided by each of its engines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from benchmarks.contenders.infix import Syntax, condition
from benchmarks.harness import Contender
from benchmarks.table import FALLBACK, OUTCOMES, FlatFacts, Rule
from disposition import Facts, load_policy

SYNTAX = Syntax("and", "or", "not ", lambda fact: fact)
SHIPS = {"accept": "all", "concession": "all", "partial_acceptance": "part"}

COMPILED_NAME = "disposition, compiled"
DURABLE_NAME = "disposition, durable"


def contenders(rules: Sequence[Rule], facts: Sequence[FlatFacts], folder: Path) -> list[Contender]:
    """Return both engines; facts are ready-made `Facts`."""
    policy = load_policy(write_policy(rules, folder))
    inputs = [Facts.of(given) for given in facts]

    def compiled(given: Facts) -> object:
        decision = policy.decide(given, engine="compiled")
        return decision.outcome, decision.rule_ids

    def durable(given: Facts) -> object:
        decision = policy.decide(given, engine="durable")
        return decision.outcome, decision.rule_ids

    return [Contender(COMPILED_NAME, compiled, inputs), Contender(DURABLE_NAME, durable, inputs)]


def write_policy(rules: Sequence[Rule], folder: Path) -> Path:
    """Write the table as a policy file and return its path."""
    path = folder / f"benchmark-{len(rules)}.yaml"
    path.write_text(policy_text(rules), encoding="utf-8")
    return path


def policy_text(rules: Sequence[Rule]) -> str:
    """Return the table as the text of a policy file."""
    outcomes = [
        f"  {name}: {{title: {name.replace('_', ' ')}, ships: {SHIPS.get(name, 'none')}}}"
        for name in OUTCOMES
    ]
    head = [f"policy: benchmark-{len(rules)}", "version: 1.0.0", "outcomes:", *outcomes]
    lines = [*head, f"otherwise: {FALLBACK}", "rules:"]
    for rule in rules:
        lines += [
            f"  {rule.id}:",
            f"    {rule.effect}: [{', '.join(rule.outcomes)}]",
            f"    when: {json.dumps(condition(rule, SYNTAX))}",
            f"    because: {rule.id.replace('-', ' ')}",
            "    source: benchmark",
        ]
    return "\n".join([*lines, ""])
