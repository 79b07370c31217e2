"""A policy of 1,000 rules: how long it takes to load, and to decide with, beside one of 300."""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks import agreement, report
from benchmarks.contenders import ours, zen_engine
from benchmarks.harness import Contender, race
from benchmarks.report import Goal, Line
from benchmarks.rules import many_rules
from benchmarks.table import random_facts
from disposition import Facts, load_policy

RULES, FEWER_RULES = 1_000, 300
LOADS = 5
LOAD_LIMIT_SECONDS = 1.0
CHECKED = 200
TIMED = 50

FEWER_NAME = f"{ours.DURABLE_NAME}, {FEWER_RULES} rules"
GOALS = (
    Goal(ours.COMPILED_NAME, zen_engine.PLAIN_NAME, 1),
    Goal(ours.DURABLE_NAME, FEWER_NAME, 3.6),
)


def run(folder: Path) -> list[Line]:
    """Check, time and print; return the goals."""
    rules = many_rules(RULES)
    checked, timed = random_facts(CHECKED, seed=2), random_facts(TIMED, seed=1)
    agreement.check(ours.contenders(rules, checked, folder), rules, checked)
    fewer = ours.contenders(many_rules(FEWER_RULES), timed, folder)
    timings = race(
        [
            *ours.contenders(rules, timed, folder),
            *zen_engine.contenders(rules, timed),
            *(
                Contender(FEWER_NAME, each.answer, each.inputs)
                for each in fewer
                if each.name == ours.DURABLE_NAME
            ),
        ]
    )
    report.print_times(f"{RULES:,} rules, per decision; all agree on {CHECKED} lots", timings)
    path, facts = ours.write_policy(rules, folder), Facts.of(timed[0])
    loads = [_load_and_decide(path, facts) for _ in range(LOADS)]
    title = f"{RULES:,} rules"
    loading = report.limit(f"{title}: load and decide once", loads, LOAD_LIMIT_SECONDS)
    return [*report.lines_of(title, GOALS, timings), loading]


def _load_and_decide(path: Path, facts: Facts) -> float:
    """Return the seconds from a file to its first decision, so that no work can hide behind it."""
    start = time.process_time()
    load_policy(path).decide(facts, engine="compiled")
    return time.process_time() - start
