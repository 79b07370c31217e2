"""zen-engine (GoRules): a JDM graph in its static loader, which compiles it once, or an expression.

Three forms. In the *table*, one row per rule: its only input cell holds the whole condition, as JDM
allows for a column without a field, its output is the rule's id, and the hit policy is `collect`.
That is what goals are set against: the fastest form in which zen itself names the rules. In the
*list*, one expression gives a list of booleans in the order of the rules. It is faster, but neither
its answer nor its trace names a rule; it is timed so that the comparison hides nothing. The
*expression* is the same list compiled by itself, without a graph, over flat variables: its fastest
form, which can tell no trace.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import compress
from typing import Any

import zen

from benchmarks.contenders.combining import combiner
from benchmarks.contenders.infix import Syntax, condition, nested, variables
from benchmarks.harness import Contender
from benchmarks.table import FlatFacts, Rule

SYNTAX = Syntax("and", "or", "not ", lambda fact: fact)
TRACE = {"trace": True}
FLAT = Syntax("and", "or", "not ", lambda fact: fact.replace(".", "_"))
POSITION = {"x": 0, "y": 0}

PLAIN_NAME = "zen-engine, table"
TRACE_NAME = "zen-engine, table, with trace"
FLAT_NAME = "zen-engine, expression, flat"


def contenders(rules: Sequence[Rule], facts: Sequence[FlatFacts]) -> list[Contender]:
    """Return all forms, graphs with and without trace; facts are nested dicts or flat variables."""
    engine = zen.ZenEngine({"loader": {"type": "static", "content": _graphs(rules)}})
    inputs, ids, combine = (
        [nested(given) for given in facts],
        [rule.id for rule in rules],
        combiner(rules),
    )

    def table(given: dict[str, Any]) -> object:
        return combine([row["rule"] for row in engine.evaluate("table", given)["result"]])

    def table_traced(given: dict[str, Any]) -> object:
        answer = engine.evaluate("table", given, TRACE)
        return combine([row["rule"] for row in answer["result"]])

    def booleans(given: dict[str, Any]) -> object:
        return combine(compress(ids, engine.evaluate("list", given)["result"]["holds"]))

    def booleans_traced(given: dict[str, Any]) -> object:
        return combine(compress(ids, engine.evaluate("list", given, TRACE)["result"]["holds"]))

    expression = zen.compile_expression(_list_of(rules, FLAT))

    def flat(given: dict[str, Any]) -> object:
        return combine(compress(ids, expression.evaluate(given)))

    return [
        Contender(FLAT_NAME, flat, [variables(given) for given in facts]),
        Contender(PLAIN_NAME, table, inputs),
        Contender(TRACE_NAME, table_traced, inputs),
        Contender("zen-engine, list", booleans, inputs),
        Contender("zen-engine, list, with trace", booleans_traced, inputs),
    ]


def _graphs(rules: Sequence[Rule]) -> dict[str, Any]:
    return {"table": _graph(_table(rules)), "list": _graph(_list(rules))}


def _graph(node: dict[str, Any]) -> dict[str, Any]:
    """Return a graph that leads from its input through one node to its output."""
    ends = [("in", "inputNode"), ("out", "outputNode")]
    nodes = [{"id": name, "name": name, "type": kind, "position": POSITION} for name, kind in ends]
    edges = [("in", "rules"), ("rules", "out")]
    return {
        "contentType": "application/vnd.gorules.decision",
        "nodes": [*nodes, {"id": "rules", "name": "rules", "position": POSITION, **node}],
        "edges": [
            {"id": f"{source}-{target}", "type": "edge", "sourceId": source, "targetId": target}
            for source, target in edges
        ],
    }


def _table(rules: Sequence[Rule]) -> dict[str, Any]:
    rows = [
        {"_id": rule.id, "when": condition(rule, SYNTAX), "rule": json.dumps(rule.id)}
        for rule in rules
    ]
    content = {
        "hitPolicy": "collect",
        "inputs": [{"id": "when", "name": "when"}],
        "outputs": [{"id": "rule", "name": "rule", "field": "rule"}],
        "rules": rows,
    }
    return {"type": "decisionTableNode", "content": content}


def _list(rules: Sequence[Rule]) -> dict[str, Any]:
    expressions = [{"id": "holds", "key": "holds", "value": _list_of(rules, SYNTAX)}]
    return {"type": "expressionNode", "content": {"expressions": expressions}}


def _list_of(rules: Sequence[Rule], syntax: Syntax) -> str:
    return f"[{', '.join(condition(rule, syntax) for rule in rules)}]"
