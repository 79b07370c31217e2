"""Large inputs of every kind end in time: `benchmarks.growth` measures how they grow."""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import tomllib

import pytest

from support.checkout import ROOT

SIZE = 60
CPU_SECONDS = 30
"""For all inputs together: many times what they take; what does not end is stopped."""
CPU_SECONDS_EACH = 1.5
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


def test_the_benchmark_names_packages_as_they_are_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["bench"]]
    names = {re.split(r"[>=;\[]", each)[0] for each in needed} | {project["name"]}
    code = "from benchmarks.__main__ import PACKAGES; print(*PACKAGES)"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert set(ran.stdout.decode().split()) <= names
