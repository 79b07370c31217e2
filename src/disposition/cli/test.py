"""`disposition test`: runs the cases of policies, and tells what they do not show."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import AbstractContextManager
from decimal import Decimal, InvalidOperation
from pathlib import Path
from time import monotonic

import click

from disposition.cli.inputs import engine_option_of
from disposition.cli.messages import (
    BAD_INPUT,
    fail,
    style,
    write,
    write_aside,
    write_error,
    write_json,
)
from disposition.cli.options import A_PATH, force_option, json_option
from disposition.cli.writing import expect_report, put_output
from disposition.documents.diagnostics import render
from disposition.testing.cases import CaseFile
from disposition.testing.coverage import Coverage
from disposition.testing.coverage.measurement import measure, observed
from disposition.testing.coverage.report import coverage_lines, coverage_page
from disposition.testing.mutation.analysis import MutationReport, mutate, mutation_lines
from disposition.testing.report import CaseReport, failure_lines
from disposition.testing.run_document import junit_xml, session_document
from disposition.testing.runner import ENGINE, SUFFIX, FileReport, Loaded, find, load, run
from disposition.words import counted

FAILED = 1

JUNIT, COVERAGE = b'<testsuites name="disposition"', b"<title>Coverage of "
"""By what reports are known that an earlier run wrote."""


def _percent(_context: click.Context, _option: click.Parameter, text: str | None) -> Decimal | None:
    try:
        number = None if text is None else Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if number is not None and not (number.is_finite() and 0 <= number <= 100):
        fail(f"`--min-coverage` cannot be `{text}`", "a number from 0 to 100, in percent")
    return number


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=A_PATH)
@click.option("-k", "part", metavar="TEXT", default="", help="Only cases with TEXT in their name.")
@engine_option_of(ENGINE)
@json_option
@click.option(
    "--junit",
    metavar="FILE",
    type=A_PATH,
    help="Write JUnit XML as well, over that of an earlier run.",
)
@click.option("--coverage", is_flag=True, help="Tell what of the policies the cases do not show.")
@click.option(
    "--min-coverage", metavar="PERCENT", callback=_percent, help="Fail below this coverage."
)
@click.option(
    "--coverage-html",
    metavar="DIR|FILE",
    type=A_PATH,
    help="Write a page for each policy, with its text coloured, over that of an earlier run.",
)
@force_option("other files that are")
@click.option("--mutate", is_flag=True, help="Tell which small mistakes no case would notice.")
@click.option(
    "--max-mutants", metavar="N", type=click.IntRange(min=1), help="Try a choice of N mistakes."
)
@click.option(
    "--seed", metavar="N", default=0, show_default=True, help="Choose mistakes as N says."
)
def test(
    *,
    paths: tuple[Path, ...],
    part: str,
    engine: str,
    as_json: bool,
    junit: Path | None,
    coverage: bool,
    min_coverage: Decimal | None,
    coverage_html: Path | None,
    force: bool,
    mutate: bool,
    max_mutants: int | None,
    seed: int,
) -> None:
    """Run the cases in the files and folders PATH, or in this folder.

    In folders, these are the files whose name ends with `.cases.yaml`. Of each case that fails, it
    tells what was expected, what was found, and the rules and facts that led there.

    The exit code is 0 if all cases passed, 1 if some failed, the coverage is too low or a mistake
    would go unnoticed, and 2 for files that cannot be used.
    """
    loaded = load(_files(paths or (Path(),)))
    if junit is not None:
        expect_report(junit, JUNIT, is_forced=force)
    broken = [each for each in loaded if each.file is None]
    ran = _run(loaded, part, engine)
    wants_coverage = coverage or min_coverage is not None or coverage_html is not None
    found = measured(ran) if wants_coverage else ()
    passing = [each.file for each in ran if not each.failures]
    mutations = mutated(passing, max_mutants, seed) if mutate else ()
    if as_json:
        write_json(session_document(ran, broken, found, mutations))
    else:
        _report(ran, found if coverage else ())
        write_mutations(mutations)
    for file in broken:
        _report_broken(file)
    if junit is not None:
        put_output(junit, junit_xml(ran, broken), is_forced=True)
    if coverage_html is not None:
        save_pages(coverage_html, found, is_forced=force)
    too_low = below(found, min_coverage)
    for each in too_low:
        write_error(
            f"the cases of `{each.policy.id}` show {each.percent} % of it, "
            f"less than {min_coverage} %",
            "" if coverage else "`--coverage` tells what is missing",
        )
    unnoticed = any(not each.passed for each in mutations)
    raise SystemExit(_status(ran, broken, is_lacking=unnoticed or bool(too_low)))


def _files(paths: tuple[Path, ...]) -> list[Path]:
    for path in paths:
        if not path.exists():
            fail(f"{path}: no such file or folder")
    files = [file for path in paths for file in find(path)]
    if not files:
        fail(
            f"there are no cases in {', '.join(map(str, paths))}",
            f"their files end with `{SUFFIX}`",
        )
    return files


def _run(loaded: tuple[Loaded, ...], part: str, engine: str) -> tuple[FileReport, ...]:
    """Run the chosen cases; files without one are left out.

    A file that cannot be read may hold the case that is looked for, and is what is told then.
    """
    wanted = part.casefold()
    files = [each.file for each in loaded if each.file is not None]
    total = sum(wanted in case.name.casefold() for file in files for case in file.cases)
    if not total and len(files) == len(loaded):
        fail(f"no case has `{part}` in its name" if part else "the files hold no case")
    counts: Counter[bool] = Counter()
    with ProgressLine() as progress:

        def done(report: CaseReport) -> None:
            counts[report.passed] += 1
            failed = f", {counts[False]:,} failed" if counts[False] else ""
            progress.show(f"{counts.total():,} of {total:,} cases{failed}")

        ran = run(
            files, chosen=lambda case: wanted in case.name.casefold(), engine=engine, done=done
        )
    return tuple(each for each in ran if each.reports)


def _status(ran: tuple[FileReport, ...], broken: list[Loaded], *, is_lacking: bool) -> int:
    if broken:
        return BAD_INPUT
    return FAILED if is_lacking or any(each.failures for each in ran) else 0


# --- what is told ------------------------------------------------------------------------------


def _report(ran: tuple[FileReport, ...], found: tuple[Coverage, ...]) -> None:
    for each in ran:
        failed, total = len(each.failures), len(each.reports)
        if failed:
            outcome = style(f"{failed} of {counted(total, 'case')} failed", fg="red", bold=True)
        else:
            outcome = style(f"{counted(total, 'case')} passed", fg="green")
        write(f"{each.file.path}: {outcome}")
    for each in ran:
        for report in each.failures:
            write("")
            write(style(f"FAILED {report.case.name}", fg="red", bold=True))
            write("\n".join(failure_lines(report)))
    for coverage in found:
        write("")
        write("\n".join(coverage_lines(coverage)))
        write_offers(coverage)
    if len(ran) > 1 or any(each.failures for each in ran):
        failed = sum(len(each.failures) for each in ran)
        total = sum(len(each.reports) for each in ran)
        write("")
        files = counted(len(ran), "file")
        write(f"{counted(total, 'case')} in {files}: {failed or 'none'} failed")


def _report_broken(file: Loaded) -> None:
    write_aside("\n\n".join(map(render, file.diagnostics)))
    write_error(f"{file.path}: the cases cannot be used")


# --- mistakes, and how far it is -----------------------------------------------------------------


def mutated(files: Iterable[CaseFile], most: int | None, seed: int) -> tuple[MutationReport, ...]:
    """Return a report on the mutants of each file's policy, showing how far it is."""
    with ProgressLine() as shown:

        def show_progress(what: str, done: int, total: int) -> None:
            shown.show(f"{done:,} of {total:,} {what}")

        return tuple(mutate(each, most=most, seed=seed, progress=show_progress) for each in files)


