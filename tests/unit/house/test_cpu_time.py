"""What tests cost is told: the dearest first, with what started processes took."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from support import cpu_time


def told(shown: int, *reports: Any) -> list[str]:
    lines: list[str] = []
    reporter = SimpleNamespace(
        config=SimpleNamespace(getoption=lambda _: shown),
        stats={"passed": reports},
        section=lambda title, **_: lines.append(title),
        write_line=lines.append,
    )
    cpu_time.pytest_terminal_summary(reporter)  # type: ignore[arg-type] # as much of one as it needs
    return [line.strip() for line in lines if line]


def report(nodeid: str, seconds: float) -> Any:
    return SimpleNamespace(nodeid=nodeid, when="call", user_properties=[("cpu_seconds", seconds)])


def test_the_dearest_come_first_and_cases_count_together() -> None:
    reports = [report("a.py::x[1]", 1), report("a.py::x[2]", 2), report("b.py::y", 2.5)]
    assert told(1, *reports) == ["processor time: 6 s", "3.0 s  a.py", "3.0 s  a.py::x"]
    assert told(0, *reports) == []


def measured(shown: int) -> list[Any]:
    config = SimpleNamespace(getoption=lambda _: shown)
    item = SimpleNamespace(user_properties=[], config=config)
    measuring = cpu_time.pytest_runtest_call(item)  # type: ignore[arg-type] # as above
    next(measuring)
    if shown:
        subprocess.run([sys.executable, "-c", "sum(range(10_000_000))"], check=True)
    with pytest.raises(StopIteration):
        measuring.send(None)
    return item.user_properties


def test_processes_that_a_test_started_count() -> None:
    ((name, seconds),) = measured(20)
    assert (name, seconds > 0.05) == ("cpu_seconds", True)


def test_nothing_is_measured_that_nobody_asked_for() -> None:
    assert measured(0) == []
