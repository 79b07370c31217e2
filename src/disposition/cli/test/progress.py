"""How far a long run is, on one line of a terminal; elsewhere, and in short runs, nothing."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from time import monotonic

PATIENCE = 0.5
"""Seconds after which somebody wonders whether anything happens, and between two signs of life."""


class ProgressLine(AbstractContextManager["ProgressLine"]):
    """Shows now and then how far it is, while it lasts."""

    def __init__(self) -> None:
        self._shown = False
        self._next = monotonic() + PATIENCE if sys.stderr.isatty() else float("inf")

    def show(self, text: str) -> None:
        """Show how far it is, if somebody may wonder."""
        if monotonic() >= self._next:
            self._next = monotonic() + PATIENCE
            self._shown = True
            self._write(text)

    def __exit__(self, *_raised: object) -> None:
        if self._shown:
            self._write("")

    def _write(self, text: str) -> None:
        sys.stderr.write(f"\r\x1b[K{text}")  # back to the start of the line, and clear it
        sys.stderr.flush()