def write_mutations(reports: Iterable[MutationReport]) -> None:
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


PATIENCE = 0.5
"""Seconds after which somebody wonders whether anything happens, and between two signs of life."""


class ProgressLine(AbstractContextManager["ProgressLine"]):
    """Shows now and then on a terminal how far it is; elsewhere, and in short runs, nothing."""

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


# --- coverage ------------------------------------------------------------------------------------


def measured(ran: Iterable[FileReport]) -> tuple[Coverage, ...]:
    """Return the coverage of each policy by all the cases that were run on it."""
    groups: dict[tuple[Path, str], list[FileReport]] = {}
    for each in ran:
        policy_file = Path(each.file.policy_file or "")
        groups.setdefault((policy_file.resolve(), each.file.policy.digest), []).append(each)
    return tuple(_coverage(group) for group in groups.values())


def _coverage(group: list[FileReport]) -> Coverage:
    first = group[0].file
    policy = first.policy.checked
    cases = [report.case for each in group for report in each.reports]
    exemptions = [exemption for each in group for exemption in each.file.exemptions]
    return measure(policy, observed(policy, cases), exemptions, first.policy_file, first.base)


def write_offers(coverage: Coverage) -> None:
    """Tell the cases that would show some of what is missing."""
    found = coverage.offered()
    if not found:
        return
    from disposition.testing.coverage.offers import offer_lines

    write("")
    write("These cases show some of it; read them, and paste below `cases:` what is meant so:")
    write("\n".join(offer_lines(found)))


def below(found: Iterable[Coverage], least: Decimal | None) -> list[Coverage]:
    """Return what is covered less than is asked for, in percent."""
    if least is None:
        return []
    return [each for each in found if each.met * 100 < least * each.wanted]


def save_pages(path: Path, found: tuple[Coverage, ...], *, is_forced: bool) -> None:
    """Write a page for each policy: into one file, or into a folder under the policy's name."""
    is_file = path.suffix in (".html", ".htm") and not path.is_dir()
    if is_file and len(found) > 1:
        fail(f"{path}: there are {len(found)} policies, and one file", "name a folder")
    files = {path if is_file else path / f"{each.policy.id}.html": each for each in found}
    for file in files:
        expect_report(file, COVERAGE, is_forced=is_forced)
    for file, each in files.items():
        put_output(file, coverage_page(each), is_forced=True)
