"""Runs the cases of many files: finds the files, loads them all, then decides case by case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from disposition.documents.diagnostics import Diagnostic, PolicyError
from disposition.frozen import frozen
from disposition.testing.cases import Case, CaseFile
from disposition.testing.checking import check_case
from disposition.testing.loading.reader import load_cases
from disposition.testing.report import CaseReport
from disposition.testing.runner import ENGINE

SUFFIX = ".cases.yaml"


@frozen
class Loaded:
    """A file that was looked into: its cases, or why it cannot be used."""

    path: Path
    file: CaseFile | None
    diagnostics: tuple[Diagnostic, ...] = ()


@frozen
class FileReport:
    """How the chosen cases of one file fared."""

    file: CaseFile
    reports: tuple[CaseReport, ...]

    @property
    def failures(self) -> tuple[CaseReport, ...]:
        """The cases that failed."""
        return tuple(each for each in self.reports if not each.passed)


def find(path: Path) -> Iterator[Path]:
    """Yield a file as it is, or the cases files below a folder, but for hidden folders.

    >>> sorted(find(Path("no-such-folder")))
    []
    """
    if path.is_file():
        yield path
        return
    for each in sorted(path.rglob(f"*{SUFFIX}")):
        inside = each.relative_to(path).parts
        if each.is_file() and not any(part.startswith(".") for part in inside):
            yield each


def load(paths: Iterable[Path]) -> tuple[Loaded, ...]:
    """Load cases files, each once; one that cannot be used does not stop the others."""
    return tuple(_load(path) for path in dict.fromkeys(paths))


def _load(path: Path) -> Loaded:
    try:
        return Loaded(path, load_cases(path))
    except PolicyError as error:
        return Loaded(path, None, error.diagnostics)


def run(
    files: Iterable[CaseFile],
    *,
    chosen: Callable[[Case], bool] = lambda _: True,
    engine: str = ENGINE,
    done: Callable[[CaseReport], None] = lambda _: None,
) -> tuple[FileReport, ...]:
    """Run the chosen cases of some files; `done` is told of each case as it ends."""

    def reports(file: CaseFile) -> Iterator[CaseReport]:
        for case in filter(chosen, file.cases):
            report = check_case(case, file, engine=engine)
            done(report)
            yield report

    return tuple(FileReport(file, tuple(reports(file))) for file in files)
