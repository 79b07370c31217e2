"""The 12-rule and the 30-rule policy: flat facts in, outcome and rule ids out, all contenders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks import agreement, report
from benchmarks.contenders import cel_rust, clips_rules, ours, python, zen_engine
from benchmarks.harness import Contender, race
from benchmarks.report import Goal, Line
from benchmarks.rules import RULES_12, RULES_30
from benchmarks.table import FACTS, FlatFacts, Rule, random_facts

CHECKED = 3_000
TIMED = 200

GOALS = (
    Goal(ours.COMPILED_NAME, zen_engine.PLAIN_NAME, 0.5),
    Goal(ours.DURABLE_NAME, zen_engine.TRACE_NAME, 1),
)
GOALS_30 = (*GOALS, Goal(ours.COMPILED_NAME, zen_engine.FLAT_NAME, 0.6))


def run(folder: Path) -> list[Line]:
    """Check, time and print both policies; return the goals."""
    return [*_run(RULES_12, GOALS, folder), *_run(RULES_30, GOALS_30, folder)]


def _run(rules: Sequence[Rule], goals: Sequence[Goal], folder: Path) -> list[Line]:
    checked = random_facts(CHECKED, seed=2)
    agreement.check(_contenders(rules, checked, folder), rules, checked)
    timings = race(_contenders(rules, random_facts(TIMED, seed=1), folder))
    title = (
        f"{len(rules)} rules over {len(FACTS)} facts, per decision; all agree on {CHECKED:,} lots"
    )
    report.print_times(title, timings)
    return report.lines_of(f"{len(rules)} rules", goals, timings)


def _contenders(rules: Sequence[Rule], facts: Sequence[FlatFacts], folder: Path) -> list[Contender]:
    return [
        python.contender(rules, facts),
        *ours.contenders(rules, facts, folder),
        *zen_engine.contenders(rules, facts),
        cel_rust.contender(rules, facts),
        clips_rules.contender(rules, facts),
    ]
