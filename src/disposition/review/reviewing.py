"""Gathers all that has to be known of a change: behaviour, promises, cases, past lots."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from disposition.analysis.diff.moves import Difference, difference
from disposition.analysis.verification.findings import Verification
from disposition.analysis.verification.verifying import verify
from disposition.backtesting.backtest import Backtest
from disposition.decide import Policy
from disposition.frozen import frozen
from disposition.testing.cases import CaseFile
from disposition.testing.coverage.measurement import Coverage, measure, observed
from disposition.testing.loading.reader import load_cases
from disposition.testing.report import CaseReport
from disposition.testing.session import run


@frozen
class MovedCase:
    """A case on which the two versions decide otherwise."""

    name: str
    before: str
    after: str


@frozen
class CasesReview:
    """How the cases of the new version fare, and which of them the change is about.

    `added` are the names of those that the old version's cases do not have, `dropped` the reverse.
    """

    reports: tuple[CaseReport, ...]
    coverage: Coverage
    moved: tuple[MovedCase, ...]
    added: tuple[str, ...]
    dropped: tuple[str, ...]

    @property
    def failures(self) -> tuple[CaseReport, ...]:
        """The cases that fail."""
        return tuple(each for each in self.reports if not each.passed)


@frozen
class Review:
    """A change of a policy, with all that was found out about it.

    `digests` are those of both versions. What was not looked at is None.
    """

    found: Difference
    digests: tuple[str, str]
    verification: Verification
    cases: CasesReview | None = None
    backtest: Backtest | None = None
    approvers: tuple[str, ...] = ()

    @property
    def objections(self) -> tuple[str, ...]:
        """What somebody has to answer for who signs, in sentences; nothing is best."""
        said = []
        if self.found.ships_more:
            said.append("Some lots ship more than before.")
        if self.found.ships_more is None:
            said.append("It is not settled whether a lot ships more than before.")
        said += [each.sentence for each in self.verification.broken]
        said += [each.sentence for each in self.verification.open]
        if self.cases is None:
            said.append("There are no cases.")
        elif self.cases.failures:
            failed = len(self.cases.failures)
            said.append(f"Of the cases, {failed:,} {'fails' if failed == 1 else 'fail'}.")
        if self.cases is not None and self.cases.coverage.missing:
            said.append(f"The cases show {self.cases.coverage.percent} % of the policy.")
        return tuple(said)


def review(
    old: Policy,
    new: Policy,
    *,
    cases: Path | None = None,
    old_cases: Path | None = None,
    backtest: Backtest | None = None,
    approvers: tuple[str, ...] = (),
) -> Review:
    """Return all that has to be known of a change.

    `cases` is the cases file of the new version, `old_cases` that of the old one.

    Raises:
        DispositionError: the extra `proofs` is missing.
        PolicyError: a cases file cannot be used.
    """
    found = difference(old, new)
    return Review(
        found,
        (old.digest, new.digest),
        verify(new),
        None if cases is None else _cases(old, new, cases, old_cases),
        backtest,
        approvers,
    )


def _cases(old: Policy, new: Policy, file: Path, old_file: Path | None) -> CasesReview:
    loaded = load_cases(file, new)
    [ran] = run([loaded])
    before = None if old_file is None else load_cases(old_file, old)
    names = [case.name for case in loaded.cases]
    were = names if before is None else [case.name for case in before.cases]
    return CasesReview(
        ran.reports,
        _coverage(new, loaded),
        tuple(_moved(old, loaded, {each.case.name: each for each in ran.reports})),
        tuple(name for name in names if name not in set(were)),
        tuple(name for name in were if name not in set(names)),
    )


def _coverage(policy: Policy, loaded: CaseFile) -> Coverage:
    seen = observed(policy.checked, loaded.cases)
    return measure(policy.checked, seen, loaded.exemptions, loaded.policy_file)


def _moved(old: Policy, loaded: CaseFile, reports: Mapping[str, CaseReport]) -> list[MovedCase]:
    moved = []
    for case in loaded.cases:
        before, after = old.decide(case.lot), reports[case.name].decision
        if (before.outcome, before.status) != (after.outcome, after.status):
            moved.append(MovedCase(case.name, before.outcome, after.outcome))
    return moved
