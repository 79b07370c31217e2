"""Large inputs of every kind end in time: `benchmarks.growth` measures how they grow."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest

from support.checkout import ROOT

SIZE = 500
CPU_SECONDS = 60
"""Many times what it takes; one input whose time grows with the square takes longer by itself."""

RUN = f"""
from benchmarks.growth import chosen
for title, grow, work in chosen():
    work(grow({SIZE}))
    print(title, flush=True)
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
    assert "policy: long texts" in run.stdout
