"""`disposition test --mutate`: mistakes made in the policies, to see whether the cases notice."""

from __future__ import annotations

from collections.abc import Iterable

from disposition.cli.messages import style, write
from disposition.cli.test.progress import ProgressLine
from disposition.testing.cases import CaseFile
from disposition.testing.mutation.analysis import MutationReport, mutate
from disposition.testing.mutation.report import mutation_lines


def mutated(files: Iterable[CaseFile], most: int | None, seed: int) -> tuple[MutationReport, ...]:
    """Return a report on the mutants of each file's policy, showing how far it is."""
    with ProgressLine() as shown:

        def tell(what: str, done: int, total: int) -> None:
            shown.show(f"{done:,} of {total:,} {what}")

        return tuple(mutate(each, most=most, seed=seed, progress=tell) for each in files)


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
