"""The whole path: lot document dict in, decision document dict out, with the full rationale.

Our side decides the example lots under the shipped policy. The other side is zen-engine with trace,
which decides flat facts under the 30 rules of the comparison: it reads no lot documents.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import report
from benchmarks.contenders import zen_engine
from benchmarks.harness import Contender, race
from benchmarks.report import Goal
from benchmarks.rules import RULES_30
from benchmarks.table import random_facts
from disposition import Lot, load_policy

LOTS = Path(__file__).parent.parent / "examples" / "lots"
ENGINES = ("compiled", "durable")
TIMED = 200
LIMIT = 6


def run(_folder: Path) -> bool:
    """Time and print; return whether the goals are met."""
    documents = [json.loads(path.read_text(encoding="utf-8")) for path in LOTS.glob("*.json")]
    own = [Contender(_name(engine), _whole_path(engine), documents) for engine in ENGINES]
    others = zen_engine.contenders(RULES_30, random_facts(TIMED, seed=1))
    traced = [contender for contender in others if contender.name == zen_engine.TRACE_NAME]
    timings = race([*own, *traced])
    report.print_times(f"whole path, {len(documents)} example lots, shipped policy", timings)
    goals = [Goal(_name(engine), zen_engine.TRACE_NAME, LIMIT) for engine in ENGINES]
    return report.print_goals(goals, timings)


def _name(engine: str) -> str:
    return f"disposition, whole path, {engine}"


def _whole_path(engine: str) -> Callable[[dict[str, Any]], object]:
    policy = load_policy()
    return lambda document: policy.decide(Lot.from_dict(document), engine=engine).to_dict()
