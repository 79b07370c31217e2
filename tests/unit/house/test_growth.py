"""Large inputs of every kind end in time: `benchmarks.growth` measures how they grow."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest

from support.checkout import ROOT

SIZE = 200
CPU_SECONDS = 60
"""For all inputs together: many times what they take; what does not end is stopped."""
CPU_SECONDS_EACH = 3.0
"""The dearest takes a third of it; one whose time grows with the square takes longer by itself."""

RUN = f"""
from time import process_time
from benchmarks.growth import chosen
for title, grow, work in chosen():
    started = process_time()
    work(grow({SIZE}))
    print(title, process_time() - started, sep="; ", flush=True)
"""


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


@pytest.mark.slow
def test_large_inputs_end() -> None:
    run = subprocess.run(
        [sys.executable, "-c", RUN],
        cwd=ROOT,
        preexec_fn=_limit,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-300:] + run.stderr[-3000:]
    seconds = dict(line.split("; ") for line in run.stdout.splitlines())
    assert "policy: long texts" in seconds
    assert [title for title, each in seconds.items() if float(each) > CPU_SECONDS_EACH] == []
