"""A policy of 1,000 rules: how long it takes to load, and to decide with."""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks import agreement, report
from benchmarks.contenders import ours, zen_engine
from benchmarks.harness import race
from benchmarks.report import Goal
from benchmarks.rules import many_rules
from benchmarks.table import random_facts
from disposition import Facts, load_policy

RULES = 1_000
LOADS = 5
LOAD_LIMIT_SECONDS = 1.0
CHECKED = 200
TIMED = 50

GOALS = (Goal(ours.COMPILED_NAME, zen_engine.PLAIN_NAME, 1),)


def run(folder: Path) -> bool:
    """Check, time and print; return whether the goals are met."""
    rules = many_rules(RULES)
    checked, timed = random_facts(CHECKED, seed=2), random_facts(TIMED, seed=1)
    agreement.check(ours.contenders(rules, checked, folder), rules, checked)
    timings = race([*ours.contenders(rules, timed, folder), *zen_engine.contenders(rules, timed)])
    report.print_times(f"{RULES:,} rules, per decision; all agree on {CHECKED} lots", timings)
    decide_met = report.print_goals(GOALS, timings)
    path, facts = ours.write_policy(rules, folder), Facts.of(timed[0])
    loads = [_load_and_decide(path, facts) for _ in range(LOADS)]
    return report.print_limit("load and decide once", loads, LOAD_LIMIT_SECONDS) and decide_met


def _load_and_decide(path: Path, facts: Facts) -> float:
    """Return the seconds from a file to its first decision, so that no work can hide behind it."""
    start = time.perf_counter()
    load_policy(path).decide(facts, engine="compiled")
    return time.perf_counter() - start
