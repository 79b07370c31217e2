"""CLIPS through clipspy: one fact per lot; a rule that holds names itself to a Python function.

Each decision asserts the lot, runs, and retracts it. Asserting `holds` facts and reading them back
would be the more usual way, but then every decision takes longer than the one before (from 69 µs to
308 µs within 5,000 decisions, clipspy 1.0.6), and no median would mean anything.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import clips

from benchmarks.contenders.combining import combiner
from benchmarks.harness import Contender
from benchmarks.table import FACTS, FlatFacts, Rule, Test, Value

OPERATORS = {"==": "=", "!=": "<>"}


def contender(rules: Sequence[Rule], facts: Sequence[FlatFacts]) -> Contender:
    """Return an environment that holds the rules, and the slots of each lot."""
    held: list[str] = []
    environment = clips.Environment()
    slots = " ".join(f"(slot {_slot(fact)})" for fact in FACTS)
    environment.build(f"(deftemplate lot {slots})")
    environment.define_function(held.append, "holds")
    for rule in rules:
        environment.build(_rule(rule))
    lot, combine = environment.find_template("lot"), combiner(rules)

    def answer(values: dict[str, Any]) -> object:
        held.clear()
        asserted = lot.assert_fact(**values)
        environment.run()
        asserted.retract()
        return combine(held)

    return Contender("CLIPS (clipspy)", answer, [_values(given) for given in facts])


def _slot(fact: str) -> str:
    return fact.replace(".", "-")


def _values(facts: FlatFacts) -> dict[str, Any]:
    return {
        _slot(path): value if isinstance(value, bool | int | str) else float(value)
        for path, value in facts.items()
    }


def _rule(rule: Rule) -> str:
    """Return the rule's text: tests of one slot in its pattern, choices between tests after it."""
    constraints: dict[str, list[str]] = {}
    for group in rule.groups:
        for test in group:
            constraints.setdefault(test.fact, [])
        if len(group) == 1:
            constraints[group[0].fact].append(_call(group[0]))
    pattern = " ".join(_constraint(fact, calls) for fact, calls in constraints.items())
    choices = [group for group in rule.groups if len(group) > 1]
    tests = " ".join(f"(test (or {' '.join(map(_call, group))}))" for group in choices)
    return f'(defrule {rule.id} (lot {pattern}) {tests} => (holds "{rule.id}"))'


def _constraint(fact: str, calls: list[str]) -> str:
    slot = _slot(fact)
    return f"({slot} {'&'.join([f'?{slot}', *(f':{call}' for call in calls)])})"


def _call(test: Test) -> str:
    operator = OPERATORS.get(test.operator, test.operator)
    if isinstance(test.value, bool | str):
        operator = "eq" if test.operator == "==" else "neq"
    return f"({operator} ?{_slot(test.fact)} {_literal(test.value)})"


def _literal(value: Value) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return json.dumps(value) if isinstance(value, str) else str(value)
