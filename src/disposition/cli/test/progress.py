"""How far a long run is, on one line of a terminal; elsewhere, and in short runs, nothing."""

from __future__ import annotations

import sys
from time import monotonic
from types import TracebackType
from typing import Self

from disposition.testing.report import CaseReport

PATIENCE = 0.5
"""Seconds after which somebody wonders whether anything happens, and between two signs of life."""


class Progress:
    """Counts steps, and shows the count while it lasts."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._failed = 0
        self._shown = False
        self._next = monotonic() + PATIENCE if sys.stderr.isatty() else float("inf")

    def step(self, report: CaseReport) -> None:
        """Count one case."""
        self._done += 1
        self._failed += not report.passed
        if monotonic() >= self._next:
            self._next = monotonic() + PATIENCE
            self._shown = True
            failed = f", {self._failed:,} failed" if self._failed else ""
            self._write(f"{self._done:,} of {self._total:,} cases{failed}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._shown:
            self._write("")

    def _write(self, text: str) -> None:
        sys.stderr.write(f"\r\x1b[K{text}")  # back to the start of the line, and clear it
        sys.stderr.flush()
