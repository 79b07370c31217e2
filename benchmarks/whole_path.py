"""The whole path: lot document dict in, decision document dict out, with the full rationale.

Our side reads the documents of the example lots and decides them under the same 30 rules as the
other, zen-engine with trace, which starts from flat facts: it reads no lot documents. Two things
that the other has no part of stand beside them: the shipped policy, with twice the rules and duties
words, and lots that cannot be decided, of which we tell what each answer would decide.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks import report
from benchmarks.contenders import ours, zen_engine
from benchmarks.harness import Contender, race
from benchmarks.report import Goal
from benchmarks.rules import RULES_30
from benchmarks.table import random_facts
from disposition import Lot, Policy, load_policy

LOTS = Path(__file__).parent.parent / "examples" / "lots"
ENGINES = ("compiled", "durable")
TIMED = 200
LIMIT = 6


def run(folder: Path) -> bool:
    """Time and print; return whether the goals are met."""
    documents = [json.loads(path.read_text(encoding="utf-8")) for path in LOTS.glob("*.json")]
    policies = [load_policy(ours.write_policy(RULES_30, folder)), load_policy()]
    decided, undecided = [], []
    for document in documents:
        lot = Lot.from_dict(document)
        is_decided = all(policy.decide(lot).status == "decided" for policy in policies)
        (decided if is_decided else undecided).append(document)
    others = zen_engine.contenders(RULES_30, random_facts(TIMED, seed=1))
    traced = [contender for contender in others if contender.name == zen_engine.TRACE_NAME]
    own = [_contender(policy, engine, decided) for policy in policies for engine in ENGINES]
    timings = race([*traced, *own])
    report.print_times(f"whole path, {len(decided)} example lots that are decided", timings)
    goals = [Goal(_name(policies[0], engine), zen_engine.TRACE_NAME, LIMIT) for engine in ENGINES]
    met = report.print_goals(goals, timings)
    asking = race([_contender(policies[1], engine, undecided) for engine in ENGINES])
    report.print_times(f"whole path, {len(undecided)} example lots that are not decided", asking)
    return met


def _contender(policy: Policy, engine: str, documents: list[dict[str, Any]]) -> Contender:
    def whole_path(document: dict[str, Any]) -> object:
        return policy.decide(Lot.from_dict(document), engine=engine).to_dict()

    return Contender(_name(policy, engine), whole_path, documents)


def _name(policy: Policy, engine: str) -> str:
    return f"{policy.id}, {len(policy.checked.rules)} rules, {engine}"
