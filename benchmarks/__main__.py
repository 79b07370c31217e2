"""Runs the comparison and prints it: `python -m benchmarks [section…]`; see README.md.

Exits with 1 when a goal is missed, and with a traceback when a contender's answer is wrong.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable
from importlib import import_module, metadata
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.report import Line, print_lines
from disposition.version import DISTRIBUTION

SECTIONS = ("small_policies", "whole_path", "large_policy", "startup", "plan_lookup", "growth")
PACKAGES = (DISTRIBUTION, "zen-engine", "common-expression-language", "clipspy", "durable_rules")


def main(names: list[str]) -> int:
    """Run the named sections, or all; return the exit status."""
    unknown = [name for name in names if name not in SECTIONS]
    if unknown:
        print(f"no section `{unknown[0]}`; there are {', '.join(SECTIONS)}", file=sys.stderr)
        return 2
    print(f"CPython {platform.python_version()}, {platform.machine()};", _versions())
    with TemporaryDirectory() as folder:
        lines = [line for name in names or SECTIONS for line in _section(name)(Path(folder))]
    return 0 if print_lines(lines) else 1


def _section(name: str) -> Callable[[Path], list[Line]]:
    """Import a section when it runs: some need packages that others do not."""
    run: Callable[[Path], list[Line]] = import_module(f"benchmarks.{name}").run
    return run


def _versions() -> str:
    return ", ".join(f"{name} {metadata.version(name)}" for name in PACKAGES)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
