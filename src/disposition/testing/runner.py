"""Runs cases, also those of many files: decides each lot, and tells what was found instead."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from disposition.decide import Policy
from disposition.decision import Decision
from disposition.documents.diagnostics import Diagnostic, PolicyError
from disposition.errors import LotError
from disposition.explain.document.values import plain
from disposition.explain.report import shown
from disposition.frozen import evolve, frozen
from disposition.testing.cases import Case, CaseFile, Differences, Expected
from disposition.testing.loading.reader import load_cases
from disposition.testing.report import CaseReport, Mismatch
from disposition.testing.visible_decision import (
    FullDecision,
    VisibleDecision,
    carried_by,
    differing,
    listed,
)

ENGINE = "compiled"
"""Cases are many and decided once each: the engine that is ready soonest."""


def run_case(case: Case, policy: Policy, *, engine: str = ENGINE) -> CaseReport:
    """Return what a policy decides on the lot of a case, compared with what is expected."""
    decision = policy.decide(case.lot, engine=engine)
    found = tuple(mismatches(case.expected, FullDecision(decision)))
    return CaseReport(case, decision, found, policy)


def run_cases(
    file: CaseFile, policy: Policy | None = None, *, engine: str = ENGINE
) -> tuple[CaseReport, ...]:
    """Return a report on every case of a file, under its own policy or another."""
    run = partial(run_case, policy=policy or file.policy, engine=engine)
    return tuple(map(run, file.cases))


def mismatches(expected: Expected, said: VisibleDecision) -> Iterator[Mismatch]:
    """Yield what a decision was expected to say and does not; the outcome comes first.

    A decision is asked only for what is expected of it: it may work that out when it is asked.
    """
    for what in ("outcome", "status", "ships"):
        wanted = getattr(expected, what)
        if wanted is not None and wanted != (found := getattr(said, what)):
            yield Mismatch(what, wanted, found)
    for what, is_wanted in _IDS:
        ids = getattr(expected, what if is_wanted else f"not_{what}")
        if ids:
            yield from (_lacking if is_wanted else _unwanted)(what, ids, getattr(said, what))
    if expected.values:
        for what, wanted, found in differing(expected.values, said.values):
            yield Mismatch(what, wanted, found)
    for code, rules in expected.required_by.items():
        asking = said.required_by.get(code, ())
        if set(rules) != set(asking):
            yield Mismatch(f"required_by {code}", _listed(rules), _listed(asking))
    for code, day in expected.due.items():
        days = said.due.get(code, ())
        if day not in days:
            found = " or ".join(dict.fromkeys(shown(plain(each)) for each in days))
            yield Mismatch(f"due {code}", shown(plain(day)), found or "nothing")
    if expected.ruled_out:
        yield from _otherwise_ruled_out(expected.ruled_out, said.ruled_out)


_IDS = (
    ("reasons", True),
    ("reasons", False),
    ("missing", True),
    ("obligations", True),
    ("may_apply", True),
    ("obligations", False),
    ("may_apply", False),
)
"""What a decision names by ids, and whether those that are expected or those that are not."""


def _otherwise_ruled_out(
    expected: Mapping[str, Collection[str]], found: Mapping[str, Collection[str]]
) -> Iterator[Mismatch]:
    for outcome, rules in expected.items():
        if outcome in found:
            yield from _lacking(f"ruled_out {outcome}", rules, found[outcome])
        else:
            yield Mismatch("ruled_out", outcome, _listed(found))


def _lacking(what: str, expected: Collection[str], found: Collection[str]) -> Iterator[Mismatch]:
    lacking = [each for each in expected if each not in found]
    if lacking:
        yield Mismatch(what, _listed(lacking), _listed(found))


def _unwanted(what: str, unwanted: Collection[str], found: Collection[str]) -> Iterator[Mismatch]:
    for each in unwanted:
        if each in found:
            yield Mismatch(what, f"no {each}", _listed(found))


def _listed(words: Collection[str]) -> str:
    return ", ".join(words) or "nothing"


def check_case(case: Case, file: CaseFile, *, engine: str = ENGINE) -> CaseReport:
    """Return how a case fares, with the differences to another version if the file names one."""
    report = run_case(case, file.policy, engine=engine)
    if file.differences is None:
        return report
    found = _compared(report, file.differences, engine)
    return evolve(report, mismatches=(*report.mismatches, *found))


def _compared(report: CaseReport, differences: Differences, engine: str) -> Iterator[Mismatch]:
    case, name = report.case, differences.name
    before = differences.before.get(case.name)
    try:
        other = differences.against.decide(case.lot, engine=engine)
    except LotError as error:  # the versions declare facts of their own differently
        yield Mismatch(f"lot, compared with {name}", "one that both can take", str(error))
        return
    carried = [listed(carried_by(each.obligations)) for each in (other, report.decision)]
    shared = carried[0].keys() & carried[1].keys()  # one more value makes no other decision
    was, now = (
        _comparable(decision, {key: values[key] for key in sorted(shared)})
        for decision, values in zip((other, report.decision), carried, strict=True)
    )
    if before is None:
        same_outcome = was["outcome"] == now["outcome"]
        for what, told in was.items():
            if told != now[what] and (same_outcome or what == "outcome"):
                yield Mismatch(f"{what}, compared with {name}", f"{told} as before", now[what])
        return
    for each in mismatches(before, FullDecision(other)):
        yield Mismatch(f"{each.what} of {name}", each.expected, each.found)
    if was == now:
        wanted = f"a difference to {name}"
        yield Mismatch("decision", wanted, f"none: both decide {report.decision.outcome}")


def _comparable(decision: Decision, values: Mapping[str, str]) -> dict[str, str]:
    """Return what makes two decisions alike: what happens to the lot, and what has to be done."""
    duties = {"yes": set[str](), "maybe": set[str]()}
    for each in decision.obligations:
        duties[each.applies].add(each.do)
    return {
        "outcome": decision.outcome,
        "status": decision.status,
        "ships": decision.ships,
        "obligations": ", ".join(sorted(duties["yes"])) or "nothing",
        "may_apply": ", ".join(sorted(duties["maybe"])) or "nothing",
        "values": ", ".join(f"{key} = {value}" for key, value in values.items()) or "nothing",
    }


# --- many files ----------------------------------------------------------------------------------


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
