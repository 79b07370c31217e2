"""The whole path: lot document dict in, decision document dict out, with the full rationale.

Our side reads the documents of the example lots and decides them under the same 30 rules as the
other, zen-engine with trace, which starts from flat facts: it reads no lot documents. Three things
that the other has no part of stand beside them: the shipped policy, with several times the rules,
and duties in words; its outcome and rule ids alone, by what they take; and lots that cannot be
decided, of which we tell what each answer would decide.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from attrs import evolve

from benchmarks import report
from benchmarks.contenders import ours, zen_engine
from benchmarks.harness import Contender, Timing, race
from benchmarks.report import Goal, Line
from benchmarks.rules import RULES_30
from benchmarks.table import random_facts
from disposition import Lot, Policy, load_policy
from disposition.facts.source import LotSource

LOTS = Path(__file__).parent.parent / "examples" / "lots"
ENGINES = ("compiled", "durable")
TIMED = 200

READING, OUTCOME, GIVEN_FACTS = "lot read", "outcome and rule ids", "the same, facts known"
OUTCOME_LIMIT_SECONDS = 75e-6
UNDECIDED = "lots that are not decided"

Documents = list[dict[str, Any]]


def run(folder: Path) -> list[Line]:
    """Time and print; return the goals."""
    documents = [json.loads(path.read_text(encoding="utf-8")) for path in LOTS.glob("*.json")]
    same_rules, shipped = load_policy(ours.write_policy(RULES_30, folder)), load_policy()
    decided: Documents = []
    undecided: Documents = []
    for document in documents:
        lot = Lot.from_dict(document)
        is_decided = all(each.decide(lot).status == "decided" for each in (same_rules, shipped))
        (decided if is_decided else undecided).append(document)
    others = zen_engine.contenders(RULES_30, random_facts(TIMED, seed=1))
    traced = [contender for contender in others if contender.name == zen_engine.TRACE_NAME]
    own = [_whole(each, engine, decided) for each in (same_rules, shipped) for engine in ENGINES]
    asking = evolve(_whole(shipped, "compiled", undecided), name=UNDECIDED)
    timings = race([*traced, *own, asking, *_stages(shipped, decided)])
    report.print_times(f"whole path, {len(decided)} example lots that are decided", timings)
    goals = [
        Goal(_name(same_rules, "compiled"), zen_engine.TRACE_NAME, 3),
        Goal(_name(same_rules, "durable"), zen_engine.TRACE_NAME, 3.5),
        Goal(_name(shipped, "compiled"), zen_engine.TRACE_NAME, 4),
        Goal(UNDECIDED, _name(shipped, "compiled"), 1.5),
    ]
    return [*report.lines_of("whole path", goals, timings), _of_outcome(timings)]


def _whole(policy: Policy, engine: str, documents: Documents) -> Contender:
    def whole_path(document: dict[str, Any]) -> object:
        return policy.decide(Lot.from_dict(document), engine=engine).to_dict()

    return Contender(_name(policy, engine), whole_path, documents)


def _stages(policy: Policy, documents: Documents) -> list[Contender]:
    """Return what only wants the outcome and the ids, whole and from later stages on."""

    def decided(lot: Lot | LotSource) -> object:
        decision = policy.decide(lot, engine="compiled")
        return decision.outcome, decision.rule_ids

    lots = list(map(Lot.from_dict, documents))
    known = list(map(LotSource, lots))
    return [
        Contender(READING, Lot.from_dict, documents),
        Contender(OUTCOME, lambda document: decided(Lot.from_dict(document)), documents),
        Contender(GIVEN_FACTS, decided, known),  # each keeps its facts from the first time on
    ]


def _of_outcome(timings: list[Timing]) -> Line:
    """Return the goal for outcome and ids alone, with what each stage takes."""
    by_name = {timing.name: timing for timing in timings}
    whole, reading, engine = (
        by_name[name].median * 1e6 for name in (OUTCOME, READING, GIVEN_FACTS)
    )
    split = f", reading {reading:.0f}, facts {whole - reading - engine:.0f}, engine {engine:.0f}"
    title = f"whole path: {OUTCOME} alone"
    return report.limit(title, by_name[OUTCOME].seconds, OUTCOME_LIMIT_SECONDS, split)


def _name(policy: Policy, engine: str) -> str:
    return f"{policy.id}, {len(policy.checked.rules)} rules, {engine}"
