"""What starting costs in a fresh process: importing, loading the shipped policy, deciding a lot."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import report
from benchmarks.report import Line

RUNS = 15
LOT = Path(__file__).parent.parent / "examples" / "lots" / "toy-wheels.json"
COMMAND = Path(sys.executable).parent / "disposition"


def run(_folder: Path) -> list[Line]:
    """Time and return the goals."""
    started = _repeated(lambda: _within("pass", "import disposition"))
    loaded = _repeated(lambda: _within("from disposition import load_policy", "load_policy()"))
    decided = _repeated(_whole_process)
    return [
        report.limit("import disposition, fresh process", started, 0.12),
        report.limit("load_policy(), fresh process, after import", loaded, 0.035),
        report.limit("disposition decide, whole process", decided, 0.2),
    ]


def _repeated(measure: Callable[[], float]) -> list[float]:
    measure()  # so that compiled bytecode is there
    return [measure() for _ in range(RUNS)]


def _within(before: str, timed: str) -> float:
    """Return the processor seconds of a statement in a fresh interpreter, after another one."""
    code = (
        f"import time; {before}; start = time.process_time(); {timed}; "
        "print(time.process_time() - start)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


def _whole_process() -> float:
    """Return the processor seconds of the command, its interpreter's start among them."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([COMMAND, "decide", LOT], capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
