"""The 12-rule and the 30-rule policy: flat facts in, outcome and rule ids out, all contenders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks import agreement, report
from benchmarks.contenders import cel_rust, clips_rules, ours, python, zen_engine
from benchmarks.harness import Contender, race
from benchmarks.report import Goal
from benchmarks.rules import RULES_12, RULES_30
from benchmarks.table import FACTS, FlatFacts, Rule, random_facts

CHECKED = 3_000
TIMED = 200

GOALS = (
    Goal(ours.COMPILED_NAME, zen_engine.PLAIN_NAME, 0.5),
    Goal(ours.DURABLE_NAME, zen_engine.TRACE_NAME, 1),
)


def run(folder: Path) -> bool:
    """Check, time and print both policies; return whether the goals are met."""
    met = [_run(rules, folder) for rules in (RULES_12, RULES_30)]
    return all(met)


def _run(rules: Sequence[Rule], folder: Path) -> bool:
    checked = random_facts(CHECKED, seed=2)
    agreement.check(_contenders(rules, checked, folder), rules, checked)
    timings = race(_contenders(rules, random_facts(TIMED, seed=1), folder))
    title = (
        f"{len(rules)} rules over {len(FACTS)} facts, per decision; all agree on {CHECKED:,} lots"
    )
    report.print_times(title, timings)
    return report.print_goals(GOALS, timings)


def _contenders(rules: Sequence[Rule], facts: Sequence[FlatFacts], folder: Path) -> list[Contender]:
    return [
        python.contender(rules, facts),
        *ours.contenders(rules, facts, folder),
        *zen_engine.contenders(rules, facts),
        cel_rust.contender(rules, facts),
        clips_rules.contender(rules, facts),
    ]
