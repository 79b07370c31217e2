"""Tells of mutants in words: how many were noticed, and each that was not with its diff."""

from __future__ import annotations

from collections.abc import Iterator

from disposition.testing.mutation.analysis import MutantStatus, MutationReport, Survivor
from disposition.testing.mutation.suggestion import case_text

_STATE = "If no lot can tell it apart, say why in the cases"


def mutation_lines(report: MutationReport) -> Iterator[str]:
    """Yield what is to be said of a report: survivors that are open, then a summary."""
    for survivor in report.open:
        yield from _survivor(survivor)
        yield ""
    for id_ in report.refuted:
        yield f"`{id_}` is called equivalent in the cases file, and a lot tells it apart"
    for id_ in report.strangers:
        yield f"`{id_}` is called equivalent in the cases file, and there is no such mutant"
    yield summary(report)


def summary(report: MutationReport) -> str:
    """Return in one line what became of the mutants."""
    counts = {
        standing: sum(each.standing is standing for each in report.survivors)
        for standing in MutantStatus
    }
    parts = [f"{report.mutants:,} mutants", f"{len(report.killed):,} noticed"]
    words = {
        MutantStatus.SURVIVED: "survived",
        MutantStatus.UNKNOWN: "not settled",
        MutantStatus.EQUIVALENT: "proved equivalent",
        MutantStatus.STATED: "stated equivalent",
    }
    parts += [f"{counts[each]:,} {word}" for each, word in words.items() if counts[each]]
    return f"{report.file.path}: {', '.join(parts)}"


def _survivor(survivor: Survivor) -> Iterator[str]:
    mutant = survivor.mutant
    place = f" at {mutant.place}" if mutant.place else ""
    yield f"SURVIVED {mutant.id}{place}"
    yield f"  {mutant.entry}: {mutant.about}"
    yield from (f"    {line}" for line in mutant.diff.splitlines())
    if survivor.witness is None:
        yield f"  Not settled: {survivor.reason}. {_STATE}:"
        yield f'    mutation: {{equivalent: {{"{mutant.id}": reason}}}}'
        return
    yield "  This case notices it; read it, and paste it below `cases:` if it is meant so:"
    yield from (f"  {line}" for line in case_text(mutant, survivor.witness).splitlines())
