"""`disposition test --mutate`: mistakes made in the policies, to see whether the cases notice."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from time import monotonic

from disposition.cli.messages import style, write
from disposition.cli.test.progress import PATIENCE
from disposition.testing.cases import CaseFile
from disposition.testing.mutation.analysis import MutationReport, mutate
from disposition.testing.mutation.report import mutation_lines


def mutated(files: Iterable[CaseFile], most: int | None, seed: int) -> tuple[MutationReport, ...]:
    """Return a report on the mutants of each file's policy, showing how far it is."""
    shown = _Shown()
    try:
        return tuple(mutate(each, most=most, seed=seed, progress=shown.tell) for each in files)
    finally:
        shown.clear()


def tell_mutations(reports: Iterable[MutationReport]) -> None:
    """Write reports for people, diffs in their colours."""
    for report in reports:
        write("")
        for line in mutation_lines(report):
            write(_coloured(line))


def _coloured(line: str) -> str:
    text = line.strip()
    if line.startswith("SURVIVED"):
        return style(line, fg="red", bold=True)
    if line.startswith("    +") and not text.startswith("+++"):
        return style(line, fg="green")
    if line.startswith("    -") and not text.startswith("---"):
        return style(line, fg="red")
    return line


class _Shown:
    """How far it is, on one line of a terminal; elsewhere nothing."""

    def __init__(self) -> None:
        self._shown = False
        self._next = monotonic() + PATIENCE if sys.stderr.isatty() else float("inf")

    def tell(self, what: str, done: int, total: int) -> None:
        """Show a count, now and then."""
        if monotonic() >= self._next:
            self._next = monotonic() + PATIENCE
            self._shown = True
            sys.stderr.write(f"\r\x1b[K{done:,} of {total:,} {what}")
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away again."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
