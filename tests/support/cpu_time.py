"""Tells which tests take most processor time: `pytest --cpu 20`.

`--durations` tells how long tests lasted, which on a busy machine is how long they waited. Time of
processes that a test started and waited for counts as its own.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Generator

import pytest

SECONDS = "cpu_seconds"


def _seconds() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Measure a test; what it took travels with its report, also from pytest-xdist's workers."""
    if not item.config.getoption("--cpu"):
        return (yield)  # of a process with many threads, asking takes longer than many tests do
    before = _seconds()
    try:
        return (yield)
    finally:
        item.user_properties.append((SECONDS, round(_seconds() - before, 2)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the dearest files and tests, and what all took."""
    shown = terminalreporter.config.getoption("--cpu")
    if not shown:
        return
    files, tests = Counter[str](), Counter[str]()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", None) == "call":
                seconds = dict(report.user_properties).get(SECONDS, 0)
                files[report.nodeid.partition("::")[0]] += seconds
                tests[report.nodeid.partition("[")[0]] += seconds
    terminalreporter.section(f"processor time: {sum(files.values()):.0f} s", sep="=")
    for counted in (files, tests):
        for name, seconds in counted.most_common(shown):
            terminalreporter.write_line(f"{seconds:7.1f} s  {name}")
        terminalreporter.write_line("")
