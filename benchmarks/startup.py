"""How long `import disposition` takes in a fresh interpreter, after the interpreter's own start."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks import report

RUNS = 15
LIMIT_SECONDS = 0.12
CODE = (
    "import time; start = time.perf_counter(); import disposition; "
    "print(time.perf_counter() - start)"
)


def run(_folder: Path) -> bool:
    """Time and print; return whether the goal is met."""
    _import_once()  # so that compiled bytecode is there
    print("\nstart")
    seconds = [_import_once() for _ in range(RUNS)]
    return report.print_limit("import disposition", seconds, LIMIT_SECONDS)


def _import_once() -> float:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    return float(done.stdout)
